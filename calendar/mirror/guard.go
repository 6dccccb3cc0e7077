package mirror

import "fmt"

// A guard stops what deletes more than a third of the entries and more than five:
// that is rather a defect, a wrong filter or an emptied log than what anybody
// wants.
const (
	guardCount = 5
	guardShare = 3
)

func tooMany(gone, of int) bool { return gone > guardCount && gone*guardShare > of }

// guardPlan says why a plan is not carried out.
func guardPlan(deletes, live int) string {
	if !tooMany(deletes, live) {
		return ""
	}
	return fmt.Sprintf("This push would delete %d of %d events from the calendar. Look at the plan; if that is right, push with force.", deletes, live)
}

// guardListing says why nothing is concluded from what is gone at the remote.
func guardListing(l *Listing, gone, live int) string {
	switch {
	case l.Full && live > 0 && len(l.Entries) == 0:
		return fmt.Sprintf("The calendar is empty, although %d events were written to it. Look at it; if they are to count as deleted, push with force.", live)
	case tooMany(gone, live):
		return fmt.Sprintf("%d of %d events were deleted from the calendar at once. Look at it; if they are to count as deleted, push with force.", gone, live)
	}
	return ""
}
