package cli

import "github.com/spf13/cobra"

// tightenBuiltIns makes the commands that cobra adds refuse words that name
// nothing, which they let pass otherwise.
func tightenBuiltIns(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, command := range root.Commands() {
		switch command.Name() {
		case "help":
			command.Args = helpTopic
		case "completion":
			command.Args = noSuchCommand
			command.RunE = showHelp
			for _, shell := range command.Commands() {
				shell.Args = exactArguments()
			}
		}
	}
}

// helpTopic refuses a path that leads to no command.
func helpTopic(help *cobra.Command, path []string) error {
	found, rest, err := help.Root().Find(path)
	if err != nil {
		return err
	}
	return noSuchCommand(found, rest)
}
