package web

import (
	"context"
	"crypto/tls"
	"io/fs"
	"log/slog"
	"os"
	"sync"

	"followcal/internal/fault"
)

// Certificate is a pair of files that others renew. It is read again when one
// of them has changed, so that nobody has to restart anything.
type Certificate struct {
	certPath, keyPath string
	log               *slog.Logger

	mu       sync.Mutex
	current  *tls.Certificate
	seen     [2]fs.FileInfo // of what current was read from
	rejected [2]fs.FileInfo // of what was not usable, to say so once
}

// LoadCertificate reads a certificate chain and its private key, both PEM.
// Failing to is a fault of kind Usage.
func LoadCertificate(certPath, keyPath string, log *slog.Logger) (*Certificate, error) {
	c := &Certificate{certPath: certPath, keyPath: keyPath, log: log}
	now, err := c.look()
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "the certificate cannot be read: %v", err)
	}
	pair, err := tls.LoadX509KeyPair(certPath, keyPath)
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "%s and %s are no certificate with its key: %v", certPath, keyPath, err)
	}
	c.current, c.seen = &pair, now
	return c, nil
}

// Config returns a TLS configuration with the certificate.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}
}

// get returns the certificate for a handshake, beside which looking at two
// files costs nothing. While the files do not fit together, as between the
// writing of the one and the other, the old one stays.
func (c *Certificate) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now, err := c.look()
	if err != nil || same(now, c.seen) {
		return c.current, nil // a file that is being replaced is looked at again next time
	}
	pair, err := tls.LoadX509KeyPair(c.certPath, c.keyPath)
	if err != nil {
		c.complain(hello.Context(), now, err)
		return c.current, nil
	}
	c.current, c.seen = &pair, now
	c.log.LogAttrs(hello.Context(), slog.LevelInfo, "the certificate was read again", slog.String("file", c.certPath))
	return c.current, nil
}

func (c *Certificate) complain(ctx context.Context, now [2]fs.FileInfo, err error) {
	if !same(now, c.rejected) {
		c.rejected = now
		c.log.LogAttrs(ctx, slog.LevelWarn, "the new certificate is not usable, so the old one stays", slog.String("file", c.certPath), slog.Any("cause", err))
	}
}

func (c *Certificate) look() (now [2]fs.FileInfo, err error) {
	if now[0], err = os.Stat(c.certPath); err == nil {
		now[1], err = os.Stat(c.keyPath)
	}
	return now, err
}

// same reports whether files are the same and unchanged.
func same(a, b [2]fs.FileInfo) bool {
	for i := range a {
		if a[i] == nil || b[i] == nil || !os.SameFile(a[i], b[i]) || !a[i].ModTime().Equal(b[i].ModTime()) || a[i].Size() != b[i].Size() {
			return false
		}
	}
	return true
}
