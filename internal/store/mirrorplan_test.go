package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestMirrorsAreFoundByKeys holds that SQLite looks through no table and sorts
// nothing, however many accounts mirror.
func TestMirrorsAreFoundByKeys(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "log.db"))
	text, err := os.ReadFile("google.sql")
	if err != nil {
		t.Fatal(err)
	}
	argument := regexp.MustCompile(`sqlc\.arg\(\w+\)`)
	statements := strings.Split(argument.ReplaceAllString(string(text), "?"), "-- name: ")[1:]
	statements = append(statements,
		"Rows\nSELECT uid, written FROM mirrored WHERE account = ? ORDER BY uid",
		"LastPush\nSELECT number, after FROM pushed WHERE account = ? ORDER BY number",
		"Remove\nDELETE FROM mirrored WHERE account = ? AND uid IN (?, ?)",
	)
	if len(statements) < 16 {
		t.Fatalf("%d queries were read", len(statements))
	}
	for _, s := range statements {
		name, statement, _ := strings.Cut(s, "\n")
		steps, err := db.Explain(t.Context(), statement, make([]any, 20)...)
		wide := func(step string) bool {
			return strings.Contains(step, "SCAN ") || strings.Contains(step, "TEMP B-TREE")
		}
		if err != nil || slices.ContainsFunc(steps, wide) {
			t.Errorf("%s: %q, %v", name, steps, err)
		}
	}
}
