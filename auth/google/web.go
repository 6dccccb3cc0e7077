package google

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"followcal/auth"
	"followcal/internal/fault"
)

// Web asks a person in their own browser, on the way through a server that
// others reach. There is no sign-in: who has a signed link connects its account.
type Web struct {
	tokens *Tokens
	key    auth.Key
	base   *url.URL
	after  func(context.Context, string) error
	used   used
}

// The paths below the public address. The page of a link has its text behind
// ConnectPath; CallbackPath is the redirect address to register at Google.
const (
	ConnectPath  = "/google/connect/"
	CallbackPath = "/google/callback"
)

// NewWeb returns what connects accounts over HTTP, below a public address. After,
// which may be nil, is called with an account that was connected; its fault is
// shown instead of success.
func NewWeb(t *Tokens, k auth.Key, base *url.URL, after func(ctx context.Context, account string) error) *Web {
	return &Web{tokens: t, key: k, base: base, after: after, used: used{until: map[string]time.Time{}}}
}

// Link returns the address of the page that connects an account. It works for
// [LinkLife], and until the account was connected once.
func (w *Web) Link(ctx context.Context, account string) (string, error) {
	replaces, err := w.connected(ctx, account)
	if err != nil {
		return "", err
	}
	l := link{account, w.tokens.client.Now().Add(LinkLife), replaces}
	return w.base.JoinPath(ConnectPath, l.sign(w.key)).String(), nil
}

// Callback is the redirect address that is registered at Google.
func (w *Web) Callback() string { return w.base.JoinPath(CallbackPath).String() }

// connected returns when the account was connected last; zero: never.
func (w *Web) connected(ctx context.Context, account string) (time.Time, error) {
	g, err := w.tokens.vault.Grant(ctx, account)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return time.Time{}, nil
	}
	return g.Connected, err
}

// Show answers GET of a link's page. Whoever only looks, such as a program that
// previews links, changes nothing. It returns a fault before anything is written:
// NotFound for what is no link, Gone for one that was used or is over.
func (w *Web) Show(rw http.ResponseWriter, r *http.Request, text string) error {
	if _, err := w.valid(r.Context(), text); err != nil {
		return err
	}
	shown{
		Title: "Connect Google Calendar",
		Says: []string{
			"followcal will make one calendar of its own in your Google account and write follow-ups there. It sees no other calendar, and you can end it at any time.",
			"Go on only if you asked for this link yourself.",
		},
		Button: "Continue to Google",
	}.write(rw, http.StatusOK, "'self' "+w.question())
	return nil
}

// question is the origin where Google asks: forms lead there.
func (w *Web) question() string {
	u, err := url.Parse(w.tokens.client.AuthURL)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

func (w *Web) valid(ctx context.Context, text string) (link, error) {
	l, ok := parseLink(w.key, text)
	if !ok {
		return l, fault.New(fault.NotFound, "there is nothing at this address; get a new link with followcal google connect --web")
	}
	replaces, err := w.connected(ctx, l.account)
	switch {
	case err != nil:
		return l, err
	case !w.tokens.client.Now().Before(l.until):
		return l, fault.New(fault.Gone, "this link is over; get a new one with followcal google connect --web")
	case !replaces.Equal(l.replaces):
		return l, fault.New(fault.Gone, "this link was used; if Google Calendar is to be connected again, get a new one with followcal google connect --web")
	}
	return l, nil
}

// Begin answers POST of a link's page: it leads the browser to Google, with the
// question in a cookie that only this server reads.
func (w *Web) Begin(rw http.ResponseWriter, r *http.Request, text string) error {
	l, err := w.valid(r.Context(), text)
	if err != nil {
		return err
	}
	return w.ask(rw, l.account, text, false)
}

func (w *Web) ask(rw http.ResponseWriter, account, text string, again bool) error {
	a := w.tokens.client.newAttempt(w.Callback(), again)
	sealed, err := w.pack(pending{account, text, a.state, a.verifier, again, w.tokens.client.Now().Add(attemptLife)})
	if err != nil {
		return err
	}
	http.SetCookie(rw, w.cookie(sealed, int(attemptLife/time.Second)))
	redirect(rw, a.url())
	return nil
}

// Answer answers GET of the callback: it takes Google's answer for the question
// in the browser's cookie, once. Faults are those of consent, and Denied for an
// answer that belongs to no question of this browser.
func (w *Web) Answer(rw http.ResponseWriter, r *http.Request) error {
	p, err := w.unpack(r)
	if err != nil {
		return err
	}
	now := w.tokens.client.Now()
	a := &attempt{client: w.tokens.client, state: p.State, verifier: p.Verifier, redirect: w.Callback(), again: p.Again}
	switch {
	case !a.isOurs(r.URL.Query()):
		return foreign()
	case !now.Before(p.Until):
		return fault.New(fault.Gone, "this took longer than %s; begin again with the link", attemptLife)
	case !w.used.first(p.State, p.Until, now):
		return fault.New(fault.Conflict, "this answer was taken already; nothing was changed")
	}
	http.SetCookie(rw, w.cookie("", -1))
	if _, err := w.valid(r.Context(), p.Link); err != nil { // used meanwhile, in another browser
		return err
	}
	consent, err := a.finish(r.Context(), r.URL.Query())
	switch {
	case errors.Is(err, errAgain) && !p.Again:
		return w.ask(rw, p.Account, p.Link, true)
	case err != nil:
		return err
	}
	ctx := context.WithoutCancel(r.Context()) // Google's answer does not come again
	if err := w.tokens.Save(ctx, p.Account, consent); err != nil {
		return err
	}
	if w.after != nil {
		if err := w.after(ctx, p.Account); err != nil {
			return err
		}
	}
	connectedPage().write(rw, http.StatusOK, noForm)
	return nil
}

// Handler answers at both paths, with pages of its own also for faults, and
// refuses forms of other sites. A server with pages of its own calls Show, Begin
// and Answer instead.
func (w *Web) Handler() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, answer func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			if err := answer(rw, r); err != nil {
				failedPage(err).write(rw, fault.Status(err), noForm)
			}
		})
	}
	handle("GET "+ConnectPath+"{link}", func(rw http.ResponseWriter, r *http.Request) error { return w.Show(rw, r, r.PathValue("link")) })
	handle("POST "+ConnectPath+"{link}", func(rw http.ResponseWriter, r *http.Request) error { return w.Begin(rw, r, r.PathValue("link")) })
	handle("GET "+CallbackPath, w.Answer)
	return http.NewCrossOriginProtection().Handler(mux)
}
