-- The log of facts with its history, and what the last plan of it left. Every row
-- belongs to an account.
--
-- A comment that begins with the name of a database holds what is meant for that
-- one alone. Text compares byte by byte everywhere, as it does in Go.

CREATE TABLE accounts (
    id         TEXT /*postgres: COLLATE "C"*/ NOT NULL PRIMARY KEY,
    created_at BIGINT  NOT NULL, -- microseconds since 1970, UTC
    secret     BYTEA   NOT NULL, -- 32 random bytes that key the identifiers of what is published
    changes    BIGINT  NOT NULL, -- the number of the last change
    settings   TEXT    NOT NULL, -- empty while nothing was set
    plan_as_of DATE,             -- of the last plan
    plan_rules TEXT    NOT NULL, -- what it was made by
    plan_stale BOOLEAN NOT NULL,
    -- Grows with everything that feeds show. On SQLite it is higher than all
    -- before; on PostgreSQL it is the transaction, because writers commit there
    -- in another order than they begin.
    touched    BIGINT  NOT NULL
);

CREATE INDEX accounts_by_touch ON accounts (touched);

CREATE TABLE feeds (
    account       TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id            TEXT /*postgres: COLLATE "C"*/ NOT NULL PRIMARY KEY,
    settings      TEXT    NOT NULL, -- what it shows, as JSON
    generation    INTEGER NOT NULL,
    token         TEXT    NOT NULL, -- the hash of its token
    created_at    BIGINT  NOT NULL, -- microseconds since 1970, UTC; the beginning of year 1: never
    revoked_at    BIGINT  NOT NULL,
    retired       TEXT    NOT NULL, -- the hash of the token before; empty: none
    retired_until BIGINT  NOT NULL
) /*sqlite: WITHOUT ROWID*/;

CREATE INDEX feeds_by_account ON feeds (account, created_at, id);

-- The hashes of current and retired tokens alike.
CREATE TABLE feed_tokens (
    hash TEXT /*postgres: COLLATE "C"*/ NOT NULL PRIMARY KEY,
    feed TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES feeds (id) ON DELETE CASCADE
) /*sqlite: WITHOUT ROWID*/;

CREATE INDEX feed_tokens_by_feed ON feed_tokens (feed);

-- When each family of programs last fetched a feed.
CREATE TABLE fetches (
    feed   TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    family TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    at     BIGINT NOT NULL, -- microseconds since 1970, UTC
    PRIMARY KEY (feed, family)
) /*sqlite: WITHOUT ROWID*/;

CREATE TABLE applications (
    account    TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id         TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    employer   TEXT   NOT NULL, -- folded
    role       TEXT   NOT NULL, -- folded
    applied_on DATE,            -- as in its facts, to choose among many by name
    created    BIGINT NOT NULL, -- the change that created it
    facts      TEXT   NOT NULL, -- its document
    PRIMARY KEY (account, id)
) /*sqlite: WITHOUT ROWID*/;

CREATE TABLE decisions (
    account    TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    event      TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    facts      TEXT NOT NULL,
    PRIMARY KEY (account, event)
) /*sqlite: WITHOUT ROWID*/;

-- Which decisions ever concerned an application; what they concern now, their
-- facts say.
CREATE TABLE concerns (
    account     TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    application TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    event       TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    PRIMARY KEY (account, application, event)
) /*sqlite: WITHOUT ROWID*/;

-- With row numbers: SQLite reads a whole row to compare its key where a table has
-- none, and the list of what an import created is long.
CREATE TABLE changes (
    account    TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    number     BIGINT NOT NULL,
    at         BIGINT NOT NULL, -- microseconds since 1970, UTC
    author     TEXT   NOT NULL,
    verb       TEXT   NOT NULL,
    undoes     BIGINT NOT NULL,
    undone_by  BIGINT NOT NULL,
    created    TEXT   NOT NULL, -- the ids of the applications that it created, sorted, as a JSON list
    PRIMARY KEY (account, number)
);

-- What a change replaced or removed, as it was before. The creation of an
-- application has no row: changes.created says it, so that an import of 100,000
-- writes one. Everything else that was created has a row without a before.
CREATE TABLE revisions (
    account    TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind       TEXT /*postgres: COLLATE "C"*/ NOT NULL, -- application, decision or settings
    id         TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    change     BIGINT NOT NULL,
    created    BIGINT NOT NULL, -- the change that created the application; 0 for the others
    before     TEXT,
    PRIMARY KEY (account, kind, id, change)
) /*sqlite: WITHOUT ROWID*/;

CREATE INDEX revisions_by_change ON revisions (account, change, kind, id);

-- What the last plan left. All of it is derived but the sequence of an event.

-- With row numbers: the rows are large, and a table without them would have rows
-- in its inner pages as well, and be ten levels deep.
CREATE TABLE events (
    account      TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    uid          TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    application  TEXT /*postgres: COLLATE "C"*/ NOT NULL, -- its own
    applications TEXT    NOT NULL, -- a JSON list; empty: its own alone
    kind         TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    due          DATE    NOT NULL,
    start_at     BIGINT  NOT NULL, -- microseconds since 1970, UTC; the beginning of year 1: all day
    end_at       BIGINT  NOT NULL,
    zone         TEXT    NOT NULL,
    content      BYTEA,
    fingerprint  TEXT    NOT NULL,
    sequence     INTEGER NOT NULL,
    modified     BIGINT  NOT NULL, -- microseconds since 1970, UTC; the beginning of year 1: never
    removed_at   BIGINT  NOT NULL,
    PRIMARY KEY (account, uid)
);

CREATE INDEX events_by_due ON events (account, due, start_at, uid);
-- With the kind, so that notes to move on, of which there are many, are passed
-- over without their rows.
CREATE INDEX events_by_state ON events (account, state, due, start_at, uid, kind);
CREATE INDEX events_by_application ON events (account, application);
CREATE INDEX events_by_removal ON events (account, removed_at) WHERE removed_at > 0;

-- The further applications that an event is about.
CREATE TABLE shared_events (
    account     TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    application TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    uid         TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    PRIMARY KEY (account, application, uid)
) /*sqlite: WITHOUT ROWID*/;

-- The follow-ups of each day in the order in which slots are given.
CREATE TABLE contenders (
    account     TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    day         DATE    NOT NULL,
    stayed      BOOLEAN NOT NULL,
    anchor_on   BIGINT  NOT NULL, -- days counted from year 1, as is age: they only rank
    age         BIGINT  NOT NULL,
    application TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    uid         TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    PRIMARY KEY (account, day, stayed, anchor_on, age, application, uid)
) /*sqlite: WITHOUT ROWID*/;

CREATE INDEX contenders_by_application ON contenders (account, application);

CREATE TABLE outlooks (
    account     TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    application TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    keys        TEXT NOT NULL, -- a JSON list
    lapses_on   DATE,
    omitted     TEXT NOT NULL,
    PRIMARY KEY (account, application)
) /*sqlite: WITHOUT ROWID*/;

CREATE INDEX outlooks_by_lapse ON outlooks (account, lapses_on);

-- The keys of outlooks, to find the applications that share one. A long key is
-- cut, and ends in its hash.
CREATE TABLE outlook_keys (
    account     TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key         TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    application TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    PRIMARY KEY (account, key, application)
) /*sqlite: WITHOUT ROWID*/;

CREATE TABLE appointments (
    account     TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    due         DATE    NOT NULL,
    uid         TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    application TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    kind        TEXT    NOT NULL,
    start_at    BIGINT  NOT NULL,
    end_at      BIGINT  NOT NULL,
    is_call     BOOLEAN NOT NULL,
    PRIMARY KEY (account, due, uid)
) /*sqlite: WITHOUT ROWID*/;

CREATE INDEX appointments_by_application ON appointments (account, application);

CREATE TABLE lacks (
    account     TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    application TEXT /*postgres: COLLATE "C"*/ NOT NULL,
    kind        TEXT    NOT NULL,
    what        TEXT    NOT NULL,
    PRIMARY KEY (account, application, kind)
) /*sqlite: WITHOUT ROWID*/;

CREATE INDEX lacks_by_kind ON lacks (account, kind, application);

-- SQLite chooses indexes by how many rows share the beginning of a key. Without
-- these numbers it takes an account for a few rows and reads all of it. They are
-- those of an account with 100,000 applications, and nothing counts them anew:
-- the same query is answered the same way in every file (sqlite.org/fileformat2.html
-- section 2.6.3).
/*sqlite: ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('applications', 'applications', '100000 100000 1'),
    ('revisions', 'revisions', '100000 100000 50000 2 1'),
    ('revisions', 'revisions_by_change', '100000 100000 10 10 1'),
    ('events', 'sqlite_autoindex_events_1', '300000 300000 1'),
    ('events', 'events_by_due', '300000 300000 300 30 1'),
    ('events', 'events_by_state', '300000 300000 60000 100 10 1 1'),
    ('events', 'events_by_application', '300000 300000 3'),
    ('events', 'events_by_removal', '3000 3000 10'),
    ('contenders', 'contenders', '100000 100000 100 50 5 2 1 1'),
    ('contenders', 'contenders_by_application', '100000 100000 5'),
    ('outlooks', 'outlooks', '100000 100000 1'),
    ('outlooks', 'outlooks_by_lapse', '100000 100000 100'),
    ('outlook_keys', 'outlook_keys', '100000 100000 5 1'),
    ('appointments', 'appointments', '10000 10000 5 1'),
    ('appointments', 'appointments_by_application', '10000 10000 2'),
    ('lacks', 'lacks', '100000 100000 2 1'),
    ('lacks', 'lacks_by_kind', '100000 100000 50000 1')*/;
