-- The log of facts with its history. Every row belongs to an account.
--
-- A comment that begins with the name of a database holds what is meant for that
-- one alone. Text compares byte by byte everywhere, as it does in Go.

CREATE TABLE accounts (
    id         TEXT /*postgres: COLLATE "C"*/ NOT NULL PRIMARY KEY,
    created_at BIGINT  NOT NULL, -- microseconds since 1970, UTC
    secret     BYTEA   NOT NULL, -- 32 random bytes that key the identifiers of what is published
    changes    BIGINT  NOT NULL, -- the number of the last change
    settings   TEXT    NOT NULL  -- empty while nothing was set
);

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
) /*sqlite: WITHOUT ROWID*/;

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
