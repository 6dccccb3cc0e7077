package cli_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"followcal/internal/app/serve"
	"followcal/internal/cli"
	"followcal/internal/fault"
)

// serving answers a run of serve, and remembers what it was asked.
func serving(asked *serve.Request, answer error) func(*cli.Process) {
	return func(p *cli.Process) {
		p.Location = func(named string) (string, error) { return "/data/" + named, nil }
		p.Environ = []string{"FOLLOWCAL_DRAIN=4s", "FOLLOWCAL_ADDR=unix:/variable"}
		p.User = "robin"
		p.Serve = func(_ context.Context, r serve.Request) error {
			*asked = r
			return answer
		}
	}
}

func TestServe(t *testing.T) {
	var asked serve.Request
	got := run(t, &fake{}, "", []string{
		"serve", "--db", "robin.db", "--addr", "unix:/flag", "--trusted-proxy", "10.0.0.0/8,192.0.2.1", "--trusted-proxy", "::1",
		"--tls-domain", "a.example.org", "--tls-domain", "b.example.org", "--connections", "5", "--log-format", "json",
	}, serving(&asked, nil))
	if got.code != 0 || got.out != "" || got.err != "" {
		t.Fatalf("got %+v", got)
	}
	s := asked.Settings
	said := fmt.Sprintln(s.Addr, s.DB, s.Domains, s.Prefixes(), s.Connections, s.Drain, s.LogFormat, asked.By)
	want := "unix:/flag /data/robin.db [a.example.org b.example.org] [10.0.0.0/8 192.0.2.1/32 ::1/128] 5 4s json robin"
	if said = strings.Join(strings.Fields(said), " "); said != want {
		t.Errorf("asked for\n%s, want\n%s", said, want)
	}
	if asked.Log == nil || asked.Now == nil || asked.SystemZone == nil || asked.Person != nil {
		t.Errorf("asked with %+v", asked)
	}
}

func TestServeFails(t *testing.T) {
	var asked serve.Request
	got := run(t, &fake{}, "", []string{"serve"}, serving(&asked, fault.New(fault.Unavailable, "the port is taken")))
	if got.code != 1 || !strings.Contains(got.err, "the port is taken") {
		t.Errorf("got %+v", got)
	}
	asked = serve.Request{}
	got = run(t, &fake{}, "", []string{"serve", "--drain", "soon"}, serving(&asked, nil))
	if got.code != 2 || !strings.Contains(got.err, "--drain is not a length of time such as 10s") || asked.Now != nil {
		t.Errorf("got %+v", got)
	}
}
