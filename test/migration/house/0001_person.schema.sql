CREATE TABLE person (
  id   ID,
  name TEXT NOT NULL UNIQUE,
  note TEXT
);

-- export: who there is.
CREATE VIEW person_public AS SELECT id, name FROM person;
