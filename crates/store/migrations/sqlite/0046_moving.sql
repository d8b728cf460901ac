-- A case is handed over to another municipality: to whom, who said yes to what
-- of theirs, when it went, and that it came.

-- To whom and how, and the receiver's receipt, are sealed with the case's key.
CREATE TABLE case_moving (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    stage TEXT NOT NULL,
    -- By when the receiver is to have said that it came.
    due_day TEXT NOT NULL,
    began_by TEXT NOT NULL REFERENCES staff_user (id),
    began_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    moving_sealed TEXT NOT NULL
);
CREATE INDEX case_moving_case ON case_moving (case_id, began_at);
CREATE INDEX case_moving_due ON case_moving (due_day);

-- Who is asked. Of somebody behind a protected address: who has said that the
-- receiver is allowed to know, and when. What has gone is not answered anew.
CREATE TABLE case_moving_person (
    moving_id TEXT NOT NULL REFERENCES case_moving (id),
    person_id TEXT NOT NULL,
    confirmed_by TEXT REFERENCES staff_user (id),
    confirmed_at BIGINT,
    gone_at BIGINT,
    PRIMARY KEY (moving_id, person_id)
);

-- What they said, each word one row; the last counts. Without somebody of the
-- staff who wrote it down it is their own hand.
CREATE TABLE case_moving_answer (
    id TEXT PRIMARY KEY,
    moving_id TEXT NOT NULL REFERENCES case_moving (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    recorded_by TEXT REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    answer_sealed TEXT NOT NULL
);
CREATE INDEX case_moving_answer_moving ON case_moving_answer (moving_id, at);
