-- Countries, governments, memberships, standing, the map.  Owner: member.
CREATE TABLE member_country (
  code         TEXT NOT NULL PRIMARY KEY CHECK (length(code) = 2),  -- ISO 3166-1
  name         TR   NOT NULL,
  own_language TEXT NOT NULL CHECK (length(own_language) = 2)
);

-- A regional government, or an organisation that is a partner.
CREATE TABLE member_government (
  id         ID,
  slug       TEXT NOT NULL UNIQUE,
  country    TEXT NOT NULL REFERENCES member_country (code),
  iso_3166_2 TEXT,
  name       TR   NOT NULL,
  about      TR,                                     -- what it is, where there is a text
  website    TEXT,
  latitude   INT,                                    -- of the seat, in millionths of a degree
  longitude  INT,
  population INT,
  area_km2   INT,
  grdp_usd   INT,
  stat_year  INT,                                    -- of the population
  source     TEXT
);

-- What a government was, and when.  Nothing in force: it has applied, or it has left.
CREATE TABLE member_membership (
  id            ID,
  government_id INT  NOT NULL REFERENCES member_government (id),
  kind          TEXT NOT NULL
                CHECK (kind IN ('member', 'associate', 'special', 'observer', 'partner')),
  joined        TEXT,                                -- civil date as exact as it is known
  left_on       TEXT,                                -- first day on which it was no longer so
  in_force      BOOL NOT NULL,
  decision      TEXT                                 -- number of the decision that admitted it
);
CREATE UNIQUE INDEX member_membership_one ON member_membership (government_id) WHERE in_force = 1;

-- A time in which a member is not in good standing.
CREATE TABLE member_suspension (
  id            ID,
  government_id INT  NOT NULL REFERENCES member_government (id),
  since         TEXT NOT NULL,                       -- civil date
  until         TEXT,
  reason        TR   NOT NULL
);

CREATE TABLE member_map (
  id       ID,                                       -- one row: 1
  view_box TEXT NOT NULL                             -- "0 0 1000 620"
);

-- Outlines for the map, projected and simplified (tools/genmap).
CREATE TABLE member_region (
  government_id INT  NOT NULL PRIMARY KEY REFERENCES member_government (id),
  outline       TEXT NOT NULL,                       -- SVG path data in the map's own units
  label_x       INT  NOT NULL,
  label_y       INT  NOT NULL
);

-- export: times in which a member is not in good standing.
CREATE VIEW member_suspension_public AS
SELECT government_id, since, until FROM member_suspension;

-- export: every government with what it is now; kind is NULL for applicants and those who left.
CREATE VIEW member_now AS
SELECT g.id, g.slug, g.country, g.iso_3166_2, g.name, c.name AS country_name, c.own_language,
       m.kind, m.joined, m.decision
FROM member_government g JOIN member_country c ON c.code = g.country
LEFT JOIN member_membership m ON m.government_id = g.id AND m.in_force = 1;
