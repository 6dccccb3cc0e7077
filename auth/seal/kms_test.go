package seal_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"followcal/auth/authtest"
	"followcal/auth/seal"
	"followcal/internal/fault"
)

// transit is Vault's transit engine, as far as
// https://developer.hashicorp.com/vault/api-docs/secret/transit says how to
// encrypt and decrypt with a key.
type transit struct {
	*httptest.Server
	aead   cipher.AEAD
	token  string
	asked  atomic.Int32
	status atomic.Int32 // other than 0: what is answered
}

const planted = "hvs.planted-token"

func newTransit(t *testing.T) *transit {
	t.Helper()
	var secret [32]byte
	_, _ = rand.Read(secret[:])
	block, err := aes.NewCipher(secret[:])
	must(t, err)
	aead, err := cipher.NewGCM(block)
	must(t, err)
	s := &transit{aead: aead, token: planted}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *transit) place(t *testing.T) seal.Place {
	t.Helper()
	p := newPlace(t)
	p.KMS = &seal.KMS{URI: "hcvault://vault.example/transit/keys/followcal", Token: planted, Address: s.URL}
	return p
}

func (s *transit) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked.Add(1)
	var sent struct {
		Plaintext  string `json:"plaintext"`
		Ciphertext string `json:"ciphertext"`
		Data       []byte `json:"associated_data"`
	}
	refuse := func(status int) {
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"errors":["you sent %s"]}`, sent.Plaintext) // a service that says too much
	}
	err := json.NewDecoder(r.Body).Decode(&sent)
	switch status := s.status.Load(); {
	case status != 0:
		refuse(int(status))
	case r.Header.Get("X-Vault-Token") != s.token:
		refuse(http.StatusForbidden)
	case err != nil:
		refuse(http.StatusBadRequest)
	case r.URL.Path == "/v1/transit/encrypt/followcal":
		nonce := make([]byte, s.aead.NonceSize())
		_, _ = rand.Read(nonce)
		octets := s.aead.Seal(nonce, nonce, []byte(sent.Plaintext), sent.Data)
		fmt.Fprintf(w, `{"data":{"ciphertext":"vault:v1:%s","key_version":1}}`, base64.StdEncoding.EncodeToString(octets))
	case r.URL.Path == "/v1/transit/decrypt/followcal":
		octets, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(sent.Ciphertext, "vault:v1:"))
		if len(octets) < s.aead.NonceSize() {
			refuse(http.StatusBadRequest)
			return
		}
		plain, err := s.aead.Open(nil, octets[:s.aead.NonceSize()], octets[s.aead.NonceSize():], sent.Data)
		if err != nil {
			refuse(http.StatusBadRequest)
			return
		}
		fmt.Fprintf(w, `{"data":{"plaintext":"%s"}}`, plain)
	default:
		refuse(http.StatusNotFound)
	}
}

func TestAKeyServiceWrapsTheKeyset(t *testing.T) {
	s, v := newTransit(t), new(authtest.Memory)
	p := s.place(t)
	k := keysOf(t, p, v)
	fill(t, v, k, "ann")
	asked := s.asked.Load()
	old := sealed(t, k, "ann", "tokens", "x")
	for range 20 {
		wantOpens(t, k, "ann", "tokens", old, "x")
	}
	if s.asked.Load() != asked {
		t.Error("the service is asked for each secret")
	}
	file, err := os.ReadFile(p.File)
	must(t, err)
	if !bytes.Contains(file, []byte("encryptedKeyset")) || bytes.Contains(file, []byte(`"value"`)) {
		t.Errorf("the keyset is not wrapped: %s", file)
	}
	second := keysOf(t, p, v)
	must(t, second.Rotate())
	wantOpens(t, k, "ann", "tokens", sealed(t, second, "ann", "tokens", "new"), "new")
	wantOpens(t, second, "ann", "tokens", old, "x")
	plain := seal.Place{File: p.File}
	_, err = seal.KeysOf(t.Context(), plain, v)
	wantFault(t, err, fault.Invalid, "FOLLOWCAL_KMS", p.File)
}

func TestAVariableCanBeWrappedToo(t *testing.T) {
	s := newTransit(t)
	p := seal.Place{KMS: s.place(t).KMS}
	text, err := p.NewText()
	must(t, err)
	p.Text = text
	octets := sealed(t, keysOf(t, p, new(authtest.Memory)), "ann", "tokens", "x")
	p.Text, err = p.NextText()
	must(t, err)
	wantOpens(t, keysOf(t, p, new(authtest.Memory)), "ann", "tokens", octets, "x")
}

func TestAKeyServiceThatRefuses(t *testing.T) {
	s, v := newTransit(t), new(authtest.Memory)
	p := s.place(t)
	keysOf(t, p, v)
	other := newTransit(t).place(t)
	for name, tt := range map[string]struct {
		spoil  func(*seal.KMS)
		status int32
		kind   fault.Kind
		says   string
	}{
		"another key":    {func(k *seal.KMS) { k.Address = other.KMS.Address }, 0, fault.Denied, "did not wrap the keyset"},
		"another name":   {func(k *seal.KMS) { k.URI = "hcvault://vault.example/transit/keys/other" }, 0, fault.Denied, "does not know the key"},
		"a wrong token":  {func(k *seal.KMS) { k.Token = "wrong" }, 0, fault.Denied, "VAULT_TOKEN"},
		"a sealed vault": {func(*seal.KMS) {}, http.StatusServiceUnavailable, fault.Unavailable, "status 503"},
		"nobody there":   {func(k *seal.KMS) { k.Address = "http://127.0.0.1:1" }, 0, fault.Unavailable, "cannot be reached"},
		"another scheme": {func(k *seal.KMS) { k.URI = "gcp-kms://projects/p" }, 0, fault.Usage, "hcvault://"},
		"no key":         {func(k *seal.KMS) { k.URI = "hcvault://vault.example/transit" }, 0, fault.Usage, "names no key"},
		"no address":     {func(k *seal.KMS) { k.Address = ":%" }, 0, fault.Usage, "address of the key service"},
	} {
		t.Run(name, func(t *testing.T) {
			kms := *p.KMS
			tt.spoil(&kms)
			s.status.Store(tt.status)
			defer s.status.Store(0)
			_, err := seal.KeysOf(t.Context(), seal.Place{File: p.File, KMS: &kms}, v)
			wantFault(t, err, tt.kind, tt.says)
			if chain := fmt.Sprintf("%+v %#v", err, err); strings.Contains(chain, planted) || strings.Contains(chain, "you sent") {
				t.Errorf("the fault holds secrets: %s", chain)
			}
		})
	}
}
