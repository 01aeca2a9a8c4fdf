-- Delegations, presence, sittings.  Owner: meeting.
ALTER TABLE meeting_delegate ADD COLUMN role INT NOT NULL DEFAULT 2 CHECK (role BETWEEN 1 AND 3);
ALTER TABLE meeting_delegate ADD COLUMN stands_in BOOL NOT NULL DEFAULT 0;
ALTER TABLE meeting_delegate ADD COLUMN refused_at TIME;
ALTER TABLE meeting_delegate ADD COLUMN refused_by INT;
ALTER TABLE meeting_delegate ADD COLUMN refusal TR;
ALTER TABLE meeting_delegate ADD COLUMN recalled_at TIME;

CREATE UNIQUE INDEX meeting_delegate_stand_in ON meeting_delegate (session_id, government_id)
WHERE stands_in = 1;

-- A session that is open and not suspended is sitting.
ALTER TABLE meeting_session ADD COLUMN suspended_at TIME;
ALTER TABLE meeting_session ADD COLUMN resumes_at TIME;

-- The times in which a session sat.
CREATE TABLE meeting_sitting (
  id         ID,
  session_id INT  NOT NULL REFERENCES meeting_session (id),
  began_at   TIME NOT NULL,
  began_by   INT,                                    -- account_id
  ended_at   TIME,
  ended_by   INT,
  CHECK (ended_at IS NULL OR ended_at >= began_at)
);
CREATE UNIQUE INDEX meeting_sitting_one ON meeting_sitting (session_id) WHERE ended_at IS NULL;

-- Until now a session sat from its opening to its end.
INSERT INTO meeting_sitting (session_id, began_at, ended_at)
SELECT id, opened_at, closed_at FROM meeting_session WHERE opened_at IS NOT NULL;

-- The times in which a delegate was there.
CREATE TABLE meeting_presence (
  id          ID,
  session_id  INT  NOT NULL REFERENCES meeting_session (id),
  delegate_id INT  NOT NULL REFERENCES meeting_delegate (id),
  in_at       TIME NOT NULL,
  in_by       INT,                                   -- account_id: the desk, or the delegate
  out_at      TIME,
  out_by      INT,
  CHECK (out_at IS NULL OR out_at >= in_at)
);
CREATE UNIQUE INDEX meeting_presence_one ON meeting_presence (delegate_id) WHERE out_at IS NULL;
CREATE INDEX meeting_presence_session ON meeting_presence (session_id);

-- When the quorum of a sitting was reached and when it was lost.
CREATE TABLE meeting_quorum (
  id         ID,
  session_id INT  NOT NULL REFERENCES meeting_session (id),
  at         TIME NOT NULL,
  is_reached BOOL NOT NULL,
  present    INT  NOT NULL,
  needed     INT  NOT NULL,
  base       INT  NOT NULL                           -- of how many
);
CREATE INDEX meeting_quorum_session ON meeting_quorum (session_id);
