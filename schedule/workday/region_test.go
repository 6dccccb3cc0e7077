package workday_test

import (
	"strings"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule/workday"
)

func region(t testing.TB, code string) *workday.Calendar {
	t.Helper()
	c, err := workday.Region(code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// holidaysOf lists the days of a year that are closed as holidays and are no
// weekend, which is Saturday and Sunday here.
func holidaysOf(t testing.TB, code string, year int) string {
	t.Helper()
	var list []string
	for d := range region(t, code).Days(date.New(year, 1, 1), date.New(year, 12, 31)) {
		if d.Kind != workday.Weekend && !workday.SaturdaySunday.Has(d.On.Weekday()) {
			list = append(list, d.On.String()[5:])
		}
	}
	return strings.Join(list, " ")
}

func TestYearsOfRegions(t *testing.T) {
	tests := []struct {
		code string
		year int
		want string
	}{
		// 5 U.S.C. 6103; New Year 2028 is observed in 2027
		{"US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"},
		{"US", 2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"},
		{"US", 2023, "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25"},
		// the bank holidays that gov.uk publishes
		{"GB-ENG", 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"},
		{"GB-ENG", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"},
		{"GB-WLS", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"},
		{"GB-SCT", 2026, "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28"},
		{"GB-NIR", 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"},
		// Canada: the employment standards of each province
		{"CA-ON", 2026, "01-01 02-16 04-03 05-18 07-01 09-07 10-12 12-25"},
		{"CA-QC", 2026, "01-01 04-03 05-18 06-24 07-01 09-07 10-12 12-25"},
		{"CA-BC", 2026, "01-01 02-16 04-03 05-18 07-01 08-03 09-07 09-30 10-12 11-11 12-25"},
		{"CA-AB", 2026, "01-01 02-16 04-03 05-18 07-01 09-07 10-12 11-11 12-25"},
		{"CA-MB", 2026, "01-01 02-16 04-03 05-18 07-01 09-07 09-30 10-12 11-11 12-25"},
		{"CA-SK", 2026, "01-01 02-16 04-03 05-18 07-01 08-03 09-07 10-12 11-11 12-25"},
		{"CA-NS", 2026, "01-01 02-16 04-03 07-01 09-07 11-11 12-25"},
		{"CA-NB", 2026, "01-01 02-16 04-03 07-01 08-03 09-07 11-11 12-25"},
		{"CA-PE", 2026, "01-01 02-16 04-03 07-01 09-07 09-30 11-11 12-25"},
		{"CA-NL", 2026, "01-01 04-03 07-01 09-07 11-11 12-25"},
		{"CA-YT", 2026, "01-01 04-03 05-18 07-01 08-17 09-07 09-30 10-12 11-11 12-25"},
		{"CA-NT", 2026, "01-01 04-03 05-18 07-01 08-03 09-07 09-30 10-12 11-11 12-25"},
		{"CA-NU", 2026, "01-01 04-03 05-18 07-01 07-09 08-03 09-07 09-30 10-12 11-11 12-25"},
		// Germany: the holiday acts of the states; 24 and 31 December are work days
		{"DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 12-25"},
		{"DE-BY", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 12-25"},
		{"DE-SN", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 11-18 12-25"},
		{"DE-BE", 2027, "01-01 03-08 03-26 03-29 05-06 05-17"},
		{"DE-TH", 2027, "01-01 03-26 03-29 05-06 05-17 09-20"},
		{"DE-NI", 2017, "04-14 04-17 05-01 05-25 06-05 10-03 10-31 12-25 12-26"},
		// France: article L3133-1 of the Code du travail
		{"FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 11-11 12-25"},
		{"FR-67", 2026, "01-01 04-03 04-06 05-01 05-08 05-14 05-25 07-14 11-11 12-25"},
		// decreed late
		{"AU-NSW", 2026, "01-01 01-26 04-03 04-06 04-27 06-08 10-05 12-25 12-28"},
		{"AU-NSW", 2027, "01-01 01-26 03-26 03-29 04-26 06-14 10-04 12-27 12-28"},
	}
	for _, tt := range tests {
		if got := holidaysOf(t, tt.code, tt.year); got != tt.want {
			t.Errorf("%s %d\n got %s\nwant %s", tt.code, tt.year, got, tt.want)
		}
	}
}

func TestARegionIsFoundInAnyCase(t *testing.T) {
	if region(t, "de-by") != region(t, "DE-BY") || region(t, " De-bY ") != region(t, "DE-BY") {
		t.Error("one region has several calendars")
	}
}

func TestAnUnknownRegionNamesSimilarOnes(t *testing.T) {
	tests := map[string]string{
		"DE-YB":                    "DE-BY (Bavaria, Germany)",
		"US-NYC":                   "US-NY (New York, United States)",
		"":                         "such as US-NY",
		strings.Repeat("x", 10000): "…",
	}
	for code, want := range tests {
		_, err := workday.Region(code)
		if fault.KindOf(err) != fault.NotFound || !strings.Contains(err.Error(), want) || len(err.Error()) > 400 {
			t.Errorf("Region(%.20q) = %v, want %s", code, err, want)
		}
	}
}

func TestRegionsLoadAndAgreeWithTheirList(t *testing.T) {
	list := workday.Regions()
	if len(list) < 600 {
		t.Fatalf("%d regions", len(list))
	}
	for i, r := range list {
		if i > 0 && r.Code <= list[i-1].Code {
			t.Errorf("%s after %s", r.Code, list[i-1].Code)
		}
		c := region(t, r.Code)
		if first, last := c.Years(); first.String() != "2015-01-01" || last.String() != "2045-12-31" {
			t.Errorf("%s: %s to %s", r.Code, first, last)
		}
		n := 0
		for d := range c.Days(date.New(2026, 1, 1), date.New(2026, 12, 31)) {
			if d.Name == "" || d.Local == "" {
				t.Errorf("%s: %s has no name", r.Code, d.On)
			}
			if d.Kind == workday.Weekend != r.Weekend.Has(d.On.Weekday()) && d.Kind == workday.Weekend {
				t.Errorf("%s: %s is no weekend", r.Code, d.On)
			}
			if d.Kind != workday.Weekend {
				n++
			}
		}
		if n < 4 || n > 45 {
			t.Errorf("%s has %d holidays in 2026", r.Code, n)
		}
	}
}

func TestBeyondTheTableIsAnError(t *testing.T) {
	c := region(t, "US")
	if _, err := c.Add(on(t, "2014-12-31"), 1); fault.KindOf(err) != fault.Invalid {
		t.Errorf("2014: %v", err)
	}
	if got, err := c.Add(on(t, "2045-12-29"), 5); fault.KindOf(err) != fault.Invalid {
		t.Errorf("2046: %s, %v", got, err)
	}
}

func TestTheWeekendChanges(t *testing.T) {
	tests := []struct {
		code, on string
		open     bool
	}{
		{"AE", "2021-12-17", false}, // the last years with a free Friday
		{"AE", "2021-12-19", true},
		{"AE", "2022-01-07", true},
		{"AE", "2022-01-09", false},
		{"SA", "2015-01-08", true}, // a Thursday, free until 2013
		{"SA", "2026-01-09", false},
		{"MY-01", "2024-12-29", true},
		{"MY-01", "2025-01-05", false},
		{"IL", "2026-06-05", false},
		{"IN", "2026-06-06", true},
		{"BN", "2026-06-06", true},
		{"BN", "2026-06-05", false},
	}
	for _, tt := range tests {
		if open, err := region(t, tt.code).IsBusinessDay(on(t, tt.on)); err != nil || open != tt.open {
			t.Errorf("%s %s: %v, %v", tt.code, tt.on, open, err)
		}
	}
}
