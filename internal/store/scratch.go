package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The folders in which files become complete before they get their names.
const (
	scratchNew     = ".followcal-new-"
	scratchBackup  = ".followcal-backup-"
	scratchRestore = ".followcal-restore-"
)

// newScratch makes a folder in which a file becomes complete before it gets its
// name beside it. It is held until done, which removes it; when the process is
// killed before, the next one sweeps it.
func newScratch(beside, prefix string) (folder string, done func(), err error) {
	sweep(beside)
	for range attempts {
		if folder, err = os.MkdirTemp(beside, prefix+"*"); err != nil {
			return "", nil, err
		}
		release, _ := hold(folder, true) // where nothing can be held, nothing is swept either
		if exists(folder) {
			return folder, func() { _ = os.RemoveAll(folder); release() }, nil // what had to be kept has left it
		}
		release() // somebody swept it before it was held
	}
	return "", nil, fs.ErrExist
}

// sweep removes the scratch folders of processes that are dead. It does what it
// can: who may not remove them may still work beside them.
func sweep(beside string) {
	d, err := os.Open(beside)
	if err != nil {
		return
	}
	names, _ := d.Readdirnames(-1) // names that can be read are swept
	_ = d.Close()                  // it was only read
	for _, name := range names {
		ours := slices.ContainsFunc([]string{scratchNew, scratchBackup, scratchRestore}, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
		if !ours {
			continue
		}
		path := filepath.Join(beside, name)
		if info, err := os.Lstat(path); err != nil || !info.IsDir() {
			continue
		}
		if release, held := hold(path, false); held {
			_ = os.RemoveAll(path)
			release()
		}
	}
}
