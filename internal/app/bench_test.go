package app_test

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/app"
	"followcal/schedule/entry"
	"followcal/schedule/record"
)

// linkedInExport is a LinkedIn export of n applications over two years.
func linkedInExport(n int) string {
	var b strings.Builder
	b.WriteString("Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,Question And Answers\n")
	for i := range n {
		on := date.New(2026, 11, 20) - date.Date(i%730)
		fmt.Fprintf(&b, "\"%d/%d/%02d, 3:07 PM\",robin@example.com,+1 212 555 0143,Company %d,Engineer %d,https://www.linkedin.com/jobs/view/%d,resume.pdf,\n",
			on.Month(), on.Day(), on.Year()%100, i/3, i%50, 4_000_000_000+i)
	}
	return b.String()
}

// BenchmarkExport exports ever larger logs in one process. What the process has
// of the system's memory never shrinks, so that it is the peak; a line is 64
// bytes and more of it, which is the reader's input here.
func BenchmarkExport(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			text := linkedInExport(n)
			var memory runtime.MemStats
			for b.Loop() {
				r := request(func(r *app.ExportRequest) {
					r.Sources = []app.Source{{Name: "export.csv", Reader: strings.NewReader(text)}}
				})
				if _, err := app.New().Export(b.Context(), io.Discard, r); err != nil {
					b.Fatal(err)
				}
			}
			runtime.ReadMemStats(&memory)
			b.ReportMetric(float64(memory.Sys)/(1<<20), "MB-of-system")
			b.ReportMetric(40+float64(n)*4/1024, "MB-allowed")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/application")
		})
	}
}

// BenchmarkColdFeed reads a feed of ever larger logs from the store and renders
// it. A cold feed of 1,000 applications is to take 5 ms at most.
func BenchmarkColdFeed(b *testing.B) {
	for _, n := range []int{10, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := newPublisher(b, b, nil)
			defer p.close(b)
			importText(b, b, p.Record, linkedInExport(n))
			if _, err := p.Configure(b.Context(), record.SetSettings, func(s *record.Settings, _ entry.Here) ([]string, error) {
				s.Region = "US"
				return nil, nil
			}); err != nil {
				b.Fatal(err)
			}
			path := p.create(b, nil)
			size := len(p.body(b, path))
			for b.Loop() {
				p.at = p.at.Add(time.Second) // or the limits are met
				p.feeds.InvalidateAll()
				if got := p.get(b, path); got.Code != http.StatusOK {
					b.Fatal(got.Code)
				}
			}
			b.ReportMetric(float64(size), "octets")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/feed")
		})
	}
}
