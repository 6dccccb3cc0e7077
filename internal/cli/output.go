package cli

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"followcal/internal/fault"
)

// writeWhole runs work with a buffered writer to the file, or to standard
// output when path is empty or "-". A regular file appears under its name
// whole or not at all: work writes to a file beside it, which is flushed to
// the disk and renamed when work succeeds and removed when it does not.
func writeWhole(p *Process, path string, work func(io.Writer) error) error {
	if path == "" || path == standardInput {
		return writeBuffered(p.Out, "standard output", work)
	}
	target, err := resolve(path)
	if err != nil {
		return err
	}
	if target.stream {
		file, err := os.OpenFile(target.path, os.O_WRONLY, 0)
		if err != nil {
			return unwritable(path, err)
		}
		return errors.Join(writeBuffered(file, path, work), file.Close())
	}
	return replace(path, target, work)
}

// target is where a path leads.
type target struct {
	path   string
	mode   fs.FileMode
	stream bool // a device or a pipe, which cannot be replaced
}

// resolve follows symbolic links, so that a link stays one.
func resolve(path string) (target, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return target{path: path, mode: 0o666}, nil // less the umask
	}
	if err != nil {
		return target{}, unwritable(path, err)
	}
	if info.IsDir() {
		return target{}, fault.New(fault.Invalid, "%s is a folder: name a file in it", path)
	}
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		return target{}, unwritable(path, err)
	}
	return target{path: resolved, mode: info.Mode().Perm(), stream: !info.Mode().IsRegular()}, nil
}

// replace writes to a new file in the same folder, since a rename is atomic only
// within a file system, and takes the name over at the end. A file that has the
// same octets already stays as it is: a web server goes by its time when it is
// asked whether something changed.
func replace(name string, t target, work func(io.Writer) error) (err error) {
	temporary := filepath.Join(filepath.Dir(t.path), "."+filepath.Base(t.path)+"."+rand.Text()[:8])
	file, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, t.mode)
	if err != nil {
		return unwritable(name, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temporary)
		}
	}()
	if err := errors.Join(writeBuffered(file, name, work), file.Sync(), file.Close()); err != nil {
		return sentence(fault.Unavailable, err, "%s cannot be written: %v", name, reason(err))
	}
	if same(temporary, t.path) {
		_ = os.Remove(temporary) // it is a copy
		return nil
	}
	if err := os.Rename(temporary, t.path); err != nil {
		return unwritable(name, err)
	}
	return nil
}

// same reports whether two files have the same octets. Where that cannot be
// found out, they have not.
func same(a, b string) bool {
	info, err := os.Stat(a)
	other, err2 := os.Stat(b)
	if err != nil || err2 != nil || info.Size() != other.Size() {
		return false
	}
	first, err := os.Open(a)
	if err != nil {
		return false
	}
	defer func() { _ = first.Close() }() // it was only read
	second, err := os.Open(b)
	if err != nil {
		return false
	}
	defer func() { _ = second.Close() }() // it was only read
	const page = 64 << 10
	left, right := make([]byte, page), make([]byte, page)
	for {
		n, err := io.ReadFull(first, left)
		m, err2 := io.ReadFull(second, right)
		if !bytes.Equal(left[:n], right[:m]) {
			return false
		}
		if err != nil || err2 != nil { // both end together, as they are as long
			return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		}
	}
}

// writeBuffered runs work with a buffer before w. When w fails, that is the
// error, whatever work makes of it.
func writeBuffered(w io.Writer, name string, work func(io.Writer) error) error {
	out := &failingWriter{w: w}
	buffer := bufio.NewWriterSize(out, 64<<10)
	err := work(buffer)
	if err == nil {
		err = buffer.Flush()
	}
	if out.err != nil {
		return unwritable(name, out.err)
	}
	return err
}

// failingWriter remembers why it failed.
type failingWriter struct {
	w   io.Writer
	err error
}

// Write writes, until the first failure.
func (f *failingWriter) Write(p []byte) (n int, err error) {
	if f.err == nil {
		n, f.err = f.w.Write(p)
	}
	return n, f.err
}

// unwritable says why an output cannot be written; a missing folder is what
// people meet most.
func unwritable(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(fault.NotFound, err, "%s cannot be written: its folder does not exist", name)
	}
	return fault.Wrap(fault.Unavailable, err, "%s cannot be written: %v", name, reason(err))
}
