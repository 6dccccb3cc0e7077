package google

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"time"

	"followcal/auth"
)

// linkPurpose keeps links apart from everything else that a key signs.
const linkPurpose = "followcal google connect link 1"

// LinkLife is how long a link can be used to connect.
const LinkLife = time.Hour

// A link is when it ends and which grant it replaces, in seconds and microseconds
// since 1970, then the account, and 128 bits of a MAC over all of that.
const (
	linkHead = 16
	linkMAC  = 16
	mostLink = 512 // characters
)

var linkEncoding = base64.RawURLEncoding.Strict()

// link lets whoever has it connect one account, once, for a while.
type link struct {
	account  string
	until    time.Time
	replaces time.Time // when the account was connected last; zero: never
}

func (l link) sign(k auth.Key) string {
	body := make([]byte, 0, linkHead+len(l.account)+linkMAC)
	body = binary.BigEndian.AppendUint64(body, uint64(l.until.Unix()))
	body = binary.BigEndian.AppendUint64(body, uint64(micros(l.replaces)))
	body = append(body, l.account...)
	mac := k.MAC(linkPurpose, string(body))
	return linkEncoding.EncodeToString(append(body, mac[:linkMAC]...))
}

// parseLink reports false for what k did not sign.
func parseLink(k auth.Key, text string) (link, bool) {
	if len(text) > mostLink {
		return link{}, false
	}
	octets, err := linkEncoding.DecodeString(text)
	if err != nil || len(octets) <= linkHead+linkMAC {
		return link{}, false
	}
	body, sum := octets[:len(octets)-linkMAC], octets[len(octets)-linkMAC:]
	mac := k.MAC(linkPurpose, string(body))
	if subtle.ConstantTimeCompare(mac[:linkMAC], sum) != 1 {
		return link{}, false
	}
	l := link{account: string(body[linkHead:]), until: time.Unix(int64(binary.BigEndian.Uint64(body)), 0)}
	if replaces := int64(binary.BigEndian.Uint64(body[8:])); replaces != 0 {
		l.replaces = time.UnixMicro(replaces)
	}
	return l, true
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
