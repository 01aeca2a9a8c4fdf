-- The reason of a suspension, for whoever seats a delegation without a vote.  Owner: member.
DROP VIEW member_suspension_public;

-- export: times in which a member is not in good standing, and why.
CREATE VIEW member_suspension_public AS
SELECT government_id, since, until, reason FROM member_suspension;
