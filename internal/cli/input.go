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
	watch   *progress
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
	in.watch = startProgress(p, in.size)
	return in, nil
}

// open opens one FILE. What is no regular file may never end or never answer, so
// its reads can be interrupted and its size is unknown.
func (in *inputs) open(ctx context.Context, p *Process, name string) error {
	if name == standardInput {
		in.add(ctx, "standard input", interruptible(ctx, p.In))
		in.size = -1
		return nil
	}
	file, err := openFile(name)
	if err != nil {
		return err
	}
	in.files = append(in.files, file)
	info, err := file.Stat()
	switch {
	case err != nil:
		return fault.Wrap(fault.Unavailable, err, "%s cannot be read: %v", name, reason(err))
	case !info.Mode().IsRegular():
		in.add(ctx, name, interruptible(ctx, file))
		in.size = -1
		return nil
	case in.size >= 0:
		in.size += info.Size()
	}
	in.add(ctx, name, file)
	return nil
}

// add adds a source, which is read through the watch. One that can be read
// anywhere, as an archive wants it, stays so.
func (in *inputs) add(ctx context.Context, name string, r io.Reader) {
	watched := watchedReader{ctx, r, func(n int) { in.watch.advance(n) }}
	source := app.Source{Name: name, Reader: watched}
	if file, ok := r.(*os.File); ok {
		source.Reader = watchedFile{watched, file, file}
	}
	in.sources = append(in.sources, source)
}

// close closes the files, which were only read, and ends the watch.
func (in *inputs) close() {
	if in.watch != nil {
		in.watch.stop()
	}
	for _, file := range in.files {
		_ = file.Close()
	}
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

// watchedReader stops at the next read once the context is cancelled, and
// tells how much was read.
type watchedReader struct {
	ctx  context.Context //nolint:containedctx // io.Reader has no other way in
	r    io.Reader
	tell func(n int)
}

// Read reads unless the context is cancelled.
func (w watchedReader) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.r.Read(p)
	w.tell(n)
	return n, err
}

// watchedFile is a watchedReader that can be read anywhere too.
type watchedFile struct {
	watchedReader
	io.Seeker
	at io.ReaderAt
}

// ReadAt reads unless the context is cancelled.
func (w watchedFile) ReadAt(p []byte, offset int64) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.at.ReadAt(p, offset)
	w.tell(n)
	return n, err
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
