package journal

import (
	"cmp"
	"slices"

	"followcal/schedule"
	"followcal/schedule/record"
)

// LacksRegion is the kind of lack that most logs have.
const LacksRegion = record.LacksRegion

// lacks lists what is missing for good follow-ups, of applications about which
// something is still to be done. Old ones whose follow-ups were all missed ask
// for nothing.
func lacks(planned []schedule.Planned, omitted []schedule.Omission) []record.Lack {
	found := map[string]map[record.LackKind]string{}
	say := func(a *schedule.Application, kind record.LackKind, what string) {
		if found[a.ID] == nil {
			found[a.ID] = map[record.LackKind]string{}
		}
		found[a.ID][kind] = what
	}
	for _, o := range omitted {
		say(o.Application, record.LacksDate, "nothing is planned for "+schedule.Label(o.Application)+": "+o.Why)
	}
	for i := range planned {
		e := &planned[i]
		if !e.State.Open() || !e.Kind.IsFollowUp() {
			continue
		}
		for _, a := range e.Applications {
			if a.Status == schedule.Interviewing && len(a.Interviews) == 0 {
				say(a, record.LacksInterview, lacksInterview(a))
			}
			if a.Region == "" {
				say(a, record.LacksRegion, schedule.Label(a)+" has no region, so your own holidays are counted: followcal edit "+a.ID+" --region …")
			}
		}
		if a := e.Applications[0]; e.Method == schedule.Phone && e.Contact.Phone == "" {
			say(a, record.LacksNumber, "a call is planned, and no number is known for "+schedule.Label(a)+": followcal edit "+a.ID+" --phone …")
		}
	}
	return sorted(found)
}

func lacksInterview(a *schedule.Application) string {
	return schedule.Label(a) + " is interviewing, and no interview is logged: followcal interview add " + a.ID + " …"
}

func sorted(found map[string]map[record.LackKind]string) []record.Lack {
	var list []record.Lack
	for id, kinds := range found {
		for kind, what := range kinds {
			list = append(list, record.Lack{Application: id, Kind: kind, What: what})
		}
	}
	slices.SortFunc(list, func(a, b record.Lack) int {
		return cmp.Or(cmp.Compare(slices.Index(record.LackKinds, a.Kind), slices.Index(record.LackKinds, b.Kind)), cmp.Compare(a.Application, b.Application))
	})
	return list
}
