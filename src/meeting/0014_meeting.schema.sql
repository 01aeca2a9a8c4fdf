-- Convocation: drafts, notice, the plan of the agenda, and what was changed after an invitation.
-- Owner: meeting.

-- A session without a time of publication is a draft.
ALTER TABLE meeting_session ADD COLUMN published_at TIME;
UPDATE meeting_session SET published_at = convened_at;
ALTER TABLE meeting_session DROP COLUMN convened_at;

-- The rule of the agenda at publication that asked for the longest notice, if any did, and why the
-- session was published with a shorter one.
ALTER TABLE meeting_session ADD COLUMN notice_rule INT REFERENCES charter_rule (id);
ALTER TABLE meeting_session ADD COLUMN notice_reason TR;

-- The order of the agenda.  The number is the order in a draft, and stays once it is published.
ALTER TABLE meeting_item ADD COLUMN position INT NOT NULL DEFAULT 0;
UPDATE meeting_item SET position = number;

-- When it is planned for, in the session's zone: "2014-10-22", "09:30".
ALTER TABLE meeting_item ADD COLUMN day TEXT;
ALTER TABLE meeting_item ADD COLUMN clock TEXT;
ALTER TABLE meeting_item ADD COLUMN minutes INT CHECK (minutes BETWEEN 1 AND 1440);
ALTER TABLE meeting_item ADD COLUMN note TR;           -- Markdown

-- An item is the one being dealt with when it was called and not left.
ALTER TABLE meeting_item ADD COLUMN called_at TIME;
ALTER TABLE meeting_item ADD COLUMN left_at TIME;
ALTER TABLE meeting_item ADD COLUMN postponed_at TIME;
ALTER TABLE meeting_item ADD COLUMN question_at TIME;  -- a question on it is open since

-- What was changed after publication and what was done with items in the sittings.
CREATE TABLE meeting_change (
  id                ID,
  session_id        INT  NOT NULL REFERENCES meeting_session (id),
  item_id           INT  REFERENCES meeting_item (id),
  what              INT  NOT NULL CHECK (what BETWEEN 1 AND 15),    -- enum meeting_change_kind
  before            TEXT,                              -- a date, a zone, a mode, a place in order
  after             TEXT,
  before_text       TR,                                -- a place, a title, a note
  after_text        TR,
  before_government INT  REFERENCES member_government (id),
  after_government  INT  REFERENCES member_government (id),
  reason            TR,
  at                TIME NOT NULL,
  by                INT                                -- account_id; NULL: the program
);
CREATE INDEX meeting_change_session ON meeting_change (session_id);

DROP VIEW meeting_session_public;
DROP VIEW meeting_item_public;

-- export: sessions that have been published.
CREATE VIEW meeting_session_public AS
SELECT id, slug, organ_id, number, host_id, place, starts_on, ends_on, zone, mode, state,
       published_at
FROM meeting_session WHERE published_at IS NOT NULL;

-- export: items of sessions that have been published.
CREATE VIEW meeting_item_public AS
SELECT i.id, i.session_id, i.number, i.position, i.kind_id, i.title, i.state, i.called_at,
       i.left_at, i.postponed_at
FROM meeting_item i JOIN meeting_session s ON s.id = i.session_id WHERE s.published_at IS NOT NULL;
