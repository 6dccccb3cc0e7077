package exchange

import (
	"errors"
	"io"

	"followcal/internal/fault"
)

// directoryReader bounds what reading the table of contents may cost.
type directoryReader struct {
	src  io.ReaderAt
	left int64
	open bool
}

// ReadAt lets the table of contents through up to its limit, and everything
// once the members are read.
func (d *directoryReader) ReadAt(p []byte, at int64) (int, error) {
	if d.open {
		return d.src.ReadAt(p, at)
	}
	if d.left -= int64(len(p)); d.left < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return d.src.ReadAt(p, at)
}

// ratioReader refuses a member that unpacks to far more than a table does.
type ratioReader struct {
	file   string
	src    io.Reader
	packed uint64
	seen   uint64
}

// Read checks the ratio as it goes, so that a bomb costs no more than what was
// unpacked until it showed.
func (r *ratioReader) Read(p []byte) (int, error) {
	n, err := r.src.Read(p)
	r.seen += uint64(n)
	if r.seen > ratioFreeBytes && r.seen/maxRatio > r.packed {
		return 0, fault.New(fault.TooLarge, "%s unpacks to more than %d times its size, as no table does; it is not read", r.file, maxRatio)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fault.Wrap(fault.Invalid, err, "%s is damaged; download the archive again", r.file)
	}
	return n, err
}
