-- Letters: held to be read, queued, sent.  Owner: mail.
CREATE TABLE mail_message (
  id           ID,
  account_id   INT  REFERENCES account (id),         -- to whom; NULL: to an address alone
  name         TEXT CHECK (length(name) BETWEEN 1 AND 200),         -- of whoever has that address
  address      TEXT CHECK (length(address) BETWEEN 3 AND 254), -- NULL: the account's when it goes
  language     TEXT NOT NULL CHECK (length(language) = 2),
  subject      TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 250),
  body         TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 65536),
  about        TEXT CHECK (length(about) BETWEEN 1 AND 80),    -- 'meeting_session:3'
  -- enum mail_state: 1 held, 2 queued, 3 sending, 4 sent, 5 failed, 6 cancelled
  state        INT  NOT NULL CHECK (state BETWEEN 1 AND 6),
  revision     INT  NOT NULL DEFAULT 1 CHECK (revision > 0),   -- one more with each edit
  tries        INT  NOT NULL DEFAULT 0 CHECK (tries >= 0),
  -- enum mail_trouble, of the last try: 0 none, 1 unreached, 2 again, 3 refused, 4 no address
  trouble      INT  NOT NULL DEFAULT 0 CHECK (trouble BETWEEN 0 AND 4),
  said         TEXT,                                 -- what the mail server said to the last try
  message_id   TEXT UNIQUE,                          -- once tried; the same for every try
  sent_to      TEXT,                                 -- the address of the last try
  created_at   TIME NOT NULL,
  created_by   INT  NOT NULL,                        -- account_id; 0: the program
  queued_at    TIME,
  tried_at     TIME,                                 -- the first try since it was queued
  -- Queued: when it is tried next.  Sending: when whoever sends it is taken to be gone.
  next_at      TIME,
  ended_at     TIME,                                 -- sent, failed or cancelled
  CHECK ((account_id IS NULL) <> (address IS NULL)),
  CHECK ((state IN (2, 3)) = (next_at IS NOT NULL))
);
CREATE INDEX mail_message_next ON mail_message (next_at);
CREATE INDEX mail_message_about ON mail_message (about, account_id);
