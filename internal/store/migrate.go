package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// latest is the version of the schema that this followcal writes.
var latest = func() int64 {
	names := migrationNames()
	return versionOf(names[len(names)-1])
}()

// migrationNames lists the files of migrations by version.
func migrationNames() []string {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(names) == 0 {
		return []string{"migrations/0000_none.sql"} // go:embed refuses an empty set, so that this is never reached
	}
	return names
}

// versionOf is the number that the name of a migration begins with.
func versionOf(name string) int64 {
	number, _, _ := strings.Cut(path.Base(name), "_")
	v, _ := strconv.ParseInt(number, 10, 64)
	return v
}

// upToDate migrates an older schema and refuses a newer one. When there is
// nothing to do it costs one small query.
func (db *DB) upToDate(ctx context.Context) error {
	v, err := db.version(ctx)
	switch {
	case err != nil:
		return err
	case v > latest:
		return db.newer(v)
	case v < latest:
		return db.migrate(ctx)
	}
	return nil
}

// version is that of the schema, 0 when there is none.
func (db *DB) version(ctx context.Context) (v int64, err error) {
	err = db.sql.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version").Scan(&v)
	var byPostgres interface{ SQLState() string }
	if errors.As(err, &byPostgres) && byPostgres.SQLState() == "42P01" { // there is no such table
		return 0, nil
	}
	return v, err
}

// migrate brings the schema up to date. On SQLite nothing keeps two processes that
// start together from beginning with it; the later one fails, and looks again
// what is left to do.
func (db *DB) migrate(ctx context.Context) error {
	provider, err := db.migrations()
	if err != nil {
		return err
	}
	for before := int64(-1); ; {
		if _, err = provider.Up(ctx); err == nil {
			return nil
		}
		v, failed := db.version(ctx)
		if failed != nil || v <= before {
			return err
		}
		before = v
	}
}

// migrations are what changes a schema, to be run on this database.
func (db *DB) migrations() (*goose.Provider, error) {
	all := make([]*goose.Migration, 0, len(migrationNames()))
	for _, name := range migrationNames() {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		statements := string(db.dialect.adapt(text))
		all = append(all, goose.NewGoMigration(versionOf(name), &goose.GoFunc{
			RunTx: func(ctx context.Context, tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, statements)
				return err
			},
		}, nil))
	}
	options := []goose.ProviderOption{goose.WithGoMigrations(all...), goose.WithDisableGlobalRegistry(true)}
	if db.dialect.shared {
		// Replicas that start together migrate one after the other.
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(db.dialect.goose, db.sql, nil, options...)
}
