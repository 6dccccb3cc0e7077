package exchange

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"

	"followcal/schedule"
)

// Version is the version of followcal's own JSON and of the plan.
const Version = 1

// readJSON reads followcal's own JSON. It is a contract between programs: one
// wrong value refuses it whole, so that nothing is half taken over.
func (in *intake) readJSON(text *bufio.Reader) error {
	dec := json.NewDecoder(&jsonGuard{file: in.file, src: text})
	dec.UseNumber()
	r := &jsonReader{in: in, dec: dec}
	if err := r.log(&in.result.Log); err != nil {
		in.result.Log = schedule.Log{}
		return err
	}
	in.result.Rows = len(in.result.Log.Applications)
	if err := r.end(); err != nil {
		in.result.Log = schedule.Log{}
		return err
	}
	return nil
}

// end makes sure that nothing follows the log.
func (r *jsonReader) end() error {
	_, err := r.dec.Token()
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil && !errors.As(err, &syntax):
		return readFault(r.in.file, err)
	}
	return r.wrong("something follows the closing brace, near byte %d", r.dec.InputOffset())
}

// log reads the outermost object. Its members may come in any order, so that
// nothing here may depend on another.
func (r *jsonReader) log(l *schedule.Log) error {
	version := 0
	err := r.object(func(key string) error {
		switch key {
		case "version":
			return r.version(&version)
		case "name":
			return r.name(&l.Name)
		case "zone":
			return r.zone(&l.Zone)
		case "region":
			return r.region(&l.Region)
		case "days_off":
			return entries(r, &l.DaysOff, r.daysOff)
		case "closed":
			return entries(r, &l.Closed, r.day)
		case "working":
			return entries(r, &l.Working, r.day)
		case "decisions":
			return entries(r, &l.Decisions, r.decision)
		case "policy":
			return r.policy(&l.Policy)
		case "applications":
			return entries(r, &l.Applications, r.application)
		}
		return r.unknown("version", "name", "zone", "region", "days_off", "closed", "working", "decisions", "policy", "applications")
	})
	if err != nil {
		return err
	}
	if err := r.need("version", version != 0); err != nil {
		return err
	}
	return r.agree(l)
}

// version refuses versions of the future at once, before their unknown fields
// are complained about.
func (r *jsonReader) version(to *int) error {
	if err := r.number(to, 1, 1<<30); err != nil {
		return err
	}
	if *to != Version {
		return r.wrong("version %d is not supported; this followcal reads version %d", *to, Version)
	}
	return nil
}

// agree checks what concerns more than one value of the log.
func (r *jsonReader) agree(l *schedule.Log) error {
	if key, sentence := l.Policy.Check(); key != "" {
		return r.wrong("policy.%s: %s", key, sentence)
	}
	at := make(map[string]int, len(l.Applications))
	for i := range l.Applications {
		a := &l.Applications[i]
		settle(a)
		r.path = append(r.path[:0], step{key: "applications"}, step{place: i})
		if first, again := at[a.ID]; again {
			return r.wrong("the id %q is that of applications[%d] as well", shown(a.ID), first)
		}
		at[a.ID] = i
		if a.Policy == nil {
			continue
		}
		if key, sentence := a.Policy.Check(l.Policy); key != "" {
			return r.wrong("policy.%s: %s", key, sentence)
		}
	}
	r.path = r.path[:0]
	return nil
}
