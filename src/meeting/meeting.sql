-- Queries of the meeting slice.  Each block becomes meeting_sql_NAME().

-- query: sessions(id meeting_session_id?, before meeting_session_id?, limit int) -> many
-- row: id meeting_session_id, slug text, organ organ_id, number int, host member_government_id?,
-- host_slug text?, host_name tr, place tr, starts_on text, ends_on text, zone text, mode int,
-- state int
-- One session, those that follow one in the list, or all.  Newest first.
SELECT s.id, s.slug, s.organ_id, s.number, s.host_id, h.slug, TR(h.name), TR(s.place), s.starts_on,
       s.ends_on, s.zone, s.mode, s.state
FROM meeting_session s
LEFT JOIN member_now h ON h.id = s.host_id
LEFT JOIN meeting_session b ON b.id = CAST(:before AS BIGINT)
WHERE (CAST(:id AS BIGINT) IS NULL OR s.id = :id)
  AND (b.id IS NULL OR s.starts_on < b.starts_on OR (s.starts_on = b.starts_on AND s.id < b.id))
ORDER BY s.starts_on DESC, s.id DESC LIMIT :limit;

-- query: by_slug(slug text) -> one
-- row: id meeting_session_id
SELECT id FROM meeting_session WHERE slug = :slug;

-- query: by_number(organ organ_id, number int) -> one
-- row: id meeting_session_id
SELECT id FROM meeting_session WHERE organ_id = :organ AND number = :number;

-- query: add(slug text, organ organ_id, number int, host member_government_id?,
-- place lang_text_id?, starts_on text, ends_on text, zone text, mode int, at time) -> one
-- row: id meeting_session_id
INSERT INTO meeting_session (slug, organ_id, number, host_id, place, starts_on, ends_on, zone, mode,
                             state, convened_at)
VALUES (:slug, :organ, :number, :host, :place, :starts_on, :ends_on, :zone, :mode, 1, :at)
RETURNING id;

-- query: open(id meeting_session_id, at time) -> count
UPDATE meeting_session SET state = 2, opened_at = :at WHERE id = :id AND state = 1;

-- query: close(id meeting_session_id, at time) -> count
UPDATE meeting_session SET state = 3, closed_at = :at WHERE id = :id AND state = 2;

-- query: items(session meeting_session_id?, id meeting_item_id?, limit int) -> many
-- row: id meeting_item_id, session meeting_session_id, number int, title tr, title_id lang_text_id,
-- state int, kind charter_kind_id, kind_slug text, kind_name tr, effect text?, subjects int
-- The agenda of a session, or one item.
SELECT i.id, i.session_id, i.number, TR(i.title), i.title, i.state, k.id, k.slug, TR(k.name),
       k.effect, k.subjects
FROM meeting_item i JOIN charter_kind_public k ON k.id = i.kind_id
WHERE (CAST(:session AS BIGINT) IS NULL OR i.session_id = :session)
  AND (CAST(:id AS BIGINT) IS NULL OR i.id = :id)
ORDER BY i.number LIMIT :limit;

-- query: item_by_number(session meeting_session_id, number int) -> one
-- row: id meeting_item_id
SELECT id FROM meeting_item WHERE session_id = :session AND number = :number;

-- query: subjects(session meeting_session_id?, item meeting_item_id?, limit int) -> many
-- row: item meeting_item_id, government member_government_id, slug text, country text,
-- iso_3166_2 text?, name tr, own_name tr, country_name tr, kind text?, joined text?, decision text?
-- The governments that the items of a session, or one item, are about.
SELECT i.id, m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision
FROM meeting_item i JOIN meeting_item_subject s ON s.item_id = i.id
JOIN member_now m ON m.id = s.government_id
WHERE (CAST(:session AS BIGINT) IS NULL OR i.session_id = :session)
  AND (CAST(:item AS BIGINT) IS NULL OR i.id = :item)
ORDER BY i.number, i.id, s.position LIMIT :limit;

-- query: last_item(session meeting_session_id) -> one
-- row: number int
SELECT CAST(coalesce(max(number), 0) AS BIGINT) FROM meeting_item WHERE session_id = :session;

-- query: add_item(session meeting_session_id, number int, kind charter_kind_id,
-- title lang_text_id) -> one
-- row: id meeting_item_id
INSERT INTO meeting_item (session_id, number, kind_id, title, state)
VALUES (:session, :number, :kind, :title, 1) RETURNING id;

-- query: add_subject(item meeting_item_id, government member_government_id, position int) -> exec
INSERT INTO meeting_item_subject (item_id, government_id, position)
VALUES (:item, :government, :position);

-- query: settle(id meeting_item_id, state int) -> count
UPDATE meeting_item SET state = :state WHERE id = :id AND state = 1;

-- query: delegates(session meeting_session_id, limit int) -> many
-- row: id meeting_delegate_id, who account_id, person tr, votes bool, accredited time?,
-- government member_government_id, slug text, country text, iso_3166_2 text?, name tr, own_name tr,
-- country_name tr, kind text?, joined text?, decision text?
SELECT d.id, d.account_id, TR(a.person), d.votes, d.accredited_at, m.id, m.slug, m.country,
       m.iso_3166_2, TR(m.name), TR(m.name, m.own_language), TR(m.country_name), m.kind, m.joined,
       m.decision
FROM meeting_delegate d JOIN member_now m ON m.id = d.government_id
JOIN account_person a ON a.id = d.account_id
WHERE d.session_id = :session ORDER BY d.government_id, d.votes DESC, d.id LIMIT :limit;

-- query: registered(session meeting_session_id, who account_id,
-- government member_government_id) -> one
-- row: same int, voting int
-- How often the account is registered already, and how many cast the government's vote.
SELECT (SELECT count(*) FROM meeting_delegate WHERE session_id = :session AND account_id = :who),
       (SELECT count(*) FROM meeting_delegate
        WHERE session_id = :session AND government_id = :government AND votes = 1);

-- query: add_delegate(session meeting_session_id, government member_government_id, who account_id,
-- votes bool) -> one
-- row: id meeting_delegate_id
INSERT INTO meeting_delegate (session_id, government_id, account_id, votes)
VALUES (:session, :government, :who, :votes) RETURNING id;

-- query: session_of(delegate meeting_delegate_id) -> one
-- row: session meeting_session_id
SELECT session_id FROM meeting_delegate WHERE id = :delegate;

-- query: accredit(id meeting_delegate_id, at time?, by account_id?) -> exec
UPDATE meeting_delegate SET accredited_at = :at, accredited_by = :by WHERE id = :id;

-- query: accredit_all(session meeting_session_id, at time, by account_id?) -> count
UPDATE meeting_delegate SET accredited_at = :at, accredited_by = :by
WHERE session_id = :session AND accredited_at IS NULL;

-- query: roll(session meeting_session_id, day text, good_standing bool, accredited bool,
-- limit int) -> many
-- row: government member_government_id, who account_id
SELECT d.government_id, d.account_id
FROM meeting_delegate d JOIN member_now m ON m.id = d.government_id AND m.kind = 'member'
WHERE d.session_id = :session AND d.votes = 1
  AND (CAST(:accredited AS BIGINT) = 0 OR d.accredited_at IS NOT NULL)
  AND (CAST(:good_standing AS BIGINT) = 0 OR NOT EXISTS (
       SELECT 1 FROM member_suspension_public s WHERE s.government_id = d.government_id
       AND s.since <= :day AND (s.until IS NULL OR s.until > :day)))
ORDER BY d.government_id LIMIT :limit;

-- query: powers(organ_kind text, limit int) -> many
-- row: slug text, name tr
-- What a kind of organ decides by a vote.
SELECT slug, TR(name) FROM charter_power_public
WHERE organ_kind = :organ_kind AND rule IS NOT NULL ORDER BY position, kind_id LIMIT :limit;

-- query: kind_by_slug(slug text) -> one
-- row: id charter_kind_id
SELECT id FROM charter_kind_public WHERE slug = :slug;
