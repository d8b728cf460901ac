-- An account and its ways in are two things: a password with a code by e-mail is
-- one way, a passkey another.

CREATE TABLE portal_account_next (
    id TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
INSERT INTO portal_account_next (id, language, created_at) SELECT id, language, created_at FROM portal_account;

-- An address of e-mail is known only by its mark (an HMAC).
CREATE TABLE portal_password (
    account_id TEXT PRIMARY KEY REFERENCES portal_account_next (id),
    email_mark TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL
);
INSERT INTO portal_password (account_id, email_mark, password_hash)
    SELECT id, email_mark, password_hash FROM portal_account;

-- SQLite takes no column away that is unique, so what hangs on the account is
-- made anew around the new table.
CREATE TABLE portal_access_next (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES portal_account_next (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    given_by TEXT NOT NULL REFERENCES staff_user (id),
    given_at BIGINT NOT NULL,
    ended_at BIGINT
);
INSERT INTO portal_access_next (id, account_id, case_id, person_id, given_by, given_at, ended_at)
    SELECT id, account_id, case_id, person_id, given_by, given_at, ended_at FROM portal_access;
CREATE TABLE portal_half_next (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT REFERENCES portal_account_next (id),
    invitation_id TEXT REFERENCES portal_invitation (id),
    email_mark TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    code_mark TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
INSERT INTO portal_half_next
    (token_hash, account_id, invitation_id, email_mark, password_hash, language, code_mark, created_at)
    SELECT token_hash, account_id, invitation_id, email_mark, password_hash, language, code_mark, created_at
    FROM portal_half;
CREATE TABLE portal_session_next (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES portal_account_next (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
INSERT INTO portal_session_next (token_hash, account_id, created_at, last_seen_at)
    SELECT token_hash, account_id, created_at, last_seen_at FROM portal_session;

DROP TABLE portal_access;
DROP TABLE portal_half;
DROP TABLE portal_session;
DROP TABLE portal_account;
ALTER TABLE portal_account_next RENAME TO portal_account;
ALTER TABLE portal_access_next RENAME TO portal_access;
ALTER TABLE portal_half_next RENAME TO portal_half;
ALTER TABLE portal_session_next RENAME TO portal_session;
CREATE INDEX portal_access_account ON portal_access (account_id, ended_at);
CREATE INDEX portal_access_case ON portal_access (case_id, person_id, ended_at);
CREATE INDEX portal_session_account ON portal_session (account_id);

-- A passkey: a way in that an account may have several of. What proves it and
-- what its owner calls it are sealed; it is found by a mark of its id. The handle
-- is what the phone keeps beside it: random, and said to nobody else.
CREATE TABLE portal_passkey (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES portal_account (id),
    credential_mark TEXT NOT NULL UNIQUE,
    handle TEXT NOT NULL,
    passkey_sealed TEXT NOT NULL,
    name_sealed TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX portal_passkey_account ON portal_passkey (account_id);

-- What a browser was asked, until it answers: once, within minutes, with the
-- secret of whoever was asked.
CREATE TABLE portal_challenge (
    token_hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id TEXT REFERENCES portal_account (id),
    invitation_id TEXT REFERENCES portal_invitation (id),
    state_sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX portal_challenge_created ON portal_challenge (created_at);
