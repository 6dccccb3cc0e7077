package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"followcal/internal/fault"
)

// confirm asks a question that only yes answers with yes. Whoever cannot be
// asked has not agreed.
func confirm(ctx context.Context, p *Process, question string) (bool, error) {
	fmt.Fprintf(p.Err, "%s [y/N] ", question)
	answer, err := bufio.NewReader(p.input(ctx)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fault.Wrap(fault.Unavailable, err, "the answer cannot be read: say --yes instead")
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return true, nil
	}
	return false, nil
}
