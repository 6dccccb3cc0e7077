package feed

import (
	"net/url"
	"strings"

	"followcal/internal/fault"
)

// LongestURL is how long a feed's address may be, in octets: some calendar
// services cut longer ones.
const LongestURL = 115

// Address is where a feed is subscribed.
type Address struct {
	Web    string // https, or http for a server that has nothing else
	Webcal string // the same for programs that register webcal:
}

// AddressOf returns the addresses of the feed with a token below a public
// address such as https://cal.example.org. A public address that is none, or
// that makes too long ones, is a fault of kind Invalid.
func AddressOf(public, token string) (Address, error) {
	u, err := url.Parse(public)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return Address{}, fault.Wrap(fault.Invalid, err, "%q is not the public address of a server; write it like https://cal.example.org", public)
	}
	rest := "://" + u.Host + strings.TrimSuffix(u.EscapedPath(), "/") + pathBefore + token + pathAfter
	a := Address{Web: u.Scheme + rest, Webcal: "webcal" + rest}
	if n := max(len(a.Web), len(a.Webcal)); n > LongestURL {
		return Address{}, fault.New(fault.Invalid, "feeds below %s would have addresses of %d characters, and some calendar services take at most %d; use a shorter name", public, n, LongestURL)
	}
	return a, nil
}
