package workday

import (
	"slices"
	"strings"

	"followcal/internal/fault"
)

// unknownRegion is the fault for a code that is in no table.
func unknownRegion(code string) error {
	regions := Regions()
	names := make(map[string]string, len(regions))
	codes := make([]string, len(regions))
	for i, r := range regions {
		codes[i] = r.Code
		names[r.Code] = r.Name
	}
	similar := near(strings.ToUpper(code), codes)
	for i, s := range similar {
		similar[i] = s + " (" + names[s] + ")"
	}
	return fault.New(fault.NotFound, "%q is no known region%s: use a code such as US-NY or DE-BY, all of which \"followcal regions\" lists", clip(code), didYouMean(similar))
}

func didYouMean(similar []string) string {
	if len(similar) == 0 {
		return ""
	}
	return " (did you mean " + strings.Join(similar, ", ") + "?)"
}

// maxShown is how much of a wrong value a sentence repeats.
const maxShown = 60

func clip(s string) string {
	if len(s) <= maxShown {
		return s
	}
	return strings.ToValidUTF8(s[:maxShown], "") + "…"
}

// near returns the candidates most like s, the likest first: at most three, and
// none that differs in more than about a third of its letters.
func near(s string, candidates []string) []string {
	type scored struct {
		candidate string
		distance  int
	}
	limit := 1 + min(len(s), maxShown)/4
	var found []scored
	for _, c := range candidates {
		if len(s) > maxShown || max(len(c)-len(s), len(s)-len(c)) > limit {
			continue
		}
		if d := distance(s, c); d <= limit {
			found = append(found, scored{c, d})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return a.distance - b.distance })
	var names []string
	for _, f := range found[:min(len(found), 3)] {
		names = append(names, f.candidate)
	}
	return names
}

// distance counts the letters to insert, drop, replace or swap with their
// neighbour that lie between a and b (optimal string alignment).
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			replace := last[j]
			if a[i] != b[j] {
				replace++
			}
			row[j+1] = min(replace, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
