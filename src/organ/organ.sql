-- query: list(limit int) -> many
-- row: id organ_id, parent organ_id?, slug text, kind text, code text, grouping text?, name tr,
-- purpose tr
-- scans: organ: all of them are listed
SELECT id, parent_id, slug, kind, code, grouping, TR(name), TR(purpose)
FROM organ ORDER BY position, id LIMIT :limit;

-- query: list_of(kind text, limit int) -> many
-- row of: list
SELECT id, parent_id, slug, kind, code, grouping, TR(name), TR(purpose)
FROM organ WHERE kind = :kind ORDER BY position, id LIMIT :limit;

-- query: get(id organ_id) -> one
-- row of: list
SELECT id, parent_id, slug, kind, code, grouping, TR(name), TR(purpose) FROM organ WHERE id = :id;

-- query: by_slug(slug text) -> one
-- row: id organ_id
SELECT id FROM organ WHERE slug = :slug;

-- query: children(id organ_id, limit int) -> many
-- row: id organ_id, slug text, name tr
SELECT id, slug, TR(name) FROM organ WHERE parent_id = :id ORDER BY position, id LIMIT :limit;

-- query: powers(kind text, limit int) -> many
-- row: name tr, rule text?, rule_name tr, source text, is_assumption bool
-- With the name of the rule's version that has no end.
SELECT TR(p.name), p.rule, TR(r.name), p.source, p.is_assumption
FROM charter_power_public p
LEFT JOIN charter_rule_public r ON r.slug = p.rule AND r.valid_until IS NULL
WHERE p.organ_kind = :kind ORDER BY p.position, p.kind_id LIMIT :limit;

-- query: chair_on(id organ_id, day text) -> one
-- row: government member_government_id
-- Dates may be known to the year or month alone; text order is then the order in time.
SELECT government_id FROM organ_chair
WHERE organ_id = :id AND since IS NOT NULL AND since <= :day AND (until IS NULL OR until > :day)
ORDER BY ordinal DESC LIMIT 1;

-- query: chairs(id organ_id, limit int) -> many
-- row: ordinal int, since text?, until text?, decision text?, slug text, name tr
SELECT c.ordinal, c.since, c.until, c.decision, g.slug, TR(g.name)
FROM organ_chair c JOIN member_now g ON g.id = c.government_id
WHERE c.organ_id = :id ORDER BY c.ordinal DESC LIMIT :limit;

-- query: designated(id organ_id) -> one
-- row: government member_government_id
-- Named, and not yet in office.
SELECT government_id FROM organ_chair
WHERE organ_id = :id AND since IS NULL ORDER BY ordinal LIMIT 1;

-- query: last_ordinal(id organ_id) -> one
-- row: ordinal int
SELECT CAST(coalesce(max(ordinal), 0) AS BIGINT) FROM organ_chair WHERE organ_id = :id;

-- query: seats(id organ_id, limit int) -> many
-- row: office text, title tr, since text?, until text?, slug text?, name tr
SELECT s.office, TR(s.title), s.since, s.until, g.slug, TR(g.name)
FROM organ_seat s LEFT JOIN member_name g ON g.id = s.government_id
WHERE s.organ_id = :id ORDER BY s.position, s.id LIMIT :limit;

-- query: coordinators(limit int) -> many
-- row: organ organ_id, slug text, name tr
-- Who coordinates an organ now.
SELECT s.organ_id, g.slug, TR(g.name)
FROM organ_seat s JOIN member_now g ON g.id = s.government_id
WHERE s.office = 'coordinator' AND s.until IS NULL ORDER BY s.organ_id, s.position LIMIT :limit;

-- query: add(slug text, kind text, code text, parent organ_id?, grouping text?, position int,
-- name lang_text_id, purpose lang_text_id) -> one
-- row: id organ_id
INSERT INTO organ (slug, kind, code, parent_id, grouping, position, name, purpose)
VALUES (:slug, :kind, :code, :parent, :grouping, :position, :name, :purpose) RETURNING id;

-- query: set_parent(id organ_id, parent organ_id) -> exec
UPDATE organ SET parent_id = :parent WHERE id = :id;

-- query: add_chair(organ organ_id, government member_government_id, ordinal int, since text?,
-- until text?, decision text?) -> exec
INSERT INTO organ_chair (organ_id, government_id, ordinal, since, until, decision)
VALUES (:organ, :government, :ordinal, :since, :until, :decision);

-- query: add_seat(organ organ_id, office text, government member_government_id?,
-- title lang_text_id?, since text?, until text?, position int) -> exec
INSERT INTO organ_seat (organ_id, office, government_id, title, since, until, position)
VALUES (:organ, :office, :government, :title, :since, :until, :position);

-- query: api(after text, limit int) -> many
-- row: id organ_id, slug text, kind text, code text, grouping text?, zh tr, ja tr, ko tr, mn tr,
-- ru tr, en tr
SELECT id, slug, kind, code, grouping, TR(name, 'zh'), TR(name, 'ja'), TR(name, 'ko'),
       TR(name, 'mn'), TR(name, 'ru'), TR(name, 'en')
FROM organ WHERE slug > :after ORDER BY slug LIMIT :limit;

-- query: api_of(kind text, after text, limit int) -> many
-- row of: api
SELECT id, slug, kind, code, grouping, TR(name, 'zh'), TR(name, 'ja'), TR(name, 'ko'),
       TR(name, 'mn'), TR(name, 'ru'), TR(name, 'en')
FROM organ WHERE kind = :kind AND slug > :after ORDER BY slug LIMIT :limit;

-- query: add_holder(organ organ_id, office text, ordinal int, position int, name lang_text_id,
-- since text?, until text?) -> exec
INSERT INTO organ_holder (organ_id, office, ordinal, position, name, since, until)
VALUES (:organ, :office, :ordinal, :position, :name, :since, :until);

-- query: holders(organ organ_id, limit int) -> many
-- row: office text, ordinal int, name tr, since text?, until text?
-- An office's newest holder first.
SELECT office, ordinal, TR(name), since, until FROM organ_holder
WHERE organ_id = :organ ORDER BY office, position DESC LIMIT :limit;
