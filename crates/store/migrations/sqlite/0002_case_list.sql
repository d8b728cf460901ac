-- The case list at size: orders to walk in, search tokens kept in step, filters
-- that people keep.

-- The number so that text sorts as numbers do, and its part within the year.
ALTER TABLE help_case ADD COLUMN number_key TEXT
    GENERATED ALWAYS AS (substr(number, 1, 5) || substr('00000000' || substr(number, 6), -8)) VIRTUAL;
ALTER TABLE help_case ADD COLUMN number_serial TEXT
    GENERATED ALWAYS AS (substr('00000000' || substr(number, 6), -8)) VIRTUAL;
-- By which rules the tokens of the display name were made; 0 for none yet.
ALTER TABLE help_case ADD COLUMN token_form BIGINT NOT NULL DEFAULT 0;
-- When the case's key was destroyed.
ALTER TABLE help_case ADD COLUMN erased_at BIGINT;

DROP INDEX help_case_unit;
CREATE INDEX help_case_changed ON help_case (unit_id, changed_at, id) WHERE erased_at IS NULL;
CREATE INDEX help_case_created ON help_case (unit_id, created_at, id) WHERE erased_at IS NULL;
CREATE INDEX help_case_number ON help_case (unit_id, number_key, id) WHERE erased_at IS NULL;
CREATE INDEX help_case_status_changed ON help_case (unit_id, status, changed_at, id) WHERE erased_at IS NULL;
CREATE INDEX help_case_status_created ON help_case (unit_id, status, created_at, id) WHERE erased_at IS NULL;
CREATE INDEX help_case_status_number ON help_case (unit_id, status, number_key, id) WHERE erased_at IS NULL;
CREATE INDEX help_case_serial ON help_case (unit_id, number_serial) WHERE erased_at IS NULL;
-- For counting without a look at the rows.
CREATE INDEX help_case_count ON help_case (unit_id, status, erased_at);

-- Made anew for every case from its name: the rules have changed (token_form).
DROP TABLE case_token;
CREATE TABLE case_token (
    token TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    PRIMARY KEY (token, case_id)
) WITHOUT ROWID;
CREATE INDEX case_token_case ON case_token (case_id);

-- A filter of the case list under a name of its user's. Never holds what was
-- searched for; the name is sealed, since it may be a family's.
CREATE TABLE saved_filter (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    name_sealed TEXT NOT NULL,
    filter TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX saved_filter_user ON saved_filter (user_id);
