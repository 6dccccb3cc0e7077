package serve

import (
	"bytes"
	"io"
	"log/slog"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestALeanLineIsThatOfTheLibrary writes any record both ways.
func TestALeanLineIsThatOfTheLibrary(t *testing.T) {
	word := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z0-9 =]*`), rapid.SampledFrom([]string{
		"", "Home Assistant", "a=b", `\`, `"`, "<script>&", "é", "\x7f", "PROPFIND", "\u2028", "\xff", "!badkey",
	}))
	attribute := rapid.Custom(func(t *rapid.T) slog.Attr {
		key := word.Draw(t, "key")
		return rapid.SampledFrom([]slog.Attr{
			slog.String(key, word.Draw(t, "value")), slog.Int64(key, rapid.Int64().Draw(t, "number")), slog.Bool(key, true),
			slog.Duration(key, time.Second), slog.Group(key, slog.Int("a", 1)), slog.Any(key, nil),
			{},
		}).Draw(t, "attribute")
	})
	zones := []*time.Location{time.UTC, time.FixedZone("", 19800), time.FixedZone("", -12600), time.Local}
	for name := range map[string]bool{"text": true, "json": true} {
		var got, want bytes.Buffer
		l := &lines{to: &got}
		ours, theirs := newLean(l, name), newHandler(&want, name)
		rapid.Check(t, func(t *rapid.T) {
			at := time.Unix(rapid.Int64Range(-1e9, 4e9).Draw(t, "second"), rapid.SampledFrom([]int64{0, 1, 1e6, 999_999_999, 120_000_000, 123_456_700}).Draw(t, "nano"))
			r := slog.NewRecord(at.In(rapid.SampledFrom(zones).Draw(t, "zone")), slog.Level(rapid.IntRange(-4, 9).Draw(t, "level")), word.Draw(t, "message"), 0)
			r.AddAttrs(rapid.SliceOfN(attribute, 0, 7).Draw(t, "attributes")...)
			got.Reset()
			want.Reset()
			if err := theirs.Handle(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			if err := ours.Handle(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			l.flush()
			if !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Fatalf("%s: got\n%swant\n%s", name, &got, &want)
			}
		})
	}
}

func BenchmarkPollLine(b *testing.B) {
	l := &lines{to: io.Discard}
	for name, handler := range map[string]slog.Handler{"lean": newLean(l, "text"), "library": newHandler(l, "text")} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			at := time.Unix(1_700_000_000, 123_456_789)
			for b.Loop() {
				r := slog.NewRecord(at, slog.LevelInfo, "feed", 0)
				r.AddAttrs(slog.String("feed", "abcdefghijkl"), slog.Int("status", 304), slog.Int("bytes", 0), slog.String("family", "Apple"))
				_ = handler.Handle(b.Context(), r) // nothing can go wrong
			}
		})
	}
}
