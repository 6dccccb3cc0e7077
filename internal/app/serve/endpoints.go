package serve

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"

	"followcal/internal/config"
	"followcal/internal/fault"
	"followcal/internal/web"
)

// open opens the listeners that the settings name. On a fault none stays open.
func open(ctx context.Context, r *Request, site http.Handler, log *slog.Logger) (endpoints []web.Endpoint, err error) {
	defer func() {
		if err != nil {
			closeAll(endpoints)
		}
	}()
	tlsConfig, challenges, err := encryption(&r.Settings, log)
	if err != nil {
		return nil, err
	}
	listeners, err := listen(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, l := range listeners {
		endpoints = append(endpoints, web.Endpoint{Listener: l, Handler: site, TLS: tlsConfig})
	}
	if challenges == nil {
		return endpoints, nil
	}
	l, err := web.ListenTCP(ctx, r.Settings.HTTPAddr)
	if err != nil {
		return endpoints, err
	}
	return append(endpoints, web.Endpoint{Listener: l, Handler: challenges}), nil
}

func closeAll(endpoints []web.Endpoint) {
	for _, e := range endpoints {
		_ = e.Listener.Close() // nobody was served
	}
}

// encryption returns how TLS is spoken, nil for not at all, and what answers
// ACME's challenges in clear text, nil for nothing.
func encryption(s *config.Serve, log *slog.Logger) (*tls.Config, http.Handler, error) {
	switch {
	case s.TLSCert != "":
		certificate, err := web.LoadCertificate(s.TLSCert, s.TLSKey, log)
		if err != nil {
			return nil, nil, err
		}
		return certificate.Config(), nil, nil
	case len(s.Domains) > 0:
		issuer := web.Issuer{Directory: s.Issuer, Domains: s.Domains, Email: s.Email, Cache: s.Cache}
		config, challenges := issuer.Obtain()
		return config, challenges, nil
	}
	return nil, nil, nil
}

// listen opens the listeners for the site.
func listen(ctx context.Context, r *Request) ([]net.Listener, error) {
	addr := r.Settings.Addr
	if addr == config.FromSystemd {
		return passed(r)
	}
	var l net.Listener
	var err error
	if path, ok := strings.CutPrefix(addr, config.UnixPrefix); ok {
		l, err = web.ListenUnix(ctx, path)
	} else {
		l, err = web.ListenTCP(ctx, addr)
	}
	return []net.Listener{l}, err
}

// passed takes the sockets that systemd passes, whose addresses are known only
// now.
func passed(r *Request) ([]net.Listener, error) {
	listeners, err := r.Manager.Listeners(os.Getpid())
	if err == nil && len(listeners) == 0 {
		err = fault.New(fault.Usage, "--addr systemd: systemd passed no socket; start followcal.socket instead of followcal.service")
	}
	for _, l := range listeners {
		if err == nil && l.Addr().Network() != "unix" {
			err = r.Settings.CheckListener(l.Addr().String())
		}
	}
	if err != nil {
		for _, l := range listeners {
			_ = l.Close() // nobody was served
		}
	}
	return listeners, err
}
