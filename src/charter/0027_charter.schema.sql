-- Who registers a delegate may not accept the same one's credentials, where the association asks
-- for two persons.  Owner: charter.
ALTER TABLE charter_association ADD COLUMN two_persons BOOL NOT NULL DEFAULT 0;
ALTER TABLE charter_association ADD COLUMN two_persons_source TEXT;    -- as a rule's
ALTER TABLE charter_association ADD COLUMN two_persons_assumed BOOL NOT NULL DEFAULT 0;
