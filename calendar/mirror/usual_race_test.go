//go:build race

package mirror_test

// usual is how many histories are tried with the race detector, which makes each
// ten times as long: what it looks for, a few of them show.
const usual = "500"
