-- Who gave a consent to a service, or was asked and said no. A consent without a
-- giver, written down before givers were, is nobody's and opens nothing.
ALTER TABLE consent ADD COLUMN giver TEXT NOT NULL DEFAULT '';
ALTER TABLE consent ADD COLUMN giver_person TEXT NOT NULL DEFAULT '';
ALTER TABLE consent ADD COLUMN state TEXT NOT NULL DEFAULT 'given';
ALTER TABLE consent ADD COLUMN why_sealed TEXT;
-- Who of the staff asked, wrote down the answer, and the withdrawal; nobody for one's own hand.
ALTER TABLE consent ADD COLUMN written_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE consent ADD COLUMN written_by TEXT REFERENCES staff_user (id);
ALTER TABLE consent ADD COLUMN answered_at BIGINT;
ALTER TABLE consent ADD COLUMN answered_by TEXT REFERENCES staff_user (id);
ALTER TABLE consent ADD COLUMN withdrawn_by TEXT REFERENCES staff_user (id);
