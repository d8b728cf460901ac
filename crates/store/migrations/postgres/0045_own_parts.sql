-- A part of a plan that somebody of the family wrote by their own hand has no writer among the staff.
ALTER TABLE plan_revision ALTER COLUMN author_id DROP NOT NULL;
