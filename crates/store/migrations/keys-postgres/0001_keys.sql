-- Wrapped keys, in a database of their own with a short backup retention:
-- a key destroyed here makes what it sealed unreadable in every old backup.

CREATE TABLE wrapped_key (
    scope TEXT PRIMARY KEY,
    wrapped TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Replayed after a restore, so that what was erased stays erased.
CREATE TABLE erasure (
    scope TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);
