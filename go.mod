module followcal

go 1.26.0

require (
	github.com/rickb777/date/v2 v2.2.0
	pgregory.net/rapid v1.3.0
)

require (
	github.com/arran4/golang-ical v0.3.6
	github.com/govalues/decimal v0.1.36 // indirect
	github.com/rickb777/period v1.0.21 // indirect
	github.com/rickb777/plural v1.4.7 // indirect
	golang.org/x/text v0.43.0
)
