//go:build race

package app_test

// raced reports whether the race detector looks on.
const raced = true
