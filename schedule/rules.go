package schedule

// Rule names the rule that an event follows.
type Rule string

// The rules. docs/policy.md explains each.
const (
	RuleAfterApplying  Rule = "after-applying"
	RuleAfterClosing   Rule = "after-closing"
	RuleNoContact      Rule = "no-contact"
	RuleAgain          Rule = "persistent-not-annoying"
	RuleMoveOn         Rule = "move-on"
	RuleAskPermission  Rule = "ask-permission"
	RuleLogPreference  Rule = "log-preference"
	RuleReview         Rule = "permission-denied"
	RulePreferredDay   Rule = "their-preference"
	RuleAfterDecision  Rule = "after-decision"
	RuleAfterInterview Rule = "after-interview"
	RuleThankYou       Rule = "thank-you"
	RuleThankYouLetter Rule = "thank-you-letter"
	RuleClosing        Rule = "posting-closes"
	RuleDeadline       Rule = "deadline"
	RuleSnoozed        Rule = "snoozed"
	RuleBroughtBack    Rule = "brought-back"
	RuleDone           Rule = "done"
	RuleDismissed      Rule = "dismissed"
)

const author = "Interview with a career author"

// rules holds for each rule the end of its sentence and where it comes from.
var rules = map[Rule]struct{ phrase, source string }{
	RuleAfterApplying:  {"wait a few business days", author + "; Accountemps survey of managers, 2017"},
	RuleAfterClosing:   {"wait a few business days, and never ask before the posting has closed", author + "; apuedge.com"},
	RuleNoContact:      {"the posting asks for no calls or e-mails, so there is no follow-up", author},
	RuleAgain:          {"be persistent, not annoying, and let the gap grow", author + "; careery.pro"},
	RuleMoveOn:         {"silence is an answer in the end, so move on", "careery.pro; applyx.app"},
	RuleAskPermission:  {"ask for the interviewer's follow-up preference when you leave", author},
	RuleLogPreference:  {"log what the interviewer answered, because a follow-up needs permission", author},
	RuleReview:         {"they did not want a follow-up, so only look at where it stands", author},
	RulePreferredDay:   {"cater to the interviewer's preference", author},
	RuleAfterDecision:  {"give them time past the promised date", "Purdue CCO; " + author},
	RuleAfterInterview: {"you have permission to follow up, so wait a few business days", author},
	RuleThankYou:       {"say thank you while they remember you", "Accountemps; Lynn Taylor; " + author},
	RuleThankYouLetter: {"a handwritten note is posted on the next business day", author},
	RuleClosing:        {"apply before the posting closes", "The posting"},
	RuleDeadline:       {"keep the deadline that they set", "The employer"},
	RuleSnoozed:        {"you decided so", "You"},
	RuleBroughtBack:    {"it was missed, and you asked to have it back", "You"},
	RuleDone:           {"done is done", "Your log"},
	RuleDismissed:      {"you decided so", "You"},
}
