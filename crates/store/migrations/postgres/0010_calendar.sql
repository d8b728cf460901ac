-- The calendar: appointments of a unit and of its cases, who and what takes
-- part, what became of each, and the days on which nothing is planned.
-- Times of appointments are local and without a zone: 2026-11-24T10:00.

-- When the doors are open, and by which municipality's school year the unit lives.
CREATE TABLE municipality (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
ALTER TABLE unit ADD COLUMN municipality_id TEXT;
ALTER TABLE unit ADD COLUMN opens TEXT NOT NULL DEFAULT '08:00';
ALTER TABLE unit ADD COLUMN closes TEXT NOT NULL DEFAULT '16:00';

-- Days off: a unit's own, or those of a municipality in one school year, which
-- is named by the year in which it begins.
CREATE TABLE closure (
    id TEXT PRIMARY KEY,
    unit_id TEXT REFERENCES unit (id),
    municipality_id TEXT REFERENCES municipality (id),
    school_year BIGINT,
    kind TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    name TEXT NOT NULL
);
CREATE INDEX closure_unit ON closure (unit_id, first_day);
CREATE INDEX closure_municipality ON closure (municipality_id, first_day);

-- A camera, a car, a cot.
CREATE TABLE equipment (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX equipment_unit ON equipment (unit_id);

-- An appointment, once or repeated. first_day and last_day hold whatever the
-- series reaches, moves included; no last day for what never ends. The words
-- are sealed with the case's key, or with the calendar's where there is no case.
CREATE TABLE calendar_entry (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    case_id TEXT REFERENCES help_case (id),
    owner_id TEXT NOT NULL REFERENCES staff_user (id),
    series TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT,
    room_id TEXT REFERENCES room (id),
    place TEXT NOT NULL,
    travel_before BIGINT NOT NULL,
    travel_after BIGINT NOT NULL,
    open_to_unit BIGINT NOT NULL,
    words_sealed TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES staff_user (id),
    changed_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX calendar_entry_case ON calendar_entry (case_id, first_day);
CREATE INDEX calendar_entry_room ON calendar_entry (room_id, first_day);
CREATE INDEX calendar_entry_owner ON calendar_entry (owner_id);

-- Who and what takes part: staff, interpreters, equipment.
CREATE TABLE calendar_part (
    entry_id TEXT NOT NULL REFERENCES calendar_entry (id),
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (entry_id, kind, who)
);
CREATE INDEX calendar_part_who ON calendar_part (who, entry_id);

-- One time of a series about which something is to be kept. It keeps its id
-- when it is moved, so that notes of it stay with it. `at` is the time that the
-- series' rule has for it.
CREATE TABLE calendar_occurrence (
    id TEXT PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES calendar_entry (id),
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    reason_sealed TEXT,
    changed_by TEXT NOT NULL REFERENCES staff_user (id),
    changed_at BIGINT NOT NULL
);
CREATE INDEX calendar_occurrence_entry ON calendar_occurrence (entry_id, at);

-- What somebody has changed, so that they can take it back.
CREATE TABLE calendar_change (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    case_id TEXT REFERENCES help_case (id),
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX calendar_change_user ON calendar_change (user_id, at);

-- How each entry was before; nothing for one that was made by the change.
CREATE TABLE calendar_change_entry (
    change_id TEXT NOT NULL REFERENCES calendar_change (id),
    entry_id TEXT NOT NULL REFERENCES calendar_entry (id),
    before TEXT,
    version_after BIGINT NOT NULL,
    PRIMARY KEY (change_id, entry_id)
);
