package jobposting

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// noContactPhrases are the ways in which a posting says plainly that nobody
// should get in touch, in lower case, with "e-mail" as "email". Each is matched
// at the beginning of a word.
var noContactPhrases = []string{
	"no phone calls", "no telephone calls", "no calls please", "no calls, please", "please no calls", "please, no calls", "no calls or email",
	"no calls/email", "no calls and email", "no calls nor email", "no emails or calls", "no emails or phone", "no emails please", "no emails, please",
	"no phone inquiries", "no phone enquiries", "no telephone inquiries", "no telephone enquiries", "no phone or email inquiries",
	"no phone or email enquiries", "no calls will be accepted", "no follow-up calls", "no follow up calls",
	"please do not call", "please don't call", "please do not contact", "please don't contact", "please do not email", "please don't email",
	"please do not phone", "please do not telephone", "please refrain from calling", "please refrain from contacting", "do not call or email",
	"do not call us", "do not contact us", "calls will not be accepted", "phone calls are not accepted",
	"bitte keine anrufe", "keine telefonanrufe", "keine anrufe bitte", "keine anrufe oder email", "keine anrufe und email", "keine telefonischen anfragen",
	"keine telefonischen rückfragen", "keine telefonischen nachfragen", "bitte nicht anrufen", "bitte rufen sie nicht an", "bitte ruf nicht an",
	"bitte kontaktieren sie uns nicht", "bitte kontaktiere uns nicht", "bitte sehen sie von anrufen ab", "bitte sehen sie von telefonischen",
	"bitte sehen sie von rückfragen ab", "bitte sehen sie von nachfragen ab", "von anrufen bitten wir abzusehen",
	"von telefonischen rückfragen bitten wir abzusehen", "von telefonischen anfragen bitten wir abzusehen",
	"bitten wir, von anrufen abzusehen", "bitten wir, von telefonischen", "bitten, von telefonischen",
}

// noContactExceptions are words that turn such a sentence to somebody else than
// the candidate, or into a part of the work, or bound it to something.
var noContactExceptions = []string{
	"agenc", "staffing", "headhunt", "third part", "third-part", "from recruiters", "no recruiters", "vendor", "supplier", "solicit",
	"sales call", "cold call", "customer", "client", "patient", "references", "referees", "calls required", "weekend", "outside of",
	"outside business", "outside office", "personalvermitt", "personaldienst", "agentur", "zeitarbeit", "vermittler", "kaltakquise",
	"kunden", "patienten", "referenzen", "außerhalb",
}

// sentenceEnd separates sentences, as far as telling them apart matters here.
var sentenceEnd = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[.!?:;•\n]+(?:\s|$)|\n`)
})

// contactProperties may say how to apply.
var contactProperties = []string{"description", "qualifications", "responsibilities", "specialCommitments", "applicationInstructions"}

// noContact returns the sentence in which the posting asks not to be contacted,
// or of a long one the words that say so; empty when it does not.
func (r *reader) noContact(n node) string {
	for _, property := range contactProperties {
		for _, v := range r.graph.all(n, property) {
			text := scalar(v)
			if len(text) > maxDescription {
				r.warn("only the first %d KiB of the posting's %s were searched for a wish not to be contacted", maxDescription>>10, property)
				text = strings.ToValidUTF8(text[:maxDescription], "")
			}
			for _, sentence := range sentenceEnd().Split(withoutTags(text), -1) {
				if words := refusal(sentence); words != "" {
					return words
				}
			}
		}
	}
	return ""
}

// spelling brings the ways to write one phrase together.
var spelling = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "e-mail", "email", "e‐mail", "email", "e‑mail", "email", "e mail", "email")

// refusal returns what of a sentence says so to candidates.
func refusal(sentence string) string {
	sentence = oneLine(sentence)
	plain := spelling.Replace(strings.ToLower(sentence))
	for _, word := range noContactExceptions {
		if strings.Contains(plain, word) {
			return ""
		}
	}
	for _, phrase := range noContactPhrases {
		if !hasPhrase(plain, phrase) {
			continue
		}
		if utf8.RuneCountInString(sentence) > shownLength {
			return phrase
		}
		return sentence
	}
	return ""
}

// hasPhrase reports whether phrase is in text from the beginning of a word on.
func hasPhrase(text, phrase string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], phrase)
		if at < 0 {
			return false
		}
		if at += from; at == 0 || !endsInLetter(text[:at]) {
			return true
		}
		from = at + len(phrase)
	}
}

func endsInLetter(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsLetter(r)
}
