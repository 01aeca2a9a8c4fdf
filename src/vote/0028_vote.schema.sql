-- A person who was displaced while a question is open votes on it no longer; whoever is seated in
-- their place has the roll's place since then.  Owner: vote.
ALTER TABLE vote_roll ADD COLUMN seated_at TIME;       -- NULL: at the opening
