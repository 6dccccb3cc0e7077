package cli

import (
	"bufio"
	"io"

	"rsc.io/qr"

	"followcal/internal/fault"
)

// quiet is the light margin around a QR code, in modules (ISO/IEC 18004 section
// 6.3.8).
const quiet = 4

// drawQR draws text as a QR code for the camera of a phone, two rows of modules
// in each line. With colours it is black on white; without, light modules are
// drawn, as it fits dark terminals, and cameras read the opposite as well.
func drawQR(w io.Writer, text string, color bool) error {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return fault.Wrap(fault.Internal, err, "the address cannot be drawn")
	}
	out := bufio.NewWriter(w)
	for y := -quiet; y < code.Size+quiet; y += 2 {
		if color {
			out.WriteString("\x1b[97;40m") // white modules on black
		}
		for x := -quiet; x < code.Size+quiet; x++ {
			out.WriteString(halves(!code.Black(x, y), !code.Black(x, y+1)))
		}
		if color {
			out.WriteString("\x1b[0m")
		}
		out.WriteByte('\n')
	}
	return out.Flush()
}

// halves draws a light module above another.
func halves(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
