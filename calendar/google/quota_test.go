package google_test

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/internal/rigs/googlefake"
)

// jitter delays requests by up to a second and a half, later ones less, so that
// they arrive closer together than they were sent.
type jitter struct {
	next http.RoundTripper
	mu   *sync.Mutex
	n    *int
}

func (j jitter) RoundTrip(r *http.Request) (*http.Response, error) {
	j.mu.Lock()
	*j.n++
	delay := time.Duration((3000-*j.n%3000)/2) * time.Millisecond
	j.mu.Unlock()
	<-time.After(delay)
	return j.next.RoundTrip(r)
}

// push inserts n entries, several at once, as a mirror does.
func push(t *testing.T, r *google.Remote, in string, n, atOnce int) {
	t.Helper()
	work := make(chan int, n)
	for i := range n {
		work <- i
	}
	close(work)
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			for i := range work {
				e := call(t, "event"+strconv.Itoa(i))
				if _, err := r.Insert(t.Context(), in, &e); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

func TestAFirstPushUsesTheQuotaAndNeverMore(t *testing.T) {
	const events, quota = 1000, 600
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprintf("jitter %t", late), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fake := googlefake.New(googlefake.Options{Now: now, Quota: googlefake.Quota{User: quota, Project: 10_000}})
				over, n := fake.Transport(), 0
				if late {
					over = jitter{over, &sync.Mutex{}, &n}
				}
				service := google.New(google.Options{Endpoint: "http://calendar.test" + googlefake.APIPath})
				r, err := service.Remote("account", fake.Authorised(fake.Grant(ann, app).Access, over))
				if err != nil {
					t.Fatal(err)
				}
				id, err := r.MakeCalendar(t.Context(), mirror.Calendar{Name: "x", Zone: "UTC"})
				if err != nil {
					t.Fatal(err)
				}
				begun := now()
				push(t, r, id, events, 32)
				perMinute := events / now().Sub(begun).Minutes()
				t.Logf("%d events in %v: %.3f of the quota", events, now().Sub(begun), perMinute/quota)
				if fake.Overruns() > 0 || perMinute < 0.9*quota || len(fake.Events(id)) != events {
					t.Errorf("%d overruns, %.0f a minute, %d events", fake.Overruns(), perMinute, len(fake.Events(id)))
				}
			})
		})
	}
}

// TestNoMinuteIsOverTheLimit has an account wait and then begin at once, which is
// when a bucket that is too large runs over.
func TestNoMinuteIsOverTheLimit(t *testing.T) {
	for _, limit := range []int{1, 2, 7, 60, 600} {
		synctest.Test(t, func(t *testing.T) {
			fake := googlefake.New(googlefake.Options{Now: now, Quota: googlefake.Quota{User: limit}})
			service := google.New(google.Options{Endpoint: "http://calendar.test/", Limits: google.Limits{User: limit}})
			r, err := service.Remote("account", fake.Authorised(fake.Grant(ann, app).Access, nil))
			if err != nil {
				t.Fatal(err)
			}
			for i := range 3 * limit {
				if i == limit/2 {
					<-time.After(40 * time.Second)
				}
				_, _ = r.Calendar(t.Context(), "none")
			}
			if fake.Overruns() > 0 || len(fake.Calls()) != 3*limit {
				t.Errorf("%d overruns of %d a minute in %d calls", fake.Overruns(), limit, len(fake.Calls()))
			}
		})
	}
}

func TestAccountsShareTheProjectsQuota(t *testing.T) {
	const limit, accounts = 300, 20
	synctest.Test(t, func(t *testing.T) {
		fake := googlefake.New(googlefake.Options{Now: now, Quota: googlefake.Quota{User: 60, Project: limit}})
		service := google.New(google.Options{Endpoint: "http://calendar.test/", Limits: google.Limits{User: 60, Project: limit}})
		begun := now()
		var all sync.WaitGroup
		for i := range accounts {
			email := "person" + strconv.Itoa(i) + "@example.com"
			client := fake.Authorised(fake.Grant(email, app).Access, nil)
			all.Go(func() {
				for range 45 {
					r, err := service.Remote(email, client) // a run each: the count outlives it
					if err != nil {
						t.Error(err)
						return
					}
					_, _ = r.Calendar(t.Context(), "none")
				}
			})
		}
		all.Wait()
		perMinute := accounts * 45 / now().Sub(begun).Minutes()
		if fake.Overruns() > 0 || perMinute < 0.9*limit {
			t.Errorf("%d overruns, %.0f a minute", fake.Overruns(), perMinute)
		}
	})
}

// TestWhenItIsTooMuchTheWholeAccountWaits: others do not run into the same wall.
func TestWhenItIsTooMuchTheWholeAccountWaits(t *testing.T) {
	f := googlefake.Options{Plan: func(c googlefake.Call) googlefake.Fault {
		if c.Number == 1 {
			return googlefake.Fault{Status: 429, RetryAfter: 30 * time.Second}
		}
		return googlefake.Fault{}
	}}
	bubble(t, google.Options{}, f, func(t *testing.T, fake *googlefake.Service, r *google.Remote) {
		begun := now()
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() { _, _ = r.Calendar(t.Context(), "none") })
			synctest.Wait()
		}
		all.Wait()
		for _, c := range fake.Calls()[1:] {
			if waited := c.At.Sub(begun); waited < 30*time.Second || waited > 32*time.Second {
				t.Errorf("call %d came after %v", c.Number, waited)
			}
		}
	})
}

// TestABusyAccountIsNotForgottenAmongMany: what is kept of accounts is dropped
// when they are many, and only of those that are done.
func TestABusyAccountIsNotForgottenAmongMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := googlefake.New(googlefake.Options{Now: now, Quota: googlefake.Quota{User: 60}})
		service := google.New(google.Options{Endpoint: "http://calendar.test/", Limits: google.Limits{User: 60}})
		client := fake.Authorised(fake.Grant(ann, app).Access, nil)
		for round := range 60 {
			for i := range 100 {
				if _, err := service.Remote(strconv.Itoa(100*round+i), client); err != nil {
					t.Fatal(err)
				}
			}
			r, err := service.Remote(ann, client)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				_, _ = r.Calendar(t.Context(), "none")
			}
		}
		if fake.Overruns() > 0 {
			t.Errorf("%d overruns", fake.Overruns())
		}
	})
}
