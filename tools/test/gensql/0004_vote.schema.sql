CREATE TABLE vote (
  id        ID,
  motion_id INT NOT NULL REFERENCES motion (id)
);

-- export: votes.
CREATE VIEW vote_public AS SELECT id, motion_id FROM vote;
