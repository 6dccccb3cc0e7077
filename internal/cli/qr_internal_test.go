package cli

import (
	"bytes"
	"strings"
	"testing"

	"rsc.io/qr"
)

// TestAQRCodeIsDrawnWhole reads the modules back from what is drawn.
func TestAQRCodeIsDrawnWhole(t *testing.T) {
	const text = "webcal://cal.example.org/feeds/abcdefghijklmnopqrstuvwxyz234567.ics"
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	for _, color := range []bool{false, true} {
		var out bytes.Buffer
		if err := drawQR(&out, text, color); err != nil {
			t.Fatal(err)
		}
		drawn := strings.NewReplacer("\x1b[97;40m", "", "\x1b[0m", "").Replace(out.String())
		if (drawn != out.String()) != color {
			t.Errorf("colours %v: %q", color, out.String())
		}
		lines := strings.Split(strings.TrimSuffix(drawn, "\n"), "\n")
		for y, line := range lines {
			for x, c := range []rune(line) {
				for half, light := range []bool{strings.ContainsRune("█▀", c), strings.ContainsRune("█▄", c)} {
					if black := code.Black(x-quiet, 2*y+half-quiet); black == light {
						t.Fatalf("module %d, %d is wrong in\n%s", x, 2*y+half, drawn)
					}
				}
			}
		}
		if width := len([]rune(lines[0])); width != code.Size+2*quiet || len(lines) != (width+1)/2 {
			t.Errorf("%d × %d characters for %d modules", width, len(lines), code.Size)
		}
	}
}
