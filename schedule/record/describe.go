package record

// Describe says what a change did to one fact, a sentence each, for histories,
// previews of an undo and receipts: "status: applied → interviewing". It is
// complete (facts that differ yield at least one sentence, equal ones none) and
// always in the same order. Times are told in the employer's zone, else in the
// candidate's, which is the IANA name zone; where both are unknown, with the
// offset that they were logged with.
func Describe(r Revision, zone string) []string {
	panic("unimplemented")
}
