package config

import (
	"strconv"
	"strings"

	"followcal/internal/fault"
)

// Octets is an amount of memory, written like 128MiB or 2GiB.
type Octets int64

// units are how amounts are written, the largest first.
var units = []struct {
	name   string
	octets Octets
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}

// mostOctets keeps amounts far from overflowing: 1,024 TiB.
const mostOctets Octets = 1 << 50

// UnmarshalText reads an amount. Anything else is a fault of kind Usage.
func (o *Octets) UnmarshalText(text []byte) error {
	word := strings.TrimSpace(string(text))
	for _, unit := range units {
		digits, ok := strings.CutSuffix(word, unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil || n < 0 || n > int64(mostOctets/unit.octets) {
			break
		}
		*o = Octets(n) * unit.octets
		return nil
	}
	return fault.New(fault.Usage, "%q is no amount of memory: write it like 128MiB or 2GiB", word)
}

// MarshalText writes an amount in the largest unit that it is a whole number of.
func (o Octets) MarshalText() ([]byte, error) {
	for _, unit := range units {
		if o%unit.octets == 0 {
			return append(strconv.AppendInt(nil, int64(o/unit.octets), 10), unit.name...), nil
		}
	}
	return nil, nil
}
