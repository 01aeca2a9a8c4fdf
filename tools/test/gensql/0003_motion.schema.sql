CREATE TABLE motion (
  id        ID,
  title     TR   NOT NULL,
  mover_id  INT  NOT NULL REFERENCES account (id),
  parent_id INT  REFERENCES motion (id),
  weight    INT,
  is_open   BOOL NOT NULL,
  moved_at  TIME NOT NULL,
  closes_at TIME,
  language  TEXT NOT NULL,
  note      TEXT,
  seal      BLOB NOT NULL,
  proof     BLOB,
  UNIQUE (mover_id, moved_at)
);
CREATE INDEX motion_mover ON motion (mover_id);
CREATE UNIQUE INDEX motion_open ON motion (mover_id) WHERE is_open = 1;

CREATE TABLE motion_seconder (
  motion_id  INT NOT NULL REFERENCES motion (id),
  account_id INT NOT NULL REFERENCES account (id),
  PRIMARY KEY (motion_id, account_id)
);

-- export: motions and who moved them.
CREATE VIEW motion_public AS
SELECT m.id, m.title, a.name AS mover FROM motion m JOIN account_public a ON a.id = m.mover_id;
