-- A part of a plan that somebody of the family wrote by their own hand has no writer among the staff.
CREATE TABLE plan_revision_new (
    part_id TEXT NOT NULL REFERENCES plan_part (id),
    revision BIGINT NOT NULL,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    author_id TEXT REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    part_sealed TEXT NOT NULL,
    PRIMARY KEY (part_id, revision)
);
INSERT INTO plan_revision_new (part_id, revision, case_id, author_id, at, part_sealed)
    SELECT part_id, revision, case_id, author_id, at, part_sealed FROM plan_revision;
DROP TABLE plan_revision;
ALTER TABLE plan_revision_new RENAME TO plan_revision;
CREATE INDEX plan_revision_case ON plan_revision (case_id);
