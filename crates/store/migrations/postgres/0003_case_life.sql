-- The life of a case: who takes part on what ground and in which version, what
-- happened when, and how cases belong together.

-- Several may correct the same participant: who writes names the version seen.
ALTER TABLE participant ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE participant ADD COLUMN changed_by TEXT;
ALTER TABLE participant ADD COLUMN changed_at BIGINT;
-- On what ground a child takes part (R8, R9); empty for adults.
ALTER TABLE participant ADD COLUMN consent TEXT NOT NULL DEFAULT '';

-- What happened in the life of a case, in the order in which it happened.
CREATE TABLE case_event (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    at BIGINT NOT NULL,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    kind TEXT NOT NULL,
    detail_sealed TEXT NOT NULL
);
CREATE INDEX case_event_case ON case_event (case_id, at);

-- A link between two cases, seen only by staff who hold both (R3).
CREATE TABLE case_link (
    id TEXT PRIMARY KEY,
    first_case TEXT NOT NULL REFERENCES help_case (id),
    second_case TEXT NOT NULL REFERENCES help_case (id),
    kind TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES staff_user (id),
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX case_link_first ON case_link (first_case);
CREATE INDEX case_link_second ON case_link (second_case);

-- Who agreed to one case with others (R2) and to merging (R10): who said it, how and when.
CREATE TABLE case_agreement (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    said_by_sealed TEXT NOT NULL,
    way TEXT NOT NULL,
    said_day TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES staff_user (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX case_agreement_case ON case_agreement (case_id);
