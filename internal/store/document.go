package store

import (
	"encoding/json"
	"time"

	"followcal/calendar/mirror"
)

// documents are what is stored of a row's contents.
func documents(r *mirror.Row) (intent, written, seen string, err error) {
	if intent, err = document(&r.Intent); err != nil {
		return "", "", "", err
	}
	if written, err = document(&r.Written); err != nil {
		return "", "", "", err
	}
	s := r.Seen
	s.Start, s.End = stored(s.Start), stored(s.End)
	seen, err = asJSON(&s)
	return intent, written, seen, err
}

// document is what is stored of a content, nothing for none.
func document(c *mirror.Content) (string, error) {
	kept := *c
	kept.Start, kept.End = stored(c.Start), stored(c.End)
	return asJSON(&kept)
}

// asJSON is a value as JSON, the empty text for one that has nothing in it.
func asJSON(value any) (string, error) {
	b, err := json.Marshal(value)
	if err != nil || string(b) == "{}" {
		return "", err
	}
	return string(b), nil
}

// stored is an instant as it comes back: UTC, in whole microseconds.
func stored(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// readDocuments reads the contents of a row.
func readDocuments(r *mirror.Row, intent, written, seen []byte) error {
	if err := readDocument(intent, &r.Intent); err != nil {
		return err
	}
	if err := readDocument(written, &r.Written); err != nil {
		return err
	}
	return readDocument(seen, &r.Seen)
}

// readDocument reads what [asJSON] wrote.
func readDocument[T any](text []byte, value *T) error {
	if len(text) == 0 {
		return nil
	}
	return damaged(json.Unmarshal(text, value))
}
