-- The log of who did what: one hash chain.  Owner: audit.  Rows are only ever added.
CREATE TABLE audit_event (
  id       ID,                                       -- the sequence: 1, 2, 3 ... without a gap
  at       TIME NOT NULL,
  person   INT  NOT NULL,                            -- account_id; 0: nobody signed in
  action   TEXT NOT NULL CHECK (length(action) BETWEEN 1 AND 64),
  object   TEXT NOT NULL CHECK (length(object) <= 128),
  payload  TEXT NOT NULL,                            -- JSON, as it was hashed
  previous BLOB NOT NULL,                            -- hash of the event before; at first 32 zeros
  hash     BLOB NOT NULL UNIQUE
);

-- export: events without their hashes, for readers with RIGHT_AUDIT.
CREATE VIEW audit_public AS
SELECT id, at, person, action, object, payload FROM audit_event;
