-- The unit's door: telephone notes and enquiries, who is away, interpreters.
-- What tells of a family is sealed with the unit's key, and with the case's
-- from the day on which it belongs to one.

CREATE TABLE enquiry (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    case_id TEXT REFERENCES help_case (id),
    state TEXT NOT NULL,
    owner_id TEXT NOT NULL REFERENCES staff_user (id),
    asked_id TEXT REFERENCES staff_user (id),
    author_id TEXT NOT NULL REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    on_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    next_day TEXT,
    version BIGINT NOT NULL,
    words_sealed TEXT NOT NULL
);
CREATE INDEX enquiry_unit ON enquiry (unit_id, state);
CREATE INDEX enquiry_owner ON enquiry (owner_id, state);
CREATE INDEX enquiry_asked ON enquiry (asked_id);
CREATE INDEX enquiry_case ON enquiry (case_id);

CREATE TABLE enquiry_event (
    id TEXT PRIMARY KEY,
    enquiry_id TEXT NOT NULL REFERENCES enquiry (id),
    at BIGINT NOT NULL,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    kind TEXT NOT NULL,
    words_sealed TEXT NOT NULL
);
CREATE INDEX enquiry_event_of ON enquiry_event (enquiry_id, at);

CREATE TABLE phone_note (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    case_id TEXT REFERENCES help_case (id),
    enquiry_id TEXT REFERENCES enquiry (id),
    author_id TEXT NOT NULL REFERENCES staff_user (id),
    owner_id TEXT NOT NULL REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    on_day TEXT NOT NULL,
    call_day TEXT NOT NULL,
    done_at BIGINT,
    done_by TEXT REFERENCES staff_user (id),
    words_sealed TEXT NOT NULL
);
CREATE INDEX phone_note_owner ON phone_note (owner_id, done_at);
CREATE INDEX phone_note_author ON phone_note (author_id, at);
CREATE INDEX phone_note_case ON phone_note (case_id);

CREATE TABLE interpreter (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    gender TEXT NOT NULL,
    tongues TEXT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX interpreter_unit ON interpreter (unit_id);

-- No reason is kept: that somebody is away is all that others need to know.
CREATE TABLE absence (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    unit_id TEXT NOT NULL REFERENCES unit (id),
    from_at TEXT NOT NULL,
    to_at TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES staff_user (id),
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX absence_user ON absence (user_id, to_at);
CREATE INDEX absence_unit ON absence (unit_id, to_at);

-- «Ikke denne tolken»: which interpreters a family does not wish.
CREATE TABLE interpreter_wish (
    case_id TEXT PRIMARY KEY REFERENCES help_case (id),
    wish_sealed TEXT NOT NULL
);
