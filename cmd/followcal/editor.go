package main

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// editor runs the user's editor on a file, with the process's own terminal. The
// command line may have arguments, such as "code --wait", as git has it too.
func editor(commandLine string) func(context.Context, string) error {
	usual := "vi"
	if runtime.GOOS == "windows" {
		usual = "notepad"
	}
	words := strings.Fields(cmp.Or(strings.TrimSpace(commandLine), usual))
	return func(ctx context.Context, path string) error {
		command := exec.CommandContext(ctx, words[0], append(words[1:len(words):len(words)], path)...) //nolint:gosec // the user names the editor
		command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
		return command.Run()
	}
}
