// Command minimal serves calendars with as little as can be done in net/http: a
// map and a check of the entity tag. There is no limit, no log and no change.
//
//	minimal ADDRESS INDEX
//
// INDEX has a line for each calendar: its path, its entity tag, that of its
// compressed form, and the file; FILE.gz is the compressed form.
package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
)

func main() {
	calendars, err := load(os.Args[2])
	if err == nil {
		err = http.ListenAndServe(os.Args[1], calendars)
	}
	fmt.Fprintln(os.Stderr, "minimal:", err)
	os.Exit(1)
}

// form is a calendar as it is sent.
type form struct {
	tag  string
	body []byte
}

type calendars struct{ plain, packed map[string]form }

func load(index string) (*calendars, error) {
	f, err := os.Open(index)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	c := &calendars{make(map[string]form), make(map[string]form)}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		words := strings.Split(lines.Text(), "\t")
		path, tag, packedTag, file := words[0], words[1], words[2], words[3]
		plain, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		packed, err := os.ReadFile(file + ".gz")
		if err != nil {
			return nil, err
		}
		c.plain[path], c.packed[path] = form{tag, plain}, form{packedTag, packed}
	}
	return c, lines.Err()
}

// ServeHTTP implements [http.Handler].
func (c *calendars) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	forms := c.plain
	if r.Header.Get("Accept-Encoding") == "gzip" {
		forms = c.packed
		w.Header().Set("Content-Encoding", "gzip")
	}
	f, ok := forms[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", f.tag)
	if r.Header.Get("If-None-Match") == f.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(f.body)))
	_, _ = w.Write(f.body)
}
