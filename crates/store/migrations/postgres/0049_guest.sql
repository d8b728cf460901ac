-- A phone that joins the map of a case in a sitting: by a code that is used
-- once, as one of those who take part, as long as the session of who invited it.
CREATE TABLE map_guest (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    person_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    -- The session of who invited.
    host_hash TEXT NOT NULL,
    code_mark TEXT NOT NULL,
    code_until BIGINT NOT NULL,
    -- What the phone keeps; none before it has joined.
    token_hash TEXT,
    joined_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX map_guest_code ON map_guest (code_mark);
CREATE INDEX map_guest_token ON map_guest (token_hash);
CREATE INDEX map_guest_case ON map_guest (case_id);
-- Whose hand drew a step, where it was not its author's own: a screen in the
-- family's hands, or a guest.
ALTER TABLE case_edit ADD COLUMN hand TEXT;
ALTER TABLE handed_screen ADD COLUMN hand TEXT NOT NULL DEFAULT '';
UPDATE handed_screen SET hand = token_hash;
-- Who has a map open is staff, or a guest. Nobody does while this runs.
DROP TABLE map_presence;
CREATE TABLE map_presence (
    stream_id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    user_id TEXT REFERENCES staff_user (id),
    guest_id TEXT REFERENCES map_guest (id),
    colour BIGINT NOT NULL,
    person_id TEXT,
    seen_at BIGINT NOT NULL
);
CREATE INDEX map_presence_case ON map_presence (case_id);
CREATE INDEX map_presence_seen ON map_presence (seen_at);
