CREATE TABLE account (
  id     ID,
  name   TEXT NOT NULL UNIQUE CHECK (name <> 'it''s; nobody'),
  person TR   NOT NULL,
  closed BOOL NOT NULL
);

-- export: who there is.
CREATE VIEW account_public AS SELECT id, name, person FROM account WHERE closed = 0;

-- Not for others.
CREATE VIEW account_own AS SELECT id, closed FROM account;
