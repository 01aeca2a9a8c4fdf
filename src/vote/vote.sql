-- Queries of the vote slice.  Each block becomes vote_sql_NAME().
--
-- Choices are read in five places and no others: casting (the voter's own, to compare), own (the
-- voter's own receipt), tally and sealed (inside the transaction that closes), published (needs a
-- result).

-- query: add_question(organ organ_id, forum int, matter int, rule charter_rule_id,
--                     title lang_text_id, zone text, may_change bool, members int,
--                     member_weight int, at time, by account_id) -> one
-- row: id vote_question_id
INSERT INTO vote_question (organ_id, forum, matter, method, rule_id, title, zone, may_change,
                           members, member_weight, opened_at, opened_by)
VALUES (:organ, :forum, :matter, 1, :rule, :title, :zone, :may_change,
        :members, :member_weight, :at, :by)
RETURNING id;

-- query: add_entry(question vote_question_id, government member_government_id, who account_id,
--                  weight int, is_chair bool) -> exec
INSERT INTO vote_roll (question_id, government_id, account_id, weight, is_chair)
VALUES (:question, :government, :who, :weight, :is_chair);

-- query: get(id vote_question_id) -> one
-- row: id vote_question_id, organ organ_id, forum int, matter int, rule charter_rule_id, title tr,
--      title_id lang_text_id, zone text, may_change bool, members int, member_weight int,
--      opened time, closed time?, entitled int, received int
SELECT q.id, q.organ_id, q.forum, q.matter, q.rule_id, TR(q.title), q.title, q.zone, q.may_change,
       q.members, q.member_weight, q.opened_at, q.closed_at,
       (SELECT count(*) FROM vote_roll r WHERE r.question_id = q.id),
       (SELECT count(*) FROM vote_ballot b WHERE b.question_id = q.id)
FROM vote_question q WHERE q.id = :id;

-- query: latest_on(matter int) -> one
-- row: id vote_question_id
SELECT id FROM vote_question WHERE matter = :matter ORDER BY id DESC LIMIT 1;

-- query: open_in(forum int) -> one
-- row: id vote_question_id
SELECT id FROM vote_question WHERE forum = :forum AND closed_at IS NULL;

-- query: asked(who account_id, limit int) -> many
-- row: id vote_question_id, title tr, title_id lang_text_id
-- Open questions on whose roll the account stands.
SELECT q.id, TR(q.title), q.title FROM vote_question q
JOIN vote_roll r ON r.question_id = q.id AND r.account_id = :who
WHERE q.closed_at IS NULL ORDER BY q.id LIMIT :limit;

-- query: casting(question vote_question_id, who account_id) -> one
-- row: closed time?, may_change bool, government member_government_id?, choice int?, revision int?,
--      cast time?
-- All that the rules of casting ask, in one look-up.
SELECT q.closed_at, q.may_change, r.government_id, b.choice, b.revision, b.cast_at
FROM vote_question q
LEFT JOIN vote_roll r ON r.question_id = q.id AND r.account_id = :who
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE q.id = :question;

-- query: put_ballot(question vote_question_id, government member_government_id, choice int,
--                   revision int, at time, salt blob) -> exec
INSERT INTO vote_ballot (question_id, government_id, choice, revision, cast_at, salt)
VALUES (:question, :government, :choice, :revision, :at, :salt)
ON CONFLICT (question_id, government_id)
DO UPDATE SET choice = :choice, revision = :revision, cast_at = :at, salt = :salt;

-- query: own(question vote_question_id, who account_id) -> one
-- row: government member_government_id, slug text, country text, iso_3166_2 text?, name tr,
--      own_name tr, country_name tr, kind text?, joined text?, decision text?, choice int?,
--      revision int?, cast time?
SELECT m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision, b.choice, b.revision, b.cast_at
FROM vote_roll r JOIN member_now m ON m.id = r.government_id
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE r.question_id = :question AND r.account_id = :who;

-- query: close(id vote_question_id, at time, by account_id) -> count
UPDATE vote_question SET closed_at = :at, closed_by = :by WHERE id = :id AND closed_at IS NULL;

-- query: tally(question vote_question_id, limit int) -> many
-- row: choice int, votes int, weight int, has_chair bool
-- A row for each choice that occurs, 0 for those who did not vote; asked when closing alone.
SELECT coalesce(b.choice, 0), count(*), CAST(sum(r.weight) AS BIGINT), max(r.is_chair)
FROM vote_roll r
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE r.question_id = :question GROUP BY coalesce(b.choice, 0) ORDER BY 1 LIMIT :limit;

-- query: sealed(question vote_question_id, limit int) -> many
-- row: government member_government_id, choice int?, revision int?, salt blob?
-- The whole roll with what opens each commitment; asked when closing alone.
SELECT r.government_id, b.choice, b.revision, b.salt
FROM vote_roll r
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE r.question_id = :question ORDER BY r.government_id LIMIT :limit;

-- query: add_result(question vote_question_id, yes int, no int, abstain int, not_cast int,
--                   weight_yes int, weight_no int, weight_abstain int, weight_not_cast int,
--                   chair_choice int, is_carried bool) -> exec
INSERT INTO vote_result (question_id, yes, no, abstain, not_cast, weight_yes, weight_no,
                         weight_abstain, weight_not_cast, chair_choice, is_carried)
VALUES (:question, :yes, :no, :abstain, :not_cast, :weight_yes, :weight_no,
        :weight_abstain, :weight_not_cast, :chair_choice, :is_carried);

-- query: result(question vote_question_id) -> one
-- row: rule charter_rule_id, members int, member_weight int, yes int, no int, abstain int,
--      not_cast int, weight_yes int, weight_no int, weight_abstain int, weight_not_cast int,
--      chair_choice int, is_carried bool
SELECT q.rule_id, q.members, q.member_weight, t.yes, t.no, t.abstain, t.not_cast,
       t.weight_yes, t.weight_no, t.weight_abstain, t.weight_not_cast, t.chair_choice, t.is_carried
FROM vote_result t JOIN vote_question q ON q.id = t.question_id WHERE t.question_id = :question;

-- query: published(question vote_question_id, limit int) -> many
-- row: government member_government_id, slug text, country text, iso_3166_2 text?, name tr,
--      own_name tr, country_name tr, kind text?, joined text?, decision text?, choice int,
--      weight int
-- The roll with how each voted; no row before there is a result.
SELECT m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision, coalesce(b.choice, 0), r.weight
FROM vote_result t JOIN vote_roll r ON r.question_id = t.question_id
JOIN member_now m ON m.id = r.government_id
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE t.question_id = :question ORDER BY m.id LIMIT :limit;
