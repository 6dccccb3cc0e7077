package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/internal/store"
	"followcal/schedule"
	"followcal/schedule/record"
)

// TestHelperProcess is no test: other tests run it in a process of its own.
func TestHelperProcess(t *testing.T) {
	path := os.Getenv("FOLLOWCAL_HELPER_DB")
	switch os.Getenv("FOLLOWCAL_HELPER") {
	case "protected":
		readProtected(t, path)
	case "writer":
		writeForEver(path)
	case "mirror":
		commitForEver(path)
	}
}

// readProtected says what can be done with a database that cannot be written.
func readProtected(t *testing.T, path string) {
	t.Helper()
	db, err := store.Open(t.Context(), options(path))
	if err != nil {
		fmt.Println(fault.KindOf(err), err)
		return
	}
	fmt.Println("read", len(ids(t, db)))
	_, err = add(t, db, schedule.Application{ID: "new"})
	fmt.Println(fault.KindOf(err), err)
	_, err = store.Open(t.Context(), options(filepath.Join(filepath.Dir(path), "new.db")))
	fmt.Println(fault.KindOf(err), err)
}

// writeForEver records one application after the other, each as two writes of
// one change, and acknowledges each with a line.
func writeForEver(path string) {
	ctx := context.Background()
	db, err := store.Open(ctx, options(path))
	if err != nil {
		fmt.Println("fault", err)
		return
	}
	for {
		c, err := db.Record(ctx, "owner", entry(record.Add), func(w record.Writer) error {
			var n int
			for _, err := range w.IDs(ctx) {
				if err != nil {
					return err
				}
				n++
			}
			n /= 2
			notes := strings.Repeat("note ", 50*(n%7))
			for _, half := range []string{"a", "b"} {
				if err := w.Put(ctx, &schedule.Application{ID: half + strconv.Itoa(n), Notes: notes}); err != nil {
					return err
				}
			}
			return w.PutSettings(ctx, &record.Settings{Name: strconv.Itoa(n)})
		})
		if err != nil {
			fmt.Println("fault", err)
			return
		}
		fmt.Println("recorded", c.Number)
	}
}
