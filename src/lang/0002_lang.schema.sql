-- Texts in every language.  Owner: lang.
CREATE TABLE lang_text (
  id       ID,
  name     TEXT UNIQUE                               -- of a text of the site: "about.purpose"
);

-- What was written.
CREATE TABLE lang_value (
  text_id  INT  NOT NULL REFERENCES lang_text (id),
  language TEXT NOT NULL CHECK (length(language) = 2),
  body     TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 65536),
  set_at   TIME NOT NULL,
  PRIMARY KEY (text_id, language)
);

-- What a reader of each language gets: the fallback, worked out when a value is set, so that
-- reading is one look-up.  Derived from lang_value alone.
CREATE TABLE lang_resolved (
  text_id  INT  NOT NULL REFERENCES lang_text (id),
  want     TEXT NOT NULL CHECK (length(want) = 2),
  language TEXT NOT NULL CHECK (length(language) = 2),
  body     TEXT NOT NULL,
  PRIMARY KEY (text_id, want)
);

-- export: what TR() reads.
CREATE VIEW lang_reading AS
SELECT r.text_id, r.want, r.language, r.body FROM lang_resolved r;

-- export: texts that have a name.
CREATE VIEW lang_named AS
SELECT t.name, r.want, r.language, r.body FROM lang_text t JOIN lang_resolved r ON r.text_id = t.id
WHERE t.name IS NOT NULL;
