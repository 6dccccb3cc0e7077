package google

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strconv"

	"golang.org/x/oauth2"

	"followcal/internal/fault"
)

// codes are the errors that are repeated to people. Another could hold anything,
// also what was sent (RFC 6749 4.1.2.1 and 5.2, RFC 7009 2.2.1, Google's own).
var codes = []string{
	"access_denied", "admin_policy_enforced", "deleted_client", "disallowed_useragent", "invalid_client", "invalid_grant", "invalid_request",
	"invalid_scope", "invalid_token", "org_internal", "redirect_uri_mismatch", "server_error", "temporarily_unavailable",
	"unauthorized_client", "unsupported_grant_type", "unsupported_response_type", "unsupported_token_type",
}

func known(code string) string {
	if slices.Contains(codes, code) {
		return code
	}
	return "an error that followcal does not know"
}

// said is what is kept of an answer of Google: nothing that could be secret.
type said struct {
	status int
	code   string
}

func (s said) Error() string { return "status " + strconv.Itoa(s.status) + ", " + known(s.code) }

// quiet returns what may be kept of an error of a request: its chain holds
// addresses, octets of answers, and what was sent.
func quiet(err error) error {
	var answer *oauth2.RetrieveError
	var network *net.OpError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &answer):
		s := said{code: answer.ErrorCode}
		if answer.Response != nil {
			s.status = answer.Response.StatusCode
		}
		return s
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded
	case errors.As(err, &certificate):
		return certificate
	case errors.As(err, &network):
		return network
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return io.ErrUnexpectedEOF
	}
	return errors.New("the answer cannot be read")
}

// misconfigured are errors about the client, which no person can consent away.
var misconfigured = []string{"deleted_client", "invalid_client", "unauthorized_client", "invalid_request", "invalid_scope", "unsupported_grant_type", "redirect_uri_mismatch"}

// tokenFault words what the token endpoint said, but for invalid_grant.
func tokenFault(err error) *fault.Fault {
	cause := quiet(err)
	var s said
	if errors.As(cause, &s) && slices.Contains(misconfigured, s.code) {
		return fault.Wrap(fault.Denied, cause,
			"Google refuses the client itself (%s), whoever asks; check FOLLOWCAL_GOOGLE_CLIENT_ID and FOLLOWCAL_GOOGLE_CLIENT_SECRET against the Cloud console", s.code)
	}
	return fault.Wrap(fault.Unavailable, cause, "Google gave no tokens (%v); nothing was changed, and it is tried again later", cause)
}

// exchangeFault is tokenFault for the code that consent brings.
func exchangeFault(err error) error {
	if isInvalidGrant(err) {
		return fault.Wrap(fault.Denied, quiet(err), "Google does not accept its own answer any more: it was used already, or too late; connect again")
	}
	return tokenFault(err)
}

func isInvalidGrant(err error) bool {
	var answer *oauth2.RetrieveError
	return errors.As(err, &answer) && answer.ErrorCode == "invalid_grant"
}
