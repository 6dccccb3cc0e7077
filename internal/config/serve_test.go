package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"followcal/internal/config"
	"followcal/internal/fault"
)

// load reads layers of which the file is given by its text.
func load(t *testing.T, file string, environ []string, flags map[string][]string) (config.Serve, error) {
	t.Helper()
	layers := config.Layers{
		Flags: flags, Environ: environ,
		Location: func(named string) (string, error) {
			if named == "" {
				named = "/data/followcal.db"
			}
			return named, nil
		},
	}
	if file != "" {
		layers.File = filepath.Join(t.TempDir(), "followcal.toml")
		if err := os.WriteFile(layers.File, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return layers.Load()
}

func TestALayerWinsOverThoseBelow(t *testing.T) {
	file := "addr = 'unix:/file'\nlog_format = 'json'\nconnections = 7\ntrusted_proxy = ['10.0.0.0/8']\nfeed_memory = '1024 MiB'\ndrain = '3s'\n"
	environ := []string{"FOLLOWCAL_ADDR=unix:/variable", "FOLLOWCAL_CONNECTIONS=8", "FOLLOWCAL_DRAIN=", "OTHER=1"}
	flags := map[string][]string{"addr": {"unix:/flag"}, "trusted-proxy": {"192.0.2.7", "2001:db8::1/32"}}
	s, err := load(t, file, environ, flags)
	if err != nil {
		t.Fatal(err)
	}
	want := `addr = "unix:/flag"
db = "/data/followcal.db"
trusted_proxy = ["192.0.2.7/32", "2001:db8::/32"]
log_format = "json"
connections = 8
feed_memory = "1GiB"
drain = "3s"

[google]
  poll = "10m0s"
`
	if got := s.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if again, err := load(t, want, nil, nil); err != nil || again.String() != want {
		t.Errorf("what is printed does not read back: %v\n%s", err, again)
	}
}

func TestDefaults(t *testing.T) {
	s, err := load(t, "", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Addr != "127.0.0.1:8080" || s.Drain != 10*time.Second || s.HTTPAddr != "" {
		t.Errorf("got %+v", s)
	}
	if err := s.Validate(); err != nil {
		t.Errorf("the defaults are refused: %v", err)
	}
	s, err = load(t, "", []string{"FOLLOWCAL_TLS_DOMAIN=cal.example.org,www.example.org"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Addr != ":443" || s.HTTPAddr != ":80" || s.Cache != "/data/acme" || len(s.Domains) != 2 || s.Issuer == "" {
		t.Errorf("with a domain: got %+v", s)
	}
	if err := s.Validate(); err != nil {
		t.Errorf("a domain is refused: %v", err)
	}
}

func TestTheFileIsNamedByAVariable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "followcal.toml")
	if err := os.WriteFile(path, []byte("connections = 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := load(t, "", []string{"FOLLOWCAL_CONFIG=" + path}, nil)
	if err != nil || s.Connections != 3 {
		t.Errorf("got %d, %v", s.Connections, err)
	}
	_, err = load(t, "", []string{"FOLLOWCAL_CONFIG=" + path + ".gone"}, nil)
	if fault.KindOf(err) != fault.Usage {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	tests := []struct {
		name, file string
		environ    []string
		flags      map[string][]string
		want       string // part of the sentence
	}{
		{name: "an unknown key", file: "adr = 'x'", want: `no setting "adr"`},
		{name: "a table", file: "[tls]\ncert = 'x'", want: `no setting "tls"`},
		{name: "a wrong type", file: "\nconnections = 'many'", want: "connections"},
		{name: "no TOML", file: "addr = ", want: "line 1"},
		{name: "no network in the file", file: "trusted_proxy = ['x']", want: `"x" is no network`},
		{name: "no network in a flag", flags: map[string][]string{"trusted-proxy": {"x"}}, want: `--trusted-proxy: "x" is no network`},
		{name: "no network in a variable", environ: []string{"FOLLOWCAL_TRUSTED_PROXY=10.0.0.0/8,x"}, want: `FOLLOWCAL_TRUSTED_PROXY: "x" is no network`},
		{name: "everybody", flags: map[string][]string{"trusted-proxy": {"0.0.0.0/0"}}, want: "is everybody"},
		{name: "everybody in IPv6", flags: map[string][]string{"trusted-proxy": {"::/0"}}, want: "is everybody"},
		{name: "IPv4 as IPv6", flags: map[string][]string{"trusted-proxy": {"::ffff:10.0.0.0/104"}}, want: "written as IPv6"},
		{name: "a number", flags: map[string][]string{"connections": {"ten"}}, want: "--connections is not a whole number"},
		{name: "an amount", flags: map[string][]string{"feed-memory": {"2GB"}}, want: `--feed-memory: "2GB" is no amount of memory`},
		{name: "a negative amount", environ: []string{"FOLLOWCAL_FEED_MEMORY=-1MiB"}, want: "FOLLOWCAL_FEED_MEMORY"},
		{name: "too large an amount", file: "feed_memory = '9999999999GiB'", want: "is no amount of memory"},
		{name: "a duration", environ: []string{"FOLLOWCAL_DRAIN=10"}, want: "FOLLOWCAL_DRAIN is not a length of time"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(t, tt.file, tt.environ, tt.flags)
			if fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("fault = %v, want one of usage with %q", err, tt.want)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	proxy := "10.0.0.0/8"
	tests := []struct {
		flags string // name=value, separated by spaces
		want  string // part of the sentence; empty: it is fine
	}{
		{"", ""},
		{"addr=127.0.0.1:0", ""},
		{"addr=127.9.9.9:80", ""},
		{"addr=[::1]:80", ""},
		{"addr=[::ffff:127.0.0.1]:80", ""},
		{"addr=localhost:http", ""},
		{"addr=unix:/run/f.sock", ""},
		{"addr=systemd", ""},
		{"addr=:8080", "unencrypted"},
		{"addr=0.0.0.0:8080", "unencrypted"},
		{"addr=[::]:8080", "unencrypted"},
		{"addr=192.0.2.1:80", "unencrypted"},
		{"addr=localhost.example.org:80", "unencrypted"},
		{"addr=[fe80::1%lo]:80", "unencrypted"},
		{"addr=0.0.0.0:443 tls-cert=c tls-key=k", ""},
		{"addr=0.0.0.0:443 tls-domain=cal.example.org", ""},
		{"addr=0.0.0.0:80 trusted-proxy=" + proxy, ""},
		{"addr=8080", "--addr"},
		{"addr=localhost:nonsense", "--addr"},
		{"addr=unix:", "--addr"},
		{"tls-cert=c", "needs --tls-key"},
		{"tls-key=k", "needs --tls-cert"},
		{"tls-cert=c tls-key=k tls-domain=cal.example.org", "exclude"},
		{"http-addr=:80", "need --tls-domain"},
		{"tls-domain=cal.example.org http-addr=80", "--http-addr"},
		{"tls-domain=localhost", "no domain name"},
		{"tls-domain=192.0.2.1", "no domain name"},
		{"tls-domain=-a.example.org", "no domain name"},
		{"tls-domain=*.example.org", "no domain name"},
		{"tls-domain=cal.example.org db=postgres://h/d", "--tls-cache"},
		{"tls-domain=cal.example.org db=postgres://h/d tls-cache=/c", ""},
		{"public-url=https://cal.example.org", ""},
		{"public-url=https://cal.example.org/below", ""},
		{"public-url=cal.example.org", "--public-url"},
		{"public-url=ftp://cal.example.org", "--public-url"},
		{"public-url=https://a:b@cal.example.org", "--public-url"},
		{"log-format=xml", "--log-format"},
		{"connections=0", "--connections"},
		{"feed-memory=2048KiB", ""},
		{"feed-memory=2097151B", "--feed-memory"},
		{"drain=2h", "--drain"},
	}
	for _, tt := range tests {
		t.Run(tt.flags, func(t *testing.T) {
			flags := map[string][]string{}
			for _, word := range strings.Fields(tt.flags) {
				name, value, _ := strings.Cut(word, "=")
				flags[name] = []string{value}
			}
			s, err := load(t, "", nil, flags)
			if err != nil {
				t.Fatal(err)
			}
			err = s.Validate()
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want != "" && (fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("fault = %v, want one of usage with %q", err, tt.want)
			}
		})
	}
}

func TestNoSecretIsPrinted(t *testing.T) {
	for _, db := range []string{
		"postgres://robin:hunter2@db.example.org/followcal",
		"postgresql://db.example.org/followcal?password=hunter2&sslpassword=hunter2",
		"postgres://robin:hunter2@db.example.org:port/%zz",
	} {
		s, err := load(t, "", []string{"FOLLOWCAL_DB=" + db}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if text := s.String(); strings.Contains(text, "hunter2") || !strings.Contains(text, "postgres") {
			t.Errorf("%s is printed as\n%s", db, text)
		}
	}
}
