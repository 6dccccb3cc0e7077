package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"time"
)

// pairs are times of the same round: ours and what it is compared with.
type pairs [][2]time.Duration

func (p *pairs) add(ours, theirs time.Duration) { *p = append(*p, [2]time.Duration{ours, theirs}) }

func (p pairs) ours() time.Duration   { return p.median(0) }
func (p pairs) theirs() time.Duration { return p.median(1) }

func (p pairs) median(of int) time.Duration {
	all := make([]time.Duration, len(p))
	for i := range p {
		all[i] = p[i][of]
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// ratio is the median of how many times as long as theirs ours took. Both of a
// round ran at the same time of a busy machine's day.
func (p pairs) ratio() float64 {
	all := make([]float64, len(p))
	for i, pair := range p {
		all[i] = float64(pair[0]) / float64(pair[1])
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// writeTable writes a synthetic export of LinkedIn's, the latest application
// first, over the two years before a day.
func writeTable(w io.Writer, rows int, until time.Time) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,Question And Answers")
	for i := range rows {
		day := until.AddDate(0, 0, -i*730/rows)
		fmt.Fprintf(out, "\"%s\",me@example.org,+1 555 0100,Employer %d Inc.,Role %d engineer,https://www.linkedin.com/jobs/view/%d,resume.pdf,Years of experience:5 | Visa:No\n",
			day.Format("1/2/06, 3:04 PM"), i*7919%20_000, i%500, 3_000_000_000+int64(rows-i)*7)
	}
	return out.Flush()
}
