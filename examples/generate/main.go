// Command generate writes examples/linkedin.csv: a LinkedIn export of somebody
// who does not exist, with employers that do not exist, and with everything
// that real exports do to their readers: empty companies and titles, titles
// with quotes, line breaks, formulas and right-to-left text, rows that repeat,
// and two rows that are broken. Every run writes the same bytes.
package main

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"time"
)

//go:generate go run . -o ../linkedin.csv

func main() {
	out := flag.String("o", "linkedin.csv", "the file to write")
	flag.Parse()
	if err := os.WriteFile(*out, export(), 0o644); err != nil {
		panic(err)
	}
}

const (
	rows = 300
	seed = 20261120
	// denser bends an even spread of days so that more lie near the end.
	denser = 0.6
)

// The first and the last day of the search.
var (
	firstDay = time.Date(2026, 8, 3, 0, 0, 0, 0, time.UTC)
	lastDay  = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
)

var header = []string{
	"Application Date", "Contact Email", "Contact Phone Number", "Company Name", "Job Title", "Job Url", "Resume Name", "Question And Answers",
}

// export returns the whole file.
func export() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	random := rand.New(rand.NewPCG(seed, seed))
	must(w.Write(header))
	var written [][]string
	for n := range rows {
		switch n {
		case 90:
			must(w.Write(broken(random, n)))
			continue
		case 200:
			w.Flush()
			b.WriteString("\"11/9/26, 8:41 AM\",robin.doe@mail.example,+1 212 555 0142,Cut Short Ltd,\"Archivist\n")
			continue
		}
		row := application(random, n)
		if n%59 == 58 {
			row = written[random.IntN(len(written))]
		}
		written = append(written, row)
		must(w.Write(row))
	}
	w.Flush()
	must(w.Error())
	return b.Bytes()
}

func application(random *rand.Rand, n int) []string {
	company, title := pick(random, employers), pick(random, levels)+pick(random, roles)
	if odd, ok := oddities[n]; ok {
		title = odd
	}
	switch {
	case n%47 == 13:
		company = ""
	case n%97 == 31:
		title = ""
	}
	job := 4_118_000_000 + n*7_919 + random.IntN(7_000)
	return []string{
		moment(random), "robin.doe@mail.example", "+1 212 555 0142", company, title,
		fmt.Sprintf("https://www.linkedin.com/jobs/view/%d", job), "Robin_Doe_Resume.pdf", answers(random),
	}
}

// broken is a row with a day that no calendar has.
func broken(random *rand.Rand, n int) []string {
	row := application(random, n)
	row[0] = "9/31/26, 10:02 AM"
	return row
}

// moment is a time of the search as LinkedIn writes it.
func moment(random *rand.Rand) string {
	days := lastDay.Sub(firstDay).Hours() / 24
	at := firstDay.AddDate(0, 0, int(math.Round(days*math.Pow(random.Float64(), denser))))
	if at.Weekday() == time.Sunday {
		at = at.AddDate(0, 0, -2)
	}
	at = at.Add(time.Duration(7*60+random.IntN(15*60)) * time.Minute)
	return at.Format("1/2/06, 3:04 PM")
}

// answers is what readers must not keep.
func answers(random *rand.Rand) string {
	if random.IntN(3) == 0 {
		return ""
	}
	return strings.Join([]string{
		"Are you legally authorized to work in the United States? Yes",
		fmt.Sprintf("How many years of experience do you have? %d", 1+random.IntN(9)),
		"What are your salary expectations? (not to be kept)",
		"Gender: (not to be kept)",
	}[:1+random.IntN(4)], "\n")
}

func pick(random *rand.Rand, from []string) string { return from[random.IntN(len(from))] }

func must(err error) {
	if err != nil {
		panic(err)
	}
}
