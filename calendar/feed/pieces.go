package feed

import (
	"crypto/sha256"
	"encoding/binary"
	"runtime"
	"sync"

	"followcal/calendar"
	"followcal/calendar/ical"
)

// identity identifies the octets of an event: which one it is, what it shows
// and what is recorded of it. Events with one identity are encoded alike.
type identity [16]byte

// piece is an event within a page. It ends where the next one begins.
type piece struct {
	id  identity
	end int32 // from the first event's beginning
}

const pieceOctets = 20

// identityOf hashes the fingerprint with everything that it leaves out.
func identityOf(e *calendar.Event) identity {
	fingerprint := e.Fingerprint()
	octets := make([]byte, 0, 128)
	octets = append(octets, fingerprint[:]...)
	for _, n := range []int64{int64(e.Sequence), e.Stamped.Unix(), e.Modified.Unix()} {
		octets = binary.BigEndian.AppendUint64(octets, uint64(n))
	}
	octets = append(octets, e.UID...)
	sum := sha256.Sum256(octets)
	return identity(sum[:16])
}

// encoder encodes events, or takes their octets out of an older page.
type encoder struct{ known map[identity][]byte }

func newEncoder(old *page) encoder {
	if old == nil {
		return encoder{}
	}
	known := make(map[identity][]byte, len(old.pieces))
	events, begin := old.plain.body[old.first:], int32(0)
	for _, p := range old.pieces {
		known[p.id] = events[begin:p.end]
		begin = p.end
	}
	return encoder{known}
}

// mostPerCore is how many events one core encodes before another helps: starting
// to help takes about as long as a few events.
const mostPerCore = 32

// encodeAll encodes events on all cores, and returns what became of each.
func (n encoder) encodeAll(events []*calendar.Event) (encoded []chosen, failed []error) {
	encoded, failed = make([]chosen, len(events)), make([]error, len(events))
	cores := min(runtime.GOMAXPROCS(0), (len(events)+mostPerCore-1)/mostPerCore)
	panics := make([]any, cores)
	var working sync.WaitGroup
	for core := range cores {
		working.Go(func() {
			defer func() { panics[core] = recover() }() // in this goroutine it would end the process
			for i := core * len(events) / cores; i < (core+1)*len(events)/cores; i++ {
				id := identityOf(events[i])
				octets, err := n.encode(events[i], id)
				encoded[i], failed[i] = chosen{events[i], id, octets}, err
			}
		})
	}
	working.Wait()
	for _, thrown := range panics {
		if thrown != nil {
			panic(thrown)
		}
	}
	return encoded, failed
}

// encode returns the octets of e.
func (n encoder) encode(e *calendar.Event, id identity) ([]byte, error) {
	if octets, ok := n.known[id]; ok {
		return octets, nil
	}
	return ical.Encode(e)
}
