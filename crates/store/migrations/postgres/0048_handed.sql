-- A screen that is in the family's hands: it shows one map until who handed it
-- over types their PIN. It belongs to a session, and ends with it.
CREATE TABLE handed_screen (
    token_hash TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    -- The people in the room, as a JSON array of ids.
    room TEXT NOT NULL,
    pin_hash TEXT NOT NULL,
    wrong BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX handed_screen_case ON handed_screen (case_id);
-- Whether a session's screen is handed over: asked with every request.
ALTER TABLE session ADD COLUMN handed BIGINT NOT NULL DEFAULT 0;
