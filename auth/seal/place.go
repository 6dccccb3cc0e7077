package seal

import (
	"encoding/base64"
	"errors"
	"strings"

	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"followcal/internal/fault"
)

// Place is where a keyset is kept.
type Place struct {
	// Text is the keyset itself, as FOLLOWCAL_KEYS has it: JSON as tinkey writes
	// it, or that in base64. With one, File is not used.
	Text string `json:"-"`
	// File holds the keyset, for its owner alone.
	File string
	// KMS wraps either; nil: it is in clear text.
	KMS *KMS
}

// variable is what Text comes from.
const variable = "FOLLOWCAL_KEYS"

// String names the place, never what is in it.
func (p Place) String() string {
	if p.Text != "" {
		return variable
	}
	return p.File
}

// GoString is String.
func (p Place) GoString() string { return p.String() }

// NewText returns a new keyset for [Place.Text], in one line.
func (p Place) NewText() (string, error) {
	handle, err := fresh()
	if err != nil {
		return "", fault.Wrap(fault.Internal, err, "a new key cannot be made")
	}
	return p.text(handle)
}

// NextText returns the keyset of Text with a new primary key besides the old
// ones. Processes that still run with the old text cannot open what others seal
// with the new one, so all are restarted with it at once.
func (p Place) NextText() (string, error) {
	ring, err := p.read()
	if err != nil {
		return "", err
	}
	handle, err := grown(ring.handle)
	if err != nil {
		return "", fault.Wrap(fault.Internal, err, "a new key cannot be added to %s", p)
	}
	return p.text(handle)
}

func (p Place) text(handle *keyset.Handle) (string, error) {
	text, err := p.format(handle)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString([]byte(strings.TrimSpace(string(text)))), nil
}

func (p Place) format(handle *keyset.Handle) ([]byte, error) {
	wrapper, err := p.wrapper()
	if err != nil {
		return nil, err
	}
	text, err := format(handle, wrapper)
	return text, p.faulty(err)
}

// read reads the keyset. Faults: NotFound for a missing file, Denied for one that
// others may read and where the key service refuses, Invalid for anything but a
// keyset, Unavailable for what cannot be read now.
func (p Place) read() (*ring, error) {
	wrapper, err := p.wrapper()
	if err != nil {
		return nil, err
	}
	if p.Text != "" {
		ring, err := parse(p.Text, wrapper)
		return ring, p.faulty(err)
	}
	text, info, err := readFile(p.File)
	if err != nil {
		return nil, err
	}
	ring, err := parse(text, wrapper)
	if err != nil {
		return nil, p.faulty(err)
	}
	ring.file = info
	return ring, nil
}

// wrapper returns the key service's, nil without one.
func (p Place) wrapper() (tink.AEAD, error) {
	if p.KMS == nil {
		return nil, nil //nolint:nilnil // tink takes a missing wrapper for clear text
	}
	return p.KMS.aead()
}

// faulty keeps faults and makes one of what the parser said.
func (p Place) faulty(err error) error {
	var f *fault.Fault
	switch {
	case err == nil || errors.As(err, &f):
		return err
	case errors.Is(err, errNoKeyset) && p.KMS != nil:
		return fault.Wrap(fault.Invalid, err, "%s holds no keyset that %s wrapped; restore it from a backup, or leave the key service out if the keyset is in clear text", p, p.KMS.URI)
	case errors.Is(err, errNoKeyset):
		return fault.Wrap(fault.Invalid, err, "%s holds no whole keyset; restore it from a backup, or name the key service that wraps it with FOLLOWCAL_KMS", p)
	}
	return fault.Wrap(fault.Internal, err, "the keyset for %s cannot be written", p)
}

// lacks refuses what a key sealed that the keyset does not have.
func (p Place) lacks(id uint32) error {
	return fault.New(fault.Denied,
		"%s has not the key %08x, with which the permissions in the database are sealed; restore the right keyset from a backup, or name it", p, id)
}
