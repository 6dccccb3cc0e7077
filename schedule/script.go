package schedule

// Question is something still worth asking. Values that are not listed here
// are kept as they were logged.
type Question string

// The questions of the source (an interview with a career author).
const (
	InterviewStart  Question = "interview-start" // When will you start interviewing?
	ReviewedResume  Question = "reviewed-resume" // Have you reviewed my resume?
	ClarifyAnything Question = "clarify"         // Can I clarify anything about my skill set, …?
	DecisionDate    Question = "decision-date"   // When are you expected to make a hiring decision?
)

// Questions lists the known questions in the order in which they are asked.
var Questions = []Question{InterviewStart, ReviewedResume, ClarifyAnything, DecisionDate}
