package auth_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/auth"
	"followcal/internal/fault"
)

// aLink is a link of the local account.
func aLink() auth.ActionLink {
	return auth.ActionLink{
		Account: "local", Feed: "abcdefghij23", Generation: 1, Event: strings.Repeat("0v", 12) + "00",
		Until: date.New(2026, time.December, 30),
	}
}

func sign(t *testing.T, k auth.Key, l auth.ActionLink) string {
	t.Helper()
	text, err := k.SignAction(l)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestALinkIsSignedAlikeAndReadBack(t *testing.T) {
	k, l := newKey(t), aLink()
	text := sign(t, k, l)
	if again := sign(t, k, l); again != text || len(text) > 76 {
		t.Errorf("%q and %q: a link has one text of at most 76 characters", text, again)
	}
	if got, ok := k.ParseAction(text); !ok || got != l {
		t.Errorf("read back as %+v, %v", got, ok)
	}
}

func TestEveryLinkReadsBack(t *testing.T) {
	k := newKey(t)
	rapid.Check(t, func(t *rapid.T) {
		l := aLink()
		l.Account = rapid.StringMatching(`[a-z0-9-]{1,26}`).Draw(t, "account")
		l.Feed = rapid.StringMatching(`[a-z0-9-]{1,40}`).Draw(t, "feed")
		l.Generation = rapid.IntRange(1, 1<<27).Draw(t, "generation")
		l.Until = date.Date(rapid.IntRange(1, 1<<27).Draw(t, "day"))
		text, err := k.SignAction(l)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := k.ParseAction(text); !ok || got != l {
			t.Fatalf("%+v is read back as %+v, %v", l, got, ok)
		}
	})
}

func TestWhatNobodySignedIsNoLink(t *testing.T) {
	k := newKey(t)
	text := sign(t, k, aLink())
	if _, ok := newKey(t).ParseAction(text); ok {
		t.Error("another key's link is accepted")
	}
	wrong := []string{
		"", "x", text + "A", text[1:], text[:len(text)-1], text + "=", text + "\n", text[:9] + "\r\n" + text[9:], " " + text,
		strings.ToUpper(text), strings.Repeat("A", len(text)), strings.Repeat("A", 1<<16), strings.Repeat("é", 40),
	}
	for i := range text { // every character changed
		other := byte('A')
		if text[i] == other {
			other = 'B'
		}
		wrong = append(wrong, text[:i]+string(other)+text[i+1:])
	}
	for _, text := range wrong {
		if l, ok := k.ParseAction(text); ok || l != (auth.ActionLink{}) {
			t.Errorf("%.60q is taken for %+v", text, l)
		}
	}
}

func TestAMACForAnotherPurposeSignsNoLink(t *testing.T) {
	k := newKey(t)
	octets, err := base64.RawURLEncoding.DecodeString(sign(t, k, aLink()))
	if err != nil {
		t.Fatal(err)
	}
	body := octets[:len(octets)-16]
	mac := k.MAC("followcal feed token 1", string(body))
	if _, ok := k.ParseAction(base64.RawURLEncoding.EncodeToString(append(body, mac[:16]...))); ok {
		t.Error("it is accepted")
	}
}

func TestLinksThatCannotBeWritten(t *testing.T) {
	k := newKey(t)
	for says, spoil := range map[string]func(*auth.ActionLink){
		"planned event":                        func(l *auth.ActionLink) { l.Event = strings.ToUpper(l.Event) },
		"id of a planned":                      func(l *auth.ActionLink) { l.Event = l.Event[:24] },
		"\"" + strings.Repeat("0v", 12) + "01": func(l *auth.ActionLink) { l.Event = l.Event[:25] + "1" },
		"of a feed":                            func(l *auth.ActionLink) { l.Feed = "A" },
		"of an account":                        func(l *auth.ActionLink) { l.Account = "" },
		"a link can":                           func(l *auth.ActionLink) { l.Account = strings.Repeat("a", 27) },
		"generation 0":                         func(l *auth.ActionLink) { l.Generation = 0 },
		"and day 0":                            func(l *auth.ActionLink) { l.Until = 0 },
		"out of bounds":                        func(l *auth.ActionLink) { l.Generation = 1<<27 + 1 },
	} {
		l := aLink()
		spoil(&l)
		_, err := k.SignAction(l)
		wantFault(t, err, fault.Invalid, says)
	}
}

func TestALinkEndsWithItsLastDayAnywhere(t *testing.T) {
	l := aLink()
	for at, want := range map[string]bool{
		"2026-12-30T23:59:59Z": false, "2026-12-31T11:59:59.9Z": false, "2026-12-31T12:00:00Z": true,
		"2026-12-30T23:59:59-12:00": false, "2026-12-31T00:00:00-12:00": true, "2027-06-01T00:00:00Z": true,
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if l.Ended(now) != want {
			t.Errorf("at %s it has ended: %v", at, !want)
		}
	}
}

func FuzzParseAction(f *testing.F) {
	k, err := auth.CreateKey(f.TempDir() + "/key")
	if err != nil {
		f.Fatal(err)
	}
	text, err := k.SignAction(aLink())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(text[:40])
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		l, ok := k.ParseAction(text)
		if !ok {
			return
		}
		if again, err := k.SignAction(l); err != nil || again != text {
			t.Errorf("%q is accepted and signed as %q (%v)", text, again, err)
		}
	})
}
