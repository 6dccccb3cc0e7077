package deploy_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// setting is a variable of followcal's in compose.yaml.
var setting = regexp.MustCompile(`(?m)^ +(FOLLOWCAL_[A-Z_]+): (\S+)$`)

func TestCompose(t *testing.T) {
	text := file(t, "compose.yaml")
	if said, err := output(t.Context(), nil, "docker-compose", "-f", root+"/deploy/compose.yaml", "config", "-q"); err != nil {
		t.Fatalf("docker-compose refuses: %v\n%s", err, said)
	}
	var environment []string
	for _, match := range setting.FindAllStringSubmatch(text, -1) {
		environment = append(environment, match[1]+"="+match[2])
	}
	said, err := output(t.Context(), environment, followcal(t), "serve", "--print-config")
	if err != nil {
		t.Fatalf("followcal refuses its settings: %v\n%s", err, said)
	}
	_, rest, _ := strings.Cut(text, "subnet: ")
	network, _, _ := strings.Cut(rest, " ")
	if !strings.Contains(said, `trusted_proxy = ["`+network+`"]`) {
		t.Errorf("the proxy in %s is not trusted:\n%s", network, said)
	}
}

func TestTheSettingsShowWhatThereIs(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "followcal.toml"), uncommented(file(t, "followcal.toml")))
	said, err := output(t.Context(), nil, followcal(t), "serve", "--config", path, "--db", "/x/record.db", "--print-config")
	if err == nil || !strings.Contains(said, "--tls-cert and --tls-domain exclude each other") {
		t.Errorf("a setting that is commented out does not exist: %v\n%s", err, said)
	}
}

// uncommented makes settings of the comments that show some.
func uncommented(text string) string {
	return regexp.MustCompile(`(?m)^# ([a-z_]+ = )`).ReplaceAllString(text, "$1")
}
