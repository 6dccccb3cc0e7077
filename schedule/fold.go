package schedule

// Fold removes what two spellings of one employer, person or role may differ
// in: case, punctuation and the amount of space. Equal folded names are the
// same one.
func Fold(name string) string { return fold(name) }
