-- Queries of the decision slice.  Each block becomes decision_sql_NAME().

-- query: list(before decision_id, limit int) -> many
-- row: id decision_id, number text, organ organ_id, session meeting_session_id, session_slug text,
-- item meeting_item_id, item_number int, question vote_question_id, kind charter_kind_id,
-- kind_slug text, kind_name tr, effect text?, subjects int, title tr, title_id lang_text_id,
-- decided_on text, decided time
-- The register before one of its decisions, newest first.
SELECT d.id, d.number, d.organ_id, d.session_id, s.slug, d.item_id, i.number, d.question_id, k.id,
       k.slug, TR(k.name), k.effect, k.subjects, TR(d.title), d.title, d.decided_on, d.decided_at
FROM decision d JOIN meeting_session_public s ON s.id = d.session_id
JOIN meeting_item_public i ON i.id = d.item_id
JOIN charter_kind_public k ON k.id = d.kind_id
WHERE d.id < :before ORDER BY d.id DESC LIMIT :limit;

-- query: list_organ(organ organ_id, before decision_id, limit int) -> many
-- row of: list
SELECT d.id, d.number, d.organ_id, d.session_id, s.slug, d.item_id, i.number, d.question_id, k.id,
       k.slug, TR(k.name), k.effect, k.subjects, TR(d.title), d.title, d.decided_on, d.decided_at
FROM decision d JOIN meeting_session_public s ON s.id = d.session_id
JOIN meeting_item_public i ON i.id = d.item_id
JOIN charter_kind_public k ON k.id = d.kind_id
WHERE d.organ_id = :organ AND d.id < :before ORDER BY d.id DESC LIMIT :limit;

-- query: list_year(year int, before decision_id, limit int) -> many
-- row of: list
SELECT d.id, d.number, d.organ_id, d.session_id, s.slug, d.item_id, i.number, d.question_id, k.id,
       k.slug, TR(k.name), k.effect, k.subjects, TR(d.title), d.title, d.decided_on, d.decided_at
FROM decision d JOIN meeting_session_public s ON s.id = d.session_id
JOIN meeting_item_public i ON i.id = d.item_id
JOIN charter_kind_public k ON k.id = d.kind_id
WHERE d.year = :year AND d.id < :before ORDER BY d.id DESC LIMIT :limit;

-- query: list_both(organ organ_id, year int, before decision_id, limit int) -> many
-- row of: list
SELECT d.id, d.number, d.organ_id, d.session_id, s.slug, d.item_id, i.number, d.question_id, k.id,
       k.slug, TR(k.name), k.effect, k.subjects, TR(d.title), d.title, d.decided_on, d.decided_at
FROM decision d JOIN meeting_session_public s ON s.id = d.session_id
JOIN meeting_item_public i ON i.id = d.item_id
JOIN charter_kind_public k ON k.id = d.kind_id
WHERE d.organ_id = :organ AND d.year = :year AND d.id < :before
ORDER BY d.id DESC LIMIT :limit;

-- query: get(number text) -> one
-- row of: list
SELECT d.id, d.number, d.organ_id, d.session_id, s.slug, d.item_id, i.number, d.question_id, k.id,
       k.slug, TR(k.name), k.effect, k.subjects, TR(d.title), d.title, d.decided_on, d.decided_at
FROM decision d JOIN meeting_session_public s ON s.id = d.session_id
JOIN meeting_item_public i ON i.id = d.item_id
JOIN charter_kind_public k ON k.id = d.kind_id
WHERE d.number = :number;

-- query: subjects(first decision_id, last decision_id, limit int) -> many
-- row: id decision_id, government member_government_id, slug text, country text, iso_3166_2 text?,
-- name tr, own_name tr, country_name tr, kind text?, joined text?, decision text?
-- What the decisions from one to another are about, newest first as in list().
SELECT d.id, m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision
FROM decision d JOIN decision_subject s ON s.decision_id = d.id
JOIN member_now m ON m.id = s.government_id
WHERE d.id >= :first AND d.id <= :last ORDER BY d.id DESC, s.position LIMIT :limit;

-- query: subjects_of(organ organ_id, first decision_id, last decision_id, limit int) -> many
-- row of: subjects
SELECT d.id, m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision
FROM decision d JOIN decision_subject s ON s.decision_id = d.id
JOIN member_now m ON m.id = s.government_id
WHERE d.organ_id = :organ AND d.id >= :first AND d.id <= :last
ORDER BY d.id DESC, s.position LIMIT :limit;

-- query: titles(first decision_id, last decision_id, limit int) -> many
-- row: id decision_id, zh tr, ja tr, ko tr, mn tr, ru tr, en tr
-- The titles of the decisions from one to another, newest first as in list().
SELECT id, TR(title, 'zh'), TR(title, 'ja'), TR(title, 'ko'), TR(title, 'mn'), TR(title, 'ru'),
       TR(title, 'en')
FROM decision WHERE id >= :first AND id <= :last ORDER BY id DESC LIMIT :limit;

-- query: titles_of(organ organ_id, first decision_id, last decision_id, limit int) -> many
-- row of: titles
SELECT id, TR(title, 'zh'), TR(title, 'ja'), TR(title, 'ko'), TR(title, 'mn'), TR(title, 'ru'),
       TR(title, 'en')
FROM decision WHERE organ_id = :organ AND id >= :first AND id <= :last
ORDER BY id DESC LIMIT :limit;

-- query: number_of(item meeting_item_id) -> one
-- row: number text
SELECT number FROM decision WHERE item_id = :item;

-- query: years(limit int) -> many
-- row: year int
-- scans: decision: every year there is, by its index
SELECT DISTINCT year FROM decision ORDER BY year DESC LIMIT :limit;

-- query: last_ordinal(organ organ_id, year int) -> one
-- row: ordinal int
SELECT CAST(coalesce(max(ordinal), 0) AS BIGINT) FROM decision
WHERE organ_id = :organ AND year = :year;

-- query: add(number text, organ organ_id, year int, ordinal int, session meeting_session_id,
-- item meeting_item_id, question vote_question_id, kind charter_kind_id, title lang_text_id,
-- decided_on text, at time) -> one
-- row: id decision_id
INSERT INTO decision (number, organ_id, year, ordinal, session_id, item_id, question_id, kind_id,
                      title, decided_on, decided_at)
VALUES (:number, :organ, :year, :ordinal, :session, :item, :question, :kind, :title, :decided_on,
        :at)
RETURNING id;

-- query: add_subject(decision decision_id, government member_government_id, position int) -> exec
INSERT INTO decision_subject (decision_id, government_id, position)
VALUES (:decision, :government, :position);

-- query: verified(after decision_id, limit int) -> many
-- row: id decision_id, number text, item meeting_item_id, question vote_question_id
-- For near verify, which holds them against the log.
SELECT id, number, item_id, question_id FROM decision WHERE id > :after ORDER BY id LIMIT :limit;
