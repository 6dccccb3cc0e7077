package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"followcal/internal/app"
	"followcal/internal/fault"
)

// standardInput is the FILE that means standard input.
const standardInput = "-"

// inputs are the opened FILEs of a command line.
type inputs struct {
	sources []app.Source
	files   []*os.File
	size    int64 // bytes in all; -1 when one of them is a stream
}

// openSources opens every file before anything is read, so that a misspelt
// name costs no time. Reading stops when ctx is cancelled.
func openSources(ctx context.Context, p *Process, names []string) (*inputs, error) {
	in := &inputs{}
	for i, name := range names {
		if name == standardInput && slices.Contains(names[:i], standardInput) {
			in.close()
			return nil, fault.New(fault.Usage, "standard input (-) can be read only once")
		}
		if err := in.open(ctx, p, name); err != nil {
			in.close()
			return nil, err
		}
	}
	return in, nil
}

func (in *inputs) open(ctx context.Context, p *Process, name string) error {
	if name == standardInput {
		in.sources = append(in.sources, app.Source{Name: "standard input", Reader: interruptible(ctx, p.In)})
		in.size = -1
		return nil
	}
	file, err := openFile(name)
	if err != nil {
		return err
	}
	in.files = append(in.files, file)
	in.sources = append(in.sources, app.Source{Name: name, Reader: contextReader{ctx, file}})
	in.grow(file)
	return nil
}

// grow adds the file's size to that of all.
func (in *inputs) grow(file *os.File) {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || in.size < 0 {
		in.size = -1
		return
	}
	in.size += info.Size()
}

// close closes the files, which were only read.
func (in *inputs) close() {
	for _, file := range in.files {
		_ = file.Close()
	}
}

// watched returns the sources with their progress told to w.
func (in *inputs) watched(w *progress) []app.Source {
	sources := slices.Clone(in.sources)
	for i := range sources {
		sources[i].Reader = watchedReader{sources[i].Reader, w}
	}
	return sources
}

// openFile opens a file to be read, and says in plain words why it cannot.
func openFile(name string) (*os.File, error) {
	file, err := os.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.Wrap(fault.NotFound, err, "there is no file %s", name)
	case errors.Is(err, fs.ErrPermission):
		return nil, fault.Wrap(fault.Denied, err, "%s may not be read: its permissions forbid it", name)
	case err != nil:
		return nil, fault.Wrap(fault.Unavailable, err, "%s cannot be opened: %v", name, reason(err))
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		_ = file.Close()
		return nil, fault.New(fault.Invalid, "%s is a folder: name a file in it", name)
	}
	return file, nil
}

// reason returns the operating system's own words, without the path and the
// system call that the caller's sentence has already.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// contextReader stops at the next read once the context is cancelled.
type contextReader struct {
	ctx context.Context //nolint:containedctx // io.Reader has no other way in
	r   io.Reader
}

// Read reads unless the context is cancelled.
func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// interruptible returns a reader of r that fails as soon as ctx is cancelled,
// although a read of a terminal or a pipe cannot be ended: what r still
// delivers then is left unread.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	reader, writer := io.Pipe()
	stop := context.AfterFunc(ctx, func() { _ = writer.CloseWithError(ctx.Err()) })
	go func() {
		_, err := io.Copy(writer, r)
		stop()
		_ = writer.CloseWithError(err)
	}()
	return reader
}
