package seal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ring is a keyset as it was read once. It never changes.
type ring struct {
	handle  *keyset.Handle
	aead    tink.AEAD
	ids     []uint32
	primary uint32
	file    fs.FileInfo // which file it was read from; nil: none
}

func (r *ring) has(id uint32) bool { return slices.Contains(r.ids, id) }

// newRing reports false for a keyset that cannot seal, or whose keys do not say
// in what they seal which of them it was.
func newRing(handle *keyset.Handle) (*ring, bool) {
	sealer, err := aead.New(handle)
	if err != nil {
		return nil, false
	}
	info := handle.KeysetInfo()
	r := &ring{handle: handle, aead: sealer, primary: info.GetPrimaryKeyId()}
	for _, key := range info.GetKeyInfo() {
		if key.GetOutputPrefixType() != tink_go_proto.OutputPrefixType_TINK {
			return nil, false
		}
		if key.GetStatus() == tink_go_proto.KeyStatusType_ENABLED {
			r.ids = append(r.ids, key.GetKeyId())
		}
	}
	return r, r.has(r.primary)
}

// parse reads a keyset: JSON as tinkey writes it, or that in base64, wrapped by
// wrapper unless that is nil. What is wrong with it is not said, because the
// parser quotes what it reads.
func parse(text string, wrapper tink.AEAD) (*ring, error) {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "{") {
		plain, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, errNoKeyset
		}
		text = string(plain)
	}
	reader := keyset.NewJSONReader(strings.NewReader(text))
	if wrapper == nil {
		return usable(insecurecleartextkeyset.Read(reader))
	}
	wrapped, err := reader.ReadEncrypted()
	if err != nil || len(wrapped.GetEncryptedKeyset()) == 0 {
		return nil, errNoKeyset
	}
	octets, err := wrapper.Decrypt(wrapped.GetEncryptedKeyset(), nil)
	if err != nil {
		return nil, err
	}
	return usable(insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(octets))))
}

// errNoKeyset is all that is said of a text that is no keyset.
var errNoKeyset = errors.New("no AEAD keyset of tink with TINK prefixes")

func usable(handle *keyset.Handle, err error) (*ring, error) {
	if err != nil {
		return nil, errNoKeyset
	}
	r, ok := newRing(handle)
	if !ok {
		return nil, errNoKeyset
	}
	return r, nil
}

// format writes what parse reads, as one line of JSON.
func format(handle *keyset.Handle, wrapper tink.AEAD) ([]byte, error) {
	var text, octets bytes.Buffer
	if wrapper == nil {
		err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&text))
		return append(text.Bytes(), '\n'), err
	}
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&octets)); err != nil {
		return nil, err
	}
	wrapped, err := wrapper.Encrypt(octets.Bytes(), nil)
	if err != nil {
		return nil, err
	}
	err = keyset.NewJSONWriter(&text).WriteEncrypted(&tink_go_proto.EncryptedKeyset{
		EncryptedKeyset: wrapped, KeysetInfo: handle.KeysetInfo(),
	})
	return append(text.Bytes(), '\n'), err
}

// fresh returns a keyset with one new key.
func fresh() (*keyset.Handle, error) { return keyset.NewHandle(aead.AES256GCMKeyTemplate()) }

// grown returns the keyset with a new primary key besides those that it has.
func grown(handle *keyset.Handle) (*keyset.Handle, error) {
	manager := keyset.NewManagerFromHandle(handle)
	id, err := manager.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	if err := manager.SetPrimary(id); err != nil {
		return nil, err
	}
	return manager.Handle()
}

// pruned returns the keyset with its primary key alone.
func pruned(handle *keyset.Handle) (*keyset.Handle, error) {
	manager := keyset.NewManagerFromHandle(handle)
	info := handle.KeysetInfo()
	for _, key := range info.GetKeyInfo() {
		if key.GetKeyId() == info.GetPrimaryKeyId() {
			continue
		}
		if err := manager.Delete(key.GetKeyId()); err != nil {
			return nil, err
		}
	}
	return manager.Handle()
}
