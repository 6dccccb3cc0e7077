package config_test

import (
	"testing"

	"followcal/internal/config"
)

func TestFromEnvironment(t *testing.T) {
	tests := []struct {
		name        string
		environment map[string]string
		color       bool
		zone        config.Zone
	}{
		{"nothing set", nil, true, config.Zone{}},
		{"NO_COLOR", map[string]string{"NO_COLOR": "1"}, false, config.Zone{}},
		{"an empty NO_COLOR is none", map[string]string{"NO_COLOR": ""}, true, config.Zone{}},
		{"a dumb terminal", map[string]string{"TERM": "dumb"}, false, config.Zone{}},
		{"TZ", map[string]string{"TZ": "Asia/Tokyo"}, true, config.Zone{Variable: "Asia/Tokyo", VariableSet: true}},
		{"an empty TZ is set", map[string]string{"TZ": ""}, true, config.Zone{VariableSet: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := config.FromEnvironment(func(name string) (string, bool) {
				value, set := tt.environment[name]
				return value, set
			})
			if got.Color != tt.color || got.Zone != tt.zone {
				t.Errorf("got %+v, want colour %v and zone %+v", got, tt.color, tt.zone)
			}
		})
	}
}

func TestPlainTerminals(t *testing.T) {
	tests := []struct {
		name, variable, value string
		plain                 bool
	}{
		{"ACCESSIBLE", "ACCESSIBLE", "1", true},
		{"an empty ACCESSIBLE is none", "ACCESSIBLE", "", false},
		{"a dumb terminal", "TERM", "dumb", true},
		{"any other", "TERM", "xterm-256color", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := config.FromEnvironment(func(name string) (string, bool) {
				if name == tt.variable {
					return tt.value, true
				}
				return "", false
			})
			if got.Plain != tt.plain {
				t.Errorf("plain = %v, want %v", got.Plain, tt.plain)
			}
		})
	}
}

func TestEditor(t *testing.T) {
	tests := []struct {
		environment map[string]string
		want        string
	}{
		{nil, ""},
		{map[string]string{"EDITOR": "nano"}, "nano"},
		{map[string]string{"VISUAL": "code --wait", "EDITOR": "nano"}, "code --wait"},
		{map[string]string{"VISUAL": "", "EDITOR": "nano"}, "nano"},
	}
	for _, tt := range tests {
		got := config.FromEnvironment(func(name string) (string, bool) {
			value, set := tt.environment[name]
			return value, set
		})
		if got.Editor != tt.want {
			t.Errorf("%v: got %q, want %q", tt.environment, got.Editor, tt.want)
		}
	}
}
