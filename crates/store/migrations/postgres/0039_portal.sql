-- The way in for those who take part, and what they say to those who help.

-- An account knows an e-mail address only by its mark (an HMAC).
CREATE TABLE portal_account (
    id TEXT PRIMARY KEY,
    email_mark TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- One account may open several cases, as one person in each.
CREATE TABLE portal_access (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES portal_account (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    given_by TEXT NOT NULL REFERENCES staff_user (id),
    given_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX portal_access_account ON portal_access (account_id, ended_at);
CREATE INDEX portal_access_case ON portal_access (case_id, person_id, ended_at);

CREATE TABLE portal_invitation (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    code_mark TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES staff_user (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    withdrawn_at BIGINT
);
CREATE INDEX portal_invitation_code ON portal_invitation (code_mark);
CREATE INDEX portal_invitation_link ON portal_invitation (link_hash);
CREATE INDEX portal_invitation_case ON portal_invitation (case_id, person_id);

-- Somebody who waits for the code that was sent to them.
CREATE TABLE portal_half (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT REFERENCES portal_account (id),
    invitation_id TEXT REFERENCES portal_invitation (id),
    email_mark TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    code_mark TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE portal_session (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES portal_account (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX portal_session_account ON portal_session (account_id);

-- What somebody of the family says, and what is answered; sealed with the case's key.
CREATE TABLE family_word (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    word_sealed TEXT NOT NULL,
    answered_at BIGINT,
    answered_by TEXT REFERENCES staff_user (id),
    answer_sealed TEXT
);
CREATE INDEX family_word_case ON family_word (case_id, at);
CREATE INDEX family_word_waiting ON family_word (answered_at, case_id);
