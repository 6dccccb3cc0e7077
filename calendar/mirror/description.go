package mirror

import (
	"html"
	"strings"
)

// The borders of the mirror's part of a description. They are lines that people
// see, because services keep no other kind: what is hidden is dropped by the
// first editor.
const (
	rule    = "──"
	opening = "── followcal ──"
	closing = "── your notes ──"
)

// joinNotes returns a description: the mirror's part between what the person
// wrote. Where one of them has markup, all is markup. Notes are never cut; the
// mirror's part is.
func joinNotes(n Notes, own string) string {
	if own == "" {
		return joinLines(n.Before, n.After)
	}
	plainText := !isMarkup(n.Before) && !isMarkup(n.After) && !isMarkup(own)
	for limit := maxBody; limit > len("…"); limit /= 2 {
		if text := around(n, cut(own, limit), plainText); len(text) <= maxDescription {
			return text
		}
	}
	return joinLines(n.Before, n.After)
}

func joinLines(before, after string) string {
	if before == "" || after == "" {
		return before + after
	}
	return before + "\n" + after
}

func around(n Notes, own string, plainText bool) string {
	before, after, line := n.Before, n.After, "\n"
	if !plainText {
		before, after, line = asMarkup(before), asMarkup(after), "<br>"
		own = strings.ReplaceAll(html.EscapeString(own), "\n", line)
	}
	var b strings.Builder
	if before != "" {
		b.WriteString(before + line + line)
	}
	b.WriteString(opening + line + own + line + closing)
	if after != "" {
		b.WriteString(line + after)
	}
	return b.String()
}

// asMarkup returns text as markup, what is markup as it is.
func asMarkup(text string) string {
	if isMarkup(text) {
		return text
	}
	return strings.ReplaceAll(html.EscapeString(text), "\n", "<br>")
}

// splitNotes returns what a person wrote around the mirror's part of a
// description, as it is there, and the mirror's part as plain text. Written is
// the part that was written: should the person have removed a border, its lines
// are not taken for notes.
func splitNotes(description, written string) (n Notes, own string) {
	start := strings.Index(description, opening)
	if start < 0 {
		return Notes{Before: withoutLines(description, written)}, ""
	}
	head, rest := description[:start], description[start+len(opening):]
	length := strings.Index(rest, closing)
	if length < 0 {
		return Notes{Before: closeMarkup(head), After: withoutLines(reopenMarkup(head, rest), written)}, plain(rest)
	}
	middle, tail := rest[:length], rest[length+len(closing):]
	return Notes{Before: closeMarkup(head), After: reopenMarkup(head+middle, tail)}, plain(middle)
}

// withoutLines removes the lines that the mirror wrote from markup or text.
func withoutLines(text, written string) string {
	ours := map[string]bool{opening: true, closing: true}
	for line := range strings.Lines(written) {
		ours[plain(asMarkup(strings.TrimSuffix(line, "\n")))] = true
	}
	var kept strings.Builder
	changed := false
	for _, l := range lines(text) {
		if bare := plain(l); bare != "" && ours[bare] {
			kept.WriteString(tagsOf(l)) // they may belong to the lines around
			changed = true
			continue
		}
		kept.WriteString(l)
	}
	if !changed {
		return trimBlank(text)
	}
	return trimBlank(kept.String())
}
