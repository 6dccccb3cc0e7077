package exchange

import (
	"fmt"
	"slices"

	"followcal/schedule"
)

// candidate reads the record about the person, of which there is one.
func (r *ownRow) candidate() func() {
	name, zone, region := r.name("name"), r.zone(), r.region()
	if r.person != 0 {
		r.fail(fmt.Sprintf("the candidate stands on line %d already", r.person), "")
	}
	return func() {
		log := &r.in.result.Log
		log.Name, log.Zone, log.Region = name, zone, region
		r.person = r.line
	}
}

// dayOff reads a range of days off, a single day when it has no end.
func (r *ownRow) dayOff() func() {
	d := schedule.DaysOff{From: r.needOn(), To: r.date("to"), Why: r.name("note")}
	keep(&d.To, d.From)
	if d.To < d.From {
		r.fail("the day off ends before it begins", d.To.String())
	}
	return func() { r.in.result.Log.DaysOff = append(r.in.result.Log.DaysOff, d) }
}

// extraDay reads a closed or working day of one employer, or of all.
func (r *ownRow) extraDay(ofAll func(*schedule.Log) *[]schedule.Day, ofOne func(*schedule.Application) *[]schedule.Day) func() {
	d := schedule.Day{On: r.needOn(), Name: r.name("name")}
	days := ofAll(&r.in.result.Log)
	if r.application != nil {
		days = ofOne(r.application)
		r.room(len(*days), MaxEntries)
	}
	return func() { *days = append(*days, d) }
}

// decision reads what was decided about one planned event.
func (r *ownRow) decision() func() {
	d := schedule.Decision{Event: r.name("event"), Kind: needWord(r, "kind", schedule.DecisionKinds), To: r.date("to"), On: r.date("on"), Concerns: r.concerns()}
	if d.Event == "" {
		r.fail("the event is missing", "")
	}
	if wrong := decisionDays(&d); wrong != "" {
		r.fail(wrong, "")
	}
	return func() { r.in.result.Log.Decisions = append(r.in.result.Log.Decisions, d) }
}

// concerns reads pairs of an application and its event.
func (r *ownRow) concerns() []schedule.Concern {
	pairs := items[string](r, "concerns", 2*MaxConcerns)
	if len(pairs)%2 != 0 {
		r.fail("the concerns are not pairs of an application and an event", "")
		return nil
	}
	var all []schedule.Concern
	for pair := range slices.Chunk(pairs, 2) {
		all = append(all, schedule.Concern{Application: pair[0], Event: pair[1]})
	}
	return all
}

// policy reads one value of a policy, the application's when the row names one.
func (r *ownRow) policy() func() {
	key, value := r.name("key"), r.name("value")
	field, ok := schedule.FindPolicyKey(key)
	if !ok {
		r.fail("a policy has no such key; there are "+list(schedule.PolicyKeyNames()), key)
		return nil
	}
	owner, policy := "", &r.in.result.Log.Policy
	if r.application != nil {
		owner, policy = r.application.ID, &r.application.Policy
	}
	if *policy == nil {
		*policy = &schedule.Overrides{}
	}
	if _, again := field.Get(*policy); again {
		r.fail("the policy has this key already", key)
		return nil
	}
	if err := field.Set(*policy, value); err != nil {
		r.fail(key+": "+err.Error(), "")
	}
	return func() { r.policies[owner] = append(r.policies[owner], policyRow{field, r.line}) }
}

// submission reads the application's own record.
func (r *ownRow) submission() func() {
	a := schedule.Application{
		ID:        r.name("application"),
		Employer:  r.name("employer"),
		Role:      r.name("role"),
		Status:    word(r, "status", schedule.Statuses, ""),
		AppliedOn: r.date("on"),
		Source:    r.name("source"),
		Region:    r.region(),
		Zone:      r.zone(),
		Notes:     r.note("note"),
		Posting:   schedule.Posting{URL: r.name("url"), ClosesOn: r.date("closes_on"), NoContact: r.flag("no_contact")},
	}
	settle(&a)
	if at, again := r.known[a.ID]; again {
		r.fail(fmt.Sprintf("the application stands on line %d already", r.lines[at]), a.ID)
	}
	return func() {
		r.done(a.AppliedOn)
		r.known[a.ID] = len(r.in.result.Log.Applications)
		r.lines = append(r.lines, r.line)
		r.in.result.Log.Applications = append(r.in.result.Log.Applications, a)
	}
}

// room refuses a further entry where an application has as many as it may.
func (r *ownRow) room(have, limit int) {
	if have >= limit {
		r.fail(fmt.Sprintf("the application has %d of these already, the most that it may", limit), "")
	}
}

// contact reads a person at the employer.
func (r *ownRow) contact() func() {
	r.room(len(r.application.Contacts), MaxEntries)
	c := schedule.Contact{Name: r.name("name"), Phone: r.name("phone"), Email: r.name("email"), Method: word(r, "method", schedule.Methods, "")}
	return func() { r.application.Contacts = append(r.application.Contacts, c) }
}

// interview reads an interview with the preference that was recorded at it: the
// two share a row, and the columns method and contact are the preference's.
func (r *ownRow) interview() func() {
	r.room(len(r.application.Interviews), schedule.MaxRound)
	i := schedule.Interview{
		Round:     r.number("round", 1, schedule.MaxRound, 0),
		Start:     r.instant("start"),
		Minutes:   r.number("minutes", 1, schedule.MaxMinutes, schedule.DefaultInterviewMinutes),
		Mode:      word(r, "mode", schedule.Modes, ""),
		Place:     r.name("place"),
		Contacts:  items[string](r, "contacts", MaxItems),
		Cancelled: r.flag("cancelled"),
		Preference: schedule.Preference{
			Permission: word(r, "permission", schedule.Permissions, ""),
			Method:     word(r, "method", schedule.Methods, ""),
			Contact:    r.name("contact"),
			NotBefore:  r.date("not_before"),
			DecisionBy: r.date("decision_by"),
		},
	}
	return func() { r.application.Interviews = append(r.application.Interviews, i) }
}

// outreach reads a contact attempt; its outcome is the note.
func (r *ownRow) outreach() func() {
	r.room(len(r.application.Outreach), MaxEntries)
	o := schedule.Outreach{
		On:      r.needOn(),
		Method:  word(r, "method", schedule.Methods, ""),
		Purpose: word(r, "purpose", schedule.Purposes, schedule.FollowUp),
		Outcome: r.note("note"),
		Contact: r.name("contact"),
		Asked:   items[schedule.Question](r, "asked", MaxItems),
	}
	return func() {
		r.done(o.On)
		r.application.Outreach = append(r.application.Outreach, o)
	}
}

// response reads what the employer sent back.
func (r *ownRow) response() func() {
	r.room(len(r.application.Responses), MaxEntries)
	a := schedule.Response{On: r.needOn(), Kind: word(r, "kind", schedule.ResponseKinds, schedule.Reply), Note: r.note("note")}
	return func() {
		r.done(a.On)
		r.application.Responses = append(r.application.Responses, a)
	}
}

// deadline reads a due date with a time, or a whole day.
func (r *ownRow) deadline() func() {
	r.room(len(r.application.Deadlines), MaxEntries)
	d := schedule.Deadline{Kind: needWord(r, "kind", schedule.DeadlineKinds)}
	due := r.name("due")
	if wrong := dueAt(due, &d); wrong != "" {
		r.fail("the due time "+wrong, due)
	}
	return func() { r.application.Deadlines = append(r.application.Deadlines, d) }
}
