package store

import (
	"bytes"
	"database/sql"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"
)

// dialect is everything in which the two databases differ, as far as the
// queries are concerned.
type dialect struct {
	name   string // in the migrations' comments
	goose  goose.Dialect
	driver string
	// lockAccount reads the number of the last change and keeps other writers of
	// the account out until the transaction ends.
	lockAccount string
	// touch marks an account as changed and returns its new mark.
	touch string
	first string // the first parameter, where a query has it several times
	// elements selects the elements of one parameter, a JSON list of texts.
	elements string
	numbered bool // parameters are $1, $2, …; else ?
	shared   bool // other machines write as well; else one file and one writer
}

var sqlite = dialect{
	name:   "sqlite",
	goose:  goose.DialectSQLite3,
	driver: "sqlite",
	// BEGIN IMMEDIATE has locked the file already.
	lockAccount: "SELECT changes FROM accounts WHERE id = ?",
	touch:       "UPDATE accounts SET touched = (SELECT max(touched) + 1 FROM accounts) WHERE id = ? RETURNING touched",
	first:       "?1",
	elements:    "(SELECT value FROM json_each(?))",
}

var postgres = dialect{
	name:        "postgres",
	goose:       goose.DialectPostgres,
	driver:      "pgx",
	lockAccount: "SELECT changes FROM accounts WHERE id = $1 FOR UPDATE",
	touch:       "UPDATE accounts SET touched = CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) WHERE id = $1 RETURNING touched",
	first:       "$1",
	elements:    "(SELECT json_array_elements_text(CAST(? AS json)))",
	numbered:    true,
	shared:      true,
}

// bind gives the parameters of a query, which are written as ?, the form that
// the database wants. A question mark is quick on SQLite, where the driver looks
// a numbered parameter up by its name.
func (d *dialect) bind(query string) string { return d.bindAfter(0, query) }

// bindAfter is bind for a query that has its first parameters in that form.
func (d *dialect) bindAfter(n int, query string) string {
	if !d.numbered {
		return query
	}
	var b strings.Builder
	b.Grow(len(query) * 2)
	for _, c := range []byte(query) {
		if c != '?' {
			b.WriteByte(c)
			continue
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// conditional is a part of a migration that is meant for one database.
var conditional = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`/\*([a-z]+): ([^*]*)\*/`)
})

// adapt leaves of a migration's conditional comments what is meant for d.
func (d *dialect) adapt(migration []byte) []byte {
	return conditional().ReplaceAllFunc(migration, func(comment []byte) []byte {
		parts := conditional().FindSubmatch(comment)
		if string(parts[1]) == d.name {
			return bytes.TrimSpace(parts[2])
		}
		return nil
	})
}

// list is n parameters in brackets, separated by commas.
func list(n int) string {
	return "(?" + strings.Repeat(",?", n-1) + ")"
}

// snapshot is the isolation of reading: one state of the database. SQLite has no
// other and accepts none by name.
func (d *dialect) snapshot() sql.IsolationLevel {
	if d.shared {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}
