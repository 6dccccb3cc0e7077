package journal

import "followcal/schedule/record"

// The verbs that commands record, as [record.Verb].
const (
	Add             = record.Add
	Edit            = record.Edit
	AddInterview    = record.AddInterview
	MoveInterview   = record.MoveInterview
	CancelInterview = record.CancelInterview
	SetPreference   = record.SetPreference
	LogOutreach     = record.LogOutreach
	LogResponse     = record.LogResponse
	SetStatus       = record.SetStatus
	SetDeadline     = record.SetDeadline
)
