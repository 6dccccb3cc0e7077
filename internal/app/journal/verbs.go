package journal

import "followcal/schedule/record"

// The verbs that commands record, as [record.Verb].
const (
	Add  = record.Add
	Edit = record.Edit
)
