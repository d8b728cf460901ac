-- A step of the map may be sent twice when the network is bad: its author's own
-- key makes it count once. A step that takes another back names it.
ALTER TABLE case_edit ADD COLUMN step_key TEXT;
ALTER TABLE case_edit ADD COLUMN undoes BIGINT;
CREATE UNIQUE INDEX case_edit_step ON case_edit (case_id, author_id, step_key);
