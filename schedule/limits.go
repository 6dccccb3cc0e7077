package schedule

// The limits of what one application holds, the same for every way in.
const (
	MaxEntries = 1_000    // of one kind below one application
	MaxItems   = 50       // of a list of names or questions within one entry
	MaxText    = 64 << 10 // bytes of a note, an outcome or the like
	MaxName    = 4 << 10  // bytes of every other text
	MaxRound   = 99       // the highest round of an interview
	MaxMinutes = 24 * 60  // the longest interview
)

// The years in which dates and times may lie. Anything else is a slip of the
// keyboard, and the holiday tables end there as well.
const (
	FirstYear = 1900
	LastYear  = 2199
)
