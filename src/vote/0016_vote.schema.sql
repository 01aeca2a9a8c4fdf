-- Methods beside the roll call, desk entries, questions that are cancelled and put again.
-- Owner: vote.
ALTER TABLE vote_question DROP COLUMN method;
-- enum vote_method: 1 roll call, 2 show of hands, 3 consensus
ALTER TABLE vote_question ADD COLUMN method INT NOT NULL DEFAULT 1 CHECK (method BETWEEN 1 AND 3);
-- Of a consensus: not before this moment may it be declared.
ALTER TABLE vote_question ADD COLUMN objections_until TIME;
-- Not NULL: cancelled.  closed_at then says when, closed_by by whom; there is never a result.
ALTER TABLE vote_question ADD COLUMN cancel_reason TR;
-- The question on the same matter that this one comes after, and why it is put again.
ALTER TABLE vote_question ADD COLUMN follows INT REFERENCES vote_question (id);
ALTER TABLE vote_question ADD COLUMN follow_reason TR;

-- Was a government present at the opening?  Before there was attendance, everyone on a roll was.
ALTER TABLE vote_roll ADD COLUMN is_present BOOL NOT NULL DEFAULT 1;

-- Who entered the vote at the desk; NULL: the delegate cast it on a device of their own.
ALTER TABLE vote_ballot ADD COLUMN entered_by INT REFERENCES account (id);

-- Those present at the opening and whoever cast a vote: what a quorum is counted from.
ALTER TABLE vote_result ADD COLUMN present INT NOT NULL DEFAULT 0;
ALTER TABLE vote_result ADD COLUMN present_weight INT NOT NULL DEFAULT 0;
UPDATE vote_result SET present = yes + no + abstain + not_cast,
       present_weight = weight_yes + weight_no + weight_abstain + weight_not_cast;

-- Hands as the tellers counted them.  A round ends with its second count; where the two differ,
-- another round begins.
CREATE TABLE vote_hands (
  question_id INT  NOT NULL REFERENCES vote_question (id),
  round       INT  NOT NULL CHECK (round > 0),
  slot        INT  NOT NULL CHECK (slot BETWEEN 1 AND 2),    -- two tellers count in each round
  teller_id   INT  NOT NULL REFERENCES account (id),
  yes         INT  NOT NULL CHECK (yes >= 0),
  no          INT  NOT NULL CHECK (no >= 0),
  abstain     INT  NOT NULL CHECK (abstain >= 0),
  counted_at  TIME NOT NULL,
  PRIMARY KEY (question_id, round, slot)
);
CREATE UNIQUE INDEX vote_hands_teller ON vote_hands (question_id, round, teller_id);

DROP VIEW vote_result_public;

-- export: questions that are closed.
CREATE VIEW vote_result_public AS
SELECT q.id AS question_id, q.matter, q.organ_id, q.rule_id, q.method, q.closed_at, r.yes, r.no,
       r.abstain, r.not_cast, r.present, r.is_carried
FROM vote_question q JOIN vote_result r ON r.question_id = q.id;

DROP VIEW vote_ballot_public;

-- export: how each voted, after the close.
CREATE VIEW vote_ballot_public AS
SELECT b.question_id, b.government_id, b.choice, b.entered_by FROM vote_ballot b
JOIN vote_result r ON r.question_id = b.question_id;

DROP VIEW vote_question_public;

-- export: which question was put on a matter; a cancelled one names the text of its reason.
CREATE VIEW vote_question_public AS
SELECT id, organ_id, forum, matter, method, opened_at, closed_at, cancel_reason, follows
FROM vote_question;
