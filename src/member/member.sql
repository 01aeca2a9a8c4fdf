-- query: list(reader text, limit int) -> many
-- row: id member_government_id, slug text, country text, name text?, name_language text?,
-- own text?, own_language text?, kind text?
-- scans: g: all of them are listed
-- Every government.  The longest list there is: its texts are joined, which is cheaper than TR(),
-- and a name in the reader's own language is not looked up twice.
SELECT g.id, g.slug, g.country, n.body, n.language, o.body, o.language, g.kind
FROM member_now g
LEFT JOIN lang_reading n ON n.text_id = g.name AND n.want = :reader
LEFT JOIN lang_reading o ON o.text_id = g.name AND o.want = nullif(g.own_language, :reader)
ORDER BY g.id LIMIT :limit;

-- query: list_kind(reader text, kind text, limit int) -> many
-- row of: list
SELECT g.id, g.slug, g.country, n.body, n.language, o.body, o.language, g.kind
FROM member_now g
LEFT JOIN lang_reading n ON n.text_id = g.name AND n.want = :reader
LEFT JOIN lang_reading o ON o.text_id = g.name AND o.want = nullif(g.own_language, :reader)
WHERE g.kind = :kind
ORDER BY g.id LIMIT :limit;

-- query: list_country(reader text, country text, limit int) -> many
-- row of: list
SELECT g.id, g.slug, g.country, n.body, n.language, o.body, o.language, g.kind
FROM member_now g
LEFT JOIN lang_reading n ON n.text_id = g.name AND n.want = :reader
LEFT JOIN lang_reading o ON o.text_id = g.name AND o.want = nullif(g.own_language, :reader)
WHERE g.country = :country
ORDER BY g.id LIMIT :limit;

-- query: list_both(reader text, kind text, country text, limit int) -> many
-- row of: list
SELECT g.id, g.slug, g.country, n.body, n.language, o.body, o.language, g.kind
FROM member_now g
LEFT JOIN lang_reading n ON n.text_id = g.name AND n.want = :reader
LEFT JOIN lang_reading o ON o.text_id = g.name AND o.want = nullif(g.own_language, :reader)
WHERE g.kind = :kind AND g.country = :country
ORDER BY g.id LIMIT :limit;

-- query: get(id member_government_id) -> one
-- row: id member_government_id, slug text, country text, iso text?, name tr, own tr,
-- country_name tr, kind text?, joined text?, decision text?
SELECT g.id, g.slug, g.country, g.iso_3166_2, TR(g.name), TR(g.name, g.own_language),
       TR(g.country_name), g.kind, g.joined, g.decision
FROM member_now g WHERE g.id = :id;

-- query: by_slug(slug text) -> one
-- row: id member_government_id
SELECT id FROM member_government WHERE slug = :slug;

-- query: facts(id member_government_id) -> one
-- row: about tr, website text?, latitude int?, longitude int?, population int?, area_km2 int?,
-- grdp_usd int?, stat_year int?, source text?, has_region bool
SELECT TR(g.about), g.website, g.latitude, g.longitude, g.population, g.area_km2, g.grdp_usd,
       g.stat_year, g.source,
       CASE WHEN EXISTS (SELECT 1 FROM member_region r WHERE r.government_id = g.id)
            THEN 1 ELSE 0 END
FROM member_government g WHERE g.id = :id;

-- query: countries(limit int) -> many
-- row: code text, name tr
-- scans: member_country: all of them are listed
SELECT code, TR(name) FROM member_country ORDER BY code LIMIT :limit;

-- query: name_in(id member_government_id) -> one
-- row: zh tr, ja tr, ko tr, mn tr, ru tr, en tr
-- The name as a reader of each language gets it.
SELECT TR(name, 'zh'), TR(name, 'ja'), TR(name, 'ko'), TR(name, 'mn'), TR(name, 'ru'),
       TR(name, 'en')
FROM member_government WHERE id = :id;

-- query: api(after text, limit int) -> many
-- row: id member_government_id, slug text, kind text?, country text, iso text?, zh tr, ja tr,
-- ko tr, mn tr, ru tr, en tr, joined text?, left_on text?
-- In the order of slugs, after one of them.
SELECT g.id, g.slug, g.kind, g.country, g.iso_3166_2,
       TR(g.name, 'zh'), TR(g.name, 'ja'), TR(g.name, 'ko'), TR(g.name, 'mn'), TR(g.name, 'ru'),
       TR(g.name, 'en'), g.joined,
       (SELECT max(m.left_on) FROM member_membership m
        WHERE m.government_id = g.id AND g.kind IS NULL)
FROM member_now g
WHERE g.slug > :after ORDER BY g.slug LIMIT :limit;

-- query: api_kind(kind text, after text, limit int) -> many
-- row of: api
SELECT g.id, g.slug, g.kind, g.country, g.iso_3166_2,
       TR(g.name, 'zh'), TR(g.name, 'ja'), TR(g.name, 'ko'), TR(g.name, 'mn'), TR(g.name, 'ru'),
       TR(g.name, 'en'), g.joined,
       (SELECT max(m.left_on) FROM member_membership m
        WHERE m.government_id = g.id AND g.kind IS NULL)
FROM member_now g
WHERE g.kind = :kind AND g.slug > :after
ORDER BY g.slug LIMIT :limit;

-- query: api_country(country text, after text, limit int) -> many
-- row of: api
SELECT g.id, g.slug, g.kind, g.country, g.iso_3166_2,
       TR(g.name, 'zh'), TR(g.name, 'ja'), TR(g.name, 'ko'), TR(g.name, 'mn'), TR(g.name, 'ru'),
       TR(g.name, 'en'), g.joined,
       (SELECT max(m.left_on) FROM member_membership m
        WHERE m.government_id = g.id AND g.kind IS NULL)
FROM member_now g
WHERE g.country = :country AND g.slug > :after
ORDER BY g.slug LIMIT :limit;

-- query: api_both(kind text, country text, after text, limit int) -> many
-- row of: api
SELECT g.id, g.slug, g.kind, g.country, g.iso_3166_2,
       TR(g.name, 'zh'), TR(g.name, 'ja'), TR(g.name, 'ko'), TR(g.name, 'mn'), TR(g.name, 'ru'),
       TR(g.name, 'en'), g.joined,
       (SELECT max(m.left_on) FROM member_membership m
        WHERE m.government_id = g.id AND g.kind IS NULL)
FROM member_now g
WHERE g.kind = :kind AND g.country = :country AND g.slug > :after
ORDER BY g.slug LIMIT :limit;

-- query: history(id member_government_id, limit int) -> many
-- row: kind text, joined text?, left_on text?, in_force bool, decision text?
SELECT kind, joined, left_on, in_force, decision FROM member_membership
WHERE government_id = :id ORDER BY id LIMIT :limit;

-- query: count_members() -> one
-- row: n int
SELECT count(*) FROM member_membership WHERE kind = 'member' AND in_force = 1;

-- query: suspensions_on(id member_government_id, day text) -> one
-- row: n int
SELECT count(*) FROM member_suspension
WHERE government_id = :id AND since <= :day AND (until IS NULL OR until > :day);

-- query: suspensions(id member_government_id, limit int) -> many
-- row: since text, until text?, reason tr
SELECT since, until, TR(reason) FROM member_suspension
WHERE government_id = :id ORDER BY since LIMIT :limit;

-- query: regions(limit int) -> many
-- row: id member_government_id, slug text, name tr, kind text?, outline text
-- scans: r: all of them are drawn
SELECT r.government_id, g.slug, TR(g.name), g.kind, r.outline
FROM member_region r JOIN member_now g ON g.id = r.government_id
ORDER BY r.government_id LIMIT :limit;

-- query: map() -> one
-- row: view_box text
SELECT view_box FROM member_map WHERE id = 1;

-- query: add_country(code text, name lang_text_id, own_language text) -> exec
INSERT INTO member_country (code, name, own_language) VALUES (:code, :name, :own_language);

-- query: add(slug text, country text, iso text?, name lang_text_id, website text?) -> one
-- row: id member_government_id
INSERT INTO member_government (slug, country, iso_3166_2, name, website)
VALUES (:slug, :country, :iso, :name, :website) RETURNING id;

-- query: set_place(id member_government_id, latitude int, longitude int) -> exec
UPDATE member_government SET latitude = :latitude, longitude = :longitude WHERE id = :id;

-- query: set_figures(id member_government_id, population int?, area int?, grdp int?, year int?,
-- source text?) -> exec
UPDATE member_government
SET population = :population, area_km2 = :area, grdp_usd = :grdp, stat_year = :year,
    source = :source
WHERE id = :id;

-- query: add_membership(government member_government_id, kind text, joined text?, left_on text?,
-- in_force bool, decision text?) -> exec
INSERT INTO member_membership (government_id, kind, joined, left_on, in_force, decision)
VALUES (:government, :kind, :joined, :left_on, :in_force, :decision);

-- query: end_membership(government member_government_id, day text) -> count
UPDATE member_membership SET in_force = 0, left_on = :day
WHERE government_id = :government AND in_force = 1;

-- query: add_suspension(government member_government_id, since text, until text?,
-- reason lang_text_id) -> exec
INSERT INTO member_suspension (government_id, since, until, reason)
VALUES (:government, :since, :until, :reason);

-- query: set_map(view_box text) -> exec
INSERT INTO member_map (id, view_box) VALUES (1, :view_box);

-- query: add_region(government member_government_id, outline text, x int, y int) -> exec
INSERT INTO member_region (government_id, outline, label_x, label_y)
VALUES (:government, :outline, :x, :y);

-- query: verified(after member_membership_id, limit int) -> many
-- row: id member_membership_id, government member_government_id, slug text, decision text?,
-- in_force bool
-- For near verify, which holds them against the log.
SELECT m.id, m.government_id, g.slug, m.decision, m.in_force
FROM member_membership m JOIN member_government g ON g.id = m.government_id
WHERE m.id > :after ORDER BY m.id LIMIT :limit;
