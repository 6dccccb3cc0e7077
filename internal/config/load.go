package config

import (
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/caarlos0/env/v11"

	"followcal/internal/fault"
)

// prefix is what followcal's variables begin with.
const prefix = "FOLLOWCAL_"

// maxFile bounds a configuration file, which has a dozen lines.
const maxFile = 1 << 20

// Layers are where settings come from.
type Layers struct {
	// File is a path; empty: the variable FOLLOWCAL_CONFIG names it, or there is
	// none.
	File string
	// Flags are the values that were given, by the flags' names.
	Flags map[string][]string
	// Environ is the environment, as [os.Environ] gives it.
	Environ []string
	// Location returns where the record is when no layer names it.
	Location func(named string) (string, error)
}

// Load reads the layers and fills in what none of them says. What cannot be
// read is a fault of kind Usage that names the layer. The result is not
// validated yet.
func (l Layers) Load() (Serve, error) {
	s := defaults()
	variables := l.variables()
	path := l.File
	if path == "" {
		path = variables[prefix+"CONFIG"]
	}
	if path != "" {
		if err := s.readFile(path); err != nil {
			return Serve{}, err
		}
	}
	for name, values := range l.Flags {
		variables[variable(name)] = strings.Join(values, ",")
	}
	if err := env.ParseWithOptions(&s, env.Options{Environment: variables, Prefix: prefix}); err != nil {
		return Serve{}, l.refused(err)
	}
	db, err := l.Location(s.DB)
	if err != nil {
		return Serve{}, err
	}
	s.DB = db
	s.complete()
	return s, nil
}

// variable spells the name of a flag as a variable.
func variable(flag string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// variables are those of the environment that are ours. An empty one counts as
// not set: that is how service managers unset one.
func (l Layers) variables() map[string]string {
	ours := map[string]string{}
	for _, line := range l.Environ {
		name, value, _ := strings.Cut(line, "=")
		if strings.HasPrefix(name, prefix) && value != "" {
			ours[name] = value
		}
	}
	return ours
}

// refused says which setting of the flags or the environment is wrong.
func (l Layers) refused(err error) error {
	var wrong env.ParseError
	if !errors.As(err, &wrong) {
		return fault.Wrap(fault.Internal, err, "the settings cannot be read")
	}
	name, field := named(wrong.Name)
	value := strings.Join(l.Flags[flagOf(name)], ",")
	if value != "" {
		name = "--" + flagOf(name)
	}
	var f *fault.Fault
	if errors.As(wrong.Err, &f) {
		return fault.Wrap(fault.Usage, err, "%s: %s", name, f.Sentence)
	}
	kind := "a whole number"
	if field.Type == reflect.TypeFor[time.Duration]() {
		kind = "a length of time such as 10s"
	}
	return fault.Wrap(fault.Usage, err, "%s is not %s", name, kind)
}

// named finds the setting of a field, among those of Google as well, and spells
// its variable.
func named(fieldName string) (variable string, field reflect.StructField) {
	if field, ok := reflect.TypeFor[Serve]().FieldByName(fieldName); ok {
		return prefix + field.Tag.Get("env"), field
	}
	group, _ := reflect.TypeFor[Serve]().FieldByName("Google")
	field, _ = group.Type.FieldByName(fieldName)
	return prefix + group.Tag.Get("envPrefix") + field.Tag.Get("env"), field
}

// flagOf spells the name of a variable as a flag.
func flagOf(variable string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(variable, prefix), "_", "-"))
}

// readFile reads the settings of a TOML file over those of s. A key that means
// nothing is refused, because a misspelt one would go unnoticed.
func (s *Serve) readFile(path string) error {
	text, err := readBounded(path)
	if err != nil {
		return fault.Wrap(fault.Usage, err, "the configuration file %s cannot be read: check its name and that you may read it", path)
	}
	meta, err := toml.Decode(text, s)
	if err != nil {
		var wrong toml.ParseError
		if errors.As(err, &wrong) {
			return fault.Wrap(fault.Usage, err, "%s, line %d: %s", path, wrong.Position.Line, wrong.Message)
		}
		return fault.Wrap(fault.Usage, err, "%s: %s", path, strings.TrimPrefix(err.Error(), "toml: "))
	}
	for _, key := range meta.Undecoded() {
		return fault.New(fault.Usage, "%s: there is no setting %q; there are %s", path, key.String(), strings.Join(keys(), ", "))
	}
	return nil
}

// keys are the names of all settings in a file.
func keys() []string { return keysOf(reflect.TypeFor[Serve](), "") }

func keysOf(t reflect.Type, table string) []string {
	var names []string
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("toml"), ",")
		switch {
		case name == "-":
		case field.Type == reflect.TypeFor[Google]():
			names = append(names, keysOf(field.Type, name+".")...)
		default:
			names = append(names, table+name)
		}
	}
	return names
}

func readBounded(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = errors.New("larger than 1 MiB")
	}
	return string(text), err
}
