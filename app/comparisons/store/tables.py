"""The tables of the record, by version: what a new file gets, and what brings an older one to the next version."""

import sqlite3

VERSION = 7

TABLES = """
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES jobs (id) ON DELETE CASCADE,
    digest TEXT NOT NULL UNIQUE,
    spec TEXT NOT NULL,
    plan TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'finished', 'failed', 'cancelled')),
    cancel_asked REAL,
    reason TEXT,
    detail TEXT,
    created REAL NOT NULL,
    started REAL,
    ended REAL,
    name TEXT,
    removed REAL,
    origin TEXT
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, created);
CREATE INDEX jobs_by_parent ON jobs (parent, created);
CREATE INDEX jobs_by_age ON jobs (state, created, id);

CREATE TABLE shards (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    task TEXT NOT NULL,
    members INTEGER NOT NULL,
    steps INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'leased', 'finished', 'failed', 'cancelled')),
    epoch INTEGER NOT NULL DEFAULT 0,
    claim INTEGER NOT NULL DEFAULT 0,
    sequence INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    expires REAL NOT NULL DEFAULT 0,
    leased_at REAL,
    not_before REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    interruptions INTEGER NOT NULL DEFAULT 0,
    checkpoint INTEGER NOT NULL DEFAULT 0,
    step INTEGER NOT NULL DEFAULT 0,
    rate REAL NOT NULL DEFAULT 0,
    reason TEXT,
    detail TEXT,
    result TEXT,
    content TEXT,
    source TEXT,
    UNIQUE (job, position)
) STRICT;
CREATE INDEX shards_by_state ON shards (state, not_before);
CREATE INDEX shards_by_job ON shards (job, state, position);
CREATE INDEX leased_by_owner ON shards (owner) WHERE state = 'leased';
CREATE INDEX leased_by_end ON shards (expires) WHERE state = 'leased';
CREATE INDEX finished_by_content ON shards (content, steps) WHERE state = 'finished';

CREATE TABLE records (
    shard INTEGER NOT NULL REFERENCES shards (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    train_loss BLOB NOT NULL,
    evaluation BLOB,
    diverged BLOB NOT NULL,
    choosing BLOB,
    error BLOB,
    hits BLOB,
    UNIQUE (shard, step)
) STRICT;

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE INDEX events_by_job ON events (job, id);

CREATE TABLE workers (name TEXT PRIMARY KEY, slots INTEGER NOT NULL, seen REAL NOT NULL) STRICT;

CREATE TABLE worker_tokens (
    name TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    created REAL NOT NULL,
    seen REAL,
    max_shards INTEGER
) STRICT;
"""


CHANGES = {
    1: """
ALTER TABLE jobs ADD COLUMN parent TEXT REFERENCES jobs (id) ON DELETE CASCADE;
CREATE INDEX jobs_by_parent ON jobs (parent, created)
""",
    2: """
ALTER TABLE records ADD COLUMN choosing BLOB;
ALTER TABLE records ADD COLUMN error BLOB;
ALTER TABLE records ADD COLUMN hits BLOB
""",
    3: """
ALTER TABLE shards ADD COLUMN interruptions INTEGER NOT NULL DEFAULT 0
""",
    4: """
ALTER TABLE jobs ADD COLUMN name TEXT;
ALTER TABLE jobs ADD COLUMN removed REAL;
ALTER TABLE shards ADD COLUMN claim INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shards ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
CREATE INDEX jobs_by_age ON jobs (state, created, id);
CREATE INDEX shards_by_job ON shards (job, state, position);
CREATE TABLE worker_tokens (
    name TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    created REAL NOT NULL,
    seen REAL
) STRICT
""",
    5: """
ALTER TABLE worker_tokens ADD COLUMN max_shards INTEGER;
CREATE INDEX leased_by_owner ON shards (owner) WHERE state = 'leased';
CREATE INDEX leased_by_end ON shards (expires) WHERE state = 'leased';
ALTER TABLE jobs ADD COLUMN origin TEXT
""",
    6: """
ALTER TABLE shards ADD COLUMN content TEXT;
ALTER TABLE shards ADD COLUMN source TEXT;
CREATE INDEX finished_by_content ON shards (content, steps) WHERE state = 'finished'
""",
}
"""By version, what makes its tables those of the next one."""


def columns(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """The columns of every table of a database, by its name; SQLite's own tables are left out."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')} for (name,) in names}


def expected() -> dict[str, set[str]]:
    """The columns that this version's tables have."""
    memory = sqlite3.connect(":memory:")
    try:
        memory.executescript(TABLES)
        return columns(memory)
    finally:
        memory.close()
