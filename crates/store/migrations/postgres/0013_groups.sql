-- Parent groups. What a group is and when it meets is known to the unit; who
-- takes part belongs to each case and stands under the case's key.

-- A unit's own programmes, as the files they were written in.
CREATE TABLE unit_programme (
    unit_id TEXT NOT NULL REFERENCES unit (id),
    code TEXT NOT NULL,
    edition BIGINT NOT NULL,
    file TEXT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES staff_user (id),
    changed_at BIGINT NOT NULL,
    retired_at BIGINT,
    PRIMARY KEY (unit_id, code)
);

-- A group keeps the programme and the outline with which it began.
CREATE TABLE parent_group (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    programme TEXT NOT NULL,
    programme_file TEXT NOT NULL,
    outline TEXT NOT NULL,
    seats BIGINT NOT NULL,
    room_id TEXT REFERENCES room (id),
    place TEXT NOT NULL,
    languages TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    childcare BIGINT NOT NULL,
    food TEXT NOT NULL,
    cost BIGINT NOT NULL,
    note TEXT NOT NULL,
    version BIGINT NOT NULL,
    made_by TEXT NOT NULL REFERENCES staff_user (id),
    created_at BIGINT NOT NULL,
    cancelled_at BIGINT
);
CREATE INDEX parent_group_unit ON parent_group (unit_id);

-- Local times, as 2027-05-06T09:30. Heads are counted where nobody is noted by name.
CREATE TABLE group_meeting (
    group_id TEXT NOT NULL REFERENCES parent_group (id),
    number BIGINT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    themes TEXT NOT NULL,
    home_task TEXT NOT NULL DEFAULT '',
    adults BIGINT,
    children BIGINT,
    PRIMARY KEY (group_id, number)
);
CREATE INDEX group_meeting_time ON group_meeting (starts);

-- A meeting held again for those who missed it.
CREATE TABLE group_make_up (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES parent_group (id),
    number BIGINT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL
);
CREATE INDEX group_make_up_group ON group_make_up (group_id);
CREATE INDEX group_make_up_time ON group_make_up (starts);

CREATE TABLE group_leader (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES parent_group (id),
    user_id TEXT NOT NULL REFERENCES staff_user (id),
    from_day TEXT NOT NULL,
    to_day TEXT,
    certified_from TEXT,
    languages TEXT NOT NULL
);
CREATE INDEX group_leader_group ON group_leader (group_id);
CREATE INDEX group_leader_user ON group_leader (user_id);

-- Every move of the plan, so that it can be taken back.
CREATE TABLE group_step (
    group_id TEXT NOT NULL REFERENCES parent_group (id),
    number BIGINT NOT NULL,
    author_id TEXT NOT NULL REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (group_id, number)
);

-- A seat in a group or a place in its line: of one case, under that case's key.
CREATE TABLE group_enrolment (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES parent_group (id),
    case_id TEXT NOT NULL REFERENCES help_case (id),
    since TEXT NOT NULL,
    seats BIGINT NOT NULL,
    state TEXT NOT NULL,
    answer_by TEXT,
    needs_sealed TEXT NOT NULL,
    reason_sealed TEXT,
    made_by TEXT NOT NULL REFERENCES staff_user (id),
    changed_at BIGINT NOT NULL
);
CREATE INDEX group_enrolment_group ON group_enrolment (group_id, state);
CREATE INDEX group_enrolment_case ON group_enrolment (case_id);

-- Who of the case takes part, from which meeting and to which.
CREATE TABLE group_member (
    enrolment_id TEXT NOT NULL REFERENCES group_enrolment (id),
    person_id TEXT NOT NULL,
    is_child BIGINT NOT NULL,
    from_meeting BIGINT NOT NULL,
    to_meeting BIGINT,
    PRIMARY KEY (enrolment_id, person_id)
);

CREATE TABLE group_attendance (
    enrolment_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    meeting BIGINT NOT NULL,
    presence TEXT NOT NULL,
    noted_by TEXT NOT NULL REFERENCES staff_user (id),
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, person_id, meeting),
    FOREIGN KEY (enrolment_id, person_id) REFERENCES group_member (enrolment_id, person_id)
);

-- What the leaders write for themselves, and what the participants said of the
-- group without their names; sealed with the group's own key.
CREATE TABLE group_note (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES parent_group (id),
    kind TEXT NOT NULL,
    meeting BIGINT,
    rating BIGINT,
    author_id TEXT NOT NULL REFERENCES staff_user (id),
    at BIGINT NOT NULL,
    text_sealed TEXT NOT NULL
);
CREATE INDEX group_note_group ON group_note (group_id, at);
