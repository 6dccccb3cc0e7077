package config

import (
	"net"
	"net/netip"
	"strings"

	"followcal/internal/fault"
)

// The forms of [Serve.Addr] that are no HOST:PORT.
const (
	UnixPrefix  = "unix:"
	FromSystemd = "systemd"
)

// Network is a range of addresses in CIDR notation, or one address.
type Network struct{ netip.Prefix }

// UnmarshalText reads 10.0.0.0/8 or 10.0.0.1. Everybody (/0) is refused: whom
// all may claim to be is no proxy.
func (n *Network) UnmarshalText(text []byte) error {
	word := strings.TrimSpace(string(text))
	prefix, err := netip.ParsePrefix(word)
	if err != nil {
		addr, err := netip.ParseAddr(word)
		if err != nil || addr.Zone() != "" {
			return fault.New(fault.Usage, "%q is no network: write it like 10.0.0.0/8 or 192.0.2.7", word)
		}
		addr = addr.Unmap()
		prefix = netip.PrefixFrom(addr, addr.BitLen())
	}
	if prefix.Bits() == 0 {
		return fault.New(fault.Usage, "%q is everybody: name the network that the reverse proxy is in", word)
	}
	if prefix.Addr().Is4In6() {
		return fault.New(fault.Usage, "%q is IPv4 written as IPv6: write it like 10.0.0.0/8", word)
	}
	n.Prefix = prefix.Masked()
	return nil
}

// checkExposure refuses to serve others in clear text. What is served is
// private, and the address of a feed is its password: whoever reads one on the
// way has the feed.
func (s *Serve) checkExposure() error {
	if s.Addr == FromSystemd { // the address is not known yet
		return nil
	}
	return s.CheckListener(s.Addr)
}

// CheckListener refuses an address that others can reach, unless there is TLS
// or a proxy that brings it. It is a fault of kind Usage.
func (s *Serve) CheckListener(addr string) error {
	if s.Secure() || len(s.Proxies) > 0 || isLocal(addr) {
		return nil
	}
	return fault.New(fault.Usage, `serving on %s would send private calendars, and the addresses that open them, unencrypted to others. Either
  give --tls-cert and --tls-key, or --tls-domain to get a certificate, or
  name the reverse proxy that brings TLS with --trusted-proxy, or
  serve this machine alone with --addr %s`, addr, defaultAddr)
}

// isLocal reports whether only this machine reaches the address. A name other
// than localhost may mean anything tomorrow.
func isLocal(addr string) bool {
	if strings.HasPrefix(addr, UnixPrefix) {
		return true
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

func (s *Serve) checkTLS() error {
	switch {
	case s.TLSCert != "" && len(s.Domains) > 0:
		return fault.New(fault.Usage, "--tls-cert and --tls-domain exclude each other: a certificate is either yours or fetched")
	case s.TLSCert != "" && s.TLSKey == "":
		return fault.New(fault.Usage, "--tls-cert needs --tls-key, the file of its private key")
	case s.TLSCert == "" && s.TLSKey != "":
		return fault.New(fault.Usage, "--tls-key needs --tls-cert, the file of its certificates")
	case len(s.Domains) == 0 && (s.HTTPAddr != "" || s.Email != "" || s.Issuer != "" || s.Cache != ""):
		return fault.New(fault.Usage, "--http-addr, --tls-email, --tls-directory and --tls-cache are about fetched certificates: they need --tls-domain")
	case len(s.Domains) > 0 && s.Cache == "":
		return fault.New(fault.Usage, "--tls-domain needs --tls-cache, a folder for what it fetches: there is none beside a database on another machine")
	}
	return nil
}

// checkDomains wants names that an authority can reach (RFC 1034 3.5).
func (s *Serve) checkDomains() error {
	for _, domain := range s.Domains {
		labels := strings.Split(domain, ".")
		ok := len(labels) > 1 && len(domain) <= 253
		for _, label := range labels {
			ok = ok && isLabel(label)
		}
		if _, err := netip.ParseAddr(domain); err == nil || !ok {
			return fault.New(fault.Usage, "--tls-domain %q is no domain name: write it like cal.example.org", domain)
		}
	}
	return nil
}

func isLabel(label string) bool {
	if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for _, c := range label {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
