package cli

import (
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// patience is how long a command runs before it shows progress.
const patience = time.Second

// progress shows on a terminal how far a command has come, once it takes
// longer than a moment. It goes away when the command ends.
type progress struct {
	timer *time.Timer // nil when nobody watches
	mutex sync.Mutex
	bar   *progressbar.ProgressBar // nil before the moment has passed
	read  int64
	size  int64
}

// startProgress watches a command that reads size bytes, or -1 when nobody
// knows how many.
func startProgress(p *Process, size int64) *progress {
	w := &progress{size: size}
	if p.Terminal {
		w.timer = time.AfterFunc(patience, func() { w.show(p.Err) })
	}
	return w
}

// show draws the bar for the first time; the timer may fire while the command is
// ending.
func (w *progress) show(out io.Writer) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.timer == nil {
		return
	}
	end := w.size
	if end >= 0 {
		end++ // a full bar counts as finished, and there is work to do after the last byte
	}
	w.bar = progressbar.NewOptions64(end,
		progressbar.OptionSetWriter(out),
		progressbar.OptionSetDescription("Working"),
		progressbar.OptionShowBytes(w.size < 0),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSpinnerType(14),
		progressbar.OptionSetSpinnerChangeInterval(0), // otherwise a goroutine spins on for ever
	)
	_ = w.bar.Set64(w.read)
	if w.read == 0 {
		_ = w.bar.RenderBlank()
	}
}

// advance tells that n more bytes were read.
func (w *progress) advance(n int) {
	if w.timer == nil {
		return
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.read += int64(n)
	if w.bar != nil {
		_ = w.bar.Set64(w.read)
	}
}

// stop ends the watch and clears the line.
func (w *progress) stop() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.timer == nil {
		return
	}
	w.timer.Stop()
	w.timer = nil
	if w.bar != nil {
		_ = w.bar.Exit()
		_ = w.bar.Clear()
	}
}
