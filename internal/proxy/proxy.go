// Package proxy finds out who sent a request that came through reverse proxies.
package proxy

import (
	"net/http"
	"net/netip"
	"strings"
)

// Trusted are the addresses of the reverse proxies whose word about a client is
// believed. With any, so is who connects through a Unix socket.
type Trusted []netip.Prefix

// forwardedFor lists the addresses that a request came through, the nearest last.
const forwardedFor = "X-Forwarded-For"

// Client returns who sent r: who is connected, or where that is a trusted proxy,
// who was connected to it. Anybody can write the header, so only what the proxies
// added to its end counts. The address is not valid through a Unix socket. It
// allocates nothing.
func (t Trusted) Client(r *http.Request) netip.Addr {
	at := Peer(r)
	lines := r.Header[forwardedFor]
	for i := len(lines) - 1; i >= 0 && t.Includes(at); i-- {
		line := lines[i]
		for more := true; more && t.Includes(at); {
			var hop string
			line, hop, more = cutLast(line)
			before, err := netip.ParseAddr(strings.TrimSpace(hop))
			if err != nil {
				return at
			}
			at = before.WithZone("").Unmap()
		}
	}
	return at
}

// cutLast cuts the last member off a list; more is false when it was the first.
func cutLast(list string) (rest, last string, more bool) {
	if i := strings.LastIndexByte(list, ','); i >= 0 {
		return list[:i], list[i+1:], true
	}
	return "", list, false
}

// Includes reports whether an address may be believed. Who has none came through
// a socket of this machine.
func (t Trusted) Includes(at netip.Addr) bool {
	if !at.IsValid() {
		return len(t) > 0
	}
	for _, p := range t {
		if p.Contains(at) {
			return true
		}
	}
	return false
}

// Peer is the address of who is connected; not valid through a Unix socket.
func Peer(r *http.Request) netip.Addr {
	port, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return port.Addr().WithZone("").Unmap()
}

// ownNetwork is the part of an IPv6 address that one customer is given: behind
// it are more addresses than anybody can remember.
const ownNetwork = 64

// Network returns what counts as one caller where calls are limited: an IPv4
// address, or the network of an IPv6 one.
func Network(at netip.Addr) netip.Addr {
	if at.Is6() {
		if p, err := at.Prefix(ownNetwork); err == nil {
			return p.Addr()
		}
	}
	return at
}
