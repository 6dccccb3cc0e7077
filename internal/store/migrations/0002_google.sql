-- What lets followcal write to remote calendars, and what it wrote there. None of
-- it is a fact, and none of it is planned: it can be thrown away by connecting
-- anew, and what is at the remote then has nobody who minds it.

-- Permissions. What would open anything is sealed; the keys are not in here.
CREATE TABLE grants (
    account      TEXT /*postgres: COLLATE "C"*/ NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    sealed       BYTEA,
    scopes       TEXT   NOT NULL, -- a JSON list
    connected_at BIGINT NOT NULL, -- microseconds since 1970, UTC; the beginning of year 1: never
    renewed      BIGINT NOT NULL, -- how often its tokens were replaced
    ended_at     BIGINT NOT NULL,
    reason       TEXT   NOT NULL,
    holder       TEXT   NOT NULL, -- who asks for new tokens
    held_until   BIGINT NOT NULL
);

-- One for each account that mirrors: where to, how far it was read, how it is.
CREATE TABLE lanes (
    account          TEXT /*postgres: COLLATE "C"*/ NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    settings         TEXT   NOT NULL, -- as JSON
    calendar         TEXT   NOT NULL, -- the remote's id
    making_since     BIGINT NOT NULL, -- microseconds since 1970, UTC; the beginning of year 1: never
    token            TEXT   NOT NULL,
    revision         TEXT   NOT NULL,
    synced_at        BIGINT NOT NULL,
    next_at          BIGINT NOT NULL,
    failures         BIGINT NOT NULL,
    paused_until     BIGINT NOT NULL,
    trouble          TEXT   NOT NULL, -- its kind; empty: none
    trouble_sentence TEXT   NOT NULL,
    trouble_since    BIGINT NOT NULL,
    holder           TEXT   NOT NULL, -- who runs it; empty: nobody
    held_until       BIGINT NOT NULL,
    channel          TEXT /*postgres: COLLATE "C"*/ NOT NULL, -- its id; empty: none
    channel_secret   TEXT   NOT NULL,
    channel_address  TEXT   NOT NULL,
    channel_resource TEXT   NOT NULL,
    channel_expires  BIGINT NOT NULL
);

CREATE INDEX lanes_by_next ON lanes (next_at, account) WHERE next_at > 0;
CREATE UNIQUE INDEX lanes_by_channel ON lanes (channel) WHERE channel <> '';

-- What a lane knows of each event at the remote. They belong to the lane and not
-- to the account, so that writing them on PostgreSQL waits for nobody who writes
-- the log.
CREATE TABLE mirrored (
    account    TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES lanes (account) ON DELETE CASCADE,
    uid        TEXT /*postgres: COLLATE "C"*/ NOT NULL, -- as it is published
    ref        TEXT /*postgres: COLLATE "C"*/ NOT NULL, -- events.uid
    entry      TEXT /*postgres: COLLATE "C"*/ NOT NULL, -- the id at the remote
    generation BIGINT NOT NULL,
    phase      TEXT   NOT NULL,
    intent     TEXT   NOT NULL, -- as JSON; empty: nothing is being written
    written    TEXT   NOT NULL, -- as JSON; empty: nothing was
    seen       TEXT   NOT NULL, -- as JSON; empty: nothing was
    PRIMARY KEY (account, uid)
);

-- An id at the remote is never used for two events.
CREATE UNIQUE INDEX mirrored_by_entry ON mirrored (account, entry);

-- What the last push wrote, to be able to take it back.
CREATE TABLE pushed (
    account TEXT /*postgres: COLLATE "C"*/ NOT NULL REFERENCES lanes (account) ON DELETE CASCADE,
    number  BIGINT NOT NULL, -- in the order in which it was written
    uid     TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    before  TEXT   NOT NULL, -- as JSON; empty: nothing
    after   TEXT   NOT NULL,
    PRIMARY KEY (account, number)
);

-- See 0001: of many accounts, each with some thousand events.
/*sqlite: INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('grants', 'sqlite_autoindex_grants_1', '10000 1'),
    ('lanes', 'sqlite_autoindex_lanes_1', '10000 1'),
    ('lanes', 'lanes_by_next', '10000 2 1'),
    ('lanes', 'lanes_by_channel', '10000 1'),
    ('mirrored', 'sqlite_autoindex_mirrored_1', '1000000 10000 1'),
    ('mirrored', 'mirrored_by_entry', '1000000 10000 1'),
    ('pushed', 'sqlite_autoindex_pushed_1', '100000 1000 1');
ANALYZE sqlite_schema;*/
