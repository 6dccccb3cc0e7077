package workday_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"testing"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule/workday"
)

// numpyProgram answers the cases on its standard input with numpy's business
// days. Its n-th one after d is busday_offset(d, n, roll='backward') for n > 0
// and roll='forward' for n ≤ 0.
const numpyProgram = `
import json, sys
import numpy as np
answers = []
for case in json.load(sys.stdin):
    cal = np.busdaycalendar(weekmask=case['weekmask'], holidays=case['holidays'])
    dates = np.array(case['dates'], dtype='datetime64[D]')
    n = np.array(case['n'])
    after = np.busday_offset(dates, n, roll='backward', busdaycal=cal)
    before = np.busday_offset(dates, n, roll='forward', busdaycal=cal)
    to = np.where(n > 0, after, before)
    one = np.timedelta64(1, 'D')
    ends = np.array(case['ends'], dtype='datetime64[D]')
    forth = np.busday_count(dates + one, ends + one, busdaycal=cal)
    back = -np.busday_count(ends, dates, busdaycal=cal)
    between = np.where(ends >= dates, forth, back)
    answers.append({'add': [str(d) for d in to], 'between': between.tolist(), 'open': np.is_busday(dates, busdaycal=cal).tolist()})
json.dump(answers, sys.stdout)
`

type numpyCase struct {
	Weekmask []bool   `json:"weekmask"` // from Monday on
	Holidays []string `json:"holidays"`
	Dates    []string `json:"dates"`
	Ends     []string `json:"ends"`
	N        []int    `json:"n"`

	calendar *workday.Calendar
}

type numpyAnswer struct {
	Add     []string
	Between []int
	Open    []bool
}

// drawNumpyCase makes up a calendar of thirty years and questions about the ten
// in their middle.
func drawNumpyCase(random *rand.Rand) numpyCase {
	first, last := date.New(2010, 1, 1), date.New(2040, 12, 31)
	c := numpyCase{Weekmask: make([]bool, 7)}
	weekend := workday.WeekendDays(random.IntN(127)) // never the whole week
	for i := range c.Weekmask {
		c.Weekmask[i] = !weekend.Has(time.Weekday((i + 1) % 7))
	}
	c.Holidays = []string{}
	var closed []workday.Day
	for range random.IntN(600) {
		d := first + date.Date(random.IntN(int(last-first)))
		closed = append(closed, workday.Day{On: d, Name: "closed"})
		c.Holidays = append(c.Holidays, d.String())
	}
	for range 200 {
		c.Dates = append(c.Dates, (date.New(2020, 1, 1) + date.Date(random.IntN(3652))).String())
		c.Ends = append(c.Ends, (date.New(2020, 1, 1) + date.Date(random.IntN(3652))).String())
		c.N = append(c.N, random.IntN(1001)-500)
	}
	c.calendar = workday.New(first, last, weekend, closed)
	return c
}

func askNumpy(t *testing.T, cases []numpyCase) []numpyAnswer {
	t.Helper()
	questions, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "/usr/bin/python3", "-c", numpyProgram)
	command.Stdin = bytes.NewReader(questions)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	output, err := command.Output()
	if err != nil {
		t.Fatalf("numpy is missing or failed: install Debian's python3-numpy (%v)\n%s", err, complaint.Bytes())
	}
	var answers []numpyAnswer
	if err := json.Unmarshal(output, &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

func TestCountingAgreesWithNumpy(t *testing.T) {
	random := rand.New(rand.NewPCG(2026, 11))
	cases := make([]numpyCase, 60)
	for i := range cases {
		cases[i] = drawNumpyCase(random)
	}
	asked := 0
	for i, answer := range askNumpy(t, cases) {
		c := cases[i]
		for j, from := range c.Dates {
			a, b := on(t, from), on(t, c.Ends[j])
			got, err := c.calendar.Add(a, c.N[j])
			if err == nil && got.String() != answer.Add[j] || err != nil && answer.Add[j] >= "2010-01-01" && answer.Add[j] <= "2040-12-31" {
				t.Errorf("Add(%s, %d) = %s, %v, numpy says %s (%v)", from, c.N[j], got, err, answer.Add[j], c.Weekmask)
			}
			if got, err := c.calendar.Between(a, b); err != nil || got != answer.Between[j] {
				t.Errorf("Between(%s, %s) = %d, %v, numpy says %d", a, b, got, err, answer.Between[j])
			}
			if got, err := c.calendar.IsBusinessDay(a); err != nil || got != answer.Open[j] {
				t.Errorf("IsBusinessDay(%s) = %v, %v", a, got, err)
			}
			asked++
		}
	}
	if asked != 60*200 {
		t.Errorf("%d questions were answered", asked)
	}
}
