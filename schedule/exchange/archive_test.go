package exchange_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/schedule"
	"followcal/schedule/exchange"
)

// member is one file of an archive.
type member struct{ name, text string }

func archive(t *testing.T, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.Create(m.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, m.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const savedHeader = "Saved Date,Job Url,Job Title,Company Name\n"

var export = []member{
	{"Connections.csv", "First Name,Last Name\nSECRET,SECRET\n"},
	{"Jobs/Job Applications.csv", linkedInHeader + "11/2/26,MINE,,Acme,Clerk,https://www.linkedin.com/jobs/view/1,,SECRET\n11/x/26,MINE,,Acme,Clerk,,,\n"},
	{"Jobs/Job Applications_1.csv", linkedInHeader + "11/3/26,MINE,,Acme,Porter,https://www.linkedin.com/jobs/view/2,,SECRET\n"},
	{"Jobs/Saved Jobs.csv", savedHeader + "11/1/26,https://www.linkedin.com/jobs/view/1,Clerk,Acme\n11/1/26,https://www.linkedin.com/jobs/view/3,Cook,Acme\n"},
	{"Jobs/Job Seeker Preferences.csv", "SECRET\n"},
	{"__MACOSX/Jobs/Saved Jobs.csv", "SECRET\n"},
}

func TestTheWholeLinkedInExportIsRead(t *testing.T) {
	data := archive(t, export...)
	path := filepath.Join(t.TempDir(), "export.zip")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	for name, input := range map[string]io.Reader{"a file": file, "a pipe": bytes.NewBuffer(data), "memory": bytes.NewReader(data)} {
		t.Run(name, func(t *testing.T) {
			r, err := exchange.Read("export.zip", input, exchange.Options{Today: today})
			if err != nil || kept(r) != "Clerk,Porter,Cook" || r.Format != exchange.LinkedIn || r.Duplicates != 1 || r.Rows != 5 {
				t.Fatalf("%v %+v", err, r)
			}
			if a := r.Log.Applications; a[0].Status != schedule.Applied || a[2].Status != schedule.Saved {
				t.Errorf("a status moved: %+v", a)
			}
			if len(r.Rejected) != 1 || r.Rejected[0].File != "export.zip: Job Applications.csv" || r.Rejected[0].Line != 3 {
				t.Errorf("rejected = %+v", r.Rejected)
			}
			if got := account(r, err); strings.Contains(got, "SECRET") || strings.Contains(got, "MINE") {
				t.Errorf("leaked: %s", got)
			}
		})
	}
}

func TestHostileArchivesAreRefused(t *testing.T) {
	bomb := member{"Job Applications.csv", linkedInHeader + strings.Repeat("11/2/26,,,A,a,,,\n", 1_000_000)}
	good := archive(t, export...)
	damaged := bytes.Clone(good)
	copy(damaged[bytes.Index(damaged, []byte("Job Applications.csv"))+30:], "XXXXXXXXXXXX")
	encrypted := bytes.Clone(good)
	for at := 0; ; at++ { // the flags of each entry of the directory, APPNOTE.TXT 4.3.12
		i := bytes.Index(encrypted[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		at += i
		encrypted[at+8] |= 1
	}
	many := make([]member, 101)
	for i := range many {
		many[i] = export[1]
	}
	crowd := make([]member, 40_000)
	for i := range crowd {
		crowd[i].name = strings.Repeat("x", 100)
	}
	tests := []struct {
		name string
		data []byte
		kind fault.Kind
		says string
	}{
		{"a bomb", archive(t, bomb), fault.TooLarge, "more than 100 times its size"},
		{"a damaged member", damaged, fault.Invalid, ""},
		{"cut short", good[:len(good)-30], fault.Invalid, "damaged"},
		{"encrypted", encrypted, fault.Invalid, "encrypted"},
		{"too many tables", archive(t, many...), fault.TooLarge, "more than 100 tables"},
		{"too many files", archive(t, crowd...), fault.TooLarge, "more files"},
		{"a workbook", archive(t, member{"[Content_Types].xml", "<x/>"}), fault.Invalid, "workbook"},
		{"empty", archive(t), fault.Invalid, "Job Applications.csv"},
		{"an empty table", archive(t, member{"Saved Jobs.csv", ""}), fault.Invalid, "no rows"},
		{"an archive within", archive(t, member{"Job Applications.csv", string(good)}), fault.Invalid, "binary"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := exchange.Read("x.zip", bytes.NewReader(tt.data), exchange.Options{})
			if fault.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v", err)
			}
		})
	}
}

// huge is a file of a size that nobody would read.
type huge struct {
	*strings.Reader
	at int64
}

func (h *huge) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekEnd:
		h.at = exchange.MaxArchive + 1
	case io.SeekStart:
		h.at = offset
	}
	if h.at <= h.Size() {
		_, _ = h.Reader.Seek(h.at, io.SeekStart)
	}
	return h.at, nil
}

func TestAnArchiveOfAGigabyteIsRefusedUnread(t *testing.T) {
	_, err := exchange.Read("x.zip", &huge{Reader: strings.NewReader("PK\x03\x04")}, exchange.Options{})
	if fault.KindOf(err) != fault.TooLarge || !strings.Contains(err.Error(), "256 MiB") {
		t.Errorf("error = %v", err)
	}
}
