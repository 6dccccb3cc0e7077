package cli

import (
	"os/exec"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestAShellReadsALineAsItWasMeant gives lines to the shell that people have.
func TestAShellReadsALineAsItWasMeant(t *testing.T) {
	word := rapid.StringMatching(`[a-z '"$\\*?!;&|<>()#~äß{}\t-]{1,12}`)
	rapid.Check(t, func(t *rapid.T) {
		line := commandLine{path: "followcal outreach"}
		want := []string{"outreach"}
		name, outcome := word.Draw(t, "argument"), word.Draw(t, "flag")
		line.args = []string{name}
		line.flag("outcome", outcome)
		line.flag("again", "true")
		if strings.HasPrefix(name, "-") {
			want = append(want, "--outcome", outcome, "--again", "--", name)
		} else {
			want = append(want, name, "--outcome", outcome, "--again")
		}
		script := `followcal() { printf '%s\0' "$@"; }` + "\n" + line.String()
		out, err := exec.Command("sh", "-c", script).Output()
		if err != nil {
			t.Fatalf("%s: %v", &line, err)
		}
		if got := string(out); got != strings.Join(want, "\x00")+"\x00" {
			t.Fatalf("%s is read as %q", &line, strings.Split(got, "\x00"))
		}
	})
}
