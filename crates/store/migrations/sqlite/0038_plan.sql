-- A case's plan: dreams, goals, actions and marks. What a part says is sealed
-- with the case's key; every change is a revision, and none is overwritten.

CREATE TABLE plan_part (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    kind TEXT NOT NULL,
    revision BIGINT NOT NULL,
    -- Of an action that staff do: who, by when, and whether it is still to be
    -- done, so that nothing is left behind when somebody leaves.
    owner_id TEXT REFERENCES staff_user (id),
    due_day TEXT,
    is_open BIGINT NOT NULL,
    -- By when somebody who was asked to take it over is to answer.
    answer_day TEXT
);
CREATE INDEX plan_part_case ON plan_part (case_id);
CREATE INDEX plan_part_owner ON plan_part (owner_id, is_open);
CREATE INDEX plan_part_answer ON plan_part (answer_day);

CREATE TABLE plan_revision (
    part_id TEXT NOT NULL REFERENCES plan_part (id),
    revision BIGINT NOT NULL,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    author_id TEXT NOT NULL REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    part_sealed TEXT NOT NULL,
    PRIMARY KEY (part_id, revision)
);
CREATE INDEX plan_revision_case ON plan_revision (case_id);

-- What was proposed to the family: parts and revisions, sealed.
CREATE TABLE plan_version (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    author_id TEXT NOT NULL REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    content_sealed TEXT NOT NULL
);
CREATE INDEX plan_version_case ON plan_version (case_id, at);

-- What somebody said to a version; who and what is sealed. Without somebody of
-- the staff who wrote it down it is their own hand.
CREATE TABLE plan_answer (
    id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES plan_version (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    recorded_by TEXT REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    answer_sealed TEXT NOT NULL
);
CREATE INDEX plan_answer_case ON plan_answer (case_id, at);

-- Pauses and stops; who and what is sealed.
CREATE TABLE plan_halt (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    recorded_by TEXT REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    ended_at BIGINT,
    halt_sealed TEXT NOT NULL
);
CREATE INDEX plan_halt_case ON plan_halt (case_id, at);
