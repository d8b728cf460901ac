-- Individual sessions of a case (samtaler): what is planned and written about
-- one occurrence of the calendar, interpreters ordered for it, and stays at a
-- centre. Words are sealed with the case's key.

-- Agenda, preparation, and who of the family is to come.
CREATE TABLE talk_plan (
    occurrence_id TEXT PRIMARY KEY REFERENCES calendar_occurrence (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    version BIGINT NOT NULL,
    plan_sealed TEXT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES staff_user (id),
    changed_at BIGINT NOT NULL
);
CREATE INDEX talk_plan_case ON talk_plan (case_id);

-- What was told or observed, with teller and audience. A note is never
-- rewritten: who sets it right writes another in its place.
CREATE TABLE talk_note (
    id TEXT PRIMARY KEY,
    occurrence_id TEXT NOT NULL REFERENCES calendar_occurrence (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    author_id TEXT NOT NULL REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    replaced_by TEXT,
    note_sealed TEXT NOT NULL
);
CREATE INDEX talk_note_of ON talk_note (occurrence_id, at);

-- The next step. Without an owner of the staff it is the family's own.
CREATE TABLE talk_step (
    id TEXT PRIMARY KEY,
    occurrence_id TEXT NOT NULL REFERENCES calendar_occurrence (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    owner_id TEXT REFERENCES staff_user (id),
    due_day TEXT NOT NULL,
    done_at BIGINT,
    made_by TEXT NOT NULL REFERENCES staff_user (id),
    made_at BIGINT NOT NULL,
    words_sealed TEXT NOT NULL
);
CREATE INDEX talk_step_of ON talk_step (occurrence_id);
CREATE INDEX talk_step_owner ON talk_step (owner_id, done_at);

-- An interpreter for one occurrence. Which language is sealed; whether somebody
-- comes stands open, since those who take part see it on their day.
CREATE TABLE interpreter_order (
    occurrence_id TEXT PRIMARY KEY REFERENCES calendar_occurrence (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    state TEXT NOT NULL,
    interpreter_id TEXT REFERENCES interpreter (id),
    language_sealed TEXT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES staff_user (id),
    changed_at BIGINT NOT NULL
);
CREATE INDEX interpreter_order_who ON interpreter_order (interpreter_id, state);
CREATE INDEX interpreter_order_case ON interpreter_order (case_id);

-- A stay (opphold) at a centre for parents and children.
CREATE TABLE stay (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    from_day TEXT NOT NULL,
    to_day TEXT
);
CREATE INDEX stay_case ON stay (case_id, from_day);
