package exchange_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/schedule/exchange"
)

// spot is one value of a JSON document and how to replace it.
type spot struct {
	path string
	set  func(any)
}

// spots lists every value below v, outermost first.
func spots(path string, v any) []spot {
	var all []spot
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			below := strings.TrimPrefix(path+"."+key, ".")
			all = append(all, spot{below, func(x any) { v[key] = x }})
			all = append(all, spots(below, value)...)
		}
	case []any:
		for i, value := range v {
			below := fmt.Sprintf("%s[%d]", path, i)
			all = append(all, spot{below, func(x any) { v[i] = x }})
			all = append(all, spots(below, value)...)
		}
	}
	return all
}

// TestAWrongTypeAnywhereIsNamedByItsPath puts null, and an object, in the place
// of each value of a log that uses every field.
func TestAWrongTypeAnywhereIsNamedByItsPath(t *testing.T) {
	count := len(spots("", document(t)))
	if count < 80 {
		t.Fatalf("the log has %d values only", count)
	}
	for _, wrong := range []any{nil, map[string]any{"odd": 1}, []any{[]any{}}} {
		for i := range count {
			doc := document(t)
			at := sortedSpots(doc)[i]
			at.set(wrong)
			text, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			_, err = exchange.Read("log", strings.NewReader(string(text)), exchange.Options{})
			if fault.KindOf(err) != fault.Invalid || !strings.HasPrefix(err.Error(), "log: "+at.path) {
				t.Errorf("%v at %s: %v", wrong, at.path, err)
			}
			if validate(t, "log-v1.json", string(text)) == nil {
				t.Errorf("the schema allows %v at %s", wrong, at.path)
			}
		}
	}
}

// TestAnUnknownFieldAnywhereIsNamedByItsPath puts a field that nobody knows
// into each object.
func TestAnUnknownFieldAnywhereIsNamedByItsPath(t *testing.T) {
	objects := regexp.MustCompile(`\{"`).FindAllStringIndex(contract, -1)
	if len(objects) < 12 {
		t.Fatalf("%d objects", len(objects))
	}
	for _, at := range objects {
		text := contract[:at[0]] + `{"odd":1,` + contract[at[0]+1:]
		_, err := exchange.Read("log", strings.NewReader(text), exchange.Options{})
		if err == nil || !strings.Contains(err.Error(), "odd: there is no such field; there are ") {
			t.Errorf("at byte %d: %v", at[0], err)
		}
	}
}

// TestAFieldTwiceAnywhereIsRefused doubles each member of each object.
func TestAFieldTwiceAnywhereIsRefused(t *testing.T) {
	compact := writeJSON(t, &read(t, contract).Log)
	members := regexp.MustCompile(`"[a-z_]+":("[^"]*"|[0-9.]+|true)`).FindAllStringIndex(compact, -1)
	if len(members) < 50 {
		t.Fatalf("%d members", len(members))
	}
	for _, at := range members {
		text := compact[:at[1]] + "," + compact[at[0]:at[1]] + compact[at[1]:]
		_, err := exchange.Read("log", strings.NewReader(text), exchange.Options{})
		if err == nil || !strings.Contains(err.Error(), "this field stands twice in its object") {
			t.Errorf("%s: %v", compact[at[0]:at[1]], err)
		}
	}
}

func document(t *testing.T) map[string]any {
	t.Helper()
	log := read(t, contract).Log
	var doc map[string]any
	if err := json.Unmarshal([]byte(writeJSON(t, &log)), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// sortedSpots is spots in an order that is the same every time.
func sortedSpots(doc map[string]any) []spot {
	all := spots("", doc)
	for i := range all {
		for j := i; j > 0 && all[j].path < all[j-1].path; j-- {
			all[j], all[j-1] = all[j-1], all[j]
		}
	}
	return all
}

// TestAnInputCutAnywhereIsNoPanic cuts every format at every byte: JSON is
// refused, and a table keeps whole rows at most.
func TestAnInputCutAnywhereIsNoPanic(t *testing.T) {
	whole := read(t, contract).Log
	table := writeCSV(t, &whole)
	zipped := string(archive(t, export...))
	for name, text := range map[string]string{"JSON": contract, "CSV": table, "ZIP": zipped} {
		for n := range len(text) {
			r, err := exchange.Read("cut", strings.NewReader(text[:n]), exchange.Options{})
			if err != nil && fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%s cut at %d: %v", name, n, err)
			}
			if name != "CSV" && err == nil {
				t.Fatalf("%s cut at %d was accepted", name, n)
			}
			if len(r.Log.Applications) > 1 {
				t.Fatalf("%s cut at %d has %d applications", name, n, len(r.Log.Applications))
			}
		}
	}
}

func TestATableCutAnywhereLosesItsLastRowOnly(t *testing.T) {
	const table = "Company,Title,Applied Date\nAcme,\"Clerk, day\",2026-11-02\nBee,\"Cook\nnight\",2026-11-03\nCow,Porter,2026-11-04\n"
	ends := []int{strings.Index(table, "Bee"), strings.Index(table, "Cow"), len(table)}
	for n := ends[0]; n <= len(table); n++ {
		r, err := try(table[:n], "")
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		complete := 0
		for _, end := range ends {
			if n >= end {
				complete++
			}
		}
		if len(r.Log.Applications) < complete || len(r.Log.Applications) > complete+1 {
			t.Errorf("cut at %d: %d applications, %d are complete: %+v", n, len(r.Log.Applications), complete, r.Rejected)
		}
	}
}

func TestTheDocumentationIsTrue(t *testing.T) {
	text, err := os.ReadFile("../../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(text)
	example := regexp.MustCompile(`(?s) {4}\{"version":1,\n {5}"name".*?\]\}\n`).FindString(doc)
	valid(t, "log-v1.json", example)
	if r := read(t, example); len(r.Log.Applications) != 1 || len(r.Log.Applications[0].Interviews) != 1 {
		t.Errorf("the example gives %+v", r.Log)
	}
	for _, f := range exchange.Formats {
		if !strings.Contains(doc, "| `"+string(f)+"` |") {
			t.Errorf("the format %s is not documented", f)
		}
	}
	table := writeCSV(t, &read(t, contract).Log)
	for _, column := range strings.Split(table[:strings.IndexByte(table, '\n')], ",") {
		if !strings.Contains(doc, "`"+column+"`") {
			t.Errorf("the column %s is not documented", column)
		}
	}
	_, err = exchange.ReadPolicy("policy.toml", strings.NewReader("\n\nfollow_ups = 9\n"))
	if !strings.Contains(doc, err.Error()) {
		t.Errorf("the error form is not the documented one: %v", err)
	}
	_, err = exchange.ReadPolicy("policy.toml", strings.NewReader("odd = 1\n"))
	_, known, _ := strings.Cut(err.Error(), "there are ")
	for _, key := range strings.FieldsFunc(known, func(r rune) bool { return r == ',' || r == ' ' }) {
		if key != "or" && !strings.Contains(doc, "| `"+key+"` |") {
			t.Errorf("the policy key %s is not documented", key)
		}
	}
}
