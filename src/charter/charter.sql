-- query: rules(limit int) -> many
-- row: id charter_rule_id, slug text, version int, valid_from text, valid_until text?, name tr,
-- source text, is_assumption bool, base int, num int, den int, more_than bool,
-- quorum_base int, quorum_num int, quorum_den int, quorum_more bool,
-- weight_base int, weight_num int, weight_den int, weight_more bool, blocking int, tie int,
-- is_secret bool, may_change bool, good_standing bool, accredited bool, notice_days int?,
-- written bool, reply_days int?, silence int
-- scans: r: all of them are listed
-- Every version of every rule, the newest of each first.
SELECT r.id, r.slug, r.version, r.valid_from, r.valid_until, TR(r.name), r.source, r.is_assumption,
       r.base, r.num, r.den, r.more_than,
       r.quorum_base, r.quorum_num, r.quorum_den, r.quorum_more,
       r.weight_base, r.weight_num, r.weight_den, r.weight_more, r.blocking, r.tie,
       r.is_secret, r.may_change, r.good_standing, r.accredited, r.notice_days,
       r.written, r.reply_days, r.silence
FROM charter_rule r
ORDER BY r.slug, r.version DESC LIMIT :limit;

-- query: rule(id charter_rule_id) -> one
-- row of: rules
SELECT r.id, r.slug, r.version, r.valid_from, r.valid_until, TR(r.name), r.source, r.is_assumption,
       r.base, r.num, r.den, r.more_than,
       r.quorum_base, r.quorum_num, r.quorum_den, r.quorum_more,
       r.weight_base, r.weight_num, r.weight_den, r.weight_more, r.blocking, r.tie,
       r.is_secret, r.may_change, r.good_standing, r.accredited, r.notice_days,
       r.written, r.reply_days, r.silence
FROM charter_rule r
WHERE r.id = :id;

-- query: versions(slug text, limit int) -> many
-- row of: rules
-- Every version of a rule.  Newest first.
SELECT r.id, r.slug, r.version, r.valid_from, r.valid_until, TR(r.name), r.source, r.is_assumption,
       r.base, r.num, r.den, r.more_than,
       r.quorum_base, r.quorum_num, r.quorum_den, r.quorum_more,
       r.weight_base, r.weight_num, r.weight_den, r.weight_more, r.blocking, r.tie,
       r.is_secret, r.may_change, r.good_standing, r.accredited, r.notice_days,
       r.written, r.reply_days, r.silence
FROM charter_rule r
WHERE r.slug = :slug ORDER BY r.version DESC LIMIT :limit;

-- query: rule_names(limit int) -> many
-- row: id charter_rule_id, zh tr, ja tr, ko tr, mn tr, ru tr, en tr
-- Names as a reader of each language gets them, in the order of rules().
-- scans: r: all of them are listed
SELECT r.id, TR(r.name, 'zh'), TR(r.name, 'ja'), TR(r.name, 'ko'), TR(r.name, 'mn'),
       TR(r.name, 'ru'), TR(r.name, 'en')
FROM charter_rule r
ORDER BY r.slug, r.version DESC LIMIT :limit;

-- query: version_names(slug text, limit int) -> many
-- row of: rule_names
-- The same in the order of versions().
SELECT r.id, TR(r.name, 'zh'), TR(r.name, 'ja'), TR(r.name, 'ko'), TR(r.name, 'mn'),
       TR(r.name, 'ru'), TR(r.name, 'en')
FROM charter_rule r
WHERE r.slug = :slug ORDER BY r.version DESC LIMIT :limit;

-- query: rule_on(slug text, day text) -> one
-- row: id charter_rule_id
-- The version in force on a day.  Civil dates of less precision begin with their first day, and
-- compare as texts.
SELECT r.id FROM charter_rule r
WHERE r.slug = :slug AND r.valid_from <= :day AND (r.valid_until IS NULL OR r.valid_until > :day)
ORDER BY r.version DESC LIMIT 1;

-- query: power(organ_kind text, kind charter_kind_id) -> one
-- row: rule text?
SELECT rule FROM charter_power WHERE organ_kind = :organ_kind AND kind_id = :kind;

-- query: powers(limit int) -> many
-- row: kind charter_kind_id, organ_kind text, rule text?, source text, is_assumption bool
-- Every power, in the order of kinds.
-- scans: p: all of them are listed
SELECT p.kind_id, p.organ_kind, p.rule, p.source, p.is_assumption
FROM charter_power p JOIN charter_kind k ON k.id = p.kind_id
ORDER BY k.position, p.id LIMIT :limit;

-- query: kinds(limit int) -> many
-- row: id charter_kind_id, slug text, name tr, title lang_text_id, effect text?, subjects int
-- scans: charter_kind: all of them are listed
SELECT id, slug, TR(name), title, effect, subjects
FROM charter_kind ORDER BY position LIMIT :limit;

-- query: kind(id charter_kind_id) -> one
-- row of: kinds
SELECT id, slug, TR(name), title, effect, subjects FROM charter_kind WHERE id = :id;

-- query: articles(limit int) -> many
-- row: number text, title tr, body tr, source text
-- scans: charter_article: all of them are listed
SELECT number, TR(title), TR(body), source FROM charter_article ORDER BY position LIMIT :limit;

-- query: association() -> one
-- row: slug text, short_name tr, name tr, motto tr, language text, zone text, founded text?,
-- website text?, contact_email text?, two_persons bool, two_persons_source text?,
-- two_persons_assumed bool
SELECT slug, TR(short), TR(name), TR(motto), language, zone, founded, website, contact_email,
       two_persons, two_persons_source, two_persons_assumed
FROM charter_association WHERE id = 1;

-- query: association_texts() -> one
-- row: short_name lang_text_id, name lang_text_id, motto lang_text_id
SELECT short, name, motto FROM charter_association WHERE id = 1;

-- query: add_association(slug text, short_name lang_text_id, name lang_text_id, motto lang_text_id,
-- language text, zone text, founded text?, website text?, contact_email text?) -> exec
INSERT INTO charter_association
  (id, slug, short, name, motto, language, zone, founded, website, contact_email)
VALUES (1, :slug, :short_name, :name, :motto, :language, :zone, :founded, :website, :contact_email);

-- query: set_two_persons(source text, is_assumption bool) -> exec
UPDATE charter_association SET two_persons = 1, two_persons_source = :source,
  two_persons_assumed = :is_assumption WHERE id = 1;

-- query: add_kind(slug text, name lang_text_id, title lang_text_id, effect text?, subjects int,
-- position int) -> one
-- row: id charter_kind_id
INSERT INTO charter_kind (slug, name, title, effect, subjects, position)
VALUES (:slug, :name, :title, :effect, :subjects, :position) RETURNING id;

-- query: add_rule(slug text, version int, valid_from text, valid_until text?, name lang_text_id,
-- source text, is_assumption bool, base int, num int, den int, more_than bool,
-- quorum_base int, quorum_num int, quorum_den int, quorum_more bool,
-- weight_base int, weight_num int, weight_den int, weight_more bool, blocking int, tie int,
-- is_secret bool, may_change bool, good_standing bool, accredited bool, notice_days int?,
-- written bool, reply_days int?, silence int) -> exec
INSERT INTO charter_rule
  (slug, version, valid_from, valid_until, name, source, is_assumption, base, num, den, more_than,
   quorum_base, quorum_num, quorum_den, quorum_more, weight_base, weight_num, weight_den,
   weight_more, blocking, tie, is_secret, may_change, good_standing, accredited, notice_days,
   written, reply_days, silence)
VALUES
  (:slug, :version, :valid_from, :valid_until, :name, :source, :is_assumption, :base, :num, :den,
   :more_than, :quorum_base, :quorum_num, :quorum_den, :quorum_more, :weight_base, :weight_num,
   :weight_den, :weight_more, :blocking, :tie, :is_secret, :may_change, :good_standing,
   :accredited, :notice_days, :written, :reply_days, :silence);

-- query: add_power(organ_kind text, kind charter_kind_id, rule text?, source text,
-- is_assumption bool) -> exec
INSERT INTO charter_power (organ_kind, kind_id, rule, source, is_assumption)
VALUES (:organ_kind, :kind, :rule, :source, :is_assumption);

-- query: add_article(number text, title lang_text_id, body lang_text_id, source text,
-- position int) -> exec
INSERT INTO charter_article (number, title, body, source, position)
VALUES (:number, :title, :body, :source, :position);
