package exchange

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"followcal/internal/fault"
	"followcal/schedule"
)

// ReadPolicy reads a policy from TOML 1.0: the keys of the JSON policy, at the
// top of the file. An unknown key, a value of the wrong type and one outside
// its range are refused with the line on which they stand. The ranges are
// checked on top of the default policy.
func ReadPolicy(name string, r io.Reader) (schedule.Overrides, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxPolicy+1))
	if err != nil {
		return schedule.Overrides{}, readFault(name, err)
	}
	if len(data) > MaxPolicy {
		return schedule.Overrides{}, fault.New(fault.TooLarge, "%s is larger than %d MiB, which no policy is", name, MaxPolicy>>20)
	}
	p := policyFile{name: name, text: string(data)}
	return p.read()
}

type policyFile struct{ name, text string }

// read decodes the file without a type first, so that unknown keys and wrong
// types get sentences of ours.
func (p policyFile) read() (schedule.Overrides, error) {
	var o schedule.Overrides
	var values map[string]any
	meta, err := toml.Decode(p.text, &values)
	if err != nil {
		return o, p.syntax(err)
	}
	for _, key := range meta.Keys() {
		if err := p.set(&o, key, values); err != nil {
			return schedule.Overrides{}, err
		}
	}
	if key, sentence := o.Check(); key != "" {
		return schedule.Overrides{}, p.wrong(key, sentence)
	}
	return o, nil
}

// set takes one key over. Keys of tables are unknown keys.
func (p policyFile) set(o *schedule.Overrides, key toml.Key, values map[string]any) error {
	f, ok := schedule.FindPolicyKey(key.String())
	if !ok {
		return p.wrong(key.String(), "there is no such key; there are "+list(schedule.PolicyKeyNames()))
	}
	value, ok := tomlScalar(values[f.Key], f.Form)
	if !ok {
		return p.wrong(f.Key, "the value is not "+string(f.Form))
	}
	if err := f.Set(o, value); err != nil {
		return p.wrong(f.Key, err.Error())
	}
	return nil
}

// tomlScalar is the text of a value when it is of that kind.
func tomlScalar(value any, form schedule.PolicyForm) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, form == schedule.Text
	case bool:
		return strconv.FormatBool(v), form == schedule.TrueOrFalse
	case int64:
		return strconv.FormatInt(v, 10), form == schedule.WholeNumber || form == schedule.Number
	case float64:
		return schedule.FormatNumber(v), form == schedule.Number
	}
	return "", false
}

// wrong is the fault about a key, with the line on which it stands.
func (p policyFile) wrong(key, sentence string) error {
	return fault.New(fault.Invalid, "%s, line %d: %s: %s", p.name, p.lineOf(key), shown(key), sentence)
}

// lineOf finds the line that sets key. The parser does not tell it; what it
// accepted has the key at the start of a line, bare or quoted. A key that is
// only implied, such as call_window by call_minutes, is answered with line 1.
func (p policyFile) lineOf(key string) int {
	first, _, _ := strings.Cut(strings.Trim(key, `"`), ".")
	lines := strings.Split(p.text, "\n")
	at := slices.IndexFunc(lines, func(line string) bool {
		line = strings.TrimLeft(line, " \t[\"'")
		rest, ok := strings.CutPrefix(line, first)
		return ok && (rest == "" || strings.ContainsRune(" \t=.]\"'", firstRune(rest)))
	})
	return max(at, 0) + 1
}

// syntax is the fault for a file that is no TOML.
func (p policyFile) syntax(err error) error {
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return fault.Wrap(fault.Invalid, err, "%s, line %d: this is not TOML: %s", p.name, parse.Position.Line, shown(parse.Message))
	}
	return fault.Wrap(fault.Invalid, err, "%s is not TOML: %s", p.name, shown(err.Error()))
}
