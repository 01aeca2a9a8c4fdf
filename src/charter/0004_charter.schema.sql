-- The association, kinds of decision, rules in their versions, organs' powers, articles.
-- Owner: charter.
CREATE TABLE charter_association (
  id            ID,                                  -- one row: 1
  slug          TEXT NOT NULL UNIQUE,
  short         TR   NOT NULL,                       -- "NEAR"
  name          TR   NOT NULL,
  motto         TR   NOT NULL,
  language      TEXT NOT NULL CHECK (length(language) = 2),
  zone          TEXT NOT NULL,                       -- IANA
  founded       TEXT,                                -- civil date
  website       TEXT,
  contact_email TEXT
);

CREATE TABLE charter_kind (
  id       ID,
  slug     TEXT NOT NULL UNIQUE,
  name     TR   NOT NULL,                            -- "Admission of members"
  title    TR   NOT NULL,                            -- of a decision: "Admission of {subjects}"
  effect   TEXT,                                     -- "member.admit"; NULL: nothing by itself
  subjects INT  NOT NULL CHECK (subjects IN (0, 1, 2)),     -- none, one, one or more named
  position INT  NOT NULL
);

CREATE TABLE charter_rule (
  id            ID,
  slug          TEXT NOT NULL,
  version       INT  NOT NULL CHECK (version > 0),
  valid_from    TEXT NOT NULL,                       -- civil date
  valid_until   TEXT,                                -- first day on which it is no longer in force
  name          TR   NOT NULL,
  source        TEXT NOT NULL CHECK (length(source) > 0),    -- the article; how it was assumed
  is_assumption BOOL NOT NULL,
  base          INT  NOT NULL CHECK (base BETWEEN 1 AND 5),  -- enum charter_base
  num           INT  NOT NULL CHECK (num >= 0),
  den           INT  NOT NULL CHECK (den > 0),
  more_than     BOOL NOT NULL,                       -- more than the fraction, or at least it
  quorum_base   INT  NOT NULL CHECK (quorum_base BETWEEN 0 AND 2),   -- enum charter_base
  quorum_num    INT  NOT NULL CHECK (quorum_num >= 0),
  quorum_den    INT  NOT NULL CHECK (quorum_den > 0),
  quorum_more   BOOL NOT NULL,
  weight_base   INT  NOT NULL CHECK (weight_base BETWEEN 0 AND 5),   -- 0: no second condition
  weight_num    INT  NOT NULL CHECK (weight_num >= 0),
  weight_den    INT  NOT NULL CHECK (weight_den > 0),
  weight_more   BOOL NOT NULL,
  blocking      INT  NOT NULL CHECK (blocking >= 0), -- fewer cannot block by weight
  tie           INT  NOT NULL CHECK (tie IN (0, 1)), -- 0 not carried, 1 the chair's vote decides
  is_secret     BOOL NOT NULL,
  may_change    BOOL NOT NULL,                       -- a vote may be changed until the close
  good_standing BOOL NOT NULL,                       -- entitled: only members in good standing
  accredited    BOOL NOT NULL,                       -- and only with an accredited delegate
  notice_days   INT,
  written       BOOL NOT NULL,                       -- a written procedure may replace a session
  reply_days    INT,
  silence       INT  NOT NULL CHECK (silence BETWEEN 0 AND 2),       -- enum charter_silence
  UNIQUE (slug, version)
);

CREATE TABLE charter_power (
  id            ID,
  organ_kind    TEXT NOT NULL,                       -- "general-assembly"
  kind_id       INT  NOT NULL REFERENCES charter_kind (id),
  rule          TEXT,                                -- slug; NULL: exercised without a vote
  source        TEXT NOT NULL CHECK (length(source) > 0),
  is_assumption BOOL NOT NULL,
  UNIQUE (organ_kind, kind_id)
);

CREATE TABLE charter_article (
  id       ID,
  number   TEXT NOT NULL UNIQUE,
  title    TR   NOT NULL,
  body     TR   NOT NULL,
  source   TEXT NOT NULL CHECK (length(source) > 0),
  position INT  NOT NULL
);

-- export: the association's names and settings.
CREATE VIEW charter_association_public AS
SELECT slug, short, name, motto, language, zone, founded, website, contact_email
FROM charter_association;

-- export: kinds of decision.
CREATE VIEW charter_kind_public AS SELECT id, slug, name, title, effect, subjects FROM charter_kind;

-- export: which organ may decide what.
CREATE VIEW charter_power_public AS
SELECT p.organ_kind, p.kind_id, k.slug, k.name, p.rule, p.source, p.is_assumption, k.position
FROM charter_power p JOIN charter_kind k ON k.id = p.kind_id;

-- export: names and sources of rules, in every version.
CREATE VIEW charter_rule_public AS
SELECT id, slug, version, valid_from, valid_until, name, source, is_assumption FROM charter_rule;
