package workday

// LoadAfresh builds the calendar of a region from the table, as its first use
// does.
func LoadAfresh(code string) *Calendar {
	t := theTable()
	i, _ := t.find(code)
	return t.load(t.region(i))
}
