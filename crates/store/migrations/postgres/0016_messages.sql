-- Messages to families and staff: an outbox. What a message says is sealed with
-- the key of its case; where it goes is looked up when it goes.

CREATE TABLE message (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    -- To a participant, or to a member of staff.
    person_id TEXT,
    user_id TEXT REFERENCES staff_user (id),
    kind TEXT NOT NULL,
    -- What it is about, for whoever moves or calls that off.
    about_kind TEXT NOT NULL,
    about_id TEXT NOT NULL,
    about_at TEXT NOT NULL,
    -- What must not be written twice.
    once_key TEXT UNIQUE,
    channel TEXT,
    -- In which language and words it went, once it has gone.
    language TEXT,
    words_sealed TEXT NOT NULL,
    said_sealed TEXT,
    -- The same for every attempt (Message-ID).
    reference TEXT NOT NULL UNIQUE,
    stop_hash TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    -- Why it did not go, as a code.
    fault TEXT,
    not_before BIGINT NOT NULL,
    useless_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease TEXT,
    lease_until BIGINT,
    -- Somebody has read what the contact card says of times, and let it go.
    released BIGINT NOT NULL,
    made_by TEXT NOT NULL REFERENCES staff_user (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX message_due ON message (state, not_before);
CREATE INDEX message_case ON message (case_id, made_at);
CREATE INDEX message_unit ON message (unit_id, made_at);
CREATE INDEX message_about ON message (about_kind, about_id);

-- Who wants no messages on a channel. Kept with how it was said.
CREATE TABLE message_stop (
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- None where the person said so by the link in a message.
    said_to TEXT REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (case_id, person_id, channel)
);

-- What a unit's messages have in common. No row: a reminder the day before.
CREATE TABLE message_setting (
    unit_id TEXT PRIMARY KEY REFERENCES unit (id),
    reminder_hours BIGINT NOT NULL,
    signature TEXT NOT NULL,
    phone TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
