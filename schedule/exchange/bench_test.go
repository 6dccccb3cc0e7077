package exchange_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/exchange"
)

// manyRows is how many rows the benchmarks read at a time.
const manyRows = 50_000

func linkedInTable(rows int) []byte {
	var b bytes.Buffer
	b.WriteString(linkedInHeader)
	for i := range rows {
		fmt.Fprintf(&b, "\"%d/%d/26, %d:07 PM\",robin.doe@mail.example,+1 212 555 0142,Employer %d,\"Engineer, Team %d\",https://www.linkedin.com/jobs/view/%d,Robin_Doe_Resume.pdf,\"Are you authorized to work? Yes\nYears of experience? 4\"\n",
			1+i%11, 1+i%28, 1+i%12, i%5000, i%97, 4_100_000_000+i)
	}
	return b.Bytes()
}

func trackerTable(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("Company,Job Title,Status,Date Applied,URL,Location,Notes\n")
	for i := range rows {
		fmt.Fprintf(&b, "Employer %d,Engineer,Applied,2026-%02d-%02d,https://jobs.employer.example/%d,\"Troy, NY\",Met at the fair\n", i%5000, 1+i%11, 1+i%28, i)
	}
	return b.Bytes()
}

func ownLog(rows int) *schedule.Log {
	l := &schedule.Log{Name: "Robin Doe"}
	for i := range rows / 2 {
		day := date.New(2026, 1, 1) + date.Date(i%300)
		l.Applications = append(l.Applications, schedule.Application{
			ID: fmt.Sprintf("a%d", i), Employer: fmt.Sprintf("Employer %d", i%5000), Role: "Engineer", Status: schedule.Applied, AppliedOn: day,
			Source: "LinkedIn", Outreach: []schedule.Outreach{{On: day + 7, Method: schedule.Phone, Purpose: schedule.FollowUp, Outcome: "no answer"}},
		})
	}
	return l
}

func ownBytes(rows int) []byte {
	var b bytes.Buffer
	_ = exchange.WriteCSV(&b, ownLog(rows))
	return b.Bytes()
}

// BenchmarkRead reports rows a second for each reader of tables, and for JSON
// with as many entries.
func BenchmarkRead(b *testing.B) {
	var asJSON bytes.Buffer
	_ = exchange.WriteJSON(&asJSON, ownLog(manyRows))
	for name, data := range map[string][]byte{
		"linkedin": linkedInTable(manyRows), "csv": trackerTable(manyRows), "followcal-csv": ownBytes(manyRows), "json": asJSON.Bytes(),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if r, err := exchange.Read("log", bytes.NewReader(data), exchange.Options{Today: today}); err != nil || len(r.Rejected) > 0 {
					b.Fatal(err, r.Rejected)
				}
			}
			b.ReportMetric(float64(manyRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	log := ownLog(manyRows)
	for name, write := range map[string]func(io.Writer, *schedule.Log) error{"followcal-csv": exchange.WriteCSV, "json": exchange.WriteJSON} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := write(io.Discard, log); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(manyRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func TestALogTakesLittleMemory(t *testing.T) {
	const rows = 100_000
	for name, data := range map[string][]byte{"linkedin": linkedInTable(rows), "csv": trackerTable(rows)} {
		r, err := exchange.Read("log", bytes.NewReader(data), exchange.Options{})
		if err != nil || len(r.Log.Applications) != rows {
			t.Fatal(err)
		}
		var with, without runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&with)
		runtime.KeepAlive(r)
		runtime.GC() // nothing holds r from here on
		runtime.ReadMemStats(&without)
		if each := (with.HeapAlloc - without.HeapAlloc) / rows; each > 700 {
			t.Errorf("%s: an application takes %d bytes", name, each)
		}
	}
}

// TestReadingHoldsNoMoreThanTheLog reads a table whose cells are mostly not
// kept, and watches the heap on the way.
func TestReadingHoldsNoMoreThanTheLog(t *testing.T) {
	const rows = 20_000
	answer := strings.Repeat("What? That. ", 500)
	table := linkedInHeader
	row := func(i int) string {
		return fmt.Sprintf("11/2/26,,,Acme,Clerk,https://www.linkedin.com/jobs/view/%d,,%s\n", i, answer)
	}
	at, peak := 0, uint64(0)
	next := readFunc(func(p []byte) (int, error) {
		for table == "" {
			if at == rows {
				return 0, io.EOF
			}
			if at++; at%5000 == 0 {
				var now runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
			table = row(at)
		}
		n := copy(p, table)
		table = table[n:]
		return n, nil
	})
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	if _, err := exchange.Read("log", next, exchange.Options{}); err != nil {
		t.Fatal(err)
	}
	if grown := int64(peak) - int64(before.HeapAlloc); grown > 40<<20 {
		t.Errorf("reading 120 MB of answers held %d MB", grown>>20)
	}
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }
