package entry

import (
	"time"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// Which chooses one interview among those that are not cancelled, by its round,
// its day, its start or several of these. The zero value is the only one there
// is; of several, the next one (today's included) where an interview is moved or
// cancelled, the last one that has begun where a preference is logged. What fits
// several interviews is a fault that lists them.
type Which struct {
	Round int
	On    date.Date
	Start time.Time
}

// InterviewChange is what changes about an interview. Zero values leave things
// as they are.
type InterviewChange struct {
	Start    time.Time
	Minutes  int
	Mode     Field[schedule.Mode]
	Place    Field[string]
	Contacts Field[[]string] // names, as in [AddInterview]
}

// AddInterview adds an interview that is agreed or was held. A round of 0 is the
// next free one, 0 minutes are [schedule.DefaultInterviewMinutes]. Its contacts
// are names, which need not be among the application's. A second interview at the
// same instant is refused, and so is one that is cancelled already. The status
// moves forward to interviewing.
func AddInterview(a *schedule.Application, i schedule.Interview, here Here) (warnings []string, err error) {
	panic("unimplemented")
}

// MoveInterview moves an interview to another start, or changes how it is held.
// Its round and preference stay.
func MoveInterview(a *schedule.Application, w Which, c InterviewChange, here Here) (warnings []string, err error) {
	panic("unimplemented")
}

// CancelInterview cancels an interview. It stays in the log; a replacement is a
// new one, which may have the same round. The status stays.
func CancelInterview(a *schedule.Application, w Which, here Here) (warnings []string, err error) {
	panic("unimplemented")
}

// PreferenceChange is what was learnt about the interviewer's preference.
type PreferenceChange struct {
	Permission Field[schedule.Permission]
	Method     Field[schedule.Method]
	Contact    Field[string] // a name, which need not be among the application's contacts
	NotBefore  Field[date.Date]
	DecisionBy Field[date.Date]
}

// SetPreference logs what the interviewer answered when asked about following
// up. A day before the interview is refused.
func SetPreference(a *schedule.Application, w Which, c PreferenceChange, here Here) (warnings []string, err error) {
	panic("unimplemented")
}
