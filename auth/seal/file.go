package seal

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/lockedfile"

	"followcal/internal/fault"
)

const (
	longestFile = 1 << 20 // octets; a key takes some 300
	forOthers   = 0o077   // the permissions of group and others
)

// readFile reads the file of a keyset, which only its owner may.
func readFile(path string) (string, fs.FileInfo, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", nil, unreadable(path, err)
	}
	defer func() { _ = file.Close() }() // it was only read
	info, err := file.Stat()
	switch {
	case err != nil:
		return "", nil, unreadable(path, err)
	case !info.Mode().IsRegular() || info.Size() > longestFile:
		return "", nil, fault.New(fault.Invalid, "%s is no file with a keyset; name the right one", path)
	case runtime.GOOS != "windows" && info.Mode().Perm()&forOthers != 0:
		return "", nil, fault.New(fault.Denied,
			"others on this machine may read the keys in %s (mode %04o); run: chmod 600 %s; then followcal keys rotate if somebody may have",
			path, info.Mode().Perm(), path)
	}
	text, err := io.ReadAll(file)
	if err != nil {
		return "", nil, unreadable(path, err)
	}
	return string(text), info, nil
}

func unreadable(path string, cause error) error {
	if errors.Is(cause, fs.ErrNotExist) {
		return fault.Wrap(fault.NotFound, cause, "there is no file %s with the keys of the database", path)
	}
	return fault.Wrap(fault.Unavailable, cause, "the keys in %s cannot be read; check who owns the file and its folder", path)
}

// unchanged reports whether the file is still the one that was read. A rotation
// puts another file in its place.
func (p Place) unchanged(r *ring) (bool, error) {
	if p.Text != "" {
		return true, nil
	}
	info, err := os.Stat(p.File)
	if err != nil {
		return false, unreadable(p.File, err)
	}
	return os.SameFile(info, r.file) && info.ModTime().Equal(r.file.ModTime()) && info.Size() == r.file.Size(), nil
}

// create writes a new file, whole and on disk or not at all. One that exists is
// never touched and gives a fault of kind Conflict.
func create(path string, text []byte) error {
	err := write(path, text, os.Link) // a link, unlike a renaming, replaces nothing
	switch {
	case errors.Is(err, fs.ErrExist):
		return fault.Wrap(fault.Conflict, err, "the file %s exists already; it was left as it is", path)
	case err != nil:
		return unwritable(path, err)
	}
	return nil
}

// replace puts a new file in the place of an old one, as a whole.
func replace(path string, text []byte) error {
	if err := write(path, text, os.Rename); err != nil {
		return unwritable(path, err)
	}
	return nil
}

func unwritable(path string, cause error) error {
	return fault.Wrap(fault.Unavailable, cause,
		"the keys in %s cannot be written, and stay as they were; check that its folder exists, can be written, has room, and is on a file system with hard links", path)
}

// write writes beside path and then moves it there.
func write(path string, text []byte, move func(from, to string) error) (err error) {
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, ".followcal-keys-*") // with mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if gone := os.Remove(file.Name()); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}()
	_, err = file.Write(text)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := move(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(folder)
}

// syncFolder makes a new name in a folder safe on disk, where a system can.
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

// lock keeps other processes from rotating the keys of a file at once. Its own
// file stays, empty: removing it would let two in.
func lock(path string) (unlock func(), err error) {
	unlock, err = lockedfile.MutexAt(path + ".lock").Lock()
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the keys in %s cannot be locked for a change; check who owns its folder", path)
	}
	return unlock, nil
}
