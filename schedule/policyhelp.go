package schedule

// PolicyHelp is what people are told about a key of a policy.
type PolicyHelp struct {
	Meaning string // what the value is
	Allowed string // which values there are, such as "1 to 15"
	Source  string // who says so
}

// Help explains the key.
func (k *PolicyKey) Help() PolicyHelp { return policyHelp[k.Key] }

var policyHelp = map[string]PolicyHelp{
	"after_application_days": {"business days to wait after applying, or after the posting's closing date", "1 to 15", author + "; Accountemps survey of managers, 2017"},
	"follow_ups":             {"follow-ups for each stage, the application and each interview", "0 to 3", "careery.pro"},
	"gap_days":               {"business days at least between two follow-ups to one contact", "1 to 60", author},
	"gap_growth":             {"each gap is the one before times this", "1 to 10", author},
	"after_interview_days":   {"business days to wait after an interview when no date was promised", "1 to 15", author},
	"after_decision_days":    {"business days to wait after a promised decision date", "0 to 15", "Purdue CCO"},
	"thank_you":              {"how you thank for an interview", "email, letter, both or off", author + "; Accountemps; Lynn Taylor"},
	"method":                 {"how you follow up when neither preference nor contact says", "phone, email or letter", author},
	"call_window":            {"when calls are planned, in the employer's time zone", "HH:MM-HH:MM, at least one call long", "inc.com"},
	"own_hours":              {"when you can call, in your time zone", "HH:MM-HH:MM, at least one call long", "you"},
	"call_minutes":           {"minutes that a call takes in the calendar", "5 to 120", "you"},
	"unanswered_limit":       {"outreaches to a contact without an answer between", "1 to 3", "applyx.app"},
	"daily_limit":            {"follow-ups on one day; the rest move on", "1 to 50", "you"},
	"prefer_midweek":         {"move follow-ups to Tuesday to Thursday when at most two days on", "true or false", "inc.com; atlantadiversity.com"},
	"move_on_days":           {"business days after the last follow-up until the note to move on", "1 to 60", "careery.pro; applyx.app"},
	"alarm":                  {"when an all-day event reminds", "HH:MM", "you"},
}

// Overrides returns what sets every key to its value in p.
func (p Policy) Overrides() *Overrides {
	return &Overrides{
		AfterApplicationDays: &p.AfterApplicationDays, FollowUps: &p.FollowUps, GapDays: &p.GapDays, GapGrowth: &p.GapGrowth,
		AfterInterviewDays: &p.AfterInterviewDays, AfterDecisionDays: &p.AfterDecisionDays, ThankYou: &p.ThankYou,
		Method: &p.Method, CallWindow: &p.CallWindow, OwnHours: &p.OwnHours, CallMinutes: &p.CallMinutes,
		UnansweredLimit: &p.UnansweredLimit, DailyLimit: &p.DailyLimit, PreferMidweek: &p.PreferMidweek,
		MoveOnDays: &p.MoveOnDays, Alarm: &p.Alarm,
	}
}
