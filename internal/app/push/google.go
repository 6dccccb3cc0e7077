package push

import (
	"context"
	"time"

	"followcal/auth"
	"followcal/auth/google"
	"followcal/calendar/mirror"
	"followcal/internal/app/publish"
	"followcal/internal/fault"
)

// Google is what an account can do with its calendar at Google. It is safe for
// concurrent use.
type Google struct {
	Account string
	Mirror  *mirror.Mirror
	Vault   auth.Vault
	Feeds   Feeds
	Now     func() time.Time
	// Tokens is nil where followcal is not known to Google: then nothing can be
	// connected, read or written.
	Tokens *google.Tokens
}

// Settings is what the calendar shows.
type Settings = mirror.Settings

// DefaultSettings are those of a calendar, unless its owner says otherwise. The
// name of a busy one does not say what it is about.
func DefaultSettings(privacy string) Settings {
	s := Settings{Name: "Follow-ups", Privacy: privacy}
	if privacy == string(auth.Busy) {
		s.Name = "Busy"
	}
	return s
}

// ConnectRequest asks to connect an account.
type ConnectRequest struct {
	// Tell shows the person the address where Google asks them.
	Tell func(address string)
	// Browse opens it in a browser; nil: the person does.
	Browse func(ctx context.Context, address string) error
	// Port is where the answer arrives on this machine; 0: any that is free.
	Port int
	// Again asks although the account is connected.
	Again bool
	// Change changes what the calendar shows, from what it does, or the default;
	// nil: that stays.
	Change func(*Settings)
	// Calendar is the id of a calendar of followcal's to take, where it is not
	// known whether one was made. New makes another one. At most one is set.
	Calendar string
	New      bool
}

// Connect asks the person where the account is not connected, and sets what its
// calendar shows. It writes nothing to the calendar yet.
func (g *Google) Connect(ctx context.Context, r ConnectRequest) error {
	if g.Tokens == nil {
		return Unknown()
	}
	if r.Change != nil { // what makes no sense is said before anybody is asked
		wanted := DefaultSettings(string(auth.Full))
		r.Change(&wanted)
		if err := publish.CheckKinds(wanted.Kinds); err != nil {
			return err
		}
	}
	grant, err := g.Vault.Grant(ctx, g.Account)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	asks := err != nil || !grant.Ended.IsZero() || r.Again
	if lane, err := g.Mirror.Ledger.Lane(ctx, g.Account); err == nil && lane.Trouble.Kind == mirror.Disconnected {
		asks = true // Google refuses what the permission says
	}
	if asks {
		save := func(ctx context.Context, c google.Consent) error { return g.Tokens.Save(ctx, g.Account, c) }
		ask := google.Loopback{Client: g.Tokens.Client(), Tell: r.Tell, Browse: r.Browse, Port: r.Port}
		if err := ask.Connect(ctx, save); err != nil {
			return err
		}
	}
	return g.settle(ctx, &r)
}

// Connected makes ready what a person just connected over the web.
func (g *Google) Connected(ctx context.Context) error { return g.settle(ctx, &ConnectRequest{}) }

// settle has the lane go on with what the request says.
func (g *Google) settle(ctx context.Context, r *ConnectRequest) error {
	lane, err := g.Mirror.Ledger.Lane(ctx, g.Account)
	known := err == nil
	if !known && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if settings := lane.Settings; !known || r.Change != nil {
		if !known {
			settings = DefaultSettings(string(auth.Full))
		}
		if r.Change != nil {
			r.Change(&settings)
		}
		if err := g.Mirror.Configure(ctx, g.Account, settings); err != nil {
			return err
		}
	}
	switch {
	case r.Calendar != "":
		err = g.Mirror.Adopt(ctx, g.Account, r.Calendar)
		if err != nil && fault.KindOf(err) == fault.NotFound {
			return fault.Wrap(fault.NotFound, err, "there is no calendar of followcal's with the id %s at Google; its settings there show its id", r.Calendar)
		}
	case r.New || known && lane.Trouble.Kind == mirror.CalendarGone: // who connects again wants one
		err = g.Mirror.Reset(ctx, g.Account)
	}
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	return g.Mirror.Wake(ctx, g.Account)
}

// Unknown says what to do where followcal is not known to Google.
func Unknown() error {
	return fault.New(fault.Usage, "followcal is not known to Google here: set FOLLOWCAL_GOOGLE_CLIENT_ID and FOLLOWCAL_GOOGLE_CLIENT_SECRET, or FOLLOWCAL_GOOGLE_CLIENT_FILE; docs/google.md says how to get them")
}

// ready is nil when the calendar can be read and written.
func (g *Google) ready(ctx context.Context) error {
	if g.Tokens == nil {
		return Unknown()
	}
	_, err := g.Mirror.Ledger.Lane(ctx, g.Account)
	return notConnected(err)
}

// notConnected says what to do where there is no lane.
func notConnected(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.Wrap(fault.NotFound, err, "Google Calendar is not connected: use followcal google connect")
	}
	return err
}

// Pause stops reading and writing until it is resumed.
func (g *Google) Pause(ctx context.Context) error {
	return notConnected(g.Mirror.Pause(ctx, g.Account, mirror.Forever))
}

// Resume goes on: serve looks at once.
func (g *Google) Resume(ctx context.Context) error {
	return notConnected(g.Mirror.Resume(ctx, g.Account))
}

// Goodbye is what became of a connection that was ended.
type Goodbye struct {
	Removed bool   `json:"calendar_removed"`
	Revoked bool   `json:"revoked"`
	ByHand  string `json:"by_hand,omitempty"` // what the person is to do at Google
}

// Disconnect ends the connection at Google and here. The calendar stays there
// unless it is to be removed. What cannot be told to Google is said.
func (g *Google) Disconnect(ctx context.Context, removeCalendar bool) (Goodbye, error) {
	if removeCalendar && g.Tokens == nil {
		return Goodbye{}, Unknown()
	}
	if err := g.exists(ctx); err != nil {
		return Goodbye{}, err
	}
	if err := g.Mirror.Forget(ctx, g.Account, removeCalendar); err != nil {
		return Goodbye{}, err
	}
	bye := Goodbye{Removed: removeCalendar}
	if g.Tokens == nil {
		bye.ByHand = "Remove followcal's access at https://myaccount.google.com/connections: it cannot be told from here."
		return bye, g.Vault.DropGrant(ctx, g.Account)
	}
	farewell, err := g.Tokens.Disconnect(ctx, g.Account)
	bye.Revoked, bye.ByHand = farewell.Revoked, farewell.ByHand
	if fault.KindOf(err) == fault.NotFound { // there was a lane without a permission
		err = nil
	}
	return bye, err
}

// exists is nil when there is anything to disconnect: a permission, or a lane,
// of which either may be what a crash left.
func (g *Google) exists(ctx context.Context) error {
	_, err := g.Vault.Grant(ctx, g.Account)
	if fault.KindOf(err) == fault.NotFound {
		_, err = g.Mirror.Ledger.Lane(ctx, g.Account)
	}
	return notConnected(err)
}
