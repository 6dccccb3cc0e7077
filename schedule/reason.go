package schedule

import "github.com/rickb777/date/v2"

// Reason is why an event is on its day. [Reason.Sentence] says it.
type Reason struct {
	Rule         Rule
	Anchor       Anchor    // what was counted from
	AnchorOn     date.Date // zero when nothing was counted
	BusinessDays int       // counted from AnchorOn
	Skipped      []Skipped // closed days between, weekends apart
	Moves        []Move    // what moved it after counting, in order
}

// Skipped is a day that did not count although it is no weekend.
type Skipped struct {
	On        date.Date
	Name      string
	Estimated bool // the day depends on a sighting or a decree
}

// Rule names the rule of the policy that an event follows.
type Rule string

// Anchor names the fact that a day is counted from.
type Anchor string

// MoveCause names what moved an event after its day was counted.
type MoveCause string

// Move is one step from the counted day to the final one.
type Move struct {
	Cause MoveCause
	From  date.Date
}
