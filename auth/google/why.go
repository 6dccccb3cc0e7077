package google

import (
	"time"

	"followcal/internal/fault"
)

// testingLife is how long permissions hold whose consent screen is External and
// in Testing (https://developers.google.com/identity/protocols/oauth2#expiration).
const testingLife = 7 * 24 * time.Hour

// LooksLikeTesting reports whether a permission ended as those do that a consent
// screen in Testing gave.
func LooksLikeTesting(connected, ended time.Time) bool {
	age := ended.Sub(connected)
	return age > testingLife-12*time.Hour && age < testingLife+36*time.Hour
}

// why says why Google ended a permission, as far as its one word for all reasons
// (invalid_grant) lets anybody guess.
func why(connected, now time.Time) string {
	since := "given on " + connected.UTC().Format(time.DateOnly)
	if LooksLikeTesting(connected, now) {
		return "Google ended the permission that was " + since + ", 7 days ago: that is what it does while the consent screen is External and in Testing. " +
			"Publish the app in the Cloud console (docs/google.md), then connect again with followcal google connect"
	}
	return "Google ended the permission that was " + since + ": it was revoked in the Google account, not used for six months, " +
		"or displaced by more than 100 newer ones; connect again with followcal google connect"
}

// refusedTwice is why a grant ends that the API refuses with new tokens.
const refusedTwice = "Google Calendar refuses followcal also with new tokens: the permission was revoked in the Google account, or its administrator withdrew it; connect again with followcal google connect"

// elsewhere refuses to take tokens to a place that is not the API.
func elsewhere(host string) error {
	return fault.New(fault.Internal, "tokens of Google are not sent to %s", host)
}
