package web

import "net/http"

// Header values that never change. Requests share them; net/http only reads.
var (
	noSniff    = []string{"nosniff"}
	noReferrer = []string{"no-referrer"} // addresses open calendars
	noIndex    = []string{"noindex, nofollow"}
	noStore    = []string{"no-store"}
	onlyHere   = []string{"same-origin"}
	nothing    = []string{"camera=(), geolocation=(), microphone=(), payment=()"}
	onlyTLS    = []string{"max-age=31536000"} // a year
)

// setHeaders sets what goes with every answer.
func setHeaders(h http.Header, secure bool) {
	h["X-Content-Type-Options"] = noSniff
	h["Referrer-Policy"] = noReferrer
	h["X-Robots-Tag"] = noIndex
	if secure {
		h["Strict-Transport-Security"] = onlyTLS
	}
}

// headed sets what goes with every page.
func headed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		setHeaders(h, ClientOf(r.Context()).Secure)
		h["Cross-Origin-Opener-Policy"] = onlyHere
		h["Cross-Origin-Resource-Policy"] = onlyHere
		h["Permissions-Policy"] = nothing
		h["Cache-Control"] = noStore
		next.ServeHTTP(w, r)
	})
}
