package main

import (
	"context"
	"os/exec"
	"runtime"
	"strings"
)

// browser shows an address in the user's browser: the one that BROWSER names,
// else the system's. It returns when the browser was told; what it prints is
// nobody's.
func browser(named string) func(context.Context, string) error {
	words := strings.Fields(named)
	if len(words) == 0 {
		switch runtime.GOOS {
		case "darwin":
			words = []string{"open"}
		case "windows":
			words = []string{"rundll32", "url.dll,FileProtocolHandler"}
		default:
			words = []string{"xdg-open"}
		}
	}
	return func(ctx context.Context, address string) error {
		ctx = context.WithoutCancel(ctx)                                                                  // it is the person's, and stays when the command ends
		command := exec.CommandContext(ctx, words[0], append(words[1:len(words):len(words)], address)...) //nolint:gosec // the user names the browser
		if err := command.Start(); err != nil {
			return err
		}
		go func() { _ = command.Wait() }() // it may stay open as long as the user likes
		return nil
	}
}
