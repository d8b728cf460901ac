-- Days off that were taken out of the list stay known, so that whoever took one
-- out by mistake takes it in again.
ALTER TABLE closure ADD COLUMN removed_at BIGINT;
