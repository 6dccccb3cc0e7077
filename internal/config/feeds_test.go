package config_test

import (
	"testing"

	"followcal/internal/config"
	"followcal/internal/fault"
)

func TestWhereTheKeyOfFeedsIs(t *testing.T) {
	for _, tt := range []struct{ db, named, want string }{
		{"/data/robin.db", "", "/data/robin.db.key"},
		{"/data/robin.db", "/etc/key", "/etc/key"},
		{"postgres://db/followcal", "/etc/key", "/etc/key"},
	} {
		s := config.Serve{DB: tt.db, KeyFile: tt.named}
		if got, err := s.KeyPath(); err != nil || got != tt.want {
			t.Errorf("%+v: %q (%v)", tt, got, err)
		}
	}
	s := config.Serve{DB: "postgresql://db/followcal"}
	if _, err := s.KeyPath(); fault.KindOf(err) != fault.Usage {
		t.Errorf("PostgreSQL without a key file: %v", err)
	}
}

func TestBelowWhichAddressFeedsAre(t *testing.T) {
	for _, tt := range []struct {
		s    config.Serve
		want string
	}{
		{config.Serve{Addr: "127.0.0.1:8080"}, "http://127.0.0.1:8080"},
		{config.Serve{Addr: "[::1]:8080"}, "http://[::1]:8080"},
		{config.Serve{Addr: ":8443", TLSCert: "chain.pem"}, "https://localhost:8443"},
		{config.Serve{Addr: "0.0.0.0:8080"}, "http://localhost:8080"},
		{config.Serve{Addr: ":443", Domains: []string{"cal.example.org", "b.example.org"}}, "https://cal.example.org"},
		{config.Serve{Addr: "unix:/run/s"}, "http://localhost"},
		{config.Serve{Addr: "unix:/run/s", PublicURL: "https://cal.example.org/f"}, "https://cal.example.org/f"},
	} {
		if got := tt.s.BaseURL(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.s, got, tt.want)
		}
	}
}
