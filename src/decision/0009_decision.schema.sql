-- The register of decisions.  Owner: decision.  Rows are only ever added.
CREATE TABLE decision (
  id          ID,
  number      TEXT NOT NULL UNIQUE,                  -- "GA-2014-01"
  organ_id    INT  NOT NULL REFERENCES organ (id),
  year        INT  NOT NULL,
  ordinal     INT  NOT NULL CHECK (ordinal > 0),
  session_id  INT  NOT NULL REFERENCES meeting_session (id),
  item_id     INT  NOT NULL UNIQUE REFERENCES meeting_item (id),
  question_id INT  NOT NULL UNIQUE REFERENCES vote_question (id),
  kind_id     INT  NOT NULL REFERENCES charter_kind (id),
  title       TR   NOT NULL,
  decided_on  TEXT NOT NULL,                         -- civil date in the session's zone
  decided_at  TIME NOT NULL,
  UNIQUE (organ_id, year, ordinal)
);

CREATE TABLE decision_subject (
  decision_id   INT NOT NULL REFERENCES decision (id),
  government_id INT NOT NULL REFERENCES member_government (id),
  position      INT NOT NULL,
  PRIMARY KEY (decision_id, government_id)
);

-- export: the register.
CREATE VIEW decision_public AS
SELECT id, number, organ_id, session_id, item_id, question_id, kind_id, title, decided_on,
       decided_at
FROM decision;

-- export: what decisions were about.
CREATE VIEW decision_subject_public AS
SELECT decision_id, government_id, position FROM decision_subject;
