package seal_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"followcal/auth"
	"followcal/auth/authtest"
	"followcal/auth/seal"
	"followcal/internal/fault"
)

var _ auth.Sealer = (*seal.Keys)(nil)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantFault fails the test unless err is of that kind and says all of that.
func wantFault(t *testing.T, err error, kind fault.Kind, says ...string) {
	t.Helper()
	for _, part := range says {
		if err == nil || fault.KindOf(err) != kind || !strings.Contains(err.Error(), part) {
			t.Errorf("err = %v, want one of kind %v that says %q", err, kind, part)
		}
	}
}

// newPlace returns a place whose file does not exist yet.
func newPlace(t *testing.T) seal.Place {
	t.Helper()
	return seal.Place{File: filepath.Join(t.TempDir(), "followcal.db.keys")}
}

func keysOf(t *testing.T, p seal.Place, v auth.Vault) *seal.Keys {
	t.Helper()
	k, err := seal.KeysOf(t.Context(), p, v)
	must(t, err)
	return k
}

func sealed(t *testing.T, s auth.Sealer, account, purpose, secret string) []byte {
	t.Helper()
	octets, err := s.Seal(account, purpose, []byte(secret))
	must(t, err)
	return octets
}

func wantOpens(t *testing.T, s auth.Sealer, account, purpose string, octets []byte, want string) {
	t.Helper()
	got, err := s.Open(account, purpose, octets)
	if err != nil || string(got) != want {
		t.Errorf("opened as %q (%v), want %q", got, err, want)
	}
}

// fill puts a sealed grant into the vault for each account.
func fill(t *testing.T, v auth.Vault, s auth.Sealer, accounts ...string) {
	t.Helper()
	for _, account := range accounts {
		must(t, v.UpdateGrant(t.Context(), account, func(g *auth.Grant) error {
			g.Sealed = sealed(t, s, account, auth.GrantPurpose, "secret of "+account)
			return nil
		}))
	}
}

func TestWhatIsSealedOpensForItsAccountAndPurposeAlone(t *testing.T) {
	k := keysOf(t, newPlace(t), new(authtest.Memory))
	octets := sealed(t, k, "ann", "tokens", "the secret")
	if bytes.Contains(octets, []byte("secret")) || !k.Current(octets) {
		t.Errorf("sealed as %q, current: %v", octets, k.Current(octets))
	}
	wantOpens(t, k, "ann", "tokens", octets, "the secret")
	for _, other := range [][2]string{{"bob", "tokens"}, {"ann", "other"}, {"", "anntokens"}, {"annt", "okens"}, {"anntokens", ""}, {"tokens", "ann"}} {
		_, err := k.Open(other[0], other[1], octets)
		wantFault(t, err, fault.Denied, "damaged or belongs elsewhere")
	}
	wantOpens(t, k, "", "", sealed(t, k, "", "", ""), "")
}

func TestNothingButWhatWasSealedOpens(t *testing.T) {
	k := keysOf(t, newPlace(t), new(authtest.Memory))
	octets := sealed(t, k, "ann", "tokens", "the secret")
	rapid.Check(t, func(t *rapid.T) {
		spoilt := bytes.Clone(octets)
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			spoilt[rapid.IntRange(0, len(spoilt)-1).Draw(t, "where")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		case 1:
			spoilt = spoilt[:rapid.IntRange(0, len(spoilt)-1).Draw(t, "length")]
		case 2:
			spoilt = append(spoilt, rapid.Byte().Draw(t, "more"))
		}
		if got, err := k.Open("ann", "tokens", spoilt); err == nil || fault.KindOf(err) != fault.Denied || got != nil {
			t.Fatalf("%x opens as %q (%v)", spoilt, got, err)
		}
	})
	if k.Current(nil) || k.Current([]byte("short")) {
		t.Error("what is not sealed counts as current")
	}
}

func TestKeysPrintAsAPlaceholder(t *testing.T) {
	p := newPlace(t)
	k := keysOf(t, p, new(authtest.Memory))
	text, err := p.NewText()
	must(t, err)
	kms := seal.KMS{URI: "hcvault://v/transit/keys/k", Token: "planted"}
	for _, said := range []string{
		fmt.Sprintf("%v %+v %#v %s", k, k, k, k),
		fmt.Sprintf("%v %+v %#v", seal.Place{Text: text}, seal.Place{Text: text}, seal.Place{Text: text}),
		fmt.Sprintf("%v %+v %#v", kms, kms, &kms),
	} {
		if strings.Contains(said, "ring") || strings.Contains(said, text) || strings.Contains(said, "planted") {
			t.Errorf("printed as %s", said)
		}
	}
}

func TestAFileOfKeysIsMadeForItsOwnerAlone(t *testing.T) {
	p := newPlace(t)
	k := keysOf(t, p, new(authtest.Memory))
	info, err := os.Stat(p.File)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
	}
	if left, err := os.ReadDir(filepath.Dir(p.File)); err != nil || len(left) != 1 {
		t.Errorf("%d files are left (%v), want 1", len(left), err)
	}
	octets := sealed(t, k, "ann", "tokens", "x")
	wantOpens(t, keysOf(t, p, new(authtest.Memory)), "ann", "tokens", octets, "x")
}

func TestKeysThatAreNotRightAreRefusedAndNeverReplaced(t *testing.T) {
	p, v := newPlace(t), new(authtest.Memory)
	fill(t, v, keysOf(t, p, v), "ann")
	right, err := os.ReadFile(p.File)
	must(t, err)
	other := newPlace(t)
	keysOf(t, other, new(authtest.Memory))
	wrong, err := os.ReadFile(other.File)
	must(t, err)
	for name, tt := range map[string]struct {
		octets string
		mode   os.FileMode
		kind   fault.Kind
		says   string
	}{
		"readable by the group": {string(right), 0o640, fault.Denied, "chmod 600"},
		"another keyset":        {string(wrong), 0o600, fault.Denied, "has not the key"},
		"empty":                 {"", 0o600, fault.Invalid, "no whole keyset"},
		"cut short":             {string(right[:60]), 0o600, fault.Invalid, "restore it from a backup"},
		"an empty keyset":       {"{}", 0o600, fault.Invalid, "no whole keyset"},
		"no keyset at all":      {`{"key": "` + strings.Repeat("x", 9) + `"}`, 0o600, fault.Invalid, "no whole keyset"},
		"huge":                  {strings.Repeat("x", 2<<20), 0o600, fault.Invalid, "no file with a keyset"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "keys")
			must(t, os.WriteFile(path, []byte(tt.octets), tt.mode))
			must(t, os.Chmod(path, tt.mode))
			_, err := seal.KeysOf(t.Context(), seal.Place{File: path}, v)
			wantFault(t, err, tt.kind, tt.says, path)
			if now, err := os.ReadFile(path); err != nil || string(now) != tt.octets {
				t.Errorf("the file was changed (%v)", err)
			}
		})
	}
	missing := newPlace(t)
	_, err = seal.KeysOf(t.Context(), missing, v)
	wantFault(t, err, fault.Denied, "is missing", missing.File, "restore it")
	if _, err := os.Stat(missing.File); !os.IsNotExist(err) {
		t.Errorf("new keys were made although something is sealed (%v)", err)
	}
	_, err = seal.KeysOf(t.Context(), seal.Place{File: filepath.Dir(p.File)}, v)
	wantFault(t, err, fault.Invalid, "no file")
}

func TestAGrantThatEndedNeedsNoKey(t *testing.T) {
	v := new(authtest.Memory)
	must(t, v.UpdateGrant(t.Context(), "ann", func(g *auth.Grant) error {
		g.Reason = "revoked"
		return nil
	}))
	keysOf(t, newPlace(t), v)
}

func TestProcessesThatStartAtOnceShareKeys(t *testing.T) {
	p := newPlace(t)
	keys := make(chan *seal.Keys, 8)
	for range cap(keys) {
		go func() {
			k, err := seal.KeysOf(t.Context(), p, new(authtest.Memory))
			if err != nil {
				t.Error(err)
			}
			keys <- k
		}()
	}
	octets := sealed(t, <-keys, "ann", "tokens", "x")
	for range cap(keys) - 1 {
		wantOpens(t, <-keys, "ann", "tokens", octets, "x")
	}
}

func TestAVaultThatCannotBeReachedMakesNoKeys(t *testing.T) {
	p := newPlace(t)
	v := &authtest.Memory{Before: func(string) error { return fault.New(fault.Unavailable, "the database is away") }}
	_, err := seal.KeysOf(t.Context(), p, v)
	wantFault(t, err, fault.Unavailable, "away")
	if _, err := os.Stat(p.File); !os.IsNotExist(err) {
		t.Errorf("keys were made (%v)", err)
	}
	_, err = seal.KeysOf(t.Context(), seal.Place{File: filepath.Join(t.TempDir(), "none", "keys")}, new(authtest.Memory))
	wantFault(t, err, fault.Unavailable, "cannot be written")
}
