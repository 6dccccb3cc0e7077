package workday_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"followcal/schedule/workday"
)

// correction is what a row of data/corrections.json says.
type correction struct {
	Add, Remove, Source, Dated string
}

func corrections(t *testing.T) []correction {
	t.Helper()
	text, err := os.ReadFile("data/corrections.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []correction
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// effects are the rows of data/effects.csv: what each correction changed in
// each region when the table was made.
func effects(t *testing.T) [][]string {
	t.Helper()
	file, err := os.Open("data/effects.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func TestEachCorrectionStillMatters(t *testing.T) {
	list := corrections(t)
	seen := make([]int, len(list))
	for _, row := range effects(t) {
		number, _ := strconv.Atoi(row[0])
		change, code, name, first := row[1], row[2], row[3], on(t, row[5])
		if days, _ := strconv.Atoi(row[4]); days < 1 || number < 1 || number > len(list) {
			t.Fatalf("row %q", row)
		}
		seen[number-1]++
		c := list[number-1]
		if wanted := c.Add + c.Remove; wanted != name {
			t.Errorf("correction %d is about %q, its effect about %q: generate the table again", number, wanted, name)
		}
		closed, kind := region(t, code).Closed(first)
		if has := strings.Contains(closed, name); has != (change == "add") || has && kind < workday.Holiday {
			t.Errorf("%s of %q: %s is %v %q in %s", change, name, first, kind, closed, code)
		}
	}
	for i, n := range seen {
		if n == 0 {
			t.Errorf("correction %d (%s%s) changes nothing: take it out", i+1, list[i].Add, list[i].Remove)
		}
	}
}

func TestEachCorrectionHasItsSource(t *testing.T) {
	for i, c := range corrections(t) {
		if c.Source == "" || c.Dated == "" || (c.Add == "") == (c.Remove == "") {
			t.Errorf("correction %d: %+v", i+1, c)
		}
	}
}
