package schedule

import "github.com/rickb777/date/v2"

// ISODate is d in ISO 8601, as [date.Date.String] has it in a tenth of the time:
// an import writes two for each application.
func ISODate(d date.Date) string {
	year, month, day := d.Date()
	if year < 0 || year > 9999 {
		return d.String()
	}
	text := []byte("0000-00-00")
	for i, n := range [...]int{year / 1000, year / 100, year / 10, year} {
		text[i] += byte(n % 10)
	}
	text[5] += byte(month / 10)
	text[6] += byte(month % 10)
	text[8] += byte(day / 10)
	text[9] += byte(day % 10)
	return string(text)
}
