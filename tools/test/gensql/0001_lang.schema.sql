-- Texts, as little of them as TR() needs.
CREATE TABLE lang_text (
  id ID
);

CREATE TABLE lang_resolved (
  text_id  INT  NOT NULL REFERENCES lang_text (id),
  want     TEXT NOT NULL,
  language TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (text_id, want)
);

-- export: what TR() reads.
CREATE VIEW lang_reading AS
SELECT r.text_id, r.want, r.language, r.body FROM lang_resolved r;
