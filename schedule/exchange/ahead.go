package exchange

import (
	"errors"
	"io"
)

// batch is some records, with all that their cells hold.
type batch struct {
	records []record
	cells   [][]byte
	text    []byte
	err     error // why there are no more, as [scanner.next] has it
}

// batchRows is how many records are split before the first of them is taken.
const batchRows = 256

// ahead splits the table in a goroutine of its own while its rows are taken,
// which takes about as long. It hands f one record after the other up to the last
// one, and returns the first error of f or of the scanner. The scanner rests when
// ahead returns: after an error of f as soon as what is being read has arrived.
func (s *scanner) ahead(f func(record) error) error {
	ready, free, stop := make(chan *batch), make(chan *batch, 2), make(chan struct{})
	free <- &batch{}
	free <- &batch{}
	go s.fillBatches(ready, free, stop)
	defer func() {
		close(stop)
		for range ready { // the goroutine closes it when it ends
		}
	}()
	for b := range ready {
		for _, rec := range b.records {
			if err := f(rec); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(b.err, io.EOF):
			return nil
		case b.err != nil:
			return b.err
		}
		free <- b
	}
	return nil
}

// fillBatches fills the batches that are free until the table ends or stop is
// closed.
func (s *scanner) fillBatches(ready chan<- *batch, free <-chan *batch, stop <-chan struct{}) {
	defer close(ready)
	for {
		var b *batch
		select {
		case b = <-free:
		case <-stop:
			return
		}
		b.fill(s)
		select {
		case ready <- b:
		case <-stop:
			return
		}
		if b.err != nil {
			return
		}
	}
}

// fill copies the next records, whose cells are the scanner's only until it goes
// on.
func (b *batch) fill(s *scanner) {
	b.records, b.cells, b.text = b.records[:0], b.cells[:0], b.text[:0]
	for len(b.records) < batchRows {
		var rec record
		if rec, b.err = s.next(); b.err != nil {
			return
		}
		first := len(b.cells)
		for _, cell := range rec.cells {
			start := len(b.text)
			b.text = append(b.text, cell...)
			b.cells = append(b.cells, b.text[start:])
		}
		rec.cells = b.cells[first:len(b.cells):len(b.cells)]
		b.records = append(b.records, rec)
	}
}
