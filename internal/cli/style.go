package cli

// style marks words for a terminal, or leaves them plain.
type style struct{ color bool }

func styleOf(color bool) style { return style{color: color} }

// ECMA-48 select graphic rendition.
const (
	boldRed = "\x1b[1;31m"
	yellow  = "\x1b[33m"
	faint   = "\x1b[2m"
	plain   = "\x1b[0m"
)

func (s style) bad(words string) string   { return s.mark(boldRed, words) }
func (s style) warn(words string) string  { return s.mark(yellow, words) }
func (s style) quiet(words string) string { return s.mark(faint, words) }

func (s style) mark(code, words string) string {
	if !s.color {
		return words
	}
	return code + words + plain
}
