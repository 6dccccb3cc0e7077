package store

import (
	"strings"
	"time"
	"unicode/utf8"

	"followcal/internal/fault"
	"followcal/schedule/record"
)

// The most bytes of what rows are found by. PostgreSQL's indexes hold no more
// than 2,700 of one row.
const (
	maxAccount = 255
	maxID      = 1024
	maxBy      = 255
)

// checkEntry refuses an entry that says too little, and cuts its time to what is
// stored.
func checkEntry(account string, e *record.Entry) error {
	if err := checkName("account", account, maxAccount); err != nil {
		return err
	}
	if err := checkName("user", e.By, maxBy); err != nil {
		return err
	}
	if err := checkName("verb", string(e.Verb), maxBy); err != nil {
		return err
	}
	e.At = e.At.UTC().Truncate(time.Microsecond)
	return nil
}

// checkID refuses what rows cannot be found by.
func checkID(id string) error { return checkName("id", id, maxID) }

// checkName refuses text that cannot be a key: PostgreSQL takes neither NUL nor
// what is not UTF-8, and a key without any text names nothing.
func checkName(what, text string, most int) error {
	switch {
	case text == "":
		return fault.New(fault.Invalid, "the %s is empty", what)
	case len(text) > most:
		return fault.New(fault.TooLarge, "the %s is longer than %d bytes", what, most)
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return fault.New(fault.Invalid, "the %s %q is no text", what, text)
	}
	return nil
}
