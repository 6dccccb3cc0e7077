package app

import (
	"cmp"
	"fmt"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/exchange/jobposting"
	"followcal/schedule/workday"
)

// locate sets the log's zone and region. A flag wins over the log, and the log
// over the system's zone and the zone's country; what was assumed is noted.
func (a *App) locate(log *schedule.Log, r *ExportRequest, s *Summary) error {
	log.Zone = cmp.Or(r.Zone, log.Zone)
	if log.Zone == "" {
		zone, err := r.SystemZone()
		if err != nil {
			return err
		}
		log.Zone = zone
		s.note("your time zone is not given: %s, as on this system (set it with --zone)", zone)
	}
	log.Region = cmp.Or(r.Region, log.Region)
	if log.Region == "" {
		region, ok := workday.RegionOfZone(log.Zone)
		if !ok {
			return fault.New(fault.Usage, "the time zone %s belongs to no country, so the holidays are unknown: name the region with --region, such as --region US-NY", log.Zone)
		}
		log.Region = region
		s.note("no region is given: the holidays of %s, the country of %s (set it with --region)", region, log.Zone)
	}
	return nil
}

// checkFlags refuses a zone or region of the command line that does not exist
// as a misuse.
func (a *App) checkFlags(r *ExportRequest) error {
	if r.Zone != "" {
		if _, err := workday.Zone(r.Zone); err != nil {
			return fault.Wrap(fault.Usage, err, "--zone: %v", err)
		}
	}
	if r.Region != "" {
		if _, err := a.days(r.Region); err != nil {
			return fault.Wrap(fault.Usage, err, "--region: %v", err)
		}
	}
	return nil
}

// asOf is the date that the request names, else today in the zone.
func (r *ExportRequest) asOf(now time.Time, zone string) (date.Date, error) {
	if r.AsOf != 0 {
		return r.AsOf, nil
	}
	location, err := workday.Zone(zone)
	if err != nil {
		return 0, fault.Wrap(fault.KindOf(err), err, "zone: %v", err)
	}
	return date.NewAt(now.In(location)), nil
}

// earliestZone is how far the first time zone to see a day is ahead of UTC.
const earliestZone = 14 * time.Hour

// todayAnywhere is the latest date that is today somewhere. A log is read
// before its zone is known, and a later date is in the future for everybody.
func todayAnywhere(now time.Time) date.Date { return date.NewAt(now.UTC().Add(earliestZone)) }

func (s *Summary) note(format string, args ...any) {
	s.Notes = append(s.Notes, fmt.Sprintf(format, args...))
}

// places answers what a log's or a posting's regions, zones and places are from
// the world's tables.
type places struct{ days schedule.Days }

var (
	_ exchange.Places   = places{}
	_ jobposting.Places = places{}
)

// CheckRegion refuses a region without holidays of its own in the tables.
func (p places) CheckRegion(code string) error {
	_, err := p.days(code)
	return err
}

// CheckZone refuses what is no IANA zone.
func (places) CheckZone(name string) error {
	_, err := workday.Zone(name)
	return err
}

// Locate finds the region and zone of a place in words.
func (places) Locate(place string) (region, zone string) {
	return sure(workday.Locate(place))
}

// LocateAddress finds them for an address of schema.org.
func (places) LocateAddress(locality, subdivision, country string) (region, zone string) {
	return sure(workday.LocateAddress(locality, subdivision, country))
}

// sure is what is certain or probable of a place.
func sure(found workday.Place) (region, zone string) {
	if found.Confidence == workday.Unclear {
		return "", ""
	}
	return found.Region, found.Zone
}
