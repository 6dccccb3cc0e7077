package icaltest

import "slices"

// component is a BEGIN … END with what is in it.
type component struct {
	name     string
	number   int
	lines    []line
	children []*component
}

// first returns the component's first property of that name, nil without one.
func (k *component) first(name string) *line {
	i := slices.IndexFunc(k.lines, func(l line) bool { return l.name == name })
	if i < 0 {
		return nil
	}
	return &k.lines[i]
}

// value returns the value of the component's first property of that name.
func (k *component) value(name string) string {
	if l := k.first(name); l != nil {
		return l.value
	}
	return ""
}

// tree checks the nesting and returns the calendar, nil when there is none.
func (c *checker) tree(lines []line) *component {
	var root *component
	var open []*component
	for _, l := range lines {
		switch {
		case l.name == "BEGIN":
			k := &component{name: l.value, number: l.number}
			switch {
			case len(open) > 0:
				parent := open[len(open)-1]
				parent.children = append(parent.children, k)
			case root == nil:
				root = k
			default:
				c.add(l.number, "there is a second %s after the calendar", l.value)
			}
			open = append(open, k)
		case len(open) == 0:
			c.add(l.number, "%s stands outside of every component", l.name)
		case l.name == "END":
			if want := open[len(open)-1].name; l.value != want {
				c.add(l.number, "END:%s where END:%s is due", l.value, want)
			}
			open = open[:len(open)-1]
		default:
			k := open[len(open)-1]
			if len(k.children) > 0 {
				c.add(l.number, "%s stands after a component within %s", l.name, k.name)
			}
			k.lines = append(k.lines, l)
		}
	}
	for _, k := range open {
		c.add(k.number, "%s is never ended", k.name)
	}
	if root != nil && root.name != "VCALENDAR" {
		c.add(root.number, "the calendar is called %s", root.name)
		return nil
	}
	return root
}
