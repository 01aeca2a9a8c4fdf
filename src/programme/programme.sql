-- query: list(limit int) -> many
-- row: slug text, kind text, name tr, about tr
-- scans: programme: all of them are listed
SELECT slug, kind, TR(name), TR(about) FROM programme ORDER BY position LIMIT :limit;

-- query: by_slug(slug text) -> one
-- row: slug text, kind text, name tr, about tr
SELECT slug, kind, TR(name), TR(about) FROM programme WHERE slug = :slug;

-- query: add(slug text, kind text, name lang_text_id, about lang_text_id, position int) -> exec
INSERT INTO programme (slug, kind, name, about, position)
VALUES (:slug, :kind, :name, :about, :position);
