package feed

import "strings"

// acceptsGzip reports whether a client that sends these Accept-Encoding lines
// wants gzip rather than no encoding (RFC 9110 section 12.5.3): it names it, or
// all with "*", with a weight above zero that is not below that of "identity".
// What cannot be read is as if it were not there, and of two weights for one
// thing the lower holds, because no encoding is always right.
func acceptsGzip(lines []string) bool {
	if len(lines) == 0 {
		return false
	}
	w := weights{unnamed, unnamed, unnamed}
	for _, line := range lines {
		for line != "" {
			var member string
			member, line, _ = strings.Cut(line, ",")
			w.add(member)
		}
	}
	gzip, identity := w.gzip, w.identity
	if gzip == unnamed {
		gzip = w.others
	}
	if identity == unnamed {
		identity = w.others
	}
	return gzip > 0 && gzip >= identity
}

// weights are in thousandths.
type weights struct{ gzip, identity, others int }

// unnamed is the weight of what a client does not mention.
const unnamed = -1

// add notes one member of a list, such as "gzip;q=0.5".
func (w *weights) add(member string) {
	coding, parameter, weighted := strings.Cut(member, ";")
	weight := 1000
	if weighted {
		var ok bool
		if weight, ok = weightOf(trim(parameter)); !ok {
			return
		}
	}
	switch coding = trim(coding); {
	case coding == "*":
		lower(&w.others, weight)
	case strings.EqualFold(coding, "gzip"), strings.EqualFold(coding, "x-gzip"):
		lower(&w.gzip, weight)
	case strings.EqualFold(coding, "identity"):
		lower(&w.identity, weight)
	}
}

func lower(w *int, weight int) {
	if *w == unnamed || weight < *w {
		*w = weight
	}
}

// weightOf reads a weight such as "q=0.5" in thousandths: at most three digits
// behind the point, and none above 1 (RFC 9110 section 12.4.2).
func weightOf(parameter string) (thousandths int, ok bool) {
	const longest = len("q=0.000")
	if len(parameter) < len("q=0") || len(parameter) > longest || parameter[0]|0x20 != 'q' || parameter[1] != '=' {
		return 0, false
	}
	whole, digits := parameter[2], parameter[3:]
	if whole != '0' && whole != '1' || digits != "" && digits[0] != '.' {
		return 0, false
	}
	thousandths = int(whole-'0') * 1000
	unit := 100
	for i := 1; i < len(digits); i++ {
		c := digits[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		thousandths += int(c-'0') * unit
		unit /= 10
	}
	return thousandths, thousandths <= 1000
}
