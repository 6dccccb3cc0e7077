package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"followcal/internal/app/serve"
	"followcal/internal/config"
)

// Server runs the server until ctx ends; [serve.Run] does.
type Server func(ctx context.Context, r serve.Request) error

// newServeCommand returns the command that serves. Its flags have no values of
// their own: internal/config reads them as it reads the environment and the
// file, and checks them together.
func newServeCommand(p *Process) *cobra.Command {
	var file string
	var show bool
	command := &cobra.Command{
		Use:   "serve",
		Short: "Serve calendars over HTTP",
		Long: `Serves until it is interrupted, and lets requests under way finish then.

It serves your calendar feeds, and makes the first one if you have none. A person
at a terminal is shown their addresses; followcal feed url shows them otherwise.
They are the same every time.

It serves this machine alone unless told otherwise. On any other address it
needs TLS (--tls-cert, or --tls-domain to get a certificate) or a reverse proxy
that brings it (--trusted-proxy).

Every flag can also be a variable, such as FOLLOWCAL_TLS_CERT for --tls-cert, or
a key of the file that --config or FOLLOWCAL_CONFIG names (TOML), such as
tls_cert. A flag wins over a variable, and a variable over the file.`,
		Example: `  followcal serve
  followcal serve --tls-domain cal.example.org --public-url https://cal.example.org
  followcal serve --addr unix:/run/followcal/http.sock --trusted-proxy 127.0.0.1
  followcal serve --addr 127.0.0.1:8081 --print-config`,
		Args: exactArguments(),
	}
	flags := command.Flags()
	flags.StringVar(&file, "config", "", "`FILE` with settings, in TOML")
	flags.BoolVar(&show, "print-config", false, "print the settings as they hold, without secrets, and end")
	addServeFlags(flags)
	complete(command, "log-format", func(string) []string { return []string{"text", "json"} })
	command.RunE = func(command *cobra.Command, _ []string) error {
		layers := config.Layers{File: file, Flags: given(command.Flags()), Environ: p.Environ, Location: p.Location}
		settings, err := layers.Load()
		if err != nil {
			return err
		}
		if show {
			if err := settings.Validate(); err != nil {
				return err
			}
			_, err := fmt.Fprint(p.Out, settings)
			return err
		}
		request := serve.Request{
			Settings: settings, Log: p.Err, Manager: p.Manager, By: p.User, Now: p.Now, SystemZone: p.SystemZone,
		}
		if p.Terminal {
			request.Person = p.Err
		}
		return p.Serve(command.Context(), request)
	}
	return command
}

// addServeFlags gives the command the flags that are settings. Their defaults
// are internal/config's.
func addServeFlags(flags *pflag.FlagSet) {
	flags.String("addr", "", "`ADDRESS` to listen on: HOST:PORT, unix:PATH, or systemd for its socket (default 127.0.0.1:8080; :443 with --tls-domain)")
	flags.String("public-url", "", "`URL` at which others reach the server")
	addKeyFile(flags)
	flags.String("seal-file", "", "`FILE` with the keys that seal what Google gave (default beside the database)")
	flags.String("tls-cert", "", "`FILE` with the certificate chain (PEM); read again when it changes")
	flags.String("tls-key", "", "`FILE` with the certificate's private key (PEM)")
	flags.StringSlice("tls-domain", nil, "`DOMAIN` to get a certificate for by ACME; repeatable")
	flags.String("tls-email", "", "`ADDRESS` that the certificate authority may write to")
	flags.String("tls-directory", "", "`URL` of the authority's ACME directory (default Let's Encrypt)")
	flags.String("tls-cache", "", "`FOLDER` for certificates from ACME (default acme beside the database)")
	flags.String("http-addr", "", "`ADDRESS` for ACME's challenges, which sends everybody else to https (default :80)")
	flags.StringSlice("trusted-proxy", nil, "`NETWORK` of a reverse proxy that brings TLS and says whom it speaks for, such as 10.0.0.0/8; repeatable")
	flags.String("log-format", "", "`FORMAT` of the log: text or json (default text)")
	flags.String("connections", "", "`NUMBER` of connections that may be open at once (default 1024)")
	flags.String("feed-memory", "", "`AMOUNT` of memory that may hold rendered feeds, such as 1GiB (default 128MiB)")
	flags.String("drain", "", "`TIME` that requests under way may still take at the end (default 10s)")
}

// given are the flags on the command line that are settings.
func given(flags *pflag.FlagSet) map[string][]string {
	values := map[string][]string{}
	flags.Visit(func(flag *pflag.Flag) {
		switch value := flag.Value.(type) {
		case pflag.SliceValue:
			values[flag.Name] = value.GetSlice()
		default:
			values[flag.Name] = []string{value.String()}
		}
	})
	delete(values, "config")
	delete(values, "print-config")
	return values
}
