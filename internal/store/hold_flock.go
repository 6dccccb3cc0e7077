//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package store

import (
	"os"
	"syscall"
)

// hold locks a folder until it is released or the process ends. It waits for
// another process to release it, or reports false.
func hold(folder string, wait bool) (release func(), held bool) {
	f, err := os.Open(folder)
	if err != nil {
		return func() {}, false
	}
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if err != syscall.EINTR {
			break
		}
	}
	release = func() { _ = f.Close() } // it was never written
	if err != nil {
		release()
		return func() {}, false
	}
	return release, true
}
