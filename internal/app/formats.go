package app

// Formats returns the names of the log formats that can be read.
func Formats() []string {
	return []string{"linkedin", "jobsync", "simplify", "jsonld", "headers", "csv", "json"}
}
