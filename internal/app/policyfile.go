package app

import (
	"errors"
	"io"
	"reflect"
	"strings"

	"github.com/BurntSushi/toml"

	"followcal/internal/fault"
	"followcal/schedule"
)

// PolicyOverrides are the keys of a policy that somebody set.
type PolicyOverrides = schedule.Overrides

// maxPolicyBytes is many times what a policy with every key takes.
const maxPolicyBytes = 64 << 10

// ReadPolicy reads policy keys as TOML; name is the file's, for messages. An
// unknown key, a value of another type and one outside its range are refused,
// each with the line or the key.
func ReadPolicy(name string, r io.Reader) (*PolicyOverrides, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxPolicyBytes+1))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "%s cannot be read: %v", name, err)
	}
	if len(text) > maxPolicyBytes {
		return nil, fault.New(fault.TooLarge, "%s is larger than %d KB: that is no policy", name, maxPolicyBytes>>10)
	}
	overrides := &PolicyOverrides{}
	read, err := toml.Decode(string(text), overrides)
	if err != nil {
		return nil, policySyntax(name, err)
	}
	if unknown := read.Undecoded(); len(unknown) > 0 {
		return nil, fault.New(fault.Invalid, "%s: %q is no key of a policy; the keys are %s", name, unknown[0], strings.Join(policyKeys(), ", "))
	}
	if err := overrides.Apply(schedule.DefaultPolicy()).Validate(); err != nil {
		return nil, fault.Wrap(fault.KindOf(err), err, "%s: %v", name, err)
	}
	return overrides, nil
}

// policySyntax says where the TOML is wrong, in one line.
func policySyntax(name string, err error) error {
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return fault.Wrap(fault.Invalid, err, "%s line %d: %s", name, parse.Position.Line, parse.Message)
	}
	return fault.Wrap(fault.Invalid, err, "%s: %s", name, strings.TrimPrefix(err.Error(), "toml: "))
}

// policyKeys returns the keys as the type that they are read into names them.
func policyKeys() []string {
	overrides := reflect.TypeFor[PolicyOverrides]()
	keys := make([]string, overrides.NumField())
	for i := range keys {
		keys[i] = overrides.Field(i).Tag.Get("toml")
	}
	return keys
}
