-- While a question is open its votes are sealed: choice 0, no salt, and a box that the
-- association's secret opens.  Owner: vote.
DROP VIEW vote_ballot_public;
ALTER TABLE vote_ballot ADD COLUMN opened INT;
UPDATE vote_ballot SET opened = choice;
ALTER TABLE vote_ballot DROP COLUMN choice;
-- enum vote_choice; 0: sealed
ALTER TABLE vote_ballot ADD COLUMN choice INT NOT NULL DEFAULT 0 CHECK (choice BETWEEN 0 AND 3);
UPDATE vote_ballot SET choice = opened;
ALTER TABLE vote_ballot DROP COLUMN opened;
ALTER TABLE vote_ballot ADD COLUMN sealed BLOB;

-- export: how each voted, after the close.
CREATE VIEW vote_ballot_public AS
SELECT b.question_id, b.government_id, b.choice, b.entered_by FROM vote_ballot b
JOIN vote_result r ON r.question_id = b.question_id;
