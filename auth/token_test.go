package auth_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"followcal/auth"
	"followcal/internal/fault"
)

func newKey(t *testing.T) auth.Key {
	t.Helper()
	k, err := auth.CreateKey(t.TempDir() + "/key")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestATokenIsDerivedFromKeyIDAndGeneration(t *testing.T) {
	k, other := newKey(t), newKey(t)
	token := k.FeedToken("a", 1)
	if again := k.FeedToken("a", 1); again != token {
		t.Error("the same feed has two tokens")
	}
	for name, different := range map[string]auth.FeedToken{
		"another key": other.FeedToken("a", 1), "another feed": k.FeedToken("b", 1), "another generation": k.FeedToken("a", 2),
	} {
		if different == token || different.Hash() == token.Hash() {
			t.Errorf("%s gives the same token", name)
		}
	}
}

func TestAMACDoesNotConfuseItsParts(t *testing.T) {
	k := newKey(t)
	seen := make(map[[32]byte][]string)
	for _, parts := range [][]string{{""}, {"a"}, {"a", ""}, {"", "a"}, {"a", "b"}, {"ab"}, {"ab", ""}, {"a\x00b"}} {
		mac := k.MAC(parts[0], parts[1:]...)
		if before, ok := seen[mac]; ok {
			t.Errorf("%q and %q give the same MAC", before, parts)
		}
		seen[mac] = parts
	}
}

func TestParsingAcceptsOneSpelling(t *testing.T) {
	token := newKey(t).FeedToken("a", 1)
	text := token.Reveal()
	if got, ok := auth.ParseFeedToken(text); !ok || got != token {
		t.Fatalf("%q is not read back", text)
	}
	for _, wrong := range []string{
		"", text[1:], text + "a", strings.ToUpper(text), text[:31] + "1", text[:31] + "=", text[:31] + "-",
		text[:31] + "\x00", text[:30] + "é", " " + text[1:], strings.Repeat("a", 1<<20),
	} {
		if _, ok := auth.ParseFeedToken(wrong); ok {
			t.Errorf("%.40q is taken for a token", wrong)
		}
	}
}

func TestEveryTokenReadsBack(t *testing.T) {
	k := newKey(t)
	rapid.Check(t, func(t *rapid.T) {
		token := k.FeedToken(rapid.String().Draw(t, "id"), rapid.IntRange(1, 1<<30).Draw(t, "generation"))
		if got, ok := auth.ParseFeedToken(token.Reveal()); !ok || got != token {
			t.Fatalf("%q is not read back", token.Reveal())
		}
		if hash, err := auth.ParseTokenHash(token.Hash().String()); err != nil || hash != token.Hash() {
			t.Fatalf("the hash %s is not read back (%v)", token.Hash(), err)
		}
	})
}

func TestNeitherTokenNorKeyPrints(t *testing.T) {
	k := newKey(t)
	token := k.FeedToken("a", 1)
	var out strings.Builder
	log := slog.New(slog.NewJSONHandler(&out, nil))
	log.Info("x", "token", token, "key", k)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "token", token, "key", k)
	fmt.Fprintf(&out, "%v %+v %#v %s %q %x", token, token, token, token, token, token)
	hidden := out.String()
	out.Reset()
	fmt.Fprintf(&out, "%v %+v %#v %s", k, k, k, k)
	if octets, err := json.Marshal([]any{token, k}); err != nil || strings.Contains(string(octets), token.Reveal()) {
		t.Errorf("JSON shows %s (%v)", octets, err)
	}
	if strings.Contains(hidden, token.Reveal()) || strings.Contains(hidden, fmt.Sprintf("%x", token.Reveal())) {
		t.Errorf("the token is shown: %s", hidden)
	}
	if want := strings.TrimSpace(strings.Repeat("(secret key) ", 4)); out.String() != want {
		t.Errorf("the key prints as %q", out.String())
	}
}

func TestAHashOfAnotherFormIsRefused(t *testing.T) {
	for _, text := range []string{"", "00", strings.Repeat("g", 64), strings.Repeat("0", 66)} {
		if _, err := auth.ParseTokenHash(text); err == nil || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: err = %v", text, err)
		}
	}
}
