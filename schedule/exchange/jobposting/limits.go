package jobposting

import (
	"fmt"
	"io"

	"followcal/internal/fault"
)

// The limits of a page. A page past MaxBytes is refused with a
// [fault.TooLarge]; of everything else, what goes beyond is left out with a
// warning.
const (
	MaxBytes      = 16 << 20 // of the page, as it is saved
	MaxStructured = 4 << 20  // of all JSON-LD in it, and of its elements that microdata is read from
	MaxDepth      = 64       // of objects and lists within one another
	MaxBlocks     = 200      // of JSON-LD
	MaxPostings   = 500      // in one page
	MaxText       = 4 << 10  // of every text that is kept
)

// maxDescription is how much of a description is searched for what it says
// about contact.
const maxDescription = 256 << 10

// maxListed is how many postings, places or types a message names.
const maxListed = 10

// all reads a page of at most [MaxBytes].
func (r *reader) all(src io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(src, MaxBytes+1))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "%s cannot be read to its end", r.file)
	}
	if len(data) > MaxBytes {
		return nil, r.tooLarge("page", MaxBytes)
	}
	return data, nil
}

func (r *reader) tooLarge(what string, limit int) error {
	return fault.New(fault.TooLarge, "%s is larger than the %d MiB of %s that followcal reads; give the employer and the role by flags instead", r.file, limit>>20, what)
}

// warn notes something that is taken with a doubt or not at all, once.
func (r *reader) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	for _, known := range r.result.Warnings {
		if known == text {
			return
		}
	}
	r.result.Warnings = append(r.result.Warnings, text)
}
