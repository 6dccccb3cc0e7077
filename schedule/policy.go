package schedule

import (
	"fmt"

	"followcal/internal/fault"
)

// Policy holds the numbers of the rules. Every number of days is in business
// days. The zero value is not a policy; start from [DefaultPolicy].
type Policy struct {
	AfterApplicationDays int     // wait after applying, 1 to 15
	FollowUps            int     // follow-ups for each stage, 0 to 3
	GapDays              int     // least distance between two follow-ups to one contact, 1 to 60
	GapGrowth            float64 // factor from one gap to the next, 1 to 10
	AfterInterviewDays   int     // wait after an interview with no date promised, 1 to 15
	AfterDecisionDays    int     // wait after a promised decision date, 0 to 15
	ThankYou             ThankYouBy
	Method               Method    // when neither preference nor contact says
	CallWindow           Window    // in the employer's zone
	OwnHours             Window    // in the candidate's zone
	CallMinutes          int       // length of a call, 5 to 120
	UnansweredLimit      int       // outreaches to a contact without a response between, 1 to 3
	DailyLimit           int       // follow-ups on one day, 1 to 50
	PreferMidweek        bool      // Tuesday to Thursday when at most two days on
	MoveOnDays           int       // wait after the last follow-up, 1 to 60
	Alarm                ClockTime // when an all-day event reminds, in the viewer's zone
}

// ThankYouBy is how a thank-you note is sent.
type ThankYouBy string

// The ways to thank.
const (
	ThankByEmail  ThankYouBy = "email"
	ThankByLetter ThankYouBy = "letter"
	ThankByBoth   ThankYouBy = "both"
	ThankOff      ThankYouBy = "off"
)

// ThankYouBys lists every way to thank.
var ThankYouBys = []ThankYouBy{ThankByEmail, ThankByLetter, ThankByBoth, ThankOff}

// DefaultPolicy returns the rules' own numbers.
func DefaultPolicy() Policy {
	return Policy{
		AfterApplicationDays: 5,
		FollowUps:            2,
		GapDays:              5,
		GapGrowth:            2,
		AfterInterviewDays:   5,
		AfterDecisionDays:    2,
		ThankYou:             ThankByEmail,
		Method:               Phone,
		CallWindow:           Window{At(10, 0), At(11, 30)},
		OwnHours:             Window{At(8, 0), At(20, 0)},
		CallMinutes:          15,
		UnansweredLimit:      3,
		DailyLimit:           5,
		PreferMidweek:        false,
		MoveOnDays:           10,
		Alarm:                At(9, 0),
	}
}

// Overrides are the fields of a [Policy] that somebody set; nil fields leave
// the policy below them alone. The keys are the same in JSON and TOML.
type Overrides struct {
	AfterApplicationDays *int        `json:"after_application_days,omitempty" toml:"after_application_days"`
	FollowUps            *int        `json:"follow_ups,omitempty" toml:"follow_ups"`
	GapDays              *int        `json:"gap_days,omitempty" toml:"gap_days"`
	GapGrowth            *float64    `json:"gap_growth,omitempty" toml:"gap_growth"`
	AfterInterviewDays   *int        `json:"after_interview_days,omitempty" toml:"after_interview_days"`
	AfterDecisionDays    *int        `json:"after_decision_days,omitempty" toml:"after_decision_days"`
	ThankYou             *ThankYouBy `json:"thank_you,omitempty" toml:"thank_you"`
	Method               *Method     `json:"method,omitempty" toml:"method"`
	CallWindow           *Window     `json:"call_window,omitempty" toml:"call_window"`
	OwnHours             *Window     `json:"own_hours,omitempty" toml:"own_hours"`
	CallMinutes          *int        `json:"call_minutes,omitempty" toml:"call_minutes"`
	UnansweredLimit      *int        `json:"unanswered_limit,omitempty" toml:"unanswered_limit"`
	DailyLimit           *int        `json:"daily_limit,omitempty" toml:"daily_limit"`
	PreferMidweek        *bool       `json:"prefer_midweek,omitempty" toml:"prefer_midweek"`
	MoveOnDays           *int        `json:"move_on_days,omitempty" toml:"move_on_days"`
	Alarm                *ClockTime  `json:"alarm,omitempty" toml:"alarm"`
}

// Apply returns p with every field that o sets. A nil o changes nothing.
func (o *Overrides) Apply(p Policy) Policy {
	if o == nil {
		return p
	}
	set(&p.AfterApplicationDays, o.AfterApplicationDays)
	set(&p.FollowUps, o.FollowUps)
	set(&p.GapDays, o.GapDays)
	set(&p.GapGrowth, o.GapGrowth)
	set(&p.AfterInterviewDays, o.AfterInterviewDays)
	set(&p.AfterDecisionDays, o.AfterDecisionDays)
	set(&p.ThankYou, o.ThankYou)
	set(&p.Method, o.Method)
	set(&p.CallWindow, o.CallWindow)
	set(&p.OwnHours, o.OwnHours)
	set(&p.CallMinutes, o.CallMinutes)
	set(&p.UnansweredLimit, o.UnansweredLimit)
	set(&p.DailyLimit, o.DailyLimit)
	set(&p.PreferMidweek, o.PreferMidweek)
	set(&p.MoveOnDays, o.MoveOnDays)
	set(&p.Alarm, o.Alarm)
	return p
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// Validate reports the first field of p that is outside its documented range,
// as a fault whose sentence starts with the field's key and says why the range
// is what it is.
func (p Policy) Validate() error {
	checks := []struct {
		key       string
		value     int
		low, high int
		why       string
	}{
		{
			"after_application_days", p.AfterApplicationDays, 1, 15,
			`employers need time to receive and review; one day "isn't necessarily frowned upon", and two to three weeks are no "crime" either (interview with a career author)`,
		},
		{"follow_ups", p.FollowUps, 0, 3, "more than two follow-ups for a stage are commonly felt as a nuisance (careery.pro)"},
		{"gap_days", p.GapDays, 1, 60, `"repetitive follow-up … is a common complaint" (interview with a career author)`},
		{"after_interview_days", p.AfterInterviewDays, 1, 15, "the same few business days to three weeks as after applying"},
		{"after_decision_days", p.AfterDecisionDays, 0, 15, "asking before the promised decision is too early (Purdue CCO)"},
		{"call_minutes", p.CallMinutes, 5, 120, "a follow-up call is short"},
		{"unanswered_limit", p.UnansweredLimit, 1, 3, "nobody should hear from you more than three times without having answered (applyx.app)"},
		{"daily_limit", p.DailyLimit, 1, 50, "each follow-up deserves attention"},
		{"move_on_days", p.MoveOnDays, 1, 60, "the last follow-up needs time for an answer, and silence is an answer in the end"},
	}
	for _, c := range checks {
		if c.value < c.low || c.value > c.high {
			return fault.New(fault.Invalid, "%s: %d is outside %d to %d: %s", c.key, c.value, c.low, c.high, c.why)
		}
	}
	return p.validateChoices()
}

func (p Policy) validateChoices() error {
	if !(p.GapGrowth >= 1 && p.GapGrowth <= 10) {
		return fault.New(fault.Invalid, "gap_growth: %v is outside 1 to 10: the gap between follow-ups grows, it never shrinks", p.GapGrowth)
	}
	if err := oneOf("thank_you", p.ThankYou, ThankYouBys); err != nil {
		return err
	}
	if err := oneOf("method", p.Method, Methods); err != nil {
		return err
	}
	if p.CallWindow.length() < p.CallMinutes {
		return fault.New(fault.Invalid, "call_window: %s is shorter than one call of %d minutes (call_minutes)", p.CallWindow, p.CallMinutes)
	}
	if p.OwnHours.length() < p.CallMinutes {
		return fault.New(fault.Invalid, "own_hours: %s is shorter than one call of %d minutes (call_minutes)", p.OwnHours, p.CallMinutes)
	}
	return nil
}

func (w Window) length() int { return int(w.Until - w.From) }

func oneOf[T ~string](key string, value T, allowed []T) error {
	for _, a := range allowed {
		if value == a {
			return nil
		}
	}
	return fault.New(fault.Invalid, "%s: %q is none of %s", key, value, quoted(allowed))
}

func quoted[T ~string](values []T) string {
	var list string
	for i, v := range values {
		switch {
		case i > 0 && i == len(values)-1:
			list += " or "
		case i > 0:
			list += ", "
		}
		list += fmt.Sprintf("%q", string(v))
	}
	return list
}
