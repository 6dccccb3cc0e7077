package calendar

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"time"
)

// Fingerprint identifies everything that a person sees of an event. Two states
// of one event with equal fingerprints look the same in every client; when they
// differ, SEQUENCE and LAST-MODIFIED must advance.
type Fingerprint [sha256.Size]byte

// String returns the fingerprint in lower-case hexadecimal.
func (f Fingerprint) String() string { return hex.EncodeToString(f[:]) }

// fingerprintVersion is hashed first. It changes with the list of what is
// hashed, so that a stored fingerprint is never compared with one of another
// meaning.
const fingerprintVersion = "followcal event 1"

// Fingerprint returns the fingerprint of e. UID, Sequence, Stamped and Modified
// are left out: they say which event it is and what happened to it, not what
// it shows.
func (e *Event) Fingerprint() Fingerprint {
	d := digest{sha256.New()}
	for _, text := range []string{fingerprintVersion, e.Category, e.Summary, e.Description, e.Location, e.URL} {
		d.text(text)
	}
	d.flag(e.AllDay())
	if e.AllDay() {
		d.number(int64(e.Day))
		d.number(int64(e.Length()))
	} else {
		d.instant(e.Start)
		d.instant(e.End)
	}
	d.flag(e.Busy)
	d.flag(e.Cancelled)
	d.number(int64(len(e.Alarms)))
	for _, a := range e.Alarms {
		d.number(int64(a.Offset))
		d.text(a.Text)
	}
	return Fingerprint(d.Sum(nil))
}

// digest writes values so that no two lists of values give the same octets:
// numbers have one width and texts say their length.
type digest struct{ hash.Hash }

func (d digest) number(n int64) {
	var octets [8]byte
	binary.BigEndian.PutUint64(octets[:], uint64(n))
	d.Write(octets[:])
}

func (d digest) text(s string) {
	d.number(int64(len(s)))
	d.Write([]byte(s))
}

func (d digest) flag(b bool) {
	n := int64(0)
	if b {
		n = 1
	}
	d.number(n)
}

// instant hashes the zone too: the same instant in another zone is shown at
// another hour.
func (d digest) instant(t time.Time) {
	d.number(t.Unix())
	d.text(t.Location().String())
}
