package auth

import (
	"context"

	"followcal/internal/fault"
)

// KeyOf returns the key of a store's feeds from its file. A store without any
// feed gets a new file if there is none. Otherwise a missing file, or one with
// another key, is a fault of kind Denied: new tokens would cut off every
// calendar that is subscribed, and nobody would know why.
func KeyOf(ctx context.Context, path string, s FeedStore) (Key, error) {
	feed, err := s.AnyFeed(ctx)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return readOrCreate(path)
	}
	if err != nil {
		return Key{}, err
	}
	k, err := ReadKey(path)
	switch {
	case err != nil && fault.KindOf(err) == fault.NotFound:
		return Key{}, fault.Wrap(fault.Denied, err,
			"the key file %s is missing, and the feeds in the database were made with it; restore it from a backup, or name the right one (a new key would end every subscription)", path)
	case err != nil:
		return Key{}, err
	case !k.Issued(&feed):
		return Key{}, fault.New(fault.Denied,
			"the key file %s is not the one that the feeds in the database were made with; restore the right one from a backup, or name it", path)
	}
	return k, nil
}

// readOrCreate reads the key file, or makes it. Of two processes that start at
// once, one makes it and the other reads that.
func readOrCreate(path string) (Key, error) {
	k, err := ReadKey(path)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return k, err
	}
	k, err = CreateKey(path)
	if err != nil && fault.KindOf(err) == fault.Conflict {
		return ReadKey(path)
	}
	return k, err
}
