package workday_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/schedule/workday"
)

// million returns a million days of the table, in no order, such that a year
// before and after them is known.
func million() []date.Date {
	random := rand.New(rand.NewPCG(1, 2))
	list := make([]date.Date, 1_000_000)
	for i := range list {
		list[i] = date.New(2017, 1, 1) + date.Date(random.IntN(26*365))
	}
	return list
}

func BenchmarkAdd(b *testing.B) {
	first := date.New(2015, 1, 1)
	c := workday.New(first, date.New(2045, 12, 31), workday.SaturdaySunday, nil)
	list := million()
	for _, n := range []int{5, 60, 250} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var sum date.Date
			for b.Loop() {
				sum = 0
				for _, from := range list {
					to, _ := c.Add(from, n)
					sum += to
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(list)), "ns/add")
			b.ReportMetric(float64(sum), "checksum")
		})
	}
}
