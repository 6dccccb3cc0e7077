package workday_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
	"github.com/rickb777/date/v2"

	"followcal/schedule/workday"
)

// million returns a million days of the years 2017 to 2042, in no order.
func million() []date.Date {
	random := rand.New(rand.NewPCG(1, 2))
	list := make([]date.Date, 1_000_000)
	for i := range list {
		list[i] = date.New(2017, time.January, 1) + date.Date(random.IntN(26*365))
	}
	return list
}

// perOne reports the time of one of the n operations of each iteration, and a
// sum of the answers that shows that they were all computed.
func perOne(b *testing.B, n int, checksum int64) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/one")
	b.ReportMetric(float64(checksum), "checksum")
}

func BenchmarkAdd(b *testing.B) {
	c, list := region(b, "US"), million()
	for _, n := range []int{5, 60, 250} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			var sum date.Date
			for b.Loop() {
				sum = 0
				for _, from := range list {
					to, _ := c.Add(from, n)
					sum += to
				}
			}
			perOne(b, len(list), int64(sum))
		})
	}
}

// peerDates returns the million dates of bench/compare.py.
func peerDates() []date.Date {
	list := make([]date.Date, 1_000_000)
	for i := range list {
		list[i] = date.New(2017, time.January, 1) + date.Date(i*7919%9490)
	}
	return list
}

// BenchmarkPeerFollowcal and BenchmarkPeerRickar are two of the contenders of
// bench/compare.py; the checksum is the sum of the days since 1970.
func BenchmarkPeerFollowcal(b *testing.B) {
	c, list := region(b, "US"), peerDates()
	for _, n := range []int{5, 60, 250} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var sum date.Date
			for b.Loop() {
				sum = 0
				for _, from := range list {
					to, _ := c.Add(from, n)
					sum += to - date.ZeroOffset
				}
			}
			perOne(b, len(list), int64(sum))
		})
	}
}

func BenchmarkPeerRickar(b *testing.B) {
	c := cal.NewBusinessCalendar()
	c.Cacheable = true
	cal.CacheMaxSize = 20_000 // all dates fit, so that it never evicts
	c.AddHoliday(us.Holidays...)
	list := peerDates()
	times := make([]time.Time, len(list))
	for i, d := range list {
		times[i] = d.MidnightUTC()
	}
	for _, n := range []int{5, 60, 250} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var sum int64
			for b.Loop() {
				sum = 0
				for _, from := range times {
					sum += c.WorkdaysFrom(from, n).Unix() / (24 * 60 * 60)
				}
			}
			perOne(b, len(list), sum)
		})
	}
}

func BenchmarkBetween(b *testing.B) {
	c, list := region(b, "US"), million()
	b.ReportAllocs()
	sum := 0
	for b.Loop() {
		sum = 0
		for i := 1; i < len(list); i++ {
			n, _ := c.Between(list[i-1], list[i])
			sum += n
		}
	}
	perOne(b, len(list), int64(sum))
}

func BenchmarkAddTime(b *testing.B) {
	c, list := region(b, "US"), million()
	for _, name := range []string{"UTC", "America/New_York"} {
		zone, err := workday.Zone(name)
		if err != nil {
			b.Fatal(err)
		}
		times := make([]time.Time, len(list))
		for i, d := range list {
			year, month, day := d.Date()
			times[i] = time.Date(year, month, day, 15, 4, 5, 0, zone)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var sum int64
			for b.Loop() {
				sum = 0
				for _, from := range times {
					to, _ := c.AddTime(from, 60)
					sum += to.Unix()
				}
			}
			perOne(b, len(list), sum)
		})
	}
}

// BenchmarkFirstUse loads every region of the table once an iteration, past the
// store of loaded ones.
func BenchmarkFirstUse(b *testing.B) {
	regions := workday.Regions()
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range regions {
			workday.LoadAfresh(r.Code)
		}
	}
	perOne(b, len(regions), int64(len(regions)))
}

func BenchmarkClosed(b *testing.B) {
	c, list := region(b, "US"), million()
	b.ReportAllocs()
	sum := 0
	for b.Loop() {
		sum = 0
		for _, d := range list {
			name, _ := c.Closed(d)
			sum += len(name)
		}
	}
	perOne(b, len(list), int64(sum))
}

func BenchmarkLocate(b *testing.B) {
	for b.Loop() {
		workday.Locate("Munich, Bavaria, Germany (Hybrid)")
	}
}
