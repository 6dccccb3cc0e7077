//go:build !race

package mirror_test

// usual is how many histories are tried.
const usual = "10000"
