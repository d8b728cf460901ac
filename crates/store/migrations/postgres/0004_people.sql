-- People: how participants are reached, what falls due because of who is on a
-- map, and decisions about the child's part.

-- Safe contact, language and interpreter of participants. There is no address.
CREATE TABLE person_contact (
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    card_sealed TEXT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES staff_user (id),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, person_id)
);

-- What falls due: a mentioned person to be deleted, a child who reaches an age.
-- Kept in step with the record in the transaction of each edit.
CREATE TABLE case_due (
    case_id TEXT NOT NULL REFERENCES help_case (id),
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL,
    due_day TEXT NOT NULL,
    reason_sealed TEXT,
    done_at BIGINT,
    done_by TEXT REFERENCES staff_user (id),
    PRIMARY KEY (case_id, kind, person_id)
);
CREATE INDEX case_due_day ON case_due (due_day, case_id);

-- In which function an entry of the child's part was written.
ALTER TABLE child_part_entry ADD COLUMN author_function TEXT NOT NULL DEFAULT 'member';

-- A decision to show those who read a child's part the function, not the name,
-- of the staff who write in it.
CREATE TABLE child_part_nameless (
    id TEXT PRIMARY KEY,
    part_id TEXT NOT NULL REFERENCES child_part (id),
    from_day TEXT NOT NULL,
    to_day TEXT,
    reason_sealed TEXT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES staff_user (id)
);
CREATE INDEX child_part_nameless_part ON child_part_nameless (part_id);
