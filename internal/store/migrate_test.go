package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
)

// released holds the SHA-256 of each migration that a release contains. Whoever
// has that release has run it: it never changes again; a new one follows it.
var released = map[string]string{}

func TestReleasedMigrationsStayAsTheyAre(t *testing.T) {
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("there is no migration: %v", err)
	}
	found := map[string]string{}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		found[filepath.Base(name)] = hex.EncodeToString(sum[:])
	}
	for name, want := range released {
		if found[name] != want {
			t.Errorf("%s was released and is another now", name)
		}
	}
}
