package proxy_test

import (
	"net/http"
	"net/netip"
	"testing"

	"followcal/internal/proxy"
)

var trusted = proxy.Trusted{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}

func TestTheClient(t *testing.T) {
	for name, tt := range map[string]struct {
		trusted proxy.Trusted
		remote  string
		lines   []string
		want    string // empty: none
	}{
		"who is connected":            {nil, "192.0.2.1:1", nil, "192.0.2.1"},
		"a header nobody vouches for": {trusted, "192.0.2.1:1", []string{"198.51.100.1"}, "192.0.2.1"},
		"a header without proxies":    {nil, "10.0.0.1:1", []string{"198.51.100.1"}, "10.0.0.1"},
		"behind a proxy":              {trusted, "10.0.0.1:1", []string{"198.51.100.1"}, "198.51.100.1"},
		"behind two proxies":          {trusted, "10.0.0.1:1", []string{"198.51.100.1, fd00::5"}, "198.51.100.1"},
		"in lines of their own":       {trusted, "10.0.0.1:1", []string{"203.0.113.1", "198.51.100.1", "10.9.9.9 "}, "198.51.100.1"},
		"what the client made up":     {trusted, "10.0.0.1:1", []string{"203.0.113.1, 198.51.100.1"}, "198.51.100.1"},
		"nothing but proxies":         {trusted, "10.0.0.1:1", []string{"10.0.0.2"}, "10.0.0.2"},
		"nonsense":                    {trusted, "10.0.0.1:1", []string{"198.51.100.1, unknown"}, "10.0.0.1"},
		"no member":                   {trusted, "10.0.0.1:1", []string{""}, "10.0.0.1"},
		"a zone":                      {trusted, "10.0.0.1:1", []string{"2001:db9::7%eth0"}, "2001:db9::7"},
		"IPv4 within IPv6":            {trusted, "[::ffff:10.1.2.3]:1", []string{"::ffff:198.51.100.9"}, "198.51.100.9"},
		"a Unix socket":               {trusted, "@", []string{"198.51.100.1"}, "198.51.100.1"},
		"a Unix socket, no proxies":   {nil, "@", []string{"198.51.100.1"}, ""},
	} {
		r := &http.Request{RemoteAddr: tt.remote, Header: http.Header{"X-Forwarded-For": tt.lines}}
		got := tt.trusted.Client(r)
		if got.IsValid() != (tt.want != "") || got.IsValid() && got.String() != tt.want {
			t.Errorf("%s: %v, want %q", name, got, tt.want)
		}
	}
}

func TestAskingAllocatesNothing(t *testing.T) {
	r := &http.Request{RemoteAddr: "10.0.0.1:1234", Header: http.Header{"X-Forwarded-For": {"203.0.113.1, 198.51.100.1, 10.0.0.9"}}}
	if n := testing.AllocsPerRun(100, func() { trusted.Client(r) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestOneNetworkIsOneCaller(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"2001:db8::1", "2001:db8::2", true},
		{"2001:db8::1", "2001:db8:0:1::1", false},
	} {
		if got := proxy.Network(netip.MustParseAddr(tt.a)) == proxy.Network(netip.MustParseAddr(tt.b)); got != tt.same {
			t.Errorf("%s and %s are one: %t", tt.a, tt.b, got)
		}
	}
	if proxy.Network(netip.Addr{}) != (netip.Addr{}) {
		t.Error("who has no address got one")
	}
}
