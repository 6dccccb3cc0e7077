package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// kills is how often a process is killed in each test.
const kills = 12

// An import is there whole or not at all, whenever it is killed, and the next
// start repairs by itself. The first one goes into a new file by another way.
func TestAnImportThatIsKilledLeavesNothing(t *testing.T) {
	for name, known := range map[string]string{"into a record": "few.csv", "into a new file": ""} {
		t.Run(name, func(t *testing.T) {
			p := newProcess(t)
			p.write(t, "few.csv", table("Acme", 5))
			p.write(t, "many.csv", table("Birch", 20_000))
			if known != "" {
				p.must(t, "import", known, "--yes")
			}
			empty := p.folder + "/before.db"
			copies(t, p.db(), empty)
			before := p.must(t, "convert")
			copies(t, empty, p.db())
			p.killImports(t, empty, before)
		})
	}
}

// killImports kills an import into a copy of a database at many moments.
func (p *process) killImports(t *testing.T, empty, before string) {
	t.Helper()
	start := time.Now()
	p.must(t, "import", "many.csv", "--yes")
	whole := time.Since(start)
	after := p.must(t, "convert")
	ended := 0
	for i := range kills {
		copies(t, empty, p.db())
		r := p.killed(t, whole*time.Duration(i+1)/kills, "import", "many.csv", "--yes")
		switch now := p.must(t, "convert"); {
		case now == after:
			ended++
		case r.code == 0:
			t.Errorf("kill %d: an import that said it is done is not there", i)
		case now != before:
			t.Errorf("kill %d: half an import is there: %d bytes of %d", i, len(now), len(after))
		}
	}
	if ended == kills {
		t.Error("no import was killed in time")
	}
	p.must(t, "doctor")
}

// What was acknowledged is there, however often somebody was killed.
func TestEntriesThatWereAcknowledgedAreThere(t *testing.T) {
	p := newProcess(t)
	p.write(t, "few.csv", table("Acme", 50))
	p.must(t, "import", "few.csv", "--yes")
	start := time.Now()
	p.must(t, "add", "First", "Engineer")
	whole := time.Since(start)
	acknowledged := []string{"First"}
	for i := range 2 * kills {
		name := fmt.Sprintf("Employer %d.", i)
		if r := p.killed(t, whole*time.Duration(i+1)/kills, "add", name, "Engineer"); r.code == 0 {
			acknowledged = append(acknowledged, name)
		}
	}
	log := p.must(t, "convert")
	for _, name := range acknowledged {
		if !strings.Contains(log, `"employer":"`+name+`"`) {
			t.Errorf("%s was acknowledged, and is not there", name)
		}
	}
	if len(acknowledged) == 1 || len(acknowledged) == 2*kills+1 {
		t.Errorf("%d of %d were acknowledged: the kills came at the wrong time", len(acknowledged)-1, 2*kills)
	}
	p.must(t, "doctor")
}

// Two imports at once wait for one another.
func TestTwoImportsAtOnceBothSucceed(t *testing.T) {
	p := newProcess(t)
	var wait sync.WaitGroup
	for _, name := range []string{"Acme", "Birch", "Cobalt"} {
		p.write(t, name+".csv", table(name, 3_000))
		wait.Go(func() {
			if r := p.run(t.Context(), t, "import", name+".csv", "--yes"); r.code != 0 {
				t.Errorf("exit %d: %s", r.code, r.err)
			}
		})
	}
	wait.Wait()
	log := p.must(t, "convert")
	if n := strings.Count(log, `"employer":`); n != 9_000 {
		t.Errorf("%d applications are there, want 9000", n)
	}
}
