package exchange

import (
	"encoding"
	"strconv"
	"strings"

	"followcal/schedule"
)

// kind is the type that a value has in JSON and TOML.
type kind string

const (
	whole   kind = "a whole number"
	number  kind = "a number"
	boolean kind = "true or false"
	text    kind = "text"
)

// policyField is one key of a policy: how its value is read from text and
// written to it.
type policyField struct {
	key  string
	kind kind
	set  func(o *schedule.Overrides, value string) error
	get  func(o *schedule.Overrides) (value string, set bool)
	// clear leaves the field to the policy below.
	clear func(o *schedule.Overrides)
}

// policyFields lists every key in the order in which policies are written.
var policyFields = []policyField{
	wholeField("after_application_days", func(o *schedule.Overrides) **int { return &o.AfterApplicationDays }),
	wholeField("follow_ups", func(o *schedule.Overrides) **int { return &o.FollowUps }),
	wholeField("gap_days", func(o *schedule.Overrides) **int { return &o.GapDays }),
	newField("gap_growth", number, func(o *schedule.Overrides) **float64 { return &o.GapGrowth }, parseNumber, formatNumber),
	wholeField("after_interview_days", func(o *schedule.Overrides) **int { return &o.AfterInterviewDays }),
	wholeField("after_decision_days", func(o *schedule.Overrides) **int { return &o.AfterDecisionDays }),
	wordField("thank_you", func(o *schedule.Overrides) **schedule.ThankYouBy { return &o.ThankYou }),
	wordField("method", func(o *schedule.Overrides) **schedule.Method { return &o.Method }),
	textField("call_window", func(o *schedule.Overrides) **schedule.Window { return &o.CallWindow }),
	textField("own_hours", func(o *schedule.Overrides) **schedule.Window { return &o.OwnHours }),
	wholeField("call_minutes", func(o *schedule.Overrides) **int { return &o.CallMinutes }),
	wholeField("unanswered_limit", func(o *schedule.Overrides) **int { return &o.UnansweredLimit }),
	wholeField("daily_limit", func(o *schedule.Overrides) **int { return &o.DailyLimit }),
	newField("prefer_midweek", boolean, func(o *schedule.Overrides) **bool { return &o.PreferMidweek }, parseBool, strconv.FormatBool),
	wholeField("move_on_days", func(o *schedule.Overrides) **int { return &o.MoveOnDays }),
	textField("alarm", func(o *schedule.Overrides) **schedule.ClockTime { return &o.Alarm }),
}

// policyKey returns the field with that key.
func policyKey(key string) (*policyField, bool) {
	for i := range policyFields {
		if policyFields[i].key == key {
			return &policyFields[i], true
		}
	}
	return nil, false
}

// newField makes a field of how its value is read from and written to text, the
// one form that CSV, JSON and TOML share.
func newField[T any](key string, k kind, at func(*schedule.Overrides) **T, parse func(string) (T, error), format func(T) string) policyField {
	return policyField{
		key:  key,
		kind: k,
		set: func(o *schedule.Overrides, value string) error {
			v, err := parse(value)
			if err == nil {
				*at(o) = &v
			}
			return err
		},
		get: func(o *schedule.Overrides) (string, bool) {
			if p := *at(o); p != nil {
				return format(*p), true
			}
			return "", false
		},
		clear: func(o *schedule.Overrides) { *at(o) = nil },
	}
}

// wholeField is a field with a whole number.
func wholeField(key string, at func(*schedule.Overrides) **int) policyField {
	return newField(key, whole, at, parseWhole, strconv.Itoa)
}

// wordField is a field with one of a few words. Which ones are allowed is the
// policy's to say.
func wordField[T ~string](key string, at func(*schedule.Overrides) **T) policyField {
	return newField(key, text, at, func(s string) (T, error) { return T(s), nil }, func(v T) string { return string(v) })
}

// textField is a field that reads and writes itself.
func textField[T interface{ String() string }, P interface {
	*T
	encoding.TextUnmarshaler
}](key string, at func(*schedule.Overrides) **T) policyField {
	parse := func(s string) (v T, err error) {
		err = P(&v).UnmarshalText([]byte(s))
		return v, err
	}
	return newField(key, text, at, parse, T.String)
}

// notA is the error for a value of the wrong form.
type notA struct {
	value string
	kind  kind
}

func (e notA) Error() string { return strconv.Quote(shown(e.value)) + " is not " + string(e.kind) }

// parseWhole reads a whole number that fits any machine.
func parseWhole(s string) (int, error) {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return 0, notA{s, whole}
	}
	return int(n), nil
}

// parseNumber reads a number. Infinities pass: the policy's range refuses them.
func parseNumber(s string) (float64, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, notA{s, number}
	}
	return f, nil
}

func formatNumber(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// parseBool reads the two words of JSON and TOML, not the many of strconv.
func parseBool(s string) (bool, error) {
	switch s {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, notA{s, boolean}
}

// checkPolicy checks o on top of the policies below it, and returns the key
// that is wrong with the sentence about it.
func checkPolicy(o *schedule.Overrides, below ...*schedule.Overrides) (key, sentence string) {
	p := schedule.DefaultPolicy()
	for _, b := range below {
		p = b.Apply(p)
	}
	if err := o.Apply(p).Validate(); err != nil {
		key, sentence, _ = strings.Cut(err.Error(), ": ")
		return key, sentence
	}
	return "", ""
}

// policyKeys lists the keys for a message.
func policyKeys() []string {
	keys := make([]string, len(policyFields))
	for i, f := range policyFields {
		keys[i] = f.key
	}
	return keys
}
