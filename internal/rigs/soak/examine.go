package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// examine compares what is served with what a server serves that was just
// started, and with an export, and counts what each process holds.
func (t *tub) examine(ctx context.Context, out io.Writer) error {
	patient.CloseIdleConnections()
	fresh, err := newServer(ctx, t.binary, t.db(), filepath.Join(t.folder, "fresh.log"))
	if err != nil {
		return err
	}
	if err := fresh.start(ctx); err != nil {
		return err
	}
	defer fresh.kill()
	for name, s := range t.clients.current() {
		if err := t.compare(ctx, fresh, name, s.path); err != nil {
			return err
		}
	}
	patient.CloseIdleConnections()
	return t.count(ctx, out, fresh)
}

// compare waits until the soaked server has noticed the last change, and wants
// the octets of the fresh one.
func (t *tub) compare(ctx context.Context, fresh *server, name, path string) error {
	want, err := get(ctx, patient, "http://"+fresh.addr+path, "")
	if err != nil || want.status != http.StatusOK {
		return fmt.Errorf("a fresh server answers %d about the %s: %w", want.status, name, err)
	}
	var got answer
	for range 50 {
		if got, err = get(ctx, patient, "http://"+t.server.addr+path, ""); err != nil {
			return err
		}
		if bytes.Equal(got.body, want.body) {
			return t.compareExport(ctx, name, got.body)
		}
		if err := wait(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("the %s is another than that of a fresh server: %d octets with status %d, want %d", name, len(got.body), got.status, len(want.body))
}

// compareExport wants the events of an export in a feed that shows all.
func (t *tub) compareExport(ctx context.Context, name string, body []byte) error {
	if name != "full feed" {
		return nil
	}
	export, err := t.run(ctx, "export")
	if err != nil {
		return err
	}
	got, want := shown(body), shown(export)
	if !slices.Equal(got, want) {
		return fmt.Errorf("the feed shows\n%s\nand an export\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	return nil
}

// shown lists the starts and titles of the events of a calendar that are not
// cancelled, sorted.
func shown(calendar []byte) []string {
	text := strings.ReplaceAll(string(calendar), "\r\n ", "")
	var all []string
	for _, event := range strings.Split(text, "BEGIN:VEVENT\r\n")[1:] {
		event, _, _ = strings.Cut(event, "BEGIN:VALARM")
		if strings.Contains(event, "STATUS:CANCELLED") {
			continue
		}
		var lines []string
		for line := range strings.SplitSeq(event, "\r\n") {
			if strings.HasPrefix(line, "DTSTART") || strings.HasPrefix(line, "SUMMARY") {
				lines = append(lines, line)
			}
		}
		slices.Sort(lines)
		all = append(all, strings.Join(lines, " "))
	}
	slices.Sort(all)
	return all
}

// slack is by how many files and goroutines two processes may differ that leak
// nothing: a connection to the database, a timer.
const slack = 4

// count compares what both servers hold when nobody asks.
func (t *tub) count(ctx context.Context, out io.Writer, fresh *server) error {
	var soaked, other int
	var err error
	for range 50 { // connections take a moment to close
		if soaked, err = t.server.files(); err != nil {
			return err
		}
		if other, err = fresh.files(); err != nil || soaked <= other+slack {
			break
		}
		if err := wait(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	routines, err := t.server.goroutines()
	if err != nil {
		return err
	}
	freshRoutines, err := fresh.goroutines()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "files: %d, of a fresh process %d; goroutines: %d, of a fresh process %d\n", soaked, other, routines, freshRoutines)
	if soaked > other+slack || routines > freshRoutines+slack || routines == 0 {
		return fmt.Errorf("the soaked process holds more than a fresh one: %d files and %d goroutines, want at most %d and %d more than %d and %d",
			soaked, routines, slack, slack, other, freshRoutines)
	}
	return nil
}
