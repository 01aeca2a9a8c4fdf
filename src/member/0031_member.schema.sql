-- By government, by country, by what governments are; names alone.  Owner: member.
CREATE INDEX member_government_country ON member_government (country, slug);
CREATE INDEX member_membership_government ON member_membership (government_id);
CREATE INDEX member_membership_kind ON member_membership (kind) WHERE in_force = 1;
CREATE INDEX member_suspension_government ON member_suspension (government_id, since);

-- export: the name of every government.  One table, so that an outer join finds it by its key.
CREATE VIEW member_name AS SELECT id, slug, name FROM member_government;
