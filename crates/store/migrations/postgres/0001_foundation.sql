-- The foundation: installation, staff, cases and whose facts they are, the log.
-- Columns are BIGINT or TEXT only, so one SQL text serves both databases.
-- Times are milliseconds since 1970 in UTC; days are ISO dates; ids are UUIDv7.
-- A column named *_sealed holds text encrypted with the key of its scope.

CREATE TABLE installation (
    id TEXT PRIMARY KEY,
    demo BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE unit (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    next_case_number BIGINT NOT NULL
);

CREATE TABLE role_name (
    unit_id TEXT NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (unit_id, role)
);

CREATE TABLE staff_user (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE post (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    unit_id TEXT NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT
);
CREATE INDEX post_user ON post (user_id);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE sign_in_attempt (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_subject ON sign_in_attempt (subject, at);

CREATE TABLE service (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL
);

CREATE TABLE service_member (
    service_id TEXT NOT NULL REFERENCES service (id),
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    PRIMARY KEY (service_id, user_id)
);

CREATE TABLE help_case (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    number TEXT NOT NULL,
    status TEXT NOT NULL,
    name_sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    edit_number BIGINT NOT NULL,
    UNIQUE (unit_id, number)
);
CREATE INDEX help_case_unit ON help_case (unit_id, status, number);

CREATE TABLE case_token (
    case_id TEXT NOT NULL REFERENCES help_case (id),
    token TEXT NOT NULL,
    PRIMARY KEY (token, case_id)
);

CREATE TABLE case_staff (
    case_id TEXT NOT NULL REFERENCES help_case (id),
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    function TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT,
    PRIMARY KEY (case_id, user_id, function, from_day)
);
CREATE INDEX case_staff_user ON case_staff (user_id);

CREATE TABLE participant (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    name_sealed TEXT NOT NULL,
    is_child BIGINT NOT NULL,
    has_responsibility BIGINT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT
);
CREATE INDEX participant_case ON participant (case_id);

CREATE TABLE bar (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    kind TEXT NOT NULL,
    protects TEXT NOT NULL,
    against TEXT NOT NULL,
    except_for TEXT NOT NULL,
    from_day TEXT,
    to_day TEXT,
    reason_sealed TEXT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES staff_user (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX bar_case ON bar (case_id);

CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    service_id TEXT NOT NULL REFERENCES service (id),
    scope TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT,
    withdrawn_at BIGINT
);
CREATE INDEX consent_case ON consent (case_id);

-- The record of people and ties: every edit, and what they add up to.
CREATE TABLE case_edit (
    case_id TEXT NOT NULL REFERENCES help_case (id),
    number BIGINT NOT NULL,
    author_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    edits_sealed TEXT NOT NULL,
    PRIMARY KEY (case_id, number)
);

CREATE TABLE case_record (
    case_id TEXT PRIMARY KEY REFERENCES help_case (id),
    number BIGINT NOT NULL,
    record_sealed TEXT NOT NULL
);

-- The child's part (R6): what all holders of parental responsibility may know.
CREATE TABLE child_part (
    id TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL
);

CREATE TABLE child_part_link (
    part_id TEXT NOT NULL REFERENCES child_part (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    child_person_id TEXT NOT NULL,
    holder_person_id TEXT NOT NULL,
    PRIMARY KEY (part_id, case_id, holder_person_id)
);
CREATE INDEX child_part_link_case ON child_part_link (case_id);

CREATE TABLE child_part_entry (
    id TEXT PRIMARY KEY,
    part_id TEXT NOT NULL REFERENCES child_part (id),
    author_id TEXT NOT NULL REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    text_sealed TEXT NOT NULL
);
CREATE INDEX child_part_entry_part ON child_part_entry (part_id, at);

CREATE TABLE child_part_withholding (
    id TEXT PRIMARY KEY,
    part_id TEXT NOT NULL REFERENCES child_part (id),
    from_person_id TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT,
    reason_sealed TEXT NOT NULL,
    complaint_sealed TEXT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES staff_user (id)
);

-- The log: one chain per case, one per unit for searches and refusals.
CREATE TABLE log_head (
    chain TEXT PRIMARY KEY,
    number BIGINT NOT NULL,
    mac TEXT NOT NULL,
    seal TEXT NOT NULL
);

CREATE TABLE log_row (
    chain TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    purpose TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail_sealed TEXT NOT NULL,
    mac TEXT NOT NULL,
    PRIMARY KEY (chain, number)
);
CREATE INDEX log_row_user ON log_row (user_id, at);

-- Append-only, also for whoever makes a mistake in a statement.
CREATE FUNCTION log_row_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the log is append-only'; END $$;
CREATE TRIGGER log_row_no_change BEFORE UPDATE OR DELETE ON log_row
FOR EACH ROW EXECUTE FUNCTION log_row_is_append_only();
CREATE TRIGGER log_row_no_truncate BEFORE TRUNCATE ON log_row
FOR EACH STATEMENT EXECUTE FUNCTION log_row_is_append_only();
