package googlefake

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

// channel is a subscription of an events list.
type channel struct {
	id       string
	token    string
	address  string
	resource string
	calendar *calendar
	expires  time.Time
	messages int
}

// notice is a notification that was not sent yet.
type notice struct {
	channel string
	address string
	header  http.Header
}

var channelNames = selection{
	"kind": nil, "id": nil, "resourceId": nil, "resourceUri": nil, "token": nil, "expiration": nil, "type": nil, "address": nil, "params": nil, "payload": nil,
}

// Lives of channels: the usual one, and the longest.
const (
	channelLife    = 7 * 24 * time.Hour
	maxChannelLife = 30 * 24 * time.Hour
)

var channelID = regexp.MustCompile(`^[A-Za-z0-9\-_+/=]{1,64}$`)

// maxToken is the longest channel token.
const maxToken = 256

type channelBody struct {
	ID          string            `json:"id"`
	Type        string            `json:"type"`
	Address     string            `json:"address"`
	Token       string            `json:"token"`
	Expiration  json.Number       `json:"expiration"` // Unix time in milliseconds
	Params      map[string]string `json:"params"`
	Payload     *bool             `json:"payload"`
	ResourceID  string            `json:"resourceId"`
	ResourceURI string            `json:"resourceUri"`
	Kind        string            `json:"kind"`
}

// check refuses channels that the service does not open.
func (b *channelBody) check() *problem {
	u, err := url.Parse(b.Address)
	switch {
	case b.ID == "":
		return invalid("required", "Required")
	case !channelID.MatchString(b.ID):
		return invalid("invalid", "Channel id not valid")
	case b.Type != "web_hook" && b.Type != "webhook":
		return invalid("invalid", "Unknown channel type")
	case err != nil || u.Scheme != "https" || u.Host == "":
		return &problem{status: 401, domain: "global", reason: "push.webhookUrlNotHttps", message: "WebHook callback must be HTTPS: " + b.Address}
	case len(b.Token) > maxToken:
		return invalid("invalid", "Channel token too long")
	}
	return nil
}

func (q *request) watch() (answer, *problem) {
	c, err := q.own()
	if err != nil {
		return answer{}, err
	}
	var b channelBody
	if err := q.decode(&b); err != nil {
		return answer{}, err
	}
	if err := b.check(); err != nil {
		return answer{}, err
	}
	if q.s.channels[b.ID] != nil {
		return answer{}, invalid("channelIdNotUnique", "Channel id "+b.ID+" not unique")
	}
	life := channelLife
	if b.Expiration != "" {
		at, err := b.Expiration.Int64()
		if err != nil {
			return answer{}, invalid("invalid", "Invalid expiration")
		}
		life = min(time.UnixMilli(at).Sub(q.now), maxChannelLife)
	}
	ch := &channel{
		id: b.ID, token: b.Token, address: b.Address, resource: "resource-" + c.id, calendar: c,
		expires: q.now.Add(life).Truncate(time.Millisecond),
	}
	q.s.channels[b.ID] = ch
	q.s.queue(ch, "sync")
	o := object{{"kind", "api#channel"}, {"id", ch.id}, {"resourceId", ch.resource}, {"resourceUri", ch.uri()}}
	o.set("token", ch.token)
	o.set("expiration", strconv.FormatInt(ch.expires.UnixMilli(), 10))
	return q.reply(o, ""), nil
}

func (ch *channel) uri() string {
	return "https://www.googleapis.com/calendar/v3/calendars/" + url.PathEscape(ch.calendar.id) + "/events?alt=json"
}

func (q *request) stop() (answer, *problem) {
	var b channelBody
	if err := q.decode(&b); err != nil {
		return answer{}, err
	}
	ch := q.s.channels[b.ID]
	if ch == nil || ch.resource != b.ResourceID || ch.calendar.owner != q.person || !q.now.Before(ch.expires) {
		return answer{}, &problem{status: 404, domain: "global", reason: "channelUnknown", message: "Channel '" + b.ID + "' not found for project"}
	}
	delete(q.s.channels, b.ID)
	return done(), nil
}

// notify queues a message for each channel of a calendar.
func (s *Service) notify(c *calendar) {
	for _, ch := range s.channels {
		if ch.calendar == c && s.options.Now().Before(ch.expires) {
			s.queue(ch, "exists")
		}
	}
}

func (s *Service) queue(ch *channel, state string) {
	ch.messages++
	h := http.Header{}
	h.Set("X-Goog-Channel-Id", ch.id)
	h.Set("X-Goog-Channel-Expiration", ch.expires.UTC().Format(http.TimeFormat))
	h.Set("X-Goog-Resource-Id", ch.resource)
	h.Set("X-Goog-Resource-Uri", ch.uri())
	h.Set("X-Goog-Resource-State", state)
	h.Set("X-Goog-Message-Number", strconv.Itoa(ch.messages))
	if ch.token != "" {
		h.Set("X-Goog-Channel-Token", ch.token)
	}
	s.notices = append(s.notices, notice{ch.id, ch.address, h})
}

// Deliver sends the notifications that wait, in their order, and returns the
// statuses that they were answered with. One that cannot be sent is status 0; it
// is not sent again.
func (s *Service) Deliver(ctx context.Context, over *http.Client) []int {
	s.mu.Lock()
	waiting := s.notices
	s.notices = nil
	s.mu.Unlock()
	statuses := make([]int, 0, len(waiting))
	for _, n := range waiting {
		statuses = append(statuses, n.send(ctx, over))
	}
	return statuses
}

func (n *notice) send(ctx context.Context, over *http.Client) int {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, n.address, http.NoBody)
	if err != nil {
		return 0
	}
	r.Header = n.header
	answer, err := over.Do(r)
	if err != nil {
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}
