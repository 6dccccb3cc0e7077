package ical

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"followcal/internal/fault"
)

// Color is a calendar's colour: a name of CSS Color Module Level 3, as COLOR
// wants it (RFC 7986 section 5.9), with the exact value beside it for programs
// that take one. The zero value is no colour.
type Color struct {
	name  string
	value rgb
}

// rgb is a colour as 0xRRGGBB.
type rgb uint32

// Name returns the name, in lower case, of the colour or of the nearest one
// that has a name.
func (c Color) Name() string { return c.name }

// Hex returns the colour as #RRGGBB.
func (c Color) Hex() string { return fmt.Sprintf("#%06X", uint32(c.value)) }

// ParseColor reads a CSS colour name, in any case, or #RRGGBB. Anything else is
// a fault of kind Invalid.
func ParseColor(s string) (Color, error) {
	name := strings.ToLower(strings.TrimSpace(s))
	if value, ok := colorNames[name]; ok {
		return Color{name, value}, nil
	}
	digits, isHex := strings.CutPrefix(name, "#")
	value, err := strconv.ParseUint(digits, 16, 24)
	if !isHex || len(digits) != len("rrggbb") || err != nil {
		return Color{}, fault.New(fault.Invalid, "%q is not a colour; use a CSS name such as seagreen, or #RRGGBB", s)
	}
	return Color{nearest(rgb(value)), rgb(value)}, nil
}

// nearest returns the name of the colour closest to c; of two, the first in the
// alphabet.
func nearest(c rgb) string {
	return slices.MinFunc(slices.Sorted(maps.Keys(colorNames)), func(a, b string) int {
		return c.distance(colorNames[a]) - c.distance(colorNames[b])
	})
}

// distance is the square of the distance of two colours, with each channel
// weighted by how much the eye sees of it.
func (c rgb) distance(d rgb) int {
	channel := func(shift int) int { return int(c>>shift&0xFF) - int(d>>shift&0xFF) }
	r, g, b := channel(16), channel(8), channel(0)
	return 2*r*r + 4*g*g + 3*b*b
}
