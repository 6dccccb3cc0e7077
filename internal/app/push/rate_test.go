//go:build !race

package push_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/calendar"
	calendargoogle "followcal/calendar/google"
	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
	"followcal/internal/rigs/googlefake"
)

// TestTheFirstPushRunsAtTheQuota pushes a thousand events under Google's usual
// quota of 600 calls a minute, in virtual time: at 0.9 of it at least, and never
// over it.
func TestTheFirstPushRunsAtTheQuota(t *testing.T) {
	const events, perMinute = 1000, 600
	synctest.Test(t, func(t *testing.T) {
		now := func() time.Time { return time.Now().AddDate(26, 2, 1) } //nolint:forbidigo // the bubble's clock
		fake := googlefake.New(googlefake.Options{Now: now, Quota: googlefake.Quota{User: perMinute, Project: 10_000}})
		book := newNotebook(false)
		for n := range events {
			uid := fmt.Sprint("event ", n)
			book.events[uid] = mirror.Event{Event: calendar.Event{
				UID: uid, Summary: uid, Day: date.New(2026, time.March, 3) + date.Date(n%200), Days: 1, Alarms: []calendar.Alarm{calendar.AlarmAt(9, 0, uid)},
			}}
		}
		service := calendargoogle.New(calendargoogle.Options{Endpoint: host + googlefake.APIPath})
		remote, err := service.Remote(account, fake.Authorised(fake.Grant(person, client).Access, nil))
		must(t, err)
		m := &mirror.Mirror{
			Ledger: new(mirrortest.Memory), Source: book, Now: now, Holder: "host", Jitter: func() float64 { return 0.5 },
			Remote: func(context.Context, string) (mirror.Remote, error) { return remote, nil },
		}
		must(t, m.Configure(t.Context(), account, mirror.Settings{Name: "Follow-ups"}))
		began := now()
		report, err := m.Run(t.Context(), account, mirror.Options{})
		must(t, err)
		took, calls := now().Sub(began), len(fake.Calls())
		share := float64(calls) / took.Minutes() / perMinute
		t.Logf("%d calls in %s: %.3f of the quota", calls, took, share)
		if len(report.Wrote) != events || calls != events+2 || fake.Overruns() > 0 || share < 0.9 {
			t.Errorf("%d events were written, %d calls were too many", len(report.Wrote), fake.Overruns())
		}
	})
}
