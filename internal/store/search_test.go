package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// atLarge are the queries that read more than they return, and why they may.
var atLarge = map[string]string{
	"CountAccounts": "there are few, and only doctor asks",
	"AnyFeed":       "stops at the first",
	"Named":         "looks into all applications of the account for a beginning, and sorts what it finds",
	"Fetches":       "the feeds of an account are few",
}

// TestQueriesReadWhatTheyReturn holds that SQLite finds what each query asks for
// by a key, in its order: none looks through a table, and none sorts. A flag must
// be compared for that: "AND stayed" is no condition that an index knows.
func TestQueriesReadWhatTheyReturn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	open(t, path)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	text, err := os.ReadFile("queries.sql")
	if err != nil {
		t.Fatal(err)
	}
	argument := regexp.MustCompile(`sqlc\.arg\((\w+)\)`)
	queries := strings.Split(string(text), "-- name: ")[1:]
	if len(queries) < 50 {
		t.Fatalf("%d queries were read", len(queries))
	}
	for _, q := range queries {
		head, statement, _ := strings.Cut(q, "\n")
		name, _, _ := strings.Cut(head, " ")
		way := searched(t, db, argument.ReplaceAllString(statement, "?"))
		_, excused := atLarge[name]
		if wide := strings.Contains(way, "SCAN ") || strings.Contains(way, "TEMP B-TREE"); wide != excused {
			t.Errorf("%s reads more than it returns: %v, and may: %v\n%s", name, wide, excused, way)
		}
	}
}

// searched is how SQLite goes about a statement.
func searched(t *testing.T, db *sql.DB, statement string) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+statement, make([]any, 20)...)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	defer rows.Close()
	var way []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		way = append(way, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(way, "\n")
}
