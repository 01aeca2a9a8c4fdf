-- query: figures() -> one
-- row: members int, observers int, countries int, organs int
-- What the home page counts.  Countries are those of the members.
SELECT (SELECT count(*) FROM member_now WHERE kind = 'member'),
       (SELECT count(*) FROM member_now WHERE kind = 'observer'),
       (SELECT count(DISTINCT country) FROM member_now WHERE kind = 'member'),
       (SELECT count(*) FROM organ_public WHERE kind = 'subcommittee');
