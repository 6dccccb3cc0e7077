package workday

import "followcal/internal/fault"

// RegionInfo is what is known of a region without loading its holidays.
type RegionInfo struct {
	Code    string // ISO 3166-1 or -2, or a part of such a subdivision
	Name    string
	Weekend WeekendDays // today's
}

// Region returns the calendar of a country (DE), a subdivision (DE-BY) or a
// part of one (DE-BY-A); case does not matter. It is loaded once. An unknown
// code is a fault that names similar ones.
func Region(code string) (*Calendar, error) {
	return nil, fault.New(fault.NotFound, "%q is no known region", code)
}

// Regions lists every region that [Region] knows, by code.
func Regions() []RegionInfo { return nil }
