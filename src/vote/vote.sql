-- Queries of the vote slice.  Each block becomes vote_sql_NAME().
--
-- Choices are read in seven places and no others: casting (the voter's own, to compare), own (the
-- voter's own receipt), tally and sealed (inside the transaction that closes), published and
-- published_in (which need a result), verified (near verify, which tells none).  What hands()
-- reads, the tellers alone are told before the close, and the other's count only when both are
-- there.

-- query: add_question(organ organ_id, forum int, matter int, rule charter_rule_id,
--                     title lang_text_id, zone text, may_change bool, members int,
--                     member_weight int, at time, by account_id, method int, until time?,
--                     follows vote_question_id?, reason lang_text_id?) -> one
-- row: id vote_question_id
INSERT INTO vote_question (organ_id, forum, matter, method, rule_id, title, zone, may_change,
                           members, member_weight, opened_at, opened_by, objections_until,
                           follows, follow_reason)
VALUES (:organ, :forum, :matter, :method, :rule, :title, :zone, :may_change,
        :members, :member_weight, :at, :by, :until, :follows, :reason)
RETURNING id;

-- query: add_entry(question vote_question_id, government member_government_id, who account_id,
--                  weight int, is_chair bool, is_present bool) -> exec
INSERT INTO vote_roll (question_id, government_id, account_id, weight, is_chair, is_present)
VALUES (:question, :government, :who, :weight, :is_chair, :is_present);

-- query: get(id vote_question_id) -> one
-- row: id vote_question_id, organ organ_id, forum int, matter int, method int,
--      rule charter_rule_id, title tr, title_id lang_text_id, zone text, may_change bool,
--      members int, member_weight int, opened time, closed time?, until time?, cancel tr,
--      cancel_id lang_text_id?, follows vote_question_id?, reason tr, reason_id lang_text_id?,
--      entitled int, received int, counted int
-- counted: the tellers who have entered what they counted in the latest round.
SELECT q.id, q.organ_id, q.forum, q.matter, q.method, q.rule_id, TR(q.title), q.title, q.zone,
       q.may_change, q.members, q.member_weight, q.opened_at, q.closed_at, q.objections_until,
       TR(q.cancel_reason), q.cancel_reason, q.follows, TR(q.follow_reason), q.follow_reason,
       (SELECT count(*) FROM vote_roll r WHERE r.question_id = q.id),
       (SELECT count(*) FROM vote_ballot b WHERE b.question_id = q.id),
       (SELECT count(*) FROM vote_hands h WHERE h.question_id = q.id
        AND h.round = (SELECT max(l.round) FROM vote_hands l WHERE l.question_id = q.id))
FROM vote_question q WHERE q.id = :id;

-- query: latest_on(matter int) -> one
-- row: id vote_question_id
SELECT id FROM vote_question WHERE matter = :matter ORDER BY id DESC LIMIT 1;

-- query: all_on(matter int, limit int) -> many
-- row: id vote_question_id
SELECT id FROM vote_question WHERE matter = :matter ORDER BY id LIMIT :limit;

-- query: open_in(forum int) -> one
-- row: id vote_question_id
SELECT id FROM vote_question WHERE forum = :forum AND closed_at IS NULL;

-- query: asked(who account_id, now time, limit int) -> many
-- row: id vote_question_id, title tr, title_id lang_text_id, method int
-- Open questions on whose roll the account stands, acting for the government still.
SELECT q.id, TR(q.title), q.title, q.method FROM vote_question q
JOIN vote_roll r ON r.question_id = q.id AND r.account_id = :who
WHERE q.closed_at IS NULL AND EXISTS (SELECT 1 FROM account_holder h
        WHERE h.account_id = r.account_id AND h.scope = 'government'
        AND h.scope_id = r.government_id AND h.role IN ('head', 'delegate')
        AND h.since_at <= coalesce(r.seated_at, q.opened_at)
        AND (h.until_at IS NULL OR h.until_at > :now))
ORDER BY q.id LIMIT :limit;

-- query: casting(question vote_question_id, who account_id, now time) -> one
-- row: method int, closed time?, cancel lang_text_id?, may_change bool,
--      government member_government_id?, choice int?, revision int?, cast time?,
--      entered_by account_id?, roles int
-- All that the rules of casting ask, in one look-up.  A role counts that has been held without a
-- break since the person has the place on the roll.
SELECT q.method, q.closed_at, q.cancel_reason, q.may_change, r.government_id, b.choice, b.revision,
       b.cast_at, b.entered_by,
       (SELECT count(*) FROM account_holder h WHERE h.account_id = r.account_id
        AND h.scope = 'government' AND h.scope_id = r.government_id
        AND h.role IN ('head', 'delegate') AND h.since_at <= coalesce(r.seated_at, q.opened_at)
        AND (h.until_at IS NULL OR h.until_at > :now))
FROM vote_question q
LEFT JOIN vote_roll r ON r.question_id = q.id AND r.account_id = :who
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE q.id = :question;

-- query: stopped(question vote_question_id, now time, limit int) -> many
-- row: government member_government_id, slug text, name tr, who account_id, person tr,
--      has_voted bool
-- Who is on the roll of an open question and acts for the government no longer.
SELECT r.government_id, m.slug, TR(m.name), r.account_id, TR(p.person),
       CASE WHEN b.question_id IS NULL THEN 0 ELSE 1 END
FROM vote_question q JOIN vote_roll r ON r.question_id = q.id
JOIN member_now m ON m.id = r.government_id JOIN account_person p ON p.id = r.account_id
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE q.id = :question AND q.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM account_holder h
        WHERE h.account_id = r.account_id AND h.scope = 'government'
        AND h.scope_id = r.government_id AND h.role IN ('head', 'delegate')
        AND h.since_at <= coalesce(r.seated_at, q.opened_at)
        AND (h.until_at IS NULL OR h.until_at > :now))
ORDER BY r.government_id LIMIT :limit;

-- query: seat(question vote_question_id, government member_government_id, who account_id,
-- at time) -> count
UPDATE vote_roll SET account_id = :who, seated_at = :at
WHERE question_id = :question AND government_id = :government;

-- query: entering(question vote_question_id, entered member_government_id) -> one
-- row: method int, closed time?, cancel lang_text_id?, may_change bool,
--      government member_government_id?, revision int?, cast time?, entered_by account_id?
-- The same for a government whose vote is entered at the desk: without its choice.
SELECT q.method, q.closed_at, q.cancel_reason, q.may_change, r.government_id, b.revision,
       b.cast_at, b.entered_by
FROM vote_question q
LEFT JOIN vote_roll r ON r.question_id = q.id AND r.government_id = :entered
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE q.id = :question;

-- query: arrivals(question vote_question_id, limit int) -> many
-- row: government member_government_id, slug text, country text, iso_3166_2 text?, name tr,
--      own_name tr, country_name tr, kind text?, joined text?, decision text?, present bool,
--      revision int?, cast time?, entered_by account_id?
-- Whose vote has come, and whether from the desk; never what it was.
SELECT m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision, r.is_present, b.revision, b.cast_at,
       b.entered_by
FROM vote_roll r JOIN member_now m ON m.id = r.government_id
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE r.question_id = :question ORDER BY m.id LIMIT :limit;

-- query: put_ballot(question vote_question_id, government member_government_id, choice int,
--                   revision int, at time, salt blob, entered_by account_id?) -> exec
INSERT INTO vote_ballot (question_id, government_id, choice, revision, cast_at, salt, entered_by)
VALUES (:question, :government, :choice, :revision, :at, :salt, :entered_by)
ON CONFLICT (question_id, government_id)
DO UPDATE SET choice = :choice, revision = :revision, cast_at = :at, salt = :salt,
              entered_by = :entered_by;

-- query: own(question vote_question_id, who account_id, now time) -> one
-- row: government member_government_id, slug text, country text, iso_3166_2 text?, name tr,
--      own_name tr, country_name tr, kind text?, joined text?, decision text?, choice int?,
--      revision int?, cast time?, entered_by account_id?
SELECT m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision, b.choice, b.revision, b.cast_at,
       b.entered_by
FROM vote_roll r JOIN vote_question q ON q.id = r.question_id
JOIN member_now m ON m.id = r.government_id
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE r.question_id = :question AND r.account_id = :who AND EXISTS (SELECT 1 FROM account_holder h
        WHERE h.account_id = r.account_id AND h.scope = 'government'
        AND h.scope_id = r.government_id AND h.role IN ('head', 'delegate')
        AND h.since_at <= coalesce(r.seated_at, q.opened_at)
        AND (h.until_at IS NULL OR h.until_at > :now));

-- query: close(id vote_question_id, at time, by account_id) -> count
UPDATE vote_question SET closed_at = :at, closed_by = :by WHERE id = :id AND closed_at IS NULL;

-- query: cancel(id vote_question_id, at time, by account_id, reason lang_text_id) -> count
UPDATE vote_question SET closed_at = :at, closed_by = :by, cancel_reason = :reason
WHERE id = :id AND closed_at IS NULL;

-- query: destroy(question vote_question_id) -> exec
-- The votes of a question that is cancelled: nobody shall ever read them.
DELETE FROM vote_ballot WHERE question_id = :question;

-- query: destroy_hands(question vote_question_id) -> exec
DELETE FROM vote_hands WHERE question_id = :question;

-- query: tally(question vote_question_id, limit int) -> many
-- row: choice int, votes int, weight int, has_chair bool, present int, present_weight int
-- A row for each choice that occurs, 0 for those who did not vote, and how many of them were
-- present at the opening; asked when closing alone.
SELECT coalesce(b.choice, 0), count(*), CAST(sum(r.weight) AS BIGINT), max(r.is_chair),
       CAST(sum(r.is_present) AS BIGINT), CAST(sum(r.is_present * r.weight) AS BIGINT)
FROM vote_roll r
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE r.question_id = :question GROUP BY coalesce(b.choice, 0) ORDER BY 1 LIMIT :limit;

-- query: sealed(question vote_question_id, limit int) -> many
-- row: government member_government_id, choice int?, revision int?, salt blob?,
--      entered_by account_id?
-- The whole roll with what opens each commitment; asked when closing alone.
SELECT r.government_id, b.choice, b.revision, b.salt, b.entered_by
FROM vote_roll r
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE r.question_id = :question ORDER BY r.government_id LIMIT :limit;

-- query: verified(question vote_question_id, limit int) -> many
-- row: government member_government_id, choice int?, revision int?, salt blob?
-- The same for near verify, which holds it against the log and tells no choice.
SELECT r.government_id, b.choice, b.revision, b.salt
FROM vote_roll r
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE r.question_id = :question ORDER BY r.government_id LIMIT :limit;

-- query: verified_state(question vote_question_id) -> one
-- row: closed time?, cancel lang_text_id?, rule charter_rule_id, yes int?, no int?, abstain int?,
--      not_cast int?, present int?, carried int?
SELECT q.closed_at, q.cancel_reason, q.rule_id, r.yes, r.no, r.abstain, r.not_cast, r.present,
       CAST(r.is_carried AS BIGINT)
FROM vote_question q LEFT JOIN vote_result r ON r.question_id = q.id WHERE q.id = :question;

-- query: questions_after(id vote_question_id, limit int) -> many
-- row: id vote_question_id
SELECT id FROM vote_question WHERE id > :id ORDER BY id LIMIT :limit;

-- query: add_result(question vote_question_id, yes int, no int, abstain int, not_cast int,
--                   weight_yes int, weight_no int, weight_abstain int, weight_not_cast int,
--                   present int, present_weight int, chair_choice int, is_carried bool) -> exec
INSERT INTO vote_result (question_id, yes, no, abstain, not_cast, weight_yes, weight_no,
                         weight_abstain, weight_not_cast, present, present_weight, chair_choice,
                         is_carried)
VALUES (:question, :yes, :no, :abstain, :not_cast, :weight_yes, :weight_no,
        :weight_abstain, :weight_not_cast, :present, :present_weight, :chair_choice, :is_carried);

-- query: result(question vote_question_id) -> one
-- row: rule charter_rule_id, method int, members int, member_weight int, yes int, no int,
--      abstain int, not_cast int, weight_yes int, weight_no int, weight_abstain int,
--      weight_not_cast int, present int, present_weight int, chair_choice int, is_carried bool
SELECT q.rule_id, q.method, q.members, q.member_weight, t.yes, t.no, t.abstain, t.not_cast,
       t.weight_yes, t.weight_no, t.weight_abstain, t.weight_not_cast, t.present, t.present_weight,
       t.chair_choice, t.is_carried
FROM vote_result t JOIN vote_question q ON q.id = t.question_id WHERE t.question_id = :question;

-- query: published(question vote_question_id, limit int) -> many
-- row: government member_government_id, slug text, country text, iso_3166_2 text?, name tr,
--      own_name tr, country_name tr, kind text?, joined text?, decision text?, choice int,
--      weight int, present bool, entered_by account_id?
-- The roll with how each voted; no row before there is a result.
SELECT m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision, coalesce(b.choice, 0), r.weight,
       r.is_present, b.entered_by
FROM vote_result t JOIN vote_roll r ON r.question_id = t.question_id
JOIN member_now m ON m.id = r.government_id
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE t.question_id = :question ORDER BY m.id LIMIT :limit;

-- query: all_in(forum int, limit int) -> many
-- row: id vote_question_id, organ organ_id, forum int, matter int, method int,
--      rule charter_rule_id, title tr, title_id lang_text_id, zone text, may_change bool,
--      members int, member_weight int, opened time, closed time?, until time?, cancel tr,
--      cancel_id lang_text_id?, follows vote_question_id?, reason tr, reason_id lang_text_id?,
--      entitled int, received int, counted int
-- Every question of a forum, each as get() gives it, in the order of their openings.
SELECT q.id, q.organ_id, q.forum, q.matter, q.method, q.rule_id, TR(q.title), q.title, q.zone,
       q.may_change, q.members, q.member_weight, q.opened_at, q.closed_at, q.objections_until,
       TR(q.cancel_reason), q.cancel_reason, q.follows, TR(q.follow_reason), q.follow_reason,
       (SELECT count(*) FROM vote_roll r WHERE r.question_id = q.id),
       (SELECT count(*) FROM vote_ballot b WHERE b.question_id = q.id),
       (SELECT count(*) FROM vote_hands h WHERE h.question_id = q.id
        AND h.round = (SELECT max(l.round) FROM vote_hands l WHERE l.question_id = q.id))
FROM vote_question q WHERE q.forum = :forum ORDER BY q.id LIMIT :limit;

-- query: results_in(forum int, limit int) -> many
-- row: question vote_question_id, rule charter_rule_id, method int, members int,
--      member_weight int, yes int, no int, abstain int, not_cast int, weight_yes int,
--      weight_no int, weight_abstain int, weight_not_cast int, present int, present_weight int,
--      chair_choice int, is_carried bool
SELECT q.id, q.rule_id, q.method, q.members, q.member_weight, t.yes, t.no, t.abstain, t.not_cast,
       t.weight_yes, t.weight_no, t.weight_abstain, t.weight_not_cast, t.present, t.present_weight,
       t.chair_choice, t.is_carried
FROM vote_result t JOIN vote_question q ON q.id = t.question_id WHERE q.forum = :forum
ORDER BY q.id LIMIT :limit;

-- query: published_in(forum int, limit int) -> many
-- row: question vote_question_id, government member_government_id, choice int, weight int,
--      present bool, entered_by account_id?
-- The rolls of all questions of a forum that have a result, with how each voted.
SELECT t.question_id, r.government_id, coalesce(b.choice, 0), r.weight, r.is_present, b.entered_by
FROM vote_question q JOIN vote_result t ON t.question_id = q.id
JOIN vote_roll r ON r.question_id = t.question_id
LEFT JOIN vote_ballot b ON b.question_id = r.question_id AND b.government_id = r.government_id
WHERE q.forum = :forum ORDER BY t.question_id, r.government_id LIMIT :limit;

-- query: voters_in(forum int, limit int) -> many
-- row: government member_government_id, slug text, country text, iso_3166_2 text?, name tr,
--      own_name tr, country_name tr, kind text?, joined text?, decision text?
-- The governments on these rolls, each once.
SELECT m.id, m.slug, m.country, m.iso_3166_2, TR(m.name), TR(m.name, m.own_language),
       TR(m.country_name), m.kind, m.joined, m.decision
FROM member_now m
WHERE m.id IN (SELECT r.government_id FROM vote_question q
               JOIN vote_result t ON t.question_id = q.id
               JOIN vote_roll r ON r.question_id = t.question_id WHERE q.forum = :forum)
ORDER BY m.id LIMIT :limit;

-- query: hands(question vote_question_id, limit int) -> many
-- row: round int, slot int, teller account_id, yes int, no int, abstain int, counted time
-- What the tellers counted, in every round.
SELECT round, slot, teller_id, yes, no, abstain, counted_at FROM vote_hands
WHERE question_id = :question ORDER BY round DESC, slot LIMIT :limit;

-- query: put_hands(question vote_question_id, round int, slot int, teller account_id, yes int,
--                  no int, abstain int, at time) -> exec
INSERT INTO vote_hands (question_id, round, slot, teller_id, yes, no, abstain, counted_at)
VALUES (:question, :round, :slot, :teller, :yes, :no, :abstain, :at)
ON CONFLICT (question_id, round, slot)
DO UPDATE SET yes = :yes, no = :no, abstain = :abstain, counted_at = :at;
