// Package fault is the one error type of followcal: a kind that decides what
// the outside sees (an exit code, an HTTP status), a sentence that a user can
// act on, and the wrapped cause for whoever reads the log.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what went wrong in the few ways that a caller treats differently.
type Kind uint8

// The kinds. The zero value is Internal, so that an error nobody classified
// is never mistaken for the user's fault.
const (
	Internal    Kind = iota // a defect or an unexpected failure of ours
	Usage                   // the command line or request is malformed
	Invalid                 // the input was understood, and is wrong
	NotFound                // the thing that was named does not exist
	Conflict                // somebody else changed it first; try again
	TooLarge                // the input exceeds a stated limit
	Unavailable             // a file, database or service cannot be reached now
	Denied                  // known, and not allowed
	Gone                    // it existed, and does not any more
)

// Fault is an error with a kind, a sentence for the user and a cause.
type Fault struct {
	Kind     Kind
	Sentence string // what was wrong, where, and what to do
	Cause    error  // may be nil; never shown to a user
}

// New returns a fault of kind k whose sentence is formatted like [fmt.Sprintf].
func New(k Kind, format string, args ...any) *Fault {
	return &Fault{Kind: k, Sentence: fmt.Sprintf(format, args...)}
}

// Wrap is [New] with a cause. The cause's own text is not part of the sentence.
func Wrap(k Kind, cause error, format string, args ...any) *Fault {
	return &Fault{Kind: k, Sentence: fmt.Sprintf(format, args...), Cause: cause}
}

// Error returns the sentence, so that a fault reads well wherever it is printed.
func (f *Fault) Error() string { return f.Sentence }

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// KindOf returns the kind of the outermost fault in err's chain, Internal when
// there is none.
func KindOf(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return Internal
}

// outcome is a row of the one table that maps kinds to the outside.
type outcome struct {
	name   string
	exit   int
	status int
}

// outcomes holds HTTP statuses as numbers, so that this package depends on
// nothing but the language.
var outcomes = [...]outcome{
	Internal:    {"internal", 1, 500},
	Usage:       {"usage", 2, 400},
	Invalid:     {"invalid", 1, 422},
	NotFound:    {"not found", 1, 404},
	Conflict:    {"conflict", 1, 409},
	TooLarge:    {"too large", 1, 413},
	Unavailable: {"unavailable", 1, 503},
	Denied:      {"denied", 1, 403},
	Gone:        {"gone", 1, 410},
}

// String returns the kind's name in lower case.
func (k Kind) String() string { return outcomes[k].name }

// ExitCode returns the process exit code for err: 0 for nil, 2 for usage, else 1.
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	return outcomes[KindOf(err)].exit
}

// Status returns the HTTP status for err: 200 for nil.
func Status(err error) int {
	if err == nil {
		return 200
	}
	return outcomes[KindOf(err)].status
}
