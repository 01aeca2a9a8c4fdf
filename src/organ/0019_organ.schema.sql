-- The people who held an office, one after the other: heads of the governments in the chair,
-- Secretaries-General.  Owner: organ.
CREATE TABLE organ_holder (
  id            ID,
  organ_id      INT  NOT NULL REFERENCES organ (id),
  office        TEXT NOT NULL CHECK (length(office) BETWEEN 1 AND 32),
  ordinal       INT  NOT NULL CHECK (ordinal > 0),   -- of the term: two may follow in one
  position      INT  NOT NULL,
  name          TR   NOT NULL,
  since         TEXT,                                -- year, month or day
  until         TEXT,
  UNIQUE (organ_id, office, position)
);

-- export: who held which office.
CREATE VIEW organ_holder_public AS
SELECT organ_id, office, ordinal, position, name, since, until FROM organ_holder;
