package main

import (
	"testing"
	"time"
)

func TestTheMedianOfRatios(t *testing.T) {
	ours := turns{{1000, 20 * time.Microsecond}, {200, 30 * time.Microsecond}, {900, 10 * time.Microsecond}}
	theirs := turns{{2000, 10 * time.Microsecond}, {250, 10 * time.Microsecond}, {1000, 10 * time.Microsecond}}
	if rate, cpu := ours.over(theirs); rate != 0.8 || cpu != 2 {
		t.Errorf("ratios %v and %v, want 0.8 and 2", rate, cpu)
	}
	if ours.rate() != 900 || ours.cpu() != 20*time.Microsecond {
		t.Errorf("medians %v and %v", ours.rate(), ours.cpu())
	}
	if median([]int{}) != 0 {
		t.Error("nothing has a median")
	}
}

func TestAFieldOfAProcess(t *testing.T) {
	status := []byte("VmPeak:\t  9 kB\nVmHWM:\t   30000 kB\nVmRSS:\t   20000 kB\n")
	if now, most := field(status, "VmRSS:"), field(status, "VmHWM:"); now != 20000<<10 || most != 30000<<10 {
		t.Errorf("%d and %d octets", now, most)
	}
	if field(nil, "VmRSS:") != 0 {
		t.Error("a field that is not there has a value")
	}
}

func TestTheEntityTagOfNginx(t *testing.T) {
	if got := nginxTag(255); got != `"6553f100-ff"` {
		t.Error(got)
	}
}
