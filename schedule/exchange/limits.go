package exchange

import (
	"errors"
	"io"

	"followcal/internal/fault"
	"followcal/schedule"
)

// The limits of what is read. Beyond one of them the input is refused with a
// [fault.TooLarge] that names it, or, where it concerns one row of a table,
// the row is rejected.
const (
	MaxBytes   = 512 << 20           // of one input, after unpacking
	MaxArchive = 256 << 20           // of an archive; 64 MiB when it comes through a pipe
	MaxRows    = 1_000_000           // everything in one log: applications, contacts, interviews, policy keys, …
	MaxEntries = schedule.MaxEntries // of one kind below one application; 99 interviews
	MaxColumns = 1_000               // of a table
	MaxRecord  = 1 << 20             // of one row of a table
	MaxText    = schedule.MaxText    // of a note, an outcome or the like
	MaxName    = schedule.MaxName    // of every other text
	MaxItems   = schedule.MaxItems   // of a list of names or questions within one entry
	MaxPolicy  = 1 << 20             // of a policy file

	MaxConcerns = 1_000 // applications that one decision concerns
)

// window is how much of an input is looked at to detect what it is. A header
// must fit in it.
const window = 64 << 10

// meter lets at most left bytes through. An error stays: who peeked at it and
// reads on meets it again.
type meter struct {
	file string
	src  io.Reader
	left int64
	err  error
}

func (m *meter) Read(p []byte) (n int, err error) {
	if m.err != nil {
		return 0, m.err
	}
	n, m.err = m.src.Read(p)
	if m.left -= int64(n); m.left < 0 {
		m.err = fault.New(fault.TooLarge, "%s is larger than the %d MiB that followcal reads; split it", m.file, MaxBytes>>20)
		return 0, m.err
	}
	return n, m.err
}

// budget counts what a log may still hold. Files of one archive share one.
type budget struct{ left int }

// spend counts one more entry of the log, in the file that it comes from.
func (b *budget) spend(file string) error {
	if b.left--; b.left < 0 {
		return fault.New(fault.TooLarge, "%s has more than %d rows, the most that followcal reads; split it", file, MaxRows)
	}
	return nil
}

// readFault turns an error of the reader underneath into a fault, unless it is
// one already.
func readFault(file string, err error) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f
	}
	return fault.Wrap(fault.Unavailable, err, "%s cannot be read to its end", file)
}
