package exchange

import (
	"bufio"
	"encoding/json"
	"io"

	"followcal/schedule"
)

// ReadApplication reads one application as a log in JSON holds it: what
// somebody hands in, in contrast to a document, so texts are cleaned and what is
// left out is the usual. The application has no id when it names none. Faults are
// those of [Read]; the warnings are sentences.
func ReadApplication(name string, src io.Reader, o Options) (a schedule.Application, warnings []string, err error) {
	in := &intake{file: name, options: o, result: &Result{Format: FollowcalJSON}, budget: &budget{left: MaxRows}}
	text, err := decode(name, bufio.NewReaderSize(&meter{file: name, src: src, left: MaxBytes}, window))
	if err != nil {
		return a, nil, err
	}
	r := &jsonReader{in: in, dec: json.NewDecoder(&jsonGuard{file: name, src: text})}
	r.dec.UseNumber()
	if err = r.application(&a); err == nil {
		err = r.end()
	}
	if err == nil {
		if key, sentence := a.Policy.Check(); key != "" {
			err = r.wrong("policy.%s: %s", key, sentence)
		}
	}
	if err != nil {
		return schedule.Application{}, nil, err
	}
	settleFacts(&a)
	for _, w := range in.result.Warnings {
		warnings = append(warnings, w.Text)
	}
	return a, warnings, nil
}
