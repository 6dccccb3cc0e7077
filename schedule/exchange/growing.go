package exchange

import "followcal/schedule"

// chunk is how many applications are held together while their number is not
// known yet.
const chunk = 1 << 10

// growing is a list of applications that grows without moving what it holds:
// an application is large, and a slice would copy each several times over.
type growing struct {
	chunks [][]schedule.Application
	length int
}

// next returns the place for a further application, which [growing.keep] keeps.
func (g *growing) next() *schedule.Application {
	last := len(g.chunks) - 1
	if last < 0 || len(g.chunks[last]) == chunk {
		g.chunks = append(g.chunks, make([]schedule.Application, 0, chunk))
		last++
	}
	place := &g.chunks[last][:chunk][len(g.chunks[last])]
	*place = schedule.Application{}
	return place
}

// keep keeps what was written to the last place that next returned.
func (g *growing) keep() {
	last := len(g.chunks) - 1
	g.chunks[last] = g.chunks[last][:len(g.chunks[last])+1]
	g.length++
}

// at returns the i-th application that was kept.
func (g *growing) at(i int) *schedule.Application { return &g.chunks[i/chunk][i%chunk] }

// slice returns the whole list in one piece and lets go of the chunks. It copies
// one by one, because the garbage collector waits for a copy in one go, and keeps
// a core busy with waiting.
func (g *growing) slice() []schedule.Application {
	if g.length == 0 {
		return nil
	}
	all := make([]schedule.Application, 0, g.length)
	for i, c := range g.chunks {
		for j := range c {
			all = append(all, c[j])
		}
		g.chunks[i] = nil
	}
	*g = growing{}
	return all
}
