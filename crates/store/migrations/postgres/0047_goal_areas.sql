-- A unit's own goal areas, beside those that every unit has. A goal keeps the
-- name as it was written, so that nothing here changes what a plan says.
CREATE TABLE goal_area (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    place BIGINT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX goal_area_unit ON goal_area (unit_id, place);
