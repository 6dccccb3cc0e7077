package feed_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The oracles read the grammar of RFC 9110 with regular expressions, from the
// whole field, and know nothing of the handler's way.
var (
	tagPrefix = regexp.MustCompile(`^[ \t,]*((?:W/)?"[^\x00-\x20"\x7f]*")[ \t]*(?:,|$)`)
	coding    = regexp.MustCompile(`^[ \t]*([^ \t;]+)[ \t]*(?:;[ \t]*[qQ]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)[ \t]*)?$`)
)

// namesTag says whether If-None-Match lines name a tag, up to each line's first
// error.
func namesTag(lines []string, tag string) bool {
	for _, line := range lines {
		if strings.Trim(line, " \t") == "*" {
			return true
		}
		for {
			found := tagPrefix.FindStringSubmatch(line)
			if found == nil {
				break
			}
			if strings.TrimPrefix(found[1], "W/") == tag {
				return true
			}
			line = line[len(found[0]):]
		}
	}
	return false
}

// wantsGzip says whether Accept-Encoding asks for gzip.
func wantsGzip(field string) bool {
	weights := make(map[string]float64)
	for member := range strings.SplitSeq(field, ",") {
		found := coding.FindStringSubmatch(member)
		if found == nil {
			continue
		}
		weight := 1.0
		if found[2] != "" {
			weight, _ = strconv.ParseFloat(found[2], 64)
		}
		name := asciiLower(found[1])
		if name == "x-gzip" {
			name = "gzip"
		}
		if before, ok := weights[name]; !ok || weight < before {
			weights[name] = weight
		}
	}
	of := func(name string) float64 {
		if weight, ok := weights[name]; ok {
			return weight
		}
		if weight, ok := weights["*"]; ok {
			return weight
		}
		return 0
	}
	return of("gzip") > 0 && of("gzip") >= of("identity")
}

func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

func FuzzIfNoneMatch(f *testing.F) {
	r := newRig(f)
	r.set("f", calls(1)...)
	tag := r.get(r.path("f")).header.Get("Etag")
	for _, seed := range []string{"TAG", "W/TAG", `"x",TAG`, `"a,TAG`, "*", " *\t", "*,TAG", `,, "x" ,,TAG`, `"x" TAG`, `W/W/TAG`, `"` + "\x7f" + `",TAG`, `w/TAG`, `""`, `"TAG"`, "TAG0", "TAG\t,"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		lines := []string{strings.ReplaceAll(first, "TAG", tag), strings.ReplaceAll(second, "TAG", tag)}
		want := http.StatusOK
		if namesTag(lines, tag) {
			want = http.StatusNotModified
		}
		if got := r.get(r.path("f"), "If-None-Match", lines[0], "If-None-Match", lines[1]).status; got != want {
			t.Errorf("%q: status %d, want %d", lines, got, want)
		}
	})
}

func FuzzAcceptEncoding(f *testing.F) {
	r := newRig(f)
	r.set("f", calls(1)...)
	for _, seed := range []string{
		"gzip", "", "identity", "*", "x-gzip", "GZIP;Q=1.000", "gzip;q=0", "gzip;q=0.000", "gzip;q=0.001", "gzip;q=1.001", "gzip;q=.5", "gzip; q=0.5 ",
		"gzip;q=0.5, identity;q=0.6", "gzip;q=0.5,*;q=0.6", "*;q=0, gzip", "identity;q=0", "gzip;q=0, gzip", "gzip;level=9", "gzip;q=1;x", "deflate, gzip;q=1.0, *;q=0.5",
		"gzip;q=0.5000", "gzip ;q=0.", "br", ";", "gzip;", "x-*", "X-GZIP;q=0,*", "x-identity", "gz\xffip", "ﬁ, gzip", "gzip;q =1", "\x00gzip", "x-x-gzip",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		got := r.get(r.path("f"), "Accept-Encoding", field).header.Get("Content-Encoding") == "gzip"
		if want := wantsGzip(field); got != want {
			t.Errorf("%q: compressed: %v, want %v", field, got, want)
		}
	})
}
