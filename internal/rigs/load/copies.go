package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// copies are the answers of followcal as files, for the others to serve.
type copies struct {
	folder string
	index  string // of the minimal handler
	feeds  []feed
}

// feed is what is known of a feed's answers.
type feed struct {
	path           string
	tag, packedTag string // of followcal and the minimal handler
	size, packed   int64
}

// stamp is the time of all files, which nginx makes its entity tags of.
var stamp = time.Unix(1_700_000_000, 0)

// nginxTag is nginx's entity tag of a file of a size.
func nginxTag(size int64) string { return fmt.Sprintf(`"%x-%x"`, stamp.Unix(), size) }

// copy fetches all feeds, so that followcal holds them, and keeps the answers as
// files where the others are to serve the same.
func (s *server) copy(ctx context.Context, folder string, tokens []string) (*copies, error) {
	c := &copies{folder: folder, index: filepath.Join(folder, "index"), feeds: make([]feed, len(tokens))}
	if err := os.MkdirAll(filepath.Join(folder, "feeds"), 0o755); err != nil {
		return nil, err
	}
	client := newClient()
	var next atomic.Int64
	var workers sync.WaitGroup
	failed := make(chan error, 4)
	for range cap(failed) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(tokens); i = int(next.Add(1)) - 1 {
				if err := c.fetch(ctx, client, s.addr, i, tokens[i]); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	workers.Wait()
	close(failed)
	if err := <-failed; err != nil {
		return nil, err
	}
	return c, c.writeIndex()
}

func newClient() *http.Client {
	return &http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16}}
}

// fetch keeps both forms of a feed.
func (c *copies) fetch(ctx context.Context, client *http.Client, addr string, i int, token string) error {
	f := &c.feeds[i]
	f.path = "/feeds/" + token + ".ics"
	from := net.IPv4(10, byte(i>>16), byte(i>>8), byte(i)).String() // a user's own address
	for _, form := range []struct {
		encoding, suffix string
		tag              *string
		size             *int64
	}{{"gzip", ".gz", &f.packedTag, &f.packed}, {"identity", "", &f.tag, &f.size}} {
		a, err := ask(ctx, client, "http://"+addr+f.path, "Accept-Encoding", form.encoding, "X-Forwarded-For", from)
		if err != nil {
			return err
		}
		if a.status != http.StatusOK {
			return fmt.Errorf("%s is answered %d: %s", f.path, a.status, a.body)
		}
		path := filepath.Join(c.folder, filepath.FromSlash(f.path)) + form.suffix
		if err := errors.Join(os.WriteFile(path, a.body, 0o644), os.Chtimes(path, stamp, stamp)); err != nil {
			return err
		}
		*form.tag, *form.size = a.header.Get("Etag"), int64(len(a.body))
	}
	return nil
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

// ask sends a GET with pairs of header names and values.
func ask(ctx context.Context, client *http.Client, url string, lines ...string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return answer{}, err
	}
	for i := 0; i < len(lines); i += 2 {
		request.Header.Set(lines[i], lines[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, body}, err
}

func (c *copies) writeIndex() error {
	f, err := os.Create(c.index)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	for _, feed := range c.feeds {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", feed.path, feed.tag, feed.packedTag, filepath.Join(c.folder, filepath.FromSlash(feed.path)))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}
