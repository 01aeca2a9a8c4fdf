-- People, how they sign in, and what they may.  Owner: account.
CREATE TABLE account (
  id         ID,
  name       TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 80),   -- what they sign in with
  person     TR   NOT NULL,                          -- their name, in each script
  language   TEXT NOT NULL CHECK (length(language) = 2),
  password   TEXT,                                   -- argon2id; NULL: only by invitation so far
  created_at TIME NOT NULL,
  closed_at  TIME
);

-- A role within a scope, from a moment to a moment.
CREATE TABLE account_grant (
  id         ID,
  account_id INT  NOT NULL REFERENCES account (id),
  role       TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 32),
  scope      TEXT NOT NULL CHECK (scope IN ('association', 'organ', 'government', 'session')),
  scope_id   INT  NOT NULL,                          -- 0 for the association
  since_at   TIME NOT NULL,
  until_at   TIME,
  granted_by INT  NOT NULL,                          -- account_id; 0: the program
  UNIQUE (account_id, role, scope, scope_id, since_at)
);

CREATE TABLE account_session (
  id         ID,
  account_id INT  NOT NULL REFERENCES account (id),
  token_hash BLOB NOT NULL UNIQUE,                   -- SHA-256 of what the cookie holds
  created_at TIME NOT NULL,
  expires_at TIME NOT NULL,
  revoked_at TIME
);

CREATE TABLE account_invitation (
  id         ID,
  account_id INT  NOT NULL REFERENCES account (id),
  token_hash BLOB NOT NULL UNIQUE,
  expires_at TIME NOT NULL,
  used_at    TIME
);

-- Failed attempts to sign in with a name, known or not.
CREATE TABLE account_failure (
  name       TEXT NOT NULL PRIMARY KEY,
  failures   INT  NOT NULL CHECK (failures > 0),
  since_at   TIME NOT NULL
);

CREATE INDEX account_grant_account ON account_grant (account_id);

-- export: who holds which role where.
CREATE VIEW account_holder AS
SELECT g.account_id, a.person, g.role, g.scope, g.scope_id, g.since_at, g.until_at
FROM account_grant g JOIN account a ON a.id = g.account_id WHERE a.closed_at IS NULL;

-- export: the names of people, closed accounts too: what they did stands.
CREATE VIEW account_person AS
SELECT id, person FROM account;
