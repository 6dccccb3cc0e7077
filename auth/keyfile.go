package auth

import (
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"followcal/internal/fault"
)

// The form of a key file: one line that says what it is, then the secret.
const (
	keyFileHead    = "followcal secret key 1\n"
	longestKeyFile = 1 << 10
	forOthers      = 0o077 // the permissions of group and others
)

var keyEncoding = base64.RawURLEncoding.Strict()

// ReadKey reads a key file. A missing one is a fault of kind NotFound, one that
// others may read is Denied, one that cannot be read is Unavailable, and
// anything but a whole key is Invalid.
func ReadKey(path string) (Key, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Key{}, fault.Wrap(fault.NotFound, err, "there is no key file %s", path)
	case err != nil:
		return Key{}, unreadable(path, err)
	case !info.Mode().IsRegular() || info.Size() > longestKeyFile:
		return Key{}, notAKey(path, nil)
	case runtime.GOOS != "windows" && info.Mode().Perm()&forOthers != 0:
		return Key{}, fault.New(fault.Denied,
			"others on this machine may read the key file %s (mode %04o), and with it every feed; run: chmod 600 %s; then rotate the feeds if somebody may have",
			path, info.Mode().Perm(), path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Key{}, unreadable(path, err)
	}
	return parseKey(path, string(text))
}

func unreadable(path string, cause error) error {
	return fault.Wrap(fault.Unavailable, cause, "the key file %s cannot be read; check who owns it and its folder", path)
}

func notAKey(path string, cause error) error {
	return fault.Wrap(fault.Invalid, cause, "%s is not a whole followcal key file; restore it from a backup", path)
}

func parseKey(path, text string) (Key, error) {
	line, ok := strings.CutPrefix(text, keyFileHead)
	if !ok {
		return Key{}, notAKey(path, nil)
	}
	secret, err := keyEncoding.DecodeString(strings.TrimSuffix(line, "\n"))
	if err != nil || len(secret) != len(Key{}.secret) {
		return Key{}, notAKey(path, err)
	}
	return Key{[len(Key{}.secret)]byte(secret)}, nil
}

// CreateKey makes a new key and its file, which only its owner may read. The
// file appears whole and on disk or not at all; one that exists already is
// never touched and gives a fault of kind Conflict.
func CreateKey(path string) (Key, error) {
	k := newKey()
	err := writeKey(path, k)
	switch {
	case errors.Is(err, fs.ErrExist):
		return Key{}, fault.Wrap(fault.Conflict, err, "the key file %s exists already; it was left as it is", path)
	case err != nil:
		return Key{}, fault.Wrap(fault.Unavailable, err,
			"the key file %s cannot be made; check that its folder exists, can be written, has room, and is on a file system with hard links", path)
	}
	return k, nil
}

// writeKey writes beside path, and links: a link, unlike a renaming, never
// replaces what another process has put there meanwhile.
func writeKey(path string, k Key) (err error) {
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, ".followcal-key-*") // with mode 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file.Name())) }()
	_, err = file.WriteString(keyFileHead + keyEncoding.EncodeToString(k.secret[:]) + "\n")
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(folder)
}

// syncFolder makes a new name in a folder safe on disk. Some systems cannot:
// there the file itself was synced, and that is all that can be done.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
