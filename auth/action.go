package auth

import (
	"bytes"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/rickb777/date/v2"

	"followcal/internal/fault"
)

// ActionLink is a capability for one planned event: whoever holds it signed
// sees that event and says what became of it, and can do nothing else. It names
// the feed that shows the event, so that it ends with the feed's token.
type ActionLink struct {
	Account    string    // an opaque id, which who decodes the link can read
	Feed       string    // the feed's id
	Generation int       // of the feed's token
	Event      string    // the event's UID, 16 octets in base32hex
	Until      date.Date // the last day of the link, wherever on earth it is still that day
}

// The form of a signed link: the event, the numbers, the feed after its length,
// the account, and 128 bits of a MAC over all of that, in base64url (RFC 4648
// section 5).
const (
	eventOctets     = 16
	macOctets       = 16
	longestAccount  = 26                                                     // octets
	mostActionBody  = eventOctets + 4 + 4 + 1 + longestWord + longestAccount // octets
	mostActionText  = (mostActionBody+macOctets)*4/3 + 1                     // characters
	mostGeneration  = 1 << 27                                                // fits four octets
	leastActionBody = eventOctets + len("dg") + len("nf") + len("a")         // octets
	actionPurpose   = "followcal action link 1"                              // in every link that was handed out
	anywhere        = 12 * time.Hour                                         // until a UTC day has ended everywhere
)

var (
	actionEncoding = base64.RawURLEncoding.Strict()
	eventEncoding  = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)
)

// SignAction returns the text of a link, which stands in an address. The same
// link always has the same text. One that cannot be written is a fault of kind
// Invalid.
func (k Key) SignAction(l ActionLink) (string, error) {
	event, err := eventEncoding.DecodeString(l.Event)
	switch {
	case err != nil || len(event) != eventOctets || eventEncoding.EncodeToString(event) != l.Event:
		return "", fault.Wrap(fault.Invalid, err, "%q is not the id of a planned event", l.Event)
	case !isWord(l.Feed):
		return "", fault.New(fault.Invalid, "%q is not the id of a feed", l.Feed)
	case l.Account == "" || len(l.Account) > longestAccount:
		return "", fault.New(fault.Invalid, "%q is not the id of an account that a link can name", l.Account)
	case l.Generation < 1 || l.Generation > mostGeneration || l.Until < 1 || l.Until > mostGeneration:
		return "", fault.New(fault.Invalid, "generation %d and day %d of a link are out of bounds", l.Generation, l.Until)
	}
	body := binary.AppendUvarint(event, uint64(l.Until))
	body = binary.AppendUvarint(body, uint64(l.Generation))
	body = append(body, byte(len(l.Feed)))
	body = append(append(body, l.Feed...), l.Account...)
	mac := k.MAC(actionPurpose, string(body))
	return actionEncoding.EncodeToString(append(body, mac[:macOctets]...)), nil
}

// ParseAction returns the link that text is. It reports false for what k did not
// sign, without telling by the time it takes how much of it was right. Whether
// the link still holds is for [ActionLink.Ended] and its feed to say.
func (k Key) ParseAction(text string) (ActionLink, bool) {
	octets, formed := decodeAction(text)
	body, sum := octets[:len(octets)-macOctets], octets[len(octets)-macOctets:]
	mac := k.MAC(actionPurpose, string(body))
	signed := subtle.ConstantTimeCompare(mac[:macOctets], sum) == 1
	if !formed || !signed {
		return ActionLink{}, false
	}
	return readAction(body)
}

// decodeAction returns the octets of a text in its one spelling. Anything else
// gives octets that nobody signed, so that it costs the same.
func decodeAction(text string) (octets []byte, ok bool) {
	if len(text) <= mostActionText {
		octets, err := actionEncoding.DecodeString(text) // passes line breaks over
		if err == nil && len(octets) >= leastActionBody+macOctets && actionEncoding.EncodeToString(octets) == text {
			return octets, true
		}
	}
	return make([]byte, leastActionBody+macOctets), false
}

// readAction reads what SignAction wrote.
func readAction(body []byte) (ActionLink, bool) {
	l := ActionLink{Event: eventEncoding.EncodeToString(body[:eventOctets])}
	rest := bytes.NewReader(body[eventOctets:])
	until, err1 := binary.ReadUvarint(rest)
	generation, err2 := binary.ReadUvarint(rest)
	length, err3 := rest.ReadByte()
	if err1 != nil || err2 != nil || err3 != nil || int(length) >= rest.Len() {
		return ActionLink{}, false
	}
	names := body[len(body)-rest.Len():]
	l.Until, l.Generation = date.Date(until), int(generation)
	l.Feed, l.Account = string(names[:length]), string(names[length:])
	return l, true
}

// Ended reports whether the link's last day is over everywhere.
func (l *ActionLink) Ended(now time.Time) bool {
	return now.UTC().Add(-anywhere).After((l.Until + 1).MidnightUTC().Add(-1))
}
