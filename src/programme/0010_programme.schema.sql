-- What the association does for its members year after year.  Owner: programme.
CREATE TABLE programme (
  id       ID,
  slug     TEXT NOT NULL UNIQUE,
  kind     TEXT NOT NULL CHECK (kind IN ('programme', 'publication')),
  name     TR   NOT NULL,
  about    TR   NOT NULL,                            -- Markdown
  position INT  NOT NULL
);

-- export: programmes and publications.
CREATE VIEW programme_public AS SELECT id, slug, kind, name, about, position FROM programme;
