package schedule

import (
	"encoding"
	"slices"
	"strconv"
	"strings"
)

// PolicyForm is the type that a value of a policy has in JSON and TOML, in the
// words of a message.
type PolicyForm string

// The forms.
const (
	WholeNumber PolicyForm = "a whole number"
	Number      PolicyForm = "a number"
	TrueOrFalse PolicyForm = "true or false"
	Text        PolicyForm = "text"
)

// PolicyKey is one key of a policy: how its value is read from text and written
// to it, in the one form that CSV, JSON, TOML and the command line share.
type PolicyKey struct {
	Key  string // as in JSON and TOML
	Form PolicyForm
	// Set reads a value. Its error says what is wrong with the text; whether the
	// value is in range is for [Overrides.Check].
	Set func(o *Overrides, value string) error
	Get func(o *Overrides) (value string, set bool)
	// Clear leaves the field to the policy below.
	Clear func(o *Overrides)
}

// PolicyKeys lists every key in the order in which policies are written.
var PolicyKeys = []PolicyKey{
	wholeKey("after_application_days", func(o *Overrides) **int { return &o.AfterApplicationDays }),
	wholeKey("follow_ups", func(o *Overrides) **int { return &o.FollowUps }),
	wholeKey("gap_days", func(o *Overrides) **int { return &o.GapDays }),
	newKey("gap_growth", Number, func(o *Overrides) **float64 { return &o.GapGrowth }, parseNumber, FormatNumber),
	wholeKey("after_interview_days", func(o *Overrides) **int { return &o.AfterInterviewDays }),
	wholeKey("after_decision_days", func(o *Overrides) **int { return &o.AfterDecisionDays }),
	wordKey("thank_you", func(o *Overrides) **ThankYouBy { return &o.ThankYou }),
	wordKey("method", func(o *Overrides) **Method { return &o.Method }),
	textKey("call_window", func(o *Overrides) **Window { return &o.CallWindow }),
	textKey("own_hours", func(o *Overrides) **Window { return &o.OwnHours }),
	wholeKey("call_minutes", func(o *Overrides) **int { return &o.CallMinutes }),
	wholeKey("unanswered_limit", func(o *Overrides) **int { return &o.UnansweredLimit }),
	wholeKey("daily_limit", func(o *Overrides) **int { return &o.DailyLimit }),
	newKey("prefer_midweek", TrueOrFalse, func(o *Overrides) **bool { return &o.PreferMidweek }, parseBool, strconv.FormatBool),
	wholeKey("move_on_days", func(o *Overrides) **int { return &o.MoveOnDays }),
	textKey("alarm", func(o *Overrides) **ClockTime { return &o.Alarm }),
}

// FindPolicyKey returns the key of that name.
func FindPolicyKey(key string) (*PolicyKey, bool) {
	i := slices.IndexFunc(PolicyKeys, func(k PolicyKey) bool { return k.Key == key })
	if i < 0 {
		return nil, false
	}
	return &PolicyKeys[i], true
}

// PolicyKeyNames lists the names of the keys for a message.
func PolicyKeyNames() []string {
	names := make([]string, len(PolicyKeys))
	for i, k := range PolicyKeys {
		names[i] = k.Key
	}
	return names
}

// Check checks o on top of the default policy and those given, the lowest
// first. It returns the key that is wrong with the sentence about it, both empty
// when all is well.
func (o *Overrides) Check(below ...*Overrides) (key, sentence string) {
	p := DefaultPolicy()
	for _, b := range below {
		p = b.Apply(p)
	}
	if err := o.Apply(p).Validate(); err != nil {
		key, sentence, _ = strings.Cut(err.Error(), ": ")
		return key, sentence
	}
	return "", ""
}

// newKey makes a key of how its value is read from and written to text.
func newKey[T any](key string, form PolicyForm, at func(*Overrides) **T, parse func(string) (T, error), format func(T) string) PolicyKey {
	return PolicyKey{
		Key:  key,
		Form: form,
		Set: func(o *Overrides, value string) error {
			v, err := parse(value)
			if err == nil {
				*at(o) = &v
			}
			return err
		},
		Get: func(o *Overrides) (string, bool) {
			if p := *at(o); p != nil {
				return format(*p), true
			}
			return "", false
		},
		Clear: func(o *Overrides) { *at(o) = nil },
	}
}

// wholeKey is a key with a whole number.
func wholeKey(key string, at func(*Overrides) **int) PolicyKey {
	return newKey(key, WholeNumber, at, parseWhole, strconv.Itoa)
}

// wordKey is a key with one of a few words. Which ones are allowed is the
// policy's to say.
func wordKey[T ~string](key string, at func(*Overrides) **T) PolicyKey {
	return newKey(key, Text, at, func(s string) (T, error) { return T(s), nil }, func(v T) string { return string(v) })
}

// textKey is a key whose value reads and writes itself.
func textKey[T interface{ String() string }, P interface {
	*T
	encoding.TextUnmarshaler
}](key string, at func(*Overrides) **T) PolicyKey {
	parse := func(s string) (v T, err error) {
		err = P(&v).UnmarshalText([]byte(s))
		return v, err
	}
	return newKey(key, Text, at, parse, T.String)
}

// notA is the error for a value of the wrong form.
type notA struct {
	value string
	form  PolicyForm
}

func (e notA) Error() string { return strconv.Quote(Excerpt(e.value)) + " is not " + string(e.form) }

// parseWhole reads a whole number that fits any machine.
func parseWhole(s string) (int, error) {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return 0, notA{s, WholeNumber}
	}
	return int(n), nil
}

// parseNumber reads a number. Infinities pass: the policy's range refuses them.
func parseNumber(s string) (float64, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, notA{s, Number}
	}
	return f, nil
}

// FormatNumber writes a number of a policy, the shortest that reads as it.
func FormatNumber(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// parseBool reads the two words of JSON and TOML, not the many of strconv.
func parseBool(s string) (bool, error) {
	switch s {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, notA{s, TrueOrFalse}
}
