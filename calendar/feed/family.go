package feed

import "strings"

// Family is a family of clients that ask alike: a program or a service.
type Family uint8

// The families. Other is everybody else, also those who do not say who they are.
const (
	Other Family = iota
	Google
	Apple
	Outlook
	Thunderbird
	ICSx5
	HomeAssistant
	Vdirsyncer
	Nextcloud
	Evolution
	KDE
	Browser
	Script // command lines and libraries
	families
)

var familyNames = [families]string{
	Other: "other", Google: "Google", Apple: "Apple", Outlook: "Outlook", Thunderbird: "Thunderbird", ICSx5: "ICSx5",
	HomeAssistant: "Home Assistant", Vdirsyncer: "vdirsyncer", Nextcloud: "Nextcloud", Evolution: "Evolution", KDE: "KDE",
	Browser: "browser", Script: "script",
}

// String returns the family's name as people know it.
func (f Family) String() string {
	if f >= families {
		f = Other
	}
	return familyNames[f]
}

// marks tell the families by their User-Agent. The first that fits counts, so
// what many programs have in common comes last.
var marks = []struct {
	text   string // in lower case
	family Family
}{
	{"google-calendar-importer", Google},
	{"icsx5", ICSx5},
	{"icsdroid", ICSx5}, // its former name
	{"thunderbird", Thunderbird},
	{"homeassistant", HomeAssistant},
	{"home assistant", HomeAssistant},
	{"vdirsyncer", Vdirsyncer},
	{"nextcloud", Nextcloud},
	{"evolution", Evolution},
	{"akonadi", KDE},
	{"korganizer", KDE},
	{"outlook", Outlook},
	{"microsoft office", Outlook},
	{"microsoft exchange", Outlook},
	{"microsoft.exchange", Outlook},
	{"dataaccessd", Apple},
	{"calendaragent", Apple},
	{"ios/", Apple},
	{"macos/", Apple},
	{"mac os x/", Apple},
	{"mac_os_x/", Apple},
	{"darwin/", Apple},
	{"curl/", Script},
	{"wget/", Script},
	{"python", Script},
	{"go-http-client", Script},
	{"node", Script},
	{"okhttp", Script},
	{"mozilla/", Browser},
}

// FamilyOf returns the family that a User-Agent header names.
func FamilyOf(agent string) Family {
	agent = strings.ToLower(agent)
	for _, m := range marks {
		if strings.Contains(agent, m.text) {
			return m.family
		}
	}
	return Other
}
