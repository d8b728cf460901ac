-- Who has a map open: one row per stream and case, gone with the stream. The
-- stream's id is a secret of the browser that follows.
CREATE TABLE map_presence (
    stream_id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    colour BIGINT NOT NULL,
    person_id TEXT,
    seen_at BIGINT NOT NULL
);
CREATE INDEX map_presence_case ON map_presence (case_id);
CREATE INDEX map_presence_seen ON map_presence (seen_at);
