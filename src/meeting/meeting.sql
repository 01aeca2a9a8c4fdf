-- Queries of the meeting slice.  Each block becomes meeting_sql_NAME().

-- query: sessions(drafts bool, limit int) -> many
-- row: id meeting_session_id, slug text, organ organ_id, number int, host member_government_id?,
-- host_slug text?, host_name tr, place tr, starts_on text, ends_on text, zone text, mode int,
-- state int, published time?, suspended time?, resumes time?
-- scans: s: a page, by the index of their order
-- Newest first.
SELECT s.id, s.slug, s.organ_id, s.number, s.host_id, h.slug, TR(h.name), TR(s.place), s.starts_on,
       s.ends_on, s.zone, s.mode, s.state, s.published_at,
       s.suspended_at, s.resumes_at
FROM meeting_session s LEFT JOIN member_name h ON h.id = s.host_id
WHERE CAST(:drafts AS BIGINT) = 1 OR s.published_at IS NOT NULL
ORDER BY s.starts_on DESC, s.id DESC LIMIT :limit;

-- query: sessions_before(before meeting_session_id, drafts bool, limit int) -> many
-- row of: sessions
-- Those that follow one in the list.
SELECT s.id, s.slug, s.organ_id, s.number, s.host_id, h.slug, TR(h.name), TR(s.place), s.starts_on,
       s.ends_on, s.zone, s.mode, s.state, s.published_at,
       s.suspended_at, s.resumes_at
FROM meeting_session b JOIN meeting_session s ON s.starts_on <= b.starts_on
LEFT JOIN member_name h ON h.id = s.host_id
WHERE b.id = :before AND (s.starts_on < b.starts_on OR s.id < b.id)
  AND (CAST(:drafts AS BIGINT) = 1 OR s.published_at IS NOT NULL)
ORDER BY s.starts_on DESC, s.id DESC LIMIT :limit;

-- query: session(id meeting_session_id) -> one
-- row of: sessions
SELECT s.id, s.slug, s.organ_id, s.number, s.host_id, h.slug, TR(h.name), TR(s.place), s.starts_on,
       s.ends_on, s.zone, s.mode, s.state, s.published_at,
       s.suspended_at, s.resumes_at
FROM meeting_session s LEFT JOIN member_name h ON h.id = s.host_id
WHERE s.id = :id;

-- query: by_slug(slug text) -> one
-- row: id meeting_session_id
SELECT id FROM meeting_session WHERE slug = :slug;

-- query: by_number(organ organ_id, number int) -> one
-- row: id meeting_session_id
SELECT id FROM meeting_session WHERE organ_id = :organ AND number = :number;

-- query: add(slug text, organ organ_id, number int, host member_government_id?,
-- place lang_text_id?, starts_on text, ends_on text, zone text, mode int, published time?) -> one
-- row: id meeting_session_id
INSERT INTO meeting_session (slug, organ_id, number, host_id, place, starts_on, ends_on, zone, mode,
                             state, published_at)
VALUES (:slug, :organ, :number, :host, :place, :starts_on, :ends_on, :zone, :mode, 1, :published)
RETURNING id;

-- query: open(id meeting_session_id, at time) -> count
UPDATE meeting_session SET state = 2, opened_at = :at
WHERE id = :id AND state = 1 AND published_at IS NOT NULL;

-- query: close(id meeting_session_id, at time) -> count
UPDATE meeting_session SET state = 3, closed_at = :at, suspended_at = NULL, resumes_at = NULL
WHERE id = :id AND state = 2;

-- query: items(session meeting_session_id, limit int) -> many
-- row: id meeting_item_id, session meeting_session_id, published time?, number int, position int,
-- title tr, title_id lang_text_id, state int, day text?, clock text?, minutes int?, note tr,
-- note_id lang_text_id?, called time?, left_at time?, postponed time?, question time?,
-- kind charter_kind_id, kind_slug text, kind_name tr, effect text?, subjects int
-- The agenda of a session.
SELECT i.id, i.session_id, s.published_at, i.number, i.position, TR(i.title), i.title, i.state,
       i.day, i.clock, i.minutes, TR(i.note), i.note, i.called_at, i.left_at, i.postponed_at,
       i.question_at, k.id, k.slug, TR(k.name), k.effect, k.subjects
FROM meeting_item i JOIN meeting_session s ON s.id = i.session_id
JOIN charter_kind_public k ON k.id = i.kind_id
WHERE i.session_id = :session ORDER BY i.position, i.id LIMIT :limit;

-- query: item(id meeting_item_id) -> one
-- row of: items
SELECT i.id, i.session_id, s.published_at, i.number, i.position, TR(i.title), i.title, i.state,
       i.day, i.clock, i.minutes, TR(i.note), i.note, i.called_at, i.left_at, i.postponed_at,
       i.question_at, k.id, k.slug, TR(k.name), k.effect, k.subjects
FROM meeting_item i JOIN meeting_session s ON s.id = i.session_id
JOIN charter_kind_public k ON k.id = i.kind_id
WHERE i.id = :id;

-- query: texts(session meeting_session_id, limit int) -> many
-- row: id meeting_item_id, zh tr, ja tr, ko tr, mn tr, ru tr, en tr, note_zh tr, note_ja tr,
-- note_ko tr, note_mn tr, note_ru tr, note_en tr
-- Titles and notes of the items of a session in every language, in the order of items().
SELECT id, TR(title, 'zh'), TR(title, 'ja'), TR(title, 'ko'), TR(title, 'mn'), TR(title, 'ru'),
       TR(title, 'en'), TR(note, 'zh'), TR(note, 'ja'), TR(note, 'ko'), TR(note, 'mn'),
       TR(note, 'ru'), TR(note, 'en')
FROM meeting_item WHERE session_id = :session ORDER BY position, id LIMIT :limit;

-- query: texts_of(item meeting_item_id) -> one
-- row of: texts
SELECT id, TR(title, 'zh'), TR(title, 'ja'), TR(title, 'ko'), TR(title, 'mn'), TR(title, 'ru'),
       TR(title, 'en'), TR(note, 'zh'), TR(note, 'ja'), TR(note, 'ko'), TR(note, 'mn'),
       TR(note, 'ru'), TR(note, 'en')
FROM meeting_item WHERE id = :item;

-- query: item_by_number(session meeting_session_id, number int) -> one
-- row: id meeting_item_id
SELECT id FROM meeting_item WHERE session_id = :session AND number = :number;

-- query: subjects(session meeting_session_id, limit int) -> many
-- row: item meeting_item_id, government member_government_id, slug text, country text,
-- iso_3166_2 text?, name tr, own_name tr, country_name tr, kind text?, joined text?, decision text?
-- The governments that the items of a session are about.
SELECT i.id, m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision
FROM meeting_item i JOIN meeting_item_subject s ON s.item_id = i.id
JOIN member_now m ON m.id = s.government_id
WHERE i.session_id = :session ORDER BY i.position, i.id, s.position LIMIT :limit;

-- query: subjects_of(item meeting_item_id, limit int) -> many
-- row of: subjects
SELECT i.id, m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision
FROM meeting_item i JOIN meeting_item_subject s ON s.item_id = i.id
JOIN member_now m ON m.id = s.government_id
WHERE i.id = :item ORDER BY s.position LIMIT :limit;

-- query: last_item(session meeting_session_id) -> one
-- row: number int, position int
SELECT CAST(coalesce(max(number), 0) AS BIGINT), CAST(coalesce(max(position), 0) AS BIGINT)
FROM meeting_item WHERE session_id = :session;

-- query: add_item(session meeting_session_id, number int, position int, kind charter_kind_id,
-- title lang_text_id, day text?, clock text?, minutes int?, note lang_text_id?) -> one
-- row: id meeting_item_id
INSERT INTO meeting_item (session_id, number, position, kind_id, title, state, day, clock, minutes,
                          note)
VALUES (:session, :number, :position, :kind, :title, 1, :day, :clock, :minutes, :note)
RETURNING id;

-- query: add_subject(item meeting_item_id, government member_government_id, position int) -> exec
INSERT INTO meeting_item_subject (item_id, government_id, position)
VALUES (:item, :government, :position);

-- query: settle(id meeting_item_id, state int) -> count
UPDATE meeting_item SET state = :state, question_at = NULL WHERE id = :id AND state = 1;

-- query: delegates(session meeting_session_id, now time, limit int) -> many
-- row: id meeting_delegate_id, session meeting_session_id, who account_id, person tr,
-- person_id lang_text_id, role int, votes bool, stands_in bool, accredited time?, refused time?,
-- in_at time?, government member_government_id, slug text, country text, iso_3166_2 text?, name tr,
-- own_name tr, country_name tr, kind text?, joined text?, decision text?, roles int
-- Whom governments send to a session, since when they are in, and whether they act for them.
SELECT d.id, d.session_id, d.account_id, TR(a.person), a.person, d.role, d.votes, d.stands_in,
       d.accredited_at, d.refused_at, p.in_at, m.id, m.slug, m.country, m.iso_3166_2, TR(m.name),
       TR(m.name, m.own_language), TR(m.country_name), m.kind, m.joined, m.decision,
       (SELECT count(*) FROM account_holder h WHERE h.account_id = d.account_id
        AND h.scope = 'government' AND h.scope_id = d.government_id
        AND h.role IN ('head', 'delegate') AND h.since_at <= :now
        AND (h.until_at IS NULL OR h.until_at > :now))
FROM meeting_delegate d JOIN member_now m ON m.id = d.government_id
JOIN account_person a ON a.id = d.account_id
LEFT JOIN meeting_presence p ON p.delegate_id = d.id AND p.out_at IS NULL
WHERE d.session_id = :session AND d.recalled_at IS NULL
ORDER BY d.government_id, d.votes DESC, d.stands_in DESC, d.role, d.id LIMIT :limit;

-- query: delegate(id meeting_delegate_id, now time) -> one
-- row of: delegates
SELECT d.id, d.session_id, d.account_id, TR(a.person), a.person, d.role, d.votes, d.stands_in,
       d.accredited_at, d.refused_at, p.in_at, m.id, m.slug, m.country, m.iso_3166_2, TR(m.name),
       TR(m.name, m.own_language), TR(m.country_name), m.kind, m.joined, m.decision,
       (SELECT count(*) FROM account_holder h WHERE h.account_id = d.account_id
        AND h.scope = 'government' AND h.scope_id = d.government_id
        AND h.role IN ('head', 'delegate') AND h.since_at <= :now
        AND (h.until_at IS NULL OR h.until_at > :now))
FROM meeting_delegate d JOIN member_now m ON m.id = d.government_id
JOIN account_person a ON a.id = d.account_id
LEFT JOIN meeting_presence p ON p.delegate_id = d.id AND p.out_at IS NULL
WHERE d.id = :id AND d.recalled_at IS NULL;

-- query: delegate_of(session meeting_session_id, who account_id, now time) -> one
-- row of: delegates
SELECT d.id, d.session_id, d.account_id, TR(a.person), a.person, d.role, d.votes, d.stands_in,
       d.accredited_at, d.refused_at, p.in_at, m.id, m.slug, m.country, m.iso_3166_2, TR(m.name),
       TR(m.name, m.own_language), TR(m.country_name), m.kind, m.joined, m.decision,
       (SELECT count(*) FROM account_holder h WHERE h.account_id = d.account_id
        AND h.scope = 'government' AND h.scope_id = d.government_id
        AND h.role IN ('head', 'delegate') AND h.since_at <= :now
        AND (h.until_at IS NULL OR h.until_at > :now))
FROM meeting_delegate d JOIN member_now m ON m.id = d.government_id
JOIN account_person a ON a.id = d.account_id
LEFT JOIN meeting_presence p ON p.delegate_id = d.id AND p.out_at IS NULL
WHERE d.session_id = :session AND d.account_id = :who AND d.recalled_at IS NULL;

-- query: registered(session meeting_session_id, who account_id,
-- government member_government_id) -> one
-- row: same int, voting int, standing_in int
-- How often the account is registered already, and how many have each seat of the government.
SELECT (SELECT count(*) FROM meeting_delegate
        WHERE session_id = :session AND account_id = :who AND recalled_at IS NULL),
       (SELECT count(*) FROM meeting_delegate
        WHERE session_id = :session AND government_id = :government AND votes = 1),
       (SELECT count(*) FROM meeting_delegate
        WHERE session_id = :session AND government_id = :government AND stands_in = 1);

-- query: was_sent(who account_id, government member_government_id) -> one
-- row: n int
-- How often the account was registered for the government, at any session.
SELECT count(*) FROM meeting_delegate WHERE account_id = :who AND government_id = :government;

-- query: add_delegate(session meeting_session_id, government member_government_id, who account_id,
-- role int, votes bool, stands_in bool, by account_id?) -> one
-- row: id meeting_delegate_id
-- Who was recalled is registered anew, with credentials to be looked at.
INSERT INTO meeting_delegate (session_id, government_id, account_id, role, votes, stands_in,
                              seated_by)
VALUES (:session, :government, :who, :role, :votes, :stands_in, :by)
ON CONFLICT (session_id, account_id) DO UPDATE SET government_id = :government, role = :role,
  votes = :votes, stands_in = :stands_in, seated_by = :by, recalled_at = NULL,
  accredited_at = NULL, accredited_by = NULL, refused_at = NULL, refused_by = NULL, refusal = NULL
RETURNING id;

-- query: seated_by(id meeting_delegate_id) -> one
-- row: seated_by account_id?, accredited_by account_id?
SELECT seated_by, accredited_by FROM meeting_delegate WHERE id = :id;

-- query: sent_elsewhere(who account_id, government member_government_id,
-- session meeting_session_id) -> one
-- row: n int, heads int
-- At how many other sessions that are not over the government sends them, and as its head.
SELECT count(*), CAST(coalesce(sum(CASE WHEN d.role = 1 THEN 1 ELSE 0 END), 0) AS BIGINT)
FROM meeting_delegate d JOIN meeting_session s ON s.id = d.session_id
WHERE d.account_id = :who AND d.government_id = :government AND d.session_id <> :session
  AND d.recalled_at IS NULL AND d.role < 3 AND s.state < 3;

-- query: add_displacement(session meeting_session_id, government member_government_id,
-- who account_id, loss int, heir account_id?, at time, by account_id?) -> one
-- row: id meeting_displacement_id
INSERT INTO meeting_displacement (session_id, government_id, account_id, loss, heir_id, at, by)
VALUES (:session, :government, :who, :loss, :heir, :at, :by) RETURNING id;

-- query: person(who account_id) -> one
-- row: person tr
SELECT TR(person) FROM account_person WHERE id = :who;

-- query: displacements(session meeting_session_id, government member_government_id,
-- limit int) -> many
-- row: who account_id, person tr, loss int, heir tr, at time, by tr
-- Of one delegation, the latest first.
SELECT d.account_id, TR(p.person), d.loss, TR(h.person), d.at, TR(b.person)
FROM meeting_displacement d JOIN account_person p ON p.id = d.account_id
LEFT JOIN account_person h ON h.id = d.heir_id LEFT JOIN account_person b ON b.id = d.by
WHERE d.session_id = :session AND d.government_id = :government
ORDER BY d.id DESC LIMIT :limit;

-- query: displaced(who account_id, since time, limit int) -> many
-- row: session meeting_session_id, government tr, loss int, heir tr, at time, by tr
-- Of one person since a moment, at sessions that are not over, the latest first.
SELECT d.session_id, TR(m.name), d.loss, TR(h.person), d.at, TR(b.person)
FROM meeting_displacement d JOIN meeting_session s ON s.id = d.session_id
JOIN member_now m ON m.id = d.government_id
LEFT JOIN account_person h ON h.id = d.heir_id LEFT JOIN account_person b ON b.id = d.by
WHERE d.account_id = :who AND d.at > :since AND s.state < 3 ORDER BY d.id DESC LIMIT :limit;

-- query: session_of(delegate meeting_delegate_id) -> one
-- row: session meeting_session_id
SELECT session_id FROM meeting_delegate WHERE id = :delegate AND recalled_at IS NULL;

-- query: seated(session meeting_session_id, government member_government_id, votes bool,
-- limit int) -> many
-- row: id meeting_delegate_id
-- Who votes, or else who stands in.
SELECT id FROM meeting_delegate WHERE session_id = :session AND government_id = :government
  AND CASE WHEN CAST(:votes AS BIGINT) = 1 THEN votes ELSE stands_in END = 1
ORDER BY id LIMIT :limit;

-- query: change(id meeting_delegate_id, role int, votes bool, stands_in bool) -> exec
UPDATE meeting_delegate SET role = :role, votes = :votes, stands_in = :stands_in WHERE id = :id;

-- query: set_seated_by(id meeting_delegate_id, by account_id?) -> exec
UPDATE meeting_delegate SET seated_by = :by WHERE id = :id;

-- query: recall(id meeting_delegate_id, at time) -> exec
UPDATE meeting_delegate SET recalled_at = :at, votes = 0, stands_in = 0, accredited_at = NULL,
  accredited_by = NULL WHERE id = :id;

-- query: accredit(id meeting_delegate_id, at time?, by account_id?) -> exec
-- Accepted; waiting again without a time.
UPDATE meeting_delegate SET accredited_at = :at, accredited_by = :by, refused_at = NULL,
  refused_by = NULL, refusal = NULL WHERE id = :id;

-- query: refuse(id meeting_delegate_id, at time, by account_id?, reason lang_text_id) -> exec
UPDATE meeting_delegate SET accredited_at = NULL, accredited_by = NULL, refused_at = :at,
  refused_by = :by, refusal = :reason WHERE id = :id;

-- query: refusal(id meeting_delegate_id) -> one
-- row: reason tr
SELECT TR(refusal) FROM meeting_delegate WHERE id = :id;

-- query: accredit_all(session meeting_session_id, at time, by account_id?,
-- others_only bool) -> count
-- Where it takes two persons, only those whom somebody else has seated.
UPDATE meeting_delegate SET accredited_at = :at, accredited_by = :by
WHERE session_id = :session AND accredited_at IS NULL AND refused_at IS NULL
  AND recalled_at IS NULL
  AND (CAST(:others_only AS BIGINT) = 0 OR seated_by IS NULL OR seated_by <> :by);

-- query: seats(session meeting_session_id, day text, now time, limit int) -> many
-- row: government member_government_id, who account_id, votes bool, accredited time?,
-- refused time?, in_at time?, kind text?, suspensions int, roles int
-- Everyone who votes or stands in, as the roll sees them, and whether they act for the government.
SELECT d.government_id, d.account_id, d.votes, d.accredited_at, d.refused_at, p.in_at, m.kind,
       (SELECT count(*) FROM member_suspension_public s WHERE s.government_id = d.government_id
        AND s.since <= :day AND (s.until IS NULL OR s.until > :day)),
       (SELECT count(*) FROM account_holder h WHERE h.account_id = d.account_id
        AND h.scope = 'government' AND h.scope_id = d.government_id
        AND h.role IN ('head', 'delegate') AND h.since_at <= :now
        AND (h.until_at IS NULL OR h.until_at > :now))
FROM meeting_delegate d JOIN member_now m ON m.id = d.government_id
LEFT JOIN meeting_presence p ON p.delegate_id = d.id AND p.out_at IS NULL
WHERE d.session_id = :session AND d.recalled_at IS NULL AND (d.votes = 1 OR d.stands_in = 1)
ORDER BY d.government_id, d.votes DESC LIMIT :limit;

-- query: suspensions(day text, limit int) -> many
-- row: government member_government_id, reason tr
-- Governments that are not in good standing, and why.
-- scans: member_suspension: all that are in force are listed
SELECT government_id, TR(reason) FROM member_suspension_public
WHERE since <= :day AND (until IS NULL OR until > :day)
ORDER BY government_id, since LIMIT :limit;

-- query: attendance(session meeting_session_id) -> one
-- row: n int
-- How often anybody was checked in.
SELECT count(*) FROM meeting_presence WHERE session_id = :session;

-- query: is_in(delegate meeting_delegate_id) -> one
-- row: n int
SELECT count(*) FROM meeting_presence WHERE delegate_id = :delegate AND out_at IS NULL;

-- query: check_in(session meeting_session_id, delegate meeting_delegate_id, at time,
-- by account_id?) -> exec
INSERT INTO meeting_presence (session_id, delegate_id, in_at, in_by)
VALUES (:session, :delegate, :at, :by);

-- query: check_out(delegate meeting_delegate_id, at time, by account_id?) -> count
-- A clock that was set back does not make a time end before it began.
UPDATE meeting_presence SET out_at = CASE WHEN in_at > :at THEN in_at ELSE :at END, out_by = :by
WHERE delegate_id = :delegate AND out_at IS NULL;

-- query: check_out_all(session meeting_session_id, at time, by account_id?) -> exec
UPDATE meeting_presence SET out_at = CASE WHEN in_at > :at THEN in_at ELSE :at END, out_by = :by
WHERE session_id = :session AND out_at IS NULL;

-- query: presences(session meeting_session_id, limit int) -> many
-- row: id meeting_presence_id, delegate meeting_delegate_id, person tr, role int, in_at time,
-- out_at time?, government member_government_id, slug text, country text, iso_3166_2 text?,
-- name tr, own_name tr, country_name tr, kind text?, joined text?, decision text?
SELECT p.id, d.id, TR(a.person), d.role, p.in_at, p.out_at, m.id, m.slug, m.country, m.iso_3166_2,
       TR(m.name), TR(m.name, m.own_language), TR(m.country_name), m.kind, m.joined, m.decision
FROM meeting_presence p JOIN meeting_delegate d ON d.id = p.delegate_id
JOIN member_now m ON m.id = d.government_id JOIN account_person a ON a.id = d.account_id
WHERE p.session_id = :session ORDER BY p.in_at, p.id LIMIT :limit;

-- query: suspend(id meeting_session_id, at time, resumes time?) -> count
UPDATE meeting_session SET suspended_at = :at, resumes_at = :resumes
WHERE id = :id AND state = 2 AND suspended_at IS NULL;

-- query: resume(id meeting_session_id) -> count
UPDATE meeting_session SET suspended_at = NULL, resumes_at = NULL
WHERE id = :id AND state = 2 AND suspended_at IS NOT NULL;

-- query: begin_sitting(session meeting_session_id, at time, by account_id?) -> exec
INSERT INTO meeting_sitting (session_id, began_at, began_by) VALUES (:session, :at, :by);

-- query: end_sitting(session meeting_session_id, at time, by account_id?) -> exec
UPDATE meeting_sitting SET ended_at = CASE WHEN began_at > :at THEN began_at ELSE :at END,
  ended_by = :by
WHERE session_id = :session AND ended_at IS NULL;

-- query: sittings(session meeting_session_id, limit int) -> many
-- row: began_at time, ended_at time?
SELECT began_at, ended_at FROM meeting_sitting WHERE session_id = :session
ORDER BY id LIMIT :limit;

-- query: ordinary_rule(organ_kind text, limit int) -> many
-- row: rule text
-- By which the organ decides most of what it decides by vote.
SELECT rule FROM charter_power_public
WHERE organ_kind = :organ_kind AND rule IS NOT NULL
GROUP BY rule ORDER BY count(*) DESC, min(position), rule LIMIT :limit;

-- query: note_quorum(session meeting_session_id, at time, is_reached bool, present int, needed int,
-- base int) -> exec
INSERT INTO meeting_quorum (session_id, at, is_reached, present, needed, base)
VALUES (:session, :at, :is_reached, :present, :needed, :base);

-- query: last_quorum(session meeting_session_id, limit int) -> many
-- row: at time, is_reached bool
SELECT at, is_reached FROM meeting_quorum WHERE session_id = :session
ORDER BY id DESC LIMIT :limit;

-- query: quorums(session meeting_session_id, limit int) -> many
-- row: at time, is_reached bool, present int, needed int, base int
SELECT at, is_reached, present, needed, base FROM meeting_quorum WHERE session_id = :session
ORDER BY id LIMIT :limit;

-- query: powers(organ_kind text, limit int) -> many
-- row: slug text, name tr
-- What a kind of organ decides by a vote.
SELECT slug, TR(name) FROM charter_power_public
WHERE organ_kind = :organ_kind AND rule IS NOT NULL ORDER BY position, kind_id LIMIT :limit;

-- query: kind_by_slug(slug text) -> one
-- row: id charter_kind_id
SELECT id FROM charter_kind_public WHERE slug = :slug;

-- Convocation: drafts, notice, changes, the plan of the agenda, its items in the sittings.

-- query: publish(id meeting_session_id, at time, rule charter_rule_id?,
-- reason lang_text_id?) -> count
UPDATE meeting_session SET published_at = :at, notice_rule = :rule, notice_reason = :reason
WHERE id = :id AND published_at IS NULL;

-- query: notice(id meeting_session_id) -> one
-- row: rule charter_rule_id?, reason tr
SELECT notice_rule, TR(notice_reason) FROM meeting_session WHERE id = :id;

-- query: edit(id meeting_session_id, slug text, organ organ_id, number int) -> count
UPDATE meeting_session SET slug = :slug, organ_id = :organ, number = :number
WHERE id = :id AND published_at IS NULL;

-- query: set_where(id meeting_session_id, host member_government_id?, place lang_text_id?,
-- zone text, mode int) -> count
UPDATE meeting_session SET host_id = :host, place = :place, zone = :zone, mode = :mode
WHERE id = :id AND state < 3;

-- query: set_when(id meeting_session_id, starts_on text, ends_on text) -> exec
UPDATE meeting_session SET starts_on = :starts_on, ends_on = :ends_on WHERE id = :id;

-- query: set_notice(id meeting_session_id, rule charter_rule_id?, reason lang_text_id?) -> exec
UPDATE meeting_session SET notice_rule = :rule, notice_reason = :reason WHERE id = :id;

-- query: place_of(id meeting_session_id) -> one
-- row: place lang_text_id?
SELECT place FROM meeting_session WHERE id = :id;

-- query: edit_item(id meeting_item_id, title lang_text_id, day text?, clock text?, minutes int?,
-- note lang_text_id?) -> count
UPDATE meeting_item SET title = :title, day = :day, clock = :clock, minutes = :minutes, note = :note
WHERE id = :id AND state = 1;

-- query: plan_item(id meeting_item_id, day text?, clock text?) -> exec
UPDATE meeting_item SET day = :day, clock = :clock WHERE id = :id;

-- query: place_item(id meeting_item_id, number int, position int) -> exec
UPDATE meeting_item SET number = :number, position = :position WHERE id = :id;

-- query: withdraw_item(id meeting_item_id) -> count
UPDATE meeting_item SET state = 4 WHERE id = :id AND state = 1 AND question_at IS NULL;

-- query: forget_subjects(id meeting_item_id) -> exec
DELETE FROM meeting_item_subject WHERE item_id = :id;

-- query: forget_item(id meeting_item_id) -> count
DELETE FROM meeting_item WHERE id = :id AND state = 1;

-- query: call_item(id meeting_item_id, at time) -> exec
UPDATE meeting_item SET called_at = :at, left_at = NULL, postponed_at = NULL WHERE id = :id;

-- query: leave_item(id meeting_item_id, at time) -> count
-- A clock that was set back does not make a time end before it began.
UPDATE meeting_item SET left_at = CASE WHEN called_at > :at THEN called_at ELSE :at END
WHERE id = :id AND called_at IS NOT NULL AND left_at IS NULL;

-- query: postpone_item(id meeting_item_id, at time) -> count
UPDATE meeting_item SET postponed_at = :at
WHERE id = :id AND state = 1 AND question_at IS NULL;

-- query: ask_item(id meeting_item_id, at time?) -> exec
UPDATE meeting_item SET question_at = :at WHERE id = :id;

-- query: current_item(session meeting_session_id) -> one
-- row: id meeting_item_id
SELECT id FROM meeting_item
WHERE session_id = :session AND called_at IS NOT NULL AND left_at IS NULL ORDER BY id LIMIT 1;

-- query: add_change(session meeting_session_id, item meeting_item_id?, what int, before text?,
-- after text?, before_text lang_text_id?, after_text lang_text_id?,
-- before_government member_government_id?, after_government member_government_id?,
-- reason lang_text_id?, at time, by account_id?) -> exec
INSERT INTO meeting_change (session_id, item_id, what, before, after, before_text, after_text,
                            before_government, after_government, reason, at, by)
VALUES (:session, :item, :what, :before, :after, :before_text, :after_text, :before_government,
        :after_government, :reason, :at, :by);

-- query: changes(session meeting_session_id, limit int) -> many
-- row: what int, item int?, title tr, before text?, after text?, before_text tr, after_text tr,
-- before_host tr, after_host tr, reason tr, at time, by account_id?
-- The latest first.
SELECT c.what, i.number, TR(i.title), c.before, c.after, TR(c.before_text), TR(c.after_text),
       TR(b.name), TR(a.name), TR(c.reason), c.at, c.by
FROM meeting_change c LEFT JOIN meeting_item i ON i.id = c.item_id
LEFT JOIN member_name b ON b.id = c.before_government
LEFT JOIN member_name a ON a.id = c.after_government
WHERE c.session_id = :session ORDER BY c.id DESC LIMIT :limit;

-- query: invited(at time, limit int) -> many
-- row: who account_id, person tr, government tr
-- Heads and delegates of the governments that belong to the association.
SELECT h.account_id, TR(h.person), TR(m.name)
FROM account_holder h JOIN member_now m ON m.id = h.scope_id
WHERE h.scope = 'government' AND h.role IN ('head', 'delegate')
  AND h.since_at <= :at AND (h.until_at IS NULL OR h.until_at > :at)
  AND m.kind IS NOT NULL AND m.kind <> 'partner'
ORDER BY h.account_id, h.scope_id LIMIT :limit;
-- query: past(limit int) -> many
-- row: slug text, organ organ_id, organ_slug text, organ_name tr, number int, host_slug text?,
-- host_name tr, place tr, starts_on text, ends_on text?, note tr, governments int?, people int?,
-- source text, is_inferred bool
-- scans: p: all of them are listed
-- Sessions held before.  Newest first.
SELECT p.slug, o.id, o.slug, TR(o.name), p.number, h.slug, TR(h.name), TR(p.place), p.starts_on,
       p.ends_on, TR(p.note), p.governments, p.people, p.source, p.is_inferred
FROM meeting_past p JOIN organ_public o ON o.id = p.organ_id
LEFT JOIN member_name h ON h.id = p.host_id
ORDER BY p.starts_on DESC, p.id DESC LIMIT :limit;

-- query: past_of(organ organ_id, limit int) -> many
-- row of: past
SELECT p.slug, o.id, o.slug, TR(o.name), p.number, h.slug, TR(h.name), TR(p.place), p.starts_on,
       p.ends_on, TR(p.note), p.governments, p.people, p.source, p.is_inferred
FROM meeting_past p JOIN organ_public o ON o.id = p.organ_id
LEFT JOIN member_name h ON h.id = p.host_id
WHERE p.organ_id = :organ ORDER BY p.starts_on DESC, p.id DESC LIMIT :limit;

-- query: past_one(slug text) -> one
-- row of: past
SELECT p.slug, o.id, o.slug, TR(o.name), p.number, h.slug, TR(h.name), TR(p.place), p.starts_on,
       p.ends_on, TR(p.note), p.governments, p.people, p.source, p.is_inferred
FROM meeting_past p JOIN organ_public o ON o.id = p.organ_id
LEFT JOIN member_name h ON h.id = p.host_id
WHERE p.slug = :slug;

-- query: add_past(slug text, organ organ_id, number int, host member_government_id?,
-- place lang_text_id?, starts_on text, ends_on text?, note lang_text_id?, governments int?,
-- people int?, source text, is_inferred bool) -> exec
INSERT INTO meeting_past (slug, organ_id, number, host_id, place, starts_on, ends_on, note,
                          governments, people, source, is_inferred)
VALUES (:slug, :organ, :number, :host, :place, :starts_on, :ends_on, :note, :governments, :people,
        :source, :is_inferred);
