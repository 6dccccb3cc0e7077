package google

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
)

// pageStyle is as much as a page needs to be read on a telephone and in the dark.
const pageStyle = `:root{color-scheme:light dark;--ink:#1c1b1a;--paper:#fdfcfa;--strong:#1a5a3c;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#eceae6;--paper:#191817;--strong:#9fdcba;--on:#10251a}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}
main{max-width:36rem;margin:12vh auto;padding:0 1.25rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2}
button{min-height:3rem;padding:.6rem 1.25rem;border:0;border-radius:.5rem;background:var(--strong);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}`

var pageTemplate = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} - followcal</title>
<style>{{.Style}}</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
{{range .Says}}<p>{{.}}</p>
{{end}}{{with .Button}}<form method="post"><button>{{.}}</button></form>
{{end}}</main>
</body>
</html>
`))

// shown is what a page says.
type shown struct {
	Title  string
	Says   []string
	Button string // of a form that sends nothing but itself; empty: none
}

// Style is the page's, which its policy knows by its hash.
func (shown) Style() template.CSS { return pageStyle }

// policy lets a page show its own style and nothing else.
var policy = func() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; frame-ancestors 'none'; form-action "
}()

// write sends the page. Its address holds what nobody else should see, so it is
// kept nowhere and told to nobody. Forms may lead to target, or nowhere.
func (s shown) write(w http.ResponseWriter, status int, target string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy+target)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = pageTemplate.Execute(w, s) // who left sees nothing
}

const noForm = "'none'"

// connectedPage says that it went well.
func connectedPage() shown {
	return shown{Title: "Google Calendar is connected", Says: []string{
		"followcal may make a calendar of its own there. It sees no other calendar.",
		"You can close this window.",
	}}
}

// failedPage says that it did not, and why.
func failedPage(err error) shown {
	return shown{Title: "Google Calendar is not connected", Says: []string{sentence(err), "You can close this window."}}
}
