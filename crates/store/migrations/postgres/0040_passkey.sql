-- An account and its ways in are two things: a password with a code by e-mail is
-- one way, a passkey another.

-- An address of e-mail is known only by its mark (an HMAC).
CREATE TABLE portal_password (
    account_id TEXT PRIMARY KEY REFERENCES portal_account (id),
    email_mark TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL
);
INSERT INTO portal_password (account_id, email_mark, password_hash)
    SELECT id, email_mark, password_hash FROM portal_account;
ALTER TABLE portal_account DROP COLUMN email_mark, DROP COLUMN password_hash;

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
