package exchange

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"followcal/internal/fault"
)

// The limits against archives that are built to exhaust their reader.
const (
	pipedArchive    = 64 << 20 // bytes of an archive that must be held in memory
	maxDirectory    = 4 << 20  // bytes of its table of contents
	maxParts        = 100      // tables of applications in one archive
	maxRatio        = 100      // unpacked to packed, beyond the first bytes
	ratioFreeBytes  = 1 << 20
	archiveBegins   = "PK\x03\x04"
	archiveNoFiles  = "PK\x05\x06"
	encryptedMember = 1 // the bit in a member's flags, section 4.4.4 of APPNOTE.TXT
)

// parts are the members of LinkedIn's archive that hold applications. A long
// history comes in numbered parts.
var parts = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i)(job|saved)[ _](applications|jobs)[ _-]?\(?\d*\)?\.csv$`)
})

// isArchive reports whether a file begins as a ZIP does. A workbook of Excel
// begins likewise; it has none of the members that are read.
func isArchive(head []byte) bool {
	return bytes.HasPrefix(head, []byte(archiveBegins)) || bytes.HasPrefix(head, []byte(archiveNoFiles))
}

// seekable is a file, which an archive can be read from in place.
type seekable struct {
	io.ReaderAt
	base, size int64
}

// openArchive notes where r stands, when it is a file, before anything is read
// from it; nil when it is a pipe.
func openArchive(r io.Reader) *seekable {
	f, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil
	}
	base, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil
	}
	if _, err := f.Seek(base, io.SeekStart); err != nil {
		return nil
	}
	return &seekable{f, base, end - base}
}

// readArchive reads LinkedIn's whole export: every table of applications in
// it, and no other member, however it is called.
func (in *intake) readArchive(file *seekable, raw io.Reader) error {
	if in.options.From != "" && in.options.From != LinkedIn {
		return fault.New(fault.Invalid, "%s is a ZIP archive; only LinkedIn's is read whole, so unpack it and name the file in it", in.file)
	}
	from, size, err := in.archiveBytes(file, raw)
	if err != nil {
		return err
	}
	directory := &directoryReader{src: from, left: maxDirectory}
	archive, err := zip.NewReader(directory, size)
	if directory.left < 0 {
		return fault.New(fault.TooLarge, "%s: the archive lists more files than followcal reads", in.file)
	}
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "%s is a damaged ZIP archive; download it again", in.file)
	}
	directory.left = -1 // from here on members are read, with limits of their own
	directory.open = true
	members, err := in.members(archive)
	if err != nil {
		return err
	}
	return in.readMembers(members)
}

// archiveBytes returns the archive for reading at any place in it.
func (in *intake) archiveBytes(file *seekable, raw io.Reader) (io.ReaderAt, int64, error) {
	if file != nil {
		if file.size > MaxArchive {
			return nil, 0, fault.New(fault.TooLarge, "%s is larger than the %d MiB that an archive may have; unpack it and name Job Applications.csv", in.file, MaxArchive>>20)
		}
		return io.NewSectionReader(file, file.base, file.size), file.size, nil
	}
	held, err := io.ReadAll(io.LimitReader(raw, pipedArchive+1))
	if err != nil {
		return nil, 0, readFault(in.file, err)
	}
	if len(held) > pipedArchive {
		return nil, 0, fault.New(fault.TooLarge, "%s is larger than the %d MiB that an archive may have in a pipe; give it by its file name", in.file, pipedArchive>>20)
	}
	return bytes.NewReader(held), int64(len(held)), nil
}

// members returns the tables of applications, in the order of their names.
func (in *intake) members(archive *zip.Reader) ([]*zip.File, error) {
	var found []*zip.File
	for _, f := range archive.File {
		if !strings.HasPrefix(f.Name, "__MACOSX/") && parts().MatchString(path.Base(f.Name)) {
			found = append(found, f)
		}
	}
	switch {
	case len(found) == 0:
		return nil, fault.New(fault.Invalid, "%s has no Job Applications.csv or Saved Jobs.csv in it; request the archive with your jobs from LinkedIn, or export a workbook (.xlsx) as CSV", in.file)
	case len(found) > maxParts:
		return nil, fault.New(fault.TooLarge, "%s has more than %d tables of applications", in.file, maxParts)
	}
	slices.SortStableFunc(found, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	return found, nil
}

// readMembers reads the tables one after the other into one log. Their reports
// carry the member's name, since each counts its lines from 1.
func (in *intake) readMembers(members []*zip.File) error {
	archive := in.file
	left := int64(MaxBytes)
	for _, f := range members {
		in.file = archive + ": " + shown(path.Base(f.Name))
		if f.Flags&encryptedMember != 0 {
			return fault.New(fault.Invalid, "%s is encrypted; unpack the archive and name the file in it", in.file)
		}
		var err error
		if left, err = in.readMember(f, left); err != nil {
			return err
		}
	}
	in.file = archive
	in.result.Format = LinkedIn
	return in.someRowSurvived()
}

// readMember reads one table and returns how much the following ones may hold.
func (in *intake) readMember(f *zip.File, left int64) (int64, error) {
	unpacked, err := f.Open()
	if err != nil {
		return 0, fault.Wrap(fault.Invalid, err, "%s cannot be unpacked; unpack the archive and name the file in it", in.file)
	}
	defer func() { _ = unpacked.Close() }() // it was only read from
	limited := &meter{file: in.file, src: &ratioReader{file: in.file, src: unpacked, packed: f.CompressedSize64}, left: left}
	raw := bufio.NewReaderSize(limited, window)
	switch _, err := raw.Peek(1); {
	case errors.Is(err, io.EOF):
		return left, nil
	case err != nil:
		return 0, readFault(in.file, err)
	}
	text, err := decode(in.file, raw)
	if err != nil {
		return 0, err
	}
	in.earlier = in.grown.length
	from := in.options.From
	in.options.From = LinkedIn
	err = in.readTable(text)
	in.options.From = from
	return limited.left, err
}
