-- Administration: what an office is made of, and how its people get in.

ALTER TABLE unit ADD COLUMN retired_at BIGINT;

ALTER TABLE service ADD COLUMN kind TEXT NOT NULL DEFAULT 'other';
ALTER TABLE service ADD COLUMN retired_at BIGINT;

CREATE TABLE room (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    seats BIGINT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX room_unit ON room (unit_id);

CREATE INDEX post_unit ON post (unit_id, role);

-- The post in which somebody works during a session, where they hold several.
ALTER TABLE session ADD COLUMN post_id TEXT;

-- The first of two steps of signing in is done; gives no right at all.
CREATE TABLE half_sign_in (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX half_sign_in_user ON half_sign_in (user_id);

-- Invitations and new passwords: a link that is used once.
CREATE TABLE one_time_link (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    made_by TEXT REFERENCES staff_user (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    sent_at BIGINT,
    used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX one_time_link_user ON one_time_link (user_id, kind);

-- Codes from an app. The last step that was used never counts again.
CREATE TABLE second_factor (
    user_id TEXT PRIMARY KEY REFERENCES staff_user (id),
    secret_sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    code_mac TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (user_id, code_mac)
);
