package google_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/fault"
	"followcal/internal/rigs/googlefake"
)

// The calls of a remote, each of which succeeds when nothing goes wrong. They
// find the entry "abcde" and the ETag of its first state.
var acts = map[string]act{
	"make": func(ctx context.Context, r *rig) error {
		_, err := r.MakeCalendar(ctx, mirror.Calendar{Name: "Another", Zone: "UTC"})
		return err
	},
	"calendar": func(ctx context.Context, r *rig) error { _, err := r.Calendar(ctx, r.calendar); return err },
	"remove":   func(ctx context.Context, r *rig) error { return r.RemoveCalendar(ctx, r.calendar) },
	"get":      func(ctx context.Context, r *rig) error { _, err := r.Get(ctx, r.calendar, "abcde"); return err },
	"insert": func(ctx context.Context, r *rig) error {
		e := call(r.t, "fghij")
		_, err := r.Insert(ctx, r.calendar, &e)
		return err
	},
	"update": func(ctx context.Context, r *rig) error {
		e := call(r.t, "abcde")
		e.ETag, e.Summary = r.fake.Events(r.calendar)[0].ETag, "changed"
		_, err := r.Update(ctx, r.calendar, &e)
		return err
	},
	"delete": func(ctx context.Context, r *rig) error {
		return r.Delete(ctx, r.calendar, "abcde", r.fake.Events(r.calendar)[0].ETag)
	},
	"list": func(ctx context.Context, r *rig) error { _, err := r.List(ctx, r.calendar, ""); return err },
	"changes": func(ctx context.Context, r *rig) error {
		_, err := r.List(ctx, r.calendar, r.list("").Token)
		return err
	},
	"watch": func(ctx context.Context, r *rig) error {
		_, err := r.Watch(ctx, r.calendar, mirror.Channel{ID: "channel", Secret: "s", Address: "https://example.com/google"})
		return err
	},
}

// every repeats a fault for as long as somebody asks.
func every(f googlefake.Fault) []googlefake.Fault {
	all := make([]googlefake.Fault, 16)
	for i := range all {
		all[i] = f
	}
	return all
}

func TestWhatGoogleSaysIsUnderstood(t *testing.T) {
	status := func(code int, reason string) []googlefake.Fault {
		return every(googlefake.Fault{Status: code, Reason: reason})
	}
	most := int(quick.Tries)
	tests := []struct {
		name   string
		act    string
		faults []googlefake.Fault
		answer mirror.Answer
		kind   fault.Kind
		calls  int
	}{
		{"access has ended", "insert", status(401, ""), mirror.Unauthorized, fault.Denied, 2},
		{"the box was not ticked", "insert", status(403, "insufficientPermissions"), mirror.Unauthorized, fault.Denied, 1},
		{"the account's rate", "insert", status(403, "userRateLimitExceeded"), mirror.Undone, fault.Unavailable, most},
		{"the project's rate", "make", status(403, "rateLimitExceeded"), mirror.Undone, fault.Unavailable, most},
		{"too many", "watch", status(429, ""), mirror.Undone, fault.Unavailable, most},
		{"the quota", "insert", status(403, "quotaExceeded"), mirror.Exhausted, fault.Unavailable, 1},
		{"the quota as 429", "insert", status(429, "quotaExceeded"), mirror.Exhausted, fault.Unavailable, 1},
		{"the quota of the day", "list", status(403, "dailyLimitExceeded"), mirror.Exhausted, fault.Unavailable, 1},
		{"forbidden", "update", status(403, "forbidden"), mirror.Refused, fault.Invalid, 1},
		{"malformed", "insert", status(400, ""), mirror.Refused, fault.Invalid, 1},
		{"malformed listing", "list", status(400, ""), mirror.Refused, fault.Invalid, 1},
		{"unknown calendar", "list", status(404, ""), mirror.Missing, fault.NotFound, 1},
		{"unknown entry", "get", status(404, ""), mirror.Missing, fault.NotFound, 1},
		{"unknown entry to delete", "delete", status(404, ""), mirror.Missing, fault.NotFound, 1},
		{"unknown calendar to remove", "remove", status(404, ""), 0, 0, 1},
		{"the id is taken", "insert", status(409, ""), mirror.Exists, fault.Conflict, 1},
		{"others write", "update", status(409, "conflict"), mirror.Undone, fault.Unavailable, most},
		{"deleted before", "delete", status(410, "deleted"), 0, 0, 1},
		{"removed before", "remove", status(410, "deleted"), 0, 0, 1},
		{"the entry is gone", "get", status(410, "deleted"), mirror.Missing, fault.NotFound, 1},
		{"changed meanwhile", "update", status(412, ""), mirror.Stale, fault.Conflict, 1},
		{"changed before it is deleted", "delete", status(412, ""), mirror.Stale, fault.Conflict, 1},
		{"too large", "insert", status(413, ""), mirror.Refused, fault.Invalid, 1},
		{"trouble", "get", status(500, ""), 0, fault.Unavailable, most},
		{"trouble while writing", "insert", status(503, ""), 0, fault.Unavailable, most},
		{"trouble while making", "make", status(500, ""), 0, fault.Unavailable, 1},
		{"trouble while a channel begins", "watch", status(500, ""), 0, fault.Unavailable, 1},
		{"a page of HTML", "calendar", every(googlefake.Overloaded), 0, fault.Unavailable, most},
		{"no answer", "delete", every(googlefake.Dropped), 0, fault.Unavailable, most},
		{"no answer while making", "make", every(googlefake.Dropped), 0, fault.Unavailable, 1},
		{"half an answer while making", "make", every(googlefake.Halved), 0, fault.Unavailable, 1},

		{"access renewed", "insert", []googlefake.Fault{googlefake.ExpiredAccess}, 0, 0, 2},
		{"it passes", "insert", []googlefake.Fault{googlefake.UserRate, googlefake.BackendError, googlefake.Dropped}, 0, 0, 4},
		{"it passes while making", "make", []googlefake.Fault{googlefake.ProjectRate, googlefake.ExpiredAccess, googlefake.TooMany}, 0, 0, 4},
		{"half a list", "list", []googlefake.Fault{googlefake.Halved}, 0, 0, 2},
		{"written, and the answer lost", "insert", []googlefake.Fault{googlefake.CommittedDropped}, mirror.Exists, fault.Conflict, 2},
		{"written, and half the answer", "insert", []googlefake.Fault{googlefake.Halved}, mirror.Exists, fault.Conflict, 2},
		{"written, and an error", "insert", []googlefake.Fault{googlefake.CommittedError}, mirror.Exists, fault.Conflict, 2},
		{"changed, and the answer lost", "update", []googlefake.Fault{googlefake.CommittedDropped}, mirror.Stale, fault.Conflict, 2},
		{"deleted, and the answer lost", "delete", []googlefake.Fault{googlefake.CommittedDropped}, 0, 0, 2},
		{"removed, and the answer lost", "remove", []googlefake.Fault{googlefake.CommittedDropped}, 0, 0, 2},

		// What the last request says is not what the first one did.
		{"lost, then the quota", "insert", []googlefake.Fault{googlefake.CommittedDropped, googlefake.QuotaExceeded}, 0, fault.Unavailable, 2},
		{"lost, then no access", "insert", append([]googlefake.Fault{googlefake.CommittedDropped}, status(401, "")...), 0, fault.Denied, 3},
		{"lost, then too many", "update", append([]googlefake.Fault{googlefake.Dropped}, status(429, "")...), 0, fault.Unavailable, most},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.insert(call(t, "abcde"))
			var err error
			n := r.calls(func() {
				r.fail(tt.faults...)
				err = acts[tt.act](t.Context(), r)
			})
			if n != tt.calls {
				t.Errorf("%d calls, want %d", n, tt.calls)
			}
			if (err == nil) != (tt.answer == 0 && tt.kind == 0) {
				t.Fatalf("err = %v", err)
			}
			if err != nil && (answerOf(err) != tt.answer || fault.KindOf(err) != tt.kind) {
				t.Errorf("answer %v, kind %v, want %v, %v: %v", answerOf(err), fault.KindOf(err), tt.answer, tt.kind, err)
			}
		})
	}
}

func TestASyncTokenThatGoogleForgotOrCannotReadAsksForEverything(t *testing.T) {
	for _, code := range []int{http.StatusBadRequest, http.StatusGone} {
		r := newRig(t)
		token := r.list("").Token
		r.fail(googlefake.Fault{Status: code})
		if _, err := r.List(t.Context(), r.calendar, token); answerOf(err) != mirror.TokenExpired || fault.KindOf(err) != fault.Gone {
			t.Errorf("%d: %v", code, err)
		}
	}
}

func TestAPageThatIsLostIsAskedForAgain(t *testing.T) {
	r := newRig(t, func(f *googlefake.Options, _ *google.Options) { f.PageSize = 2 })
	for _, id := range []string{"aaaaa", "bbbbb", "ccccc"} {
		r.insert(call(t, id))
	}
	r.fail(googlefake.Fault{}, googlefake.Halved)
	var l mirror.Listing
	if n := r.calls(func() { l = r.list("") }); n != 3 || len(l.Entries) != 3 {
		t.Errorf("%d calls, %d entries", n, len(l.Entries))
	}
}

func TestEverySentenceIsForPeople(t *testing.T) {
	for _, code := range []int{400, 401, 403, 404, 409, 410, 412, 418, 429, 500, 503} {
		for name, do := range acts {
			r := newRig(t)
			r.insert(call(t, "abcde"))
			token := r.list("").Token
			if name == "changes" {
				do = func(ctx context.Context, r *rig) error { _, err := r.List(ctx, r.calendar, token); return err }
			}
			r.fail(every(googlefake.Fault{Status: code, Reason: "weird"})...)
			err := do(t.Context(), r)
			if err == nil {
				continue
			}
			var f *fault.Fault
			if !errors.As(err, &f) || len(f.Sentence) < 20 {
				t.Fatalf("%s, %d: %v is no fault with a sentence", name, code, err)
			}
			for chain := err; chain != nil; chain = errors.Unwrap(chain) {
				for _, secret := range []string{r.calendar, "ya29.", token, ann, "http://"} {
					if strings.Contains(chain.Error(), secret) {
						t.Errorf("%s, %d: %q is in %q", name, code, secret, chain)
					}
				}
			}
		}
	}
}

func TestGooglesWordsAreShownWithoutWhatNamesAPerson(t *testing.T) {
	r := newRig(t)
	e := call(t, "no id!")
	_, err := r.Insert(t.Context(), r.calendar, &e)
	if answerOf(err) != mirror.Refused || !strings.Contains(err.Error(), "Invalid resource id value") {
		t.Errorf("refused with %v", err)
	}
	long := strings.Repeat("x", 100)
	client := &http.Client{Transport: says{400, `{"error":{"code":400,"message":"Not for bob@example.com ` + long + `\nnor\u0007others.","errors":[{"reason":"invalid"}]}}`, nil}}
	remote, err := google.New(google.Options{Patience: quick}).Remote("account", client)
	if err != nil {
		t.Fatal(err)
	}
	_, err = remote.Get(t.Context(), "c", "abcde")
	if err == nil || err.Error() != "Google refuses to show the entry: Not for nor others" {
		t.Errorf("refused with %q", err)
	}
}

// says is a transport that answers every request alike.
type says struct {
	status int
	body   string
	header http.Header
}

func (s says) RoundTrip(r *http.Request) (*http.Response, error) {
	w := newResponse(r, s.status, s.body)
	maps.Copy(w.Header, s.header)
	return w, nil
}

// TestWhatTheAuthorisedClientSays is about faults of the client that adds the
// access token: then nothing was sent.
func TestWhatTheAuthorisedClientSays(t *testing.T) {
	for _, tt := range []struct {
		kind   fault.Kind
		answer mirror.Answer
		calls  int
	}{{fault.Denied, mirror.Unauthorized, 1}, {fault.Unavailable, mirror.Undone, int(quick.Tries)}, {fault.TooLarge, mirror.Refused, 1}} {
		calls := 0
		client := &http.Client{Transport: refuses(func() error { calls++; return fault.New(tt.kind, "the sentence") })}
		remote, err := google.New(google.Options{Patience: quick}).Remote("account", client)
		if err != nil {
			t.Fatal(err)
		}
		_, err = remote.MakeCalendar(t.Context(), mirror.Calendar{Name: "x"})
		if answerOf(err) != tt.answer || fault.KindOf(err) != tt.kind || err.Error() != "the sentence" || calls != tt.calls {
			t.Errorf("%v: %v, %v, %d calls", tt.kind, err, answerOf(err), calls)
		}
	}
}

type refuses func() error

func (f refuses) RoundTrip(*http.Request) (*http.Response, error) { return nil, f() }

func TestWithoutAConnectionNothingHappened(t *testing.T) {
	r := newRig(t)
	r.server.Close()
	if _, err := r.MakeCalendar(t.Context(), mirror.Calendar{Name: "x"}); answerOf(err) != mirror.Undone || fault.KindOf(err) != fault.Unavailable {
		t.Errorf("err = %v", err)
	}
}

func TestAnAddressThatIsNoneIsRefused(t *testing.T) {
	for _, address := range []string{"://", "calendar", "ftp://example.com"} {
		if _, err := google.New(google.Options{Endpoint: address}).Remote("account", &http.Client{}); fault.KindOf(err) != fault.Usage {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// bubble runs a test in which time passes by itself, over the fake's own
// transport.
func bubble(t *testing.T, o google.Options, f googlefake.Options, test func(*testing.T, *googlefake.Service, *google.Remote)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f.Now = now
		fake := googlefake.New(f)
		o.Endpoint = "http://calendar.test" + googlefake.APIPath
		remote, err := google.New(o).Remote("account", fake.Authorised(fake.Grant(ann, app).Access, nil))
		if err != nil {
			t.Fatal(err)
		}
		test(t, fake, remote)
	})
}

// now is the bubble's clock.
func now() time.Time { return time.Now() } //nolint:forbidigo // within a bubble of synctest

func TestPausesDoubleAndKeepToRetryAfter(t *testing.T) {
	var at []time.Time
	faults := []googlefake.Fault{
		googlefake.BackendError, googlefake.BackendError, googlefake.BackendError, googlefake.BackendError,
		{Status: 503, RetryAfter: 40 * time.Second},
		googlefake.UserRate,
	}
	f := googlefake.Options{Plan: func(c googlefake.Call) googlefake.Fault {
		at = append(at, c.At)
		if len(at) <= len(faults) {
			return faults[len(at)-1]
		}
		return googlefake.Fault{}
	}}
	bubble(t, google.Options{}, f, func(t *testing.T, _ *googlefake.Service, r *google.Remote) {
		if _, err := r.MakeCalendar(t.Context(), mirror.Calendar{Name: "x"}); answerOf(err) != 0 || err == nil {
			t.Fatalf("made again: %v", err)
		}
		at = nil
		if _, err := r.Calendar(t.Context(), "x"); answerOf(err) != mirror.Missing {
			t.Fatal(err)
		}
		for i, first := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 40 * time.Second, time.Second} {
			pause := at[i+1].Sub(at[i])
			exact := i == 4
			if exact && pause != first || pause < first/2 || pause > first*3/2 {
				t.Errorf("pause %d is %v, want about %v", i, pause, first)
			}
		}
	})
}

func TestRetryAfterMayBeADate(t *testing.T) {
	for after, want := range map[string]time.Duration{"Mon, 02 Mar 2026 09:00:45 GMT": 45 * time.Second, "-5": time.Second, "soon": time.Second} {
		synctest.Test(t, func(t *testing.T) {
			answer := says{503, "", http.Header{"Retry-After": {after}, "Date": {"Mon, 02 Mar 2026 09:00:00 GMT"}}}
			patience := google.Patience{First: time.Second, Longest: time.Second, All: time.Minute, Tries: 2}
			remote, err := google.New(google.Options{Patience: patience}).Remote("account", &http.Client{Transport: answer})
			if err != nil {
				t.Fatal(err)
			}
			begun := now()
			if _, err := remote.Calendar(t.Context(), "c"); err == nil {
				t.Fatal("no error")
			}
			if waited := now().Sub(begun); waited < want/2 || waited > want*3/2 || (want > time.Second && waited != want) {
				t.Errorf("%q: waited %v, want %v", after, waited, want)
			}
		})
	}
}

func TestPatienceEnds(t *testing.T) {
	var last time.Time
	f := googlefake.Options{Plan: func(c googlefake.Call) googlefake.Fault { last = c.At; return googlefake.BackendError }}
	bubble(t, google.Options{}, f, func(t *testing.T, fake *googlefake.Service, r *google.Remote) {
		begun := now()
		if _, err := r.Get(t.Context(), "c", "abcde"); fault.KindOf(err) != fault.Unavailable {
			t.Fatal(err)
		}
		if all := now().Sub(begun); all > 2*time.Minute || last.Sub(begun) < time.Minute || len(fake.Calls()) < 6 {
			t.Errorf("it took %v with %d calls", all, len(fake.Calls()))
		}
	})
	f.Plan = func(googlefake.Call) googlefake.Fault { return googlefake.Fault{Status: 429, RetryAfter: time.Hour} }
	bubble(t, google.Options{}, f, func(t *testing.T, fake *googlefake.Service, r *google.Remote) {
		begun := now()
		if _, err := r.Get(t.Context(), "c", "abcde"); answerOf(err) != mirror.Undone || now().Sub(begun) != 0 || len(fake.Calls()) != 1 {
			t.Errorf("%v after %v", err, now().Sub(begun))
		}
	})
}

func TestARequestThatTakesTooLongIsRepeated(t *testing.T) {
	n := 0
	f := googlefake.Options{Plan: func(googlefake.Call) googlefake.Fault {
		if n++; n == 1 {
			return googlefake.Fault{Delay: time.Hour}
		}
		return googlefake.Fault{}
	}}
	bubble(t, google.Options{}, f, func(t *testing.T, fake *googlefake.Service, r *google.Remote) {
		begun := now()
		if _, err := r.Calendar(t.Context(), "c"); answerOf(err) != mirror.Missing || now().Sub(begun) > time.Minute || len(fake.Calls()) != 2 {
			t.Errorf("%v after %v", err, now().Sub(begun))
		}
	})
	f.Plan = func(googlefake.Call) googlefake.Fault { return googlefake.Fault{Delay: time.Hour, Commit: true} }
	bubble(t, google.Options{}, f, func(t *testing.T, fake *googlefake.Service, r *google.Remote) {
		if _, err := r.MakeCalendar(t.Context(), mirror.Calendar{Name: "x", Zone: "UTC"}); answerOf(err) != 0 || err == nil || len(fake.Calendars(ann)) != 1 {
			t.Errorf("made %d calendars, %v", len(fake.Calendars(ann)), err)
		}
	})
}

func TestWhoStopsWaitingIsToldAtOnce(t *testing.T) {
	f := googlefake.Options{Plan: func(googlefake.Call) googlefake.Fault { return googlefake.BackendError }}
	bubble(t, google.Options{}, f, func(t *testing.T, _ *googlefake.Service, r *google.Remote) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		begun := now()
		_, err := r.Get(ctx, "c", "abcde")
		if fault.KindOf(err) != fault.Unavailable || answerOf(err) != 0 || now().Sub(begun) != 5*time.Second {
			t.Errorf("%v after %v", err, now().Sub(begun))
		}
		cancel()
		if _, err := r.Get(ctx, "c", "abcde"); answerOf(err) != mirror.Undone {
			t.Errorf("asked after the end: %v", err)
		}
	})
}
