package journal

import (
	"context"
	"encoding/json"
	"strings"

	"followcal/schedule"
	"followcal/schedule/record"
)

// Because is what a plan's own JSON does not say of why an event is as it is.
type Because struct {
	Moved     []Moved  `json:"moved,omitempty"`     // from the counted day to the final one, in order
	Estimated []string `json:"estimated,omitempty"` // skipped days that depend on a sighting or a decree
	Stopped   string   `json:"stopped,omitempty"`   // why it is no longer needed: a [schedule.Stop]
	StoppedOn string   `json:"stopped_on,omitempty"`
}

// Moved is one step from the counted day to the final one.
type Moved struct {
	Cause string `json:"cause"` // a [schedule.MoveCause]
	From  string `json:"from"`
	On    string `json:"on,omitempty"` // the day of the contact that it keeps away from
}

// because takes from a planned event what explains it; nil for nothing, which
// is what most have.
func because(p *schedule.Planned) *Because {
	r := &p.Reason
	b := &Because{Stopped: string(r.Stopped)}
	if r.StoppedOn != 0 {
		b.StoppedOn = r.StoppedOn.String()
	}
	for _, m := range r.Moves {
		moved := Moved{Cause: string(m.Cause), From: m.From.String()}
		if m.On != 0 {
			moved.On = m.On.String()
		}
		b.Moved = append(b.Moved, moved)
	}
	for _, s := range r.Skipped {
		if s.Estimated {
			b.Estimated = append(b.Estimated, s.On.String())
		}
	}
	if b.Stopped == "" && len(b.Moved) == 0 && len(b.Estimated) == 0 {
		return nil
	}
	return b
}

// scriptIn finds the script in the description; nil when there is none.
func scriptIn(description, script string) *[2]int {
	at := strings.Index(description, script)
	if script == "" || at < 0 {
		return nil
	}
	return &[2]int{at, at + len(script)}
}

// script takes what to say out of the description.
func (i *Item) script() string {
	text, at := i.Words.Description, i.Content.Script
	if at == nil || at[0] < 0 || at[0] > at[1] || at[1] > len(text) {
		return ""
	}
	return text[at[0]:at[1]]
}

// Explanation is a planned event with everything that explains it.
type Explanation struct {
	Item
	Because Because
	Script  string        // what to say; empty for what is over, and where nobody is contacted
	Shared  []Application // the applications that it is about, its own first
	Changes []string      // what would stop the event or move it
}

// MarshalJSON writes the event as a plan in JSON has it, and beside it what
// explains it.
func (e *Explanation) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Event   Item          `json:"event"`
		Because Because       `json:"because"`
		Phone   string        `json:"phone,omitempty"`
		Email   string        `json:"email,omitempty"`
		Script  string        `json:"script,omitempty"`
		Shared  []Application `json:"shared"`
		Changes []string      `json:"changes"`
	}{e.Item, e.Because, e.Content.Phone, e.Content.Email, e.Script, e.Shared, e.Changes})
}

// Why explains the planned event that the name means. The beginning of an
// event's id finds it in every state, an application's name what is not
// cancelled.
func (j *Journal) Why(ctx context.Context, name string) (Explanation, error) {
	var why Explanation
	err := j.planned(ctx, 0, func(r record.Reader, _ *defaults) error {
		found, err := event(ctx, r, name, plannedStates, anyEvent)
		if err != nil {
			return err
		}
		why = Explanation{Item: found, Script: found.script(), Changes: changesOf(&found)}
		if found.Content.Because != nil {
			why.Because = *found.Content.Because
		}
		known, err := r.Applications(ctx, found.Applications)
		if err != nil {
			return err
		}
		why.Shared = inOrder(known, found.Applications)
		return nil
	})
	return why, err
}

// inOrder is the applications in the order of ids.
func inOrder(known []schedule.Application, ids []string) []Application {
	list := []Application{}
	for _, id := range ids {
		for i := range known {
			if known[i].ID == id {
				list = append(list, brief(&known[i]))
			}
		}
	}
	return list
}

// changesOf says what would stop an event or move it; nothing when it is over.
func changesOf(i *Item) []string {
	id := i.UID[:shownUID]
	if !i.State.Open() {
		return []string{}
	}
	decide := []string{"done with followcal done " + id + ", given up with followcal dismiss " + id}
	snooze := "another day with followcal snooze " + id
	switch i.Kind {
	case schedule.ApplicationFollowUp:
		return append(decide, snooze,
			"an answer from the employer stops it (followcal reply), an interview as well (followcal interview add), and a status that ends the application",
			"another outreach to the same person moves it (followcal outreach), and so do a closing date, days off and the policy")
	case schedule.InterviewFollowUp:
		return append(decide, snooze,
			"an answer stops it (followcal reply), a later interview, a withdrawn permission (followcal preference), and a status that ends the application",
			"a promised date or a preferred day moves it (followcal preference), and so do another outreach, days off and the policy")
	case schedule.InterviewHeld:
		return append(decide, "the interview itself moves or stops it: followcal interview move, followcal interview cancel")
	case schedule.LogPreference:
		return append(decide, "the answer stops it: followcal preference")
	case schedule.ThankYouNote:
		return append(decide, snooze, "a thank-you that is logged completes it (followcal outreach --purpose thank-you)", "a rejection stops it")
	case schedule.PostingCloses:
		return append(decide, "applying stops it (followcal status), and another closing date moves it (followcal edit --closes-on)")
	case schedule.TakeHomeDue, schedule.OfferDeadline:
		return append(decide, "another deadline moves it: followcal deadline")
	}
	return append(decide, snooze, "an answer stops it (followcal reply), and a status that ends the application", "what it counts from moves it")
}

// CountedFrom says in words what an event's day is counted from, such as "the
// application"; empty when nothing was.
func (w *Words) CountedFrom() string { return anchorWords[schedule.Anchor(w.Reason.Anchor)] }

var anchorWords = map[schedule.Anchor]string{
	schedule.AnchorPromised:    "the decision that they promised",
	schedule.AnchorPreferred:   "the day that they prefer",
	schedule.AnchorInterview:   "the interview",
	schedule.AnchorClosing:     "the posting's closing date",
	schedule.AnchorApplication: "your application",
	schedule.AnchorFollowUp:    "the follow-up before it",
	schedule.AnchorOutreach:    "your last outreach",
	schedule.AnchorDeadline:    "the deadline",
	schedule.AnchorSnooze:      "the day that you moved it to",
	schedule.AnchorAsOf:        "today",
}

// Words says why an event moved.
func (m *Moved) Words() string {
	switch schedule.MoveCause(m.Cause) {
	case schedule.MovedForContact:
		return "you are in touch with the same contact on " + m.On
	case schedule.MovedForAll:
		return "the day is not open for all of them"
	}
	return "the day is full (daily_limit)"
}

// StoppedBecause says why an event is no longer needed; empty while it is.
func (b *Because) StoppedBecause() string { return stopWords[schedule.Stop(b.Stopped)] }

var stopWords = map[schedule.Stop]string{
	schedule.StoppedResponse:       "they answered",
	schedule.StoppedInterview:      "an interview is an answer to the application",
	schedule.StoppedLaterInterview: "a later interview took its place",
	schedule.StoppedOffer:          "there is an offer",
	schedule.StoppedTerminal:       "the application is closed",
}
