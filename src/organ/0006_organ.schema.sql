-- Organs, chairs, offices and coordinators.  Owner: organ.
CREATE TABLE organ (
  id        ID,
  slug      TEXT NOT NULL UNIQUE,
  kind      TEXT NOT NULL,                           -- "general-assembly", as the powers name it
  code      TEXT NOT NULL UNIQUE,                    -- "GA", in the numbers of its decisions
  parent_id INT  REFERENCES organ (id),
  grouping  TEXT,                                    -- "I", where organs of a kind stand in groups
  position  INT  NOT NULL,
  name      TR   NOT NULL,
  purpose   TR   NOT NULL                            -- what it is for, Markdown
);

-- Who chairs: a government, from a session to a session.  Nothing in since: designated, not yet in
-- office.
CREATE TABLE organ_chair (
  id            ID,
  organ_id      INT  NOT NULL REFERENCES organ (id),
  government_id INT  NOT NULL REFERENCES member_government (id),
  ordinal       INT  NOT NULL,
  since         TEXT,
  until         TEXT,
  decision      TEXT,                                -- number of the decision that named it
  UNIQUE (organ_id, ordinal)
);

-- Offices of an organ and who holds them: coordinator, secretary-general, head of a division.
CREATE TABLE organ_seat (
  id            ID,
  organ_id      INT  NOT NULL REFERENCES organ (id),
  office        TEXT NOT NULL CHECK (length(office) BETWEEN 1 AND 32),
  government_id INT  REFERENCES member_government (id),
  title         TR,                                  -- of an office for which there is no word
  since         TEXT,
  until         TEXT,
  position      INT  NOT NULL
);

-- export: organs.
CREATE VIEW organ_public AS
SELECT id, slug, kind, code, parent_id, grouping, position, name, purpose FROM organ;

-- export: chairs of organs, past, present and designated.
CREATE VIEW organ_chair_public AS
SELECT organ_id, government_id, ordinal, since, until, decision FROM organ_chair;

-- export: who coordinates what.
CREATE VIEW organ_seat_public AS
SELECT organ_id, office, government_id, since, until FROM organ_seat;
