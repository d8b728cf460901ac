-- Consents to filming (Marte Meo), and what was done about the day of a
-- colleague who is away, so that it can be taken back.

-- Who said yes, and where the film is kept, are sealed with the case's key. The
-- days stand open, so that a film that is to be deleted can be asked for.
CREATE TABLE film_consent (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    given_day TEXT NOT NULL,
    delete_by TEXT NOT NULL,
    withdrawn_at BIGINT,
    made_by TEXT NOT NULL REFERENCES staff_user (id),
    made_at BIGINT NOT NULL,
    words_sealed TEXT NOT NULL
);
CREATE INDEX film_consent_case ON film_consent (case_id, given_day);

-- One step of covering: a change of the calendar, or one more leader of a group;
-- and whom it let into the case, where that was new.
CREATE TABLE cover_step (
    id TEXT PRIMARY KEY,
    absence_id TEXT NOT NULL REFERENCES absence (id),
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    how TEXT NOT NULL,
    starts TEXT NOT NULL,
    entry_id TEXT REFERENCES calendar_entry (id),
    entry_at TEXT,
    change_id TEXT REFERENCES calendar_change (id),
    case_id TEXT REFERENCES help_case (id),
    let_in TEXT REFERENCES staff_user (id),
    leader_id TEXT,
    at BIGINT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX cover_step_of ON cover_step (absence_id, user_id, at);
