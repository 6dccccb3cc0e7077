package exchange_test

import (
	"os"
	"testing"
)

func TestTheExampleLogIsGoodAndRich(t *testing.T) {
	text, err := os.ReadFile("../../examples/log.json")
	if err != nil {
		t.Fatal(err)
	}
	valid(t, "log-v1.json", string(text))
	log := read(t, string(text)).Log
	interviews, outreach, deadlines := 0, 0, 0
	for _, a := range log.Applications {
		interviews += len(a.Interviews)
		outreach += len(a.Outreach)
		deadlines += len(a.Deadlines)
	}
	if interviews < 4 || outreach < 2 || deadlines < 2 || len(log.DaysOff) < 2 {
		t.Errorf("%d interviews, %d outreaches, %d deadlines", interviews, outreach, deadlines)
	}
}
