-- Questions, electoral rolls, votes by name, results.  Owner: vote.
CREATE TABLE vote_question (
  id        ID,
  organ_id  INT  NOT NULL REFERENCES organ (id),
  forum     INT  NOT NULL,                           -- a session; one question a time is open
  matter    INT  NOT NULL,                           -- an item; known to whoever opened it
  method    INT  NOT NULL CHECK (method = 1),        -- enum vote_method: 1 roll call
  rule_id   INT  NOT NULL REFERENCES charter_rule (id),
  title     TR   NOT NULL,
  zone      TEXT NOT NULL,                           -- IANA, in which its times are shown
  may_change BOOL NOT NULL,                          -- a vote, as the rule said at the opening
  members   INT  NOT NULL CHECK (members >= 0),      -- members of the association at the opening
  member_weight INT NOT NULL CHECK (member_weight >= 0),
  opened_at TIME NOT NULL,
  opened_by INT  NOT NULL REFERENCES account (id),
  closed_at TIME,
  closed_by INT  REFERENCES account (id)
);
CREATE UNIQUE INDEX vote_question_open ON vote_question (forum) WHERE closed_at IS NULL;
CREATE INDEX vote_question_matter ON vote_question (matter);

-- The electoral roll, frozen at the opening.
CREATE TABLE vote_roll (
  question_id   INT NOT NULL REFERENCES vote_question (id),
  government_id INT NOT NULL REFERENCES member_government (id),
  account_id    INT NOT NULL REFERENCES account (id),
  weight        INT NOT NULL CHECK (weight > 0),
  is_chair      BOOL NOT NULL,
  PRIMARY KEY (question_id, government_id)
);
CREATE UNIQUE INDEX vote_roll_account ON vote_roll (question_id, account_id);

-- Votes.  Readable by name only after the close (vote_ballot_public).
CREATE TABLE vote_ballot (
  question_id   INT  NOT NULL,
  government_id INT  NOT NULL,
  choice        INT  NOT NULL CHECK (choice BETWEEN 1 AND 3),        -- enum vote_choice
  revision      INT  NOT NULL CHECK (revision > 0),  -- 1 at first, one more at each change
  cast_at       TIME NOT NULL,
  salt          BLOB NOT NULL,                       -- opens the commitment in the audit log
  PRIMARY KEY (question_id, government_id),
  FOREIGN KEY (question_id, government_id) REFERENCES vote_roll (question_id, government_id)
);

-- What was counted at the close.
CREATE TABLE vote_result (
  question_id   INT  NOT NULL PRIMARY KEY REFERENCES vote_question (id),
  yes           INT  NOT NULL,
  no            INT  NOT NULL,
  abstain       INT  NOT NULL,
  not_cast      INT  NOT NULL,
  weight_yes    INT  NOT NULL,
  weight_no     INT  NOT NULL,
  weight_abstain INT NOT NULL,
  weight_not_cast INT NOT NULL,
  chair_choice  INT  NOT NULL CHECK (chair_choice BETWEEN 0 AND 3),
  is_carried    BOOL NOT NULL
);

-- export: questions that are closed.
CREATE VIEW vote_result_public AS
SELECT q.id AS question_id, q.matter, q.organ_id, q.rule_id, q.closed_at, r.yes, r.no, r.abstain,
       r.not_cast, r.is_carried
FROM vote_question q JOIN vote_result r ON r.question_id = q.id;

-- export: how each voted, after the close.
CREATE VIEW vote_ballot_public AS
SELECT b.question_id, b.government_id, b.choice FROM vote_ballot b
JOIN vote_result r ON r.question_id = b.question_id;

-- export: which question was put on a matter.
CREATE VIEW vote_question_public AS
SELECT id, organ_id, forum, matter, opened_at, closed_at FROM vote_question;
