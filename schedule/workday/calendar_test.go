package workday_test

import (
	"slices"
	"testing"
	"time"

	"github.com/rickb777/date/v2"
	"pgregory.net/rapid"

	"followcal/internal/fault"
	"followcal/schedule/workday"
)

func on(t testing.TB, iso string) date.Date {
	t.Helper()
	d, err := date.ParseISO(iso)
	if err != nil || d.String() != iso {
		t.Fatalf("%q is no date", iso)
	}
	return d
}

func days(t testing.TB, pairs ...string) []workday.Day {
	t.Helper()
	var list []workday.Day
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, workday.Day{On: on(t, pairs[i]), Name: pairs[i+1]})
	}
	return list
}

// november is closed on weekends, on Thursday the 26th and, as a holiday, on
// Saturday the 28th of 2026.
func november(t testing.TB) *workday.Calendar {
	return workday.New(on(t, "2026-11-01"), on(t, "2026-11-30"), workday.SaturdaySunday,
		days(t, "2026-11-28", "Saint Nobody", "2026-11-26", "Thanksgiving Day", "2027-01-01", "beyond"))
}

func TestAdd(t *testing.T) {
	tests := []struct {
		from string
		n    int
		want string // empty: outside
	}{
		{"2026-11-20", 1, "2026-11-23"},
		{"2026-11-20", 5, "2026-11-30"}, // over Thanksgiving
		{"2026-11-21", 1, "2026-11-23"}, // strictly after a Saturday
		{"2026-11-26", 0, "2026-11-27"},
		{"2026-11-27", 0, "2026-11-27"},
		{"2026-11-27", -1, "2026-11-25"},
		{"2026-11-26", -1, "2026-11-25"},
		{"2026-11-30", -2, "2026-11-25"},
		{"2026-11-30", 0, "2026-11-30"},
		{"2026-11-01", 0, "2026-11-02"},
		{"2026-11-01", -1, ""},
		{"2026-11-30", 1, ""},
		{"2026-10-31", 1, ""},
		{"2026-12-01", -1, ""},
		{"2026-11-20", int(^uint(0) >> 1), ""},
		{"2026-11-20", -int(^uint(0)>>1) - 1, ""},
	}
	c := november(t)
	for _, tt := range tests {
		got, err := c.Add(on(t, tt.from), tt.n)
		if tt.want == "" {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("Add(%s, %d) = %s, %v, want a fault", tt.from, tt.n, got, err)
			}
			continue
		}
		if err != nil || got.String() != tt.want {
			t.Errorf("Add(%s, %d) = %s, %v, want %s", tt.from, tt.n, got, err, tt.want)
		}
	}
}

func TestOutsideSaysTheYears(t *testing.T) {
	_, err := november(t).IsBusinessDay(on(t, "2026-12-01"))
	const want = "business days are known from 2026-11-01 to 2026-11-30 only: use dates between these, or other lists of closed days"
	if err == nil || err.Error() != want {
		t.Errorf("error = %v", err)
	}
}

func TestClosedNamesTheDay(t *testing.T) {
	tests := []struct {
		on   string
		name string
		kind workday.Kind
	}{
		{"2026-11-25", "", workday.Working},
		{"2026-11-26", "Thanksgiving Day", workday.Holiday},
		{"2026-11-28", "Saint Nobody", workday.Holiday},
		{"2026-11-29", "Sunday", workday.Weekend},
		{"2026-12-01", "", workday.Outside},
		{"2026-10-31", "", workday.Outside},
	}
	c := november(t)
	for _, tt := range tests {
		if name, kind := c.Closed(on(t, tt.on)); name != tt.name || kind != tt.kind {
			t.Errorf("Closed(%s) = %q, %v", tt.on, name, kind)
		}
	}
}

func TestListIsInOrderAndIncludesBothEnds(t *testing.T) {
	c := november(t)
	list, err := c.List(on(t, "2026-11-21"), on(t, "2026-11-28"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range list {
		got = append(got, d.On.String()+" "+d.Kind.String()+" "+d.Name)
	}
	want := []string{"2026-11-21 weekend Saturday", "2026-11-22 weekend Sunday", "2026-11-26 holiday Thanksgiving Day", "2026-11-28 holiday Saint Nobody"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if _, err := c.List(on(t, "2026-11-21"), on(t, "2026-12-01")); err == nil {
		t.Error("a list beyond the years is no error")
	}
}

func TestUsersListsLieOnTop(t *testing.T) {
	base := november(t)
	c := base.With(
		days(t, "2026-11-27", "Shutdown", "2026-11-21", "Shutdown", "2026-11-26", "Shutdown", "2026-12-24", "ignored"),
		days(t, "2026-11-22", "Make-up day", "2026-11-27", "in both lists"))
	want := map[string]struct {
		name string
		kind workday.Kind
	}{
		"2026-11-21": {"Shutdown", workday.Extra},
		"2026-11-22": {"Make-up day", workday.Working},
		"2026-11-26": {"Shutdown", workday.Extra},
		"2026-11-27": {"Shutdown", workday.Extra},
		"2026-11-28": {"Saint Nobody", workday.Holiday},
	}
	for day, w := range want {
		if name, kind := c.Closed(on(t, day)); name != w.name || kind != w.kind {
			t.Errorf("Closed(%s) = %q, %v", day, name, kind)
		}
		if open, _ := c.IsBusinessDay(on(t, day)); open != (w.kind == workday.Working) {
			t.Errorf("IsBusinessDay(%s) = %v", day, open)
		}
	}
	later := c.With(nil, days(t, "2026-11-27", "open after all"))
	if open, _ := later.IsBusinessDay(on(t, "2026-11-27")); !open {
		t.Error("a later list does not win")
	}
	if open, _ := base.IsBusinessDay(on(t, "2026-11-27")); !open {
		t.Error("With changed its receiver")
	}
	if base.With(nil, nil) != base {
		t.Error("With of nothing is another calendar")
	}
}

func TestCombineIsClosedWhereEitherIs(t *testing.T) {
	a := november(t).With(nil, days(t, "2026-11-22", "Make-up day"))
	b := workday.New(on(t, "2026-10-05"), on(t, "2026-11-28"), workday.WeekendOn(time.Friday, time.Saturday),
		days(t, "2026-11-22", "B's day", "2026-11-26", "B's other"))
	c := workday.Combine(a, b)
	first, last := c.Years()
	if first != on(t, "2026-11-01") || last != on(t, "2026-11-28") {
		t.Errorf("Years = %s, %s", first, last)
	}
	want := map[string]string{
		"2026-11-19": "working ", "2026-11-20": "weekend Friday", "2026-11-22": "holiday B's day",
		"2026-11-26": "holiday Thanksgiving Day", "2026-11-15": "weekend Sunday", "2026-11-29": "outside ",
	}
	for day, w := range want {
		if name, kind := c.Closed(on(t, day)); kind.String()+" "+name != w {
			t.Errorf("Closed(%s) = %q, %v, want %s", day, name, kind, w)
		}
	}
	if got, err := c.Add(on(t, "2026-11-19"), 1); err != nil || got != on(t, "2026-11-23") {
		t.Errorf("Add = %s, %v", got, err)
	}
	apart := workday.Combine(a, workday.New(on(t, "2027-01-01"), on(t, "2027-12-31"), 0, nil))
	for _, day := range []string{"2026-11-20", "2027-01-04", "2026-12-15"} {
		if _, err := apart.Add(on(t, day), 0); fault.KindOf(err) != fault.Invalid {
			t.Errorf("two calendars without a common year know %s: %v", day, err)
		}
		if _, err := apart.Between(on(t, day), on(t, day)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("two calendars without a common year count from %s: %v", day, err)
		}
	}
}

func TestAddTimeKeepsTheClock(t *testing.T) {
	zone, err := workday.Zone("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	c := workday.New(on(t, "2026-01-01"), on(t, "2026-12-31"), workday.SaturdaySunday, nil)
	got, err := c.AddTime(time.Date(2026, 10, 30, 23, 30, 0, 0, zone), 1) // the clocks go back in between
	if err != nil || got.Format(time.RFC3339) != "2026-11-02T23:30:00-05:00" {
		t.Errorf("AddTime = %s, %v", got.Format(time.RFC3339), err)
	}
}

func TestWeekendDaysReadWell(t *testing.T) {
	tests := map[workday.WeekendDays]string{
		workday.SaturdaySunday:                        "Saturday-Sunday",
		workday.WeekendOn(time.Saturday, time.Friday): "Friday-Saturday",
		workday.WeekendOn(time.Sunday):                "Sunday",
		0:                                             "",
	}
	for w, want := range tests {
		if w.String() != want {
			t.Errorf("%b = %q, want %q", w, w, want)
		}
	}
}

// plain is what a calendar must agree with: a walk from day to day.
type plain struct {
	first, last date.Date
	open        map[date.Date]bool
}

func (p plain) add(d date.Date, n int) (date.Date, bool) {
	step := date.Date(1)
	if n < 0 {
		n, step = -n, -1
	}
	if n == 0 {
		for ; d <= p.last; d++ {
			if p.open[d] {
				return d, true
			}
		}
		return 0, false
	}
	for d += step; d >= p.first && d <= p.last; d += step {
		if p.open[d] {
			if n--; n == 0 {
				return d, true
			}
		}
	}
	return 0, false
}

func drawCalendar(t *rapid.T) (*workday.Calendar, plain) {
	first := date.New(2026, 1, 1) + date.Date(rapid.IntRange(-400, 400).Draw(t, "first"))
	length := rapid.IntRange(1, 900).Draw(t, "length")
	weekend := workday.WeekendDays(rapid.IntRange(0, 127).Draw(t, "weekend"))
	p := plain{first, first + date.Date(length-1), map[date.Date]bool{}}
	var closed []workday.Day
	for _, i := range rapid.SliceOfN(rapid.IntRange(-10, 910), 0, 200).Draw(t, "closed") {
		closed = append(closed, workday.Day{On: first + date.Date(i), Name: "closed"})
	}
	for d := p.first; d <= p.last; d++ {
		p.open[d] = !weekend.Has(d.Weekday())
	}
	for _, c := range closed {
		p.open[c.On] = false
	}
	return workday.New(p.first, p.last, weekend, closed), p
}

func TestACalendarAgreesWithAWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, p := drawCalendar(t)
		d := p.first + date.Date(rapid.IntRange(-2, int(p.last-p.first)+2).Draw(t, "day"))
		n := rapid.IntRange(-300, 300).Draw(t, "n")
		got, err := c.Add(d, n)
		inside := d >= p.first && d <= p.last
		want, ok := p.add(d, n)
		if ok = ok && inside; ok != (err == nil) || got != want && ok {
			t.Fatalf("Add(%s, %d) = %s, %v, want %s, %v", d, n, got, err, want, ok)
		}
		if err == nil && n != 0 && p.open[d] {
			if back, err := c.Between(d, got); back != n || err != nil {
				t.Fatalf("Between(%s, %s) = %d, %v, want %d", d, got, back, err, n)
			}
		}
	})
}

func TestLawsOfCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, p := drawCalendar(t)
		draw := func(name string) date.Date {
			return p.first + date.Date(rapid.IntRange(0, int(p.last-p.first)).Draw(t, name))
		}
		a, b, m := draw("a"), draw("b"), draw("m")
		ab, _ := c.Between(a, b)
		if a <= m && m <= b {
			am, _ := c.Between(a, m)
			mb, _ := c.Between(m, b)
			if ab != am+mb {
				t.Fatalf("Between(%s, %s) = %d, in two steps %d+%d", a, b, ab, am, mb)
			}
		}
		next, err := c.Next(a)
		if err == nil && (next < a || !p.open[next]) {
			t.Fatalf("Next(%s) = %s", a, next)
		}
		previous, err := c.Previous(a)
		if err == nil && (previous > a || !p.open[previous] || p.open[a] && previous != a) {
			t.Fatalf("Previous(%s) = %s", a, previous)
		}
		open, _ := c.IsBusinessDay(a)
		_, kind := c.Closed(a)
		if open != p.open[a] || open != (kind == workday.Working) {
			t.Fatalf("%s: open %v, kind %v", a, open, kind)
		}
		if err == nil && open && p.open[b] {
			if got, err := c.Add(a, ab); err != nil || a != b && got != b {
				t.Fatalf("Add(%s, Between(%s, %s)) = %s, %v", a, a, b, got, err)
			}
		}
	})
}

func TestCountingAllocatesNothing(t *testing.T) {
	c, from := november(t), on(t, "2026-11-20")
	far := from + 1000
	n := testing.AllocsPerRun(100, func() {
		_, _ = c.Add(from, 5)
		_, _ = c.Add(far, 5)
		_, _ = c.Between(from, from+5)
		_, _ = c.Previous(from)
		_, _ = c.Closed(from + 1)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestAHolidayOnAWeekendIsToldApart(t *testing.T) {
	c := workday.New(on(t, "2026-12-01"), on(t, "2027-01-31"), workday.SaturdaySunday,
		days(t, "2026-12-25", "Christmas Day", "2026-12-26", "Second day of Christmas"))
	for iso, want := range map[string]bool{
		"2026-12-25": false, "2026-12-26": true, "2026-12-27": true, "2026-12-05": true, "2027-01-31": true, "2026-12-28": false,
	} {
		if got := c.OnWeekend(on(t, iso)); got != want {
			t.Errorf("OnWeekend(%s) = %v", iso, got)
		}
	}
}
