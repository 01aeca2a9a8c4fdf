-- Sessions of organs, their agenda, their delegates.  Owner: meeting.
CREATE TABLE meeting_session (
  id          ID,
  slug        TEXT NOT NULL UNIQUE,                  -- "ga-10"
  organ_id    INT  NOT NULL REFERENCES organ (id),
  number      INT  NOT NULL CHECK (number > 0),
  host_id     INT  REFERENCES member_government (id),
  place       TR,
  starts_on   TEXT NOT NULL,                         -- civil dates in the session's zone
  ends_on     TEXT NOT NULL,
  zone        TEXT NOT NULL,                         -- IANA
  mode        INT  NOT NULL CHECK (mode BETWEEN 1 AND 3),    -- 1 in the hall, 2 online, 3 both
  state       INT  NOT NULL CHECK (state BETWEEN 1 AND 3),   -- enum meeting_state
  convened_at TIME NOT NULL,
  opened_at   TIME,
  closed_at   TIME,
  UNIQUE (organ_id, number)
);

CREATE TABLE meeting_item (
  id         ID,
  session_id INT  NOT NULL REFERENCES meeting_session (id),
  number     INT  NOT NULL CHECK (number > 0),
  kind_id    INT  NOT NULL REFERENCES charter_kind (id),
  title      TR   NOT NULL,
  state      INT  NOT NULL CHECK (state BETWEEN 1 AND 4),    -- enum meeting_item_state
  UNIQUE (session_id, number)
);

-- The governments that an item is about, in their order.
CREATE TABLE meeting_item_subject (
  item_id       INT NOT NULL REFERENCES meeting_item (id),
  government_id INT NOT NULL REFERENCES member_government (id),
  position      INT NOT NULL,
  PRIMARY KEY (item_id, government_id)
);

CREATE TABLE meeting_delegate (
  id            ID,
  session_id    INT  NOT NULL REFERENCES meeting_session (id),
  government_id INT  NOT NULL REFERENCES member_government (id),
  account_id    INT  NOT NULL REFERENCES account (id),
  votes         BOOL NOT NULL,                       -- the one who casts the government's vote
  accredited_at TIME,
  accredited_by INT,
  UNIQUE (session_id, account_id)
);
CREATE UNIQUE INDEX meeting_delegate_one ON meeting_delegate (session_id, government_id)
WHERE votes = 1;

-- export: sessions.
CREATE VIEW meeting_session_public AS
SELECT id, slug, organ_id, number, host_id, place, starts_on, ends_on, zone, mode, state
FROM meeting_session;

-- export: items.
CREATE VIEW meeting_item_public AS
SELECT id, session_id, number, kind_id, title, state FROM meeting_item;
