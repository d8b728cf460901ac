-- Calendars that other programs fetch, and busy times that come from others.

-- A feed of a member of staff, or of a participant of a case. Its address holds
-- a token; here is only the token's hash. One that is made anew replaces the
-- one before.
CREATE TABLE calendar_feed (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    user_id TEXT REFERENCES staff_user (id),
    case_id TEXT REFERENCES help_case (id),
    person_id TEXT,
    made_by TEXT NOT NULL REFERENCES staff_user (id),
    made_at BIGINT NOT NULL,
    revoked_at BIGINT,
    -- The last day on which it was fetched.
    read_day TEXT
);
CREATE INDEX calendar_feed_user ON calendar_feed (user_id);
CREATE INDEX calendar_feed_case ON calendar_feed (case_id, person_id);

-- When somebody is busy by another calendar, and what was read of it. Nothing
-- of what they do.
CREATE TABLE busy_import (
    user_id TEXT PRIMARY KEY REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    until_day TEXT NOT NULL,
    passed_over BIGINT NOT NULL
);
CREATE TABLE busy_time (
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    PRIMARY KEY (user_id, starts, ends)
);
