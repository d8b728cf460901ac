-- A map as it was on an occasion: not a copy but the last step that it holds,
-- so that whoever looks sees no more of it than today's rights give. The name
-- is sealed with the case's key.
CREATE TABLE map_snapshot (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES help_case (id),
    number BIGINT NOT NULL,
    occasion TEXT NOT NULL,
    name_sealed TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES staff_user (id),
    at BIGINT NOT NULL
);
CREATE INDEX map_snapshot_case ON map_snapshot (case_id, number);
