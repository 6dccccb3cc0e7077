package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"
)

// lastDay is the day of the latest application; the README plans as on the
// Monday after it.
var lastDay = time.Date(2026, time.October, 30, 0, 0, 0, 0, time.UTC)

// The search began slowly and became urgent: so many applications in the weeks
// before the last day, the latest week last.
var weekly = []int{
	3, 4, 2, 5, 6, 4, 3, 7, 5, 6, 8, 4, 0, 2, 6, 7, 9, 8, 6, 10,
	7, 9, 11, 8, 0, 5, 10, 9, 12, 10, 8, 11, 9, 12, 10, 13, 12, 14, 11, 13,
}

var header = []string{
	"Application Date", "Contact Email", "Contact Phone Number", "Company Name",
	"Job Title", "Job Url", "Resume Name", "Question And Answers",
}

var (
	firstWords  = []string{"Alder", "Birch", "Cobalt", "Delta", "Ember", "Fathom", "Granite", "Harbor", "Indigo", "Juniper", "Keystone", "Lantern", "Meridian", "Northwind", "Orchard", "Pinnacle", "Quarry", "Ridgeline", "Summit", "Tidewater", "Umbra", "Vantage", "Willow", "Yonder", "Zephyr"}
	secondWords = []string{"Analytics", "Biosciences", "Capital", "Dynamics", "Energy", "Foods", "Health", "Insurance", "Labs", "Logistics", "Media", "Networks", "Robotics", "Software", "Studios", "Systems", "Transit", "Works"}
	endings     = []string{"", "", "", " Inc.", " LLC", ", Inc.", " Group", " & Co."}
	levels      = []string{"", "", "Senior ", "Senior ", "Lead ", "Staff "}
	roles       = []string{"Software Engineer", "Backend Engineer", "Data Engineer", "Platform Engineer", "Site Reliability Engineer", "Data Analyst", "Product Manager", "QA Engineer", "Engineer, Payments", `Engineer ("Search")`, "Développeur Go", "Solutions Architect"}
	resumes     = []string{"Robin_Doe_Resume.pdf", "Robin_Doe_Resume_platform.pdf", "Robin Doe (data).docx"}
	answers     = []string{"", "", "Are you comfortable commuting to this job's location?: Yes", "How many years of work experience do you have with Go?: 6 | Desired salary?: 100000"}
)

// write writes the rows as LinkedIn does: unsorted, with dates of a short form
// that puts the month first, and with the applicant's own address in the
// columns that are called contact.
func write(w io.Writer) error {
	random := rand.New(rand.NewPCG(2026, 11)) //nolint:gosec // the same rows each time are the point
	rows := applications(random)
	random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	return out.WriteAll(rows)
}

func applications(random *rand.Rand) [][]string {
	var rows [][]string
	monday := lastDay.AddDate(0, 0, -4-7*(len(weekly)-1))
	companies := companyNames(random)
	for week, number := range weekly {
		for range number {
			day := monday.AddDate(0, 0, 7*week+weekday(random))
			company := companies[int(float64(len(companies))*random.Float64()*random.Float64())] // some are favourites
			rows = append(rows, row(random, len(rows), day, company))
		}
	}
	return rows
}

// weekday returns the day of an application, counted from Monday; few are sent
// at a weekend.
func weekday(random *rand.Rand) int {
	if random.IntN(12) == 0 {
		return 5 + random.IntN(2)
	}
	return random.IntN(5)
}

func companyNames(random *rand.Rand) []string {
	var names []string
	for len(names) < 220 {
		name := pick(random, firstWords) + " " + pick(random, secondWords) + pick(random, endings)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func row(random *rand.Rand, number int, day time.Time, company string) []string {
	if day.After(lastDay) {
		day = lastDay
	}
	sent := day.Add(time.Duration(8*60+random.IntN(13*60)) * time.Minute)
	title := pick(random, levels) + pick(random, roles)
	switch number {
	case 57, 201: // LinkedIn leaves the company out when its page is gone
		company = ""
	case 143:
		title = ""
	}
	return []string{
		sent.Format("1/2/06, 3:04 PM"), "robin.doe@example.com", "+1 212 555 0143", company,
		title, fmt.Sprintf("https://www.linkedin.com/jobs/view/%d", 4_100_000_000+number*7919),
		pick(random, resumes), pick(random, answers),
	}
}

func pick(random *rand.Rand, from []string) string { return from[random.IntN(len(from))] }
