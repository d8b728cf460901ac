-- Emergency access, who is told of it, and how the log is reviewed.

-- A case opened in an emergency, for a short time. The reason is sealed with
-- the case's key.
CREATE TABLE emergency_access (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    kind TEXT NOT NULL,
    reason_sealed TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX emergency_access_user ON emergency_access (user_id, until_at);

-- What somebody must be told and receipt.
CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    subject_id TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX notice_unit ON notice (unit_id, at);

CREATE TABLE notice_receiver (
    notice_id TEXT NOT NULL REFERENCES notice (id),
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    read_at BIGINT,
    PRIMARY KEY (notice_id, user_id)
);
CREATE INDEX notice_receiver_user ON notice_receiver (user_id, read_at);

-- Which rows of a unit's chain speak of which case, so that whoever leads the
-- case finds them. The chain itself stays what counts.
CREATE TABLE log_about (
    case_id TEXT NOT NULL,
    chain TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (case_id, chain, number)
);

-- A verification of the log, under way or done.
CREATE TABLE log_check (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    begun_at BIGINT NOT NULL,
    alive_at BIGINT NOT NULL,
    ended_at BIGINT,
    chains BIGINT NOT NULL,
    checked BIGINT NOT NULL,
    rows_checked BIGINT NOT NULL,
    faults TEXT NOT NULL
);

-- For reviewing: emergencies are few among many rows.
CREATE INDEX log_row_emergency ON log_row (at) WHERE purpose = 'emergency';
CREATE INDEX log_about_row ON log_about (chain, number);
