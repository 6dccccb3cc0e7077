package mirror

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
)

// generations is how many ids of one event are tried to recognise an entry that
// no row tells of.
const generations = 8

// EntryID returns the id of an event's entry. An id that was used is never used
// again, so that a repeated insert is harmless and a deleted entry stays so: each
// life of an event has its own generation. It has 32 of the letters a-v and 0-9,
// which services allow.
func EntryID(uid string, generation int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", uid, generation))
	return entryAlphabet.EncodeToString(sum[:20])
}

var entryAlphabet = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)

// generationOf returns the generation of the event's id, -1 when the id is
// another's: a copy that somebody made has the mark, and an id of its own.
func generationOf(uid, id string) int {
	for g := range generations {
		if EntryID(uid, g) == id {
			return g
		}
	}
	return -1
}
