-- Sessions that were held before the association kept its registry here.  Owner: meeting.
CREATE TABLE meeting_past (
  id          ID,
  slug        TEXT NOT NULL UNIQUE,                  -- "ga-7", as a session's
  organ_id    INT  NOT NULL REFERENCES organ (id),
  number      INT  NOT NULL CHECK (number > 0),
  host_id     INT  REFERENCES member_government (id),
  place       TR,
  starts_on   TEXT NOT NULL,                         -- year, month or day: as far as it is known
  ends_on     TEXT,
  note        TR,                                    -- what came of it, Markdown
  governments INT  CHECK (governments > 0),          -- that took part
  people      INT  CHECK (people > 0),
  source      TEXT NOT NULL,
  is_inferred BOOL NOT NULL,                         -- the date is concluded, not recorded
  UNIQUE (organ_id, number)
);
