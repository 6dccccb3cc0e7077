// Package workday answers which days offices are open, for every country and
// subdivision that has public data, and counts in them.
//
// A [Calendar] is a bitset of business days with tables to count in it: whatever the
// distance, [Calendar.Add] and [Calendar.Between] cost a few nanoseconds and
// allocate nothing. [Region] brings the calendar of a country or a part of it,
// [Calendar.With] puts a user's own closed and working days on top, and
// [Combine] joins the calendars of two parties.
//
// Days are civil dates, never midnights. A calendar knows the days between
// [Calendar.Years] and says so for any other: it never falls back to weekends
// alone. Half-days are business days.
package workday
