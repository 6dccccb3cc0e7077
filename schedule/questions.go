package schedule

import "slices"

// questionsPerFollowUp keeps a call short: "the amount and depth of questions …
// should be led by the willingness of the interviewer" (interview with a career
// author).
const questionsPerFollowUp = 2

// questions chooses what to ask: few, none twice to the same contact, none
// whose answer is logged, and only those that fit the stage.
func (e *contactEvent) questions(kind Kind) []Question {
	candidates := Questions
	if kind == InterviewFollowUp {
		candidates = Questions[2:]
	}
	var asks []Question
	for _, q := range candidates {
		if len(asks) == questionsPerFollowUp {
			break
		}
		if !slices.Contains(e.asked, q) && !(q == DecisionDate && e.knowsDecision()) {
			asks = append(asks, q)
		}
	}
	return asks
}

// knowsDecision reports whether an employer already said when it decides.
func (e *contactEvent) knowsDecision() bool {
	return slices.ContainsFunc(e.members, func(t *track) bool {
		return slices.ContainsFunc(t.app.Interviews, func(i Interview) bool {
			return !i.Cancelled && i.Preference.DecisionBy != 0
		})
	})
}
