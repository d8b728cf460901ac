-- A copy of a map that was taken along to where there is no network. What was
-- drawn there comes back sealed to a key of the copy's own: the public half
-- went along, the private half is kept here, sealed with the case's key.
CREATE TABLE offline_copy (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    -- The people who were in the room, as a JSON array of ids.
    room TEXT NOT NULL,
    -- The last step that the copy holds.
    number BIGINT NOT NULL,
    private_sealed TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX offline_copy_user ON offline_copy (user_id, ended_at);
CREATE INDEX offline_copy_case ON offline_copy (case_id);
