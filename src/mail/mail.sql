-- query: add(account account_id?, name text?, address text?, language text, subject text,
--            body text, about text?, state int, at time, by account_id, next time?) -> one
-- row: id mail_message_id
INSERT INTO mail_message (account_id, name, address, language, subject, body, about, state,
                          created_at, created_by, queued_at, next_at)
VALUES (:account, :name, :address, :language, :subject, :body, :about, :state,
        :at, :by, :next, :next)
RETURNING id;

-- query: list(before mail_message_id, limit int) -> many
-- row: id mail_message_id, account account_id?, person tr, name text?, address text?,
-- language text, subject text, about text?, state int, revision int, tries int, trouble int,
-- said text?, message_id text?, sent_to text?, created time, by account_id, queued time?,
-- next time?, ended time?
-- Before one of them, the newest first.  The address is where it would go now.
SELECT m.id, m.account_id, TR(p.person), m.name, coalesce(m.address, a.email),
       m.language, m.subject, m.about, m.state, m.revision, m.tries, m.trouble,
       m.said, m.message_id, m.sent_to, m.created_at, m.created_by, m.queued_at,
       m.next_at, m.ended_at
FROM mail_message m
LEFT JOIN account_person p ON p.id = m.account_id
LEFT JOIN account_address a ON a.id = m.account_id
WHERE m.id < :before ORDER BY m.id DESC LIMIT :limit;

-- query: list_state(state int, before mail_message_id, limit int) -> many
-- row of: list
SELECT m.id, m.account_id, TR(p.person), m.name, coalesce(m.address, a.email),
       m.language, m.subject, m.about, m.state, m.revision, m.tries, m.trouble,
       m.said, m.message_id, m.sent_to, m.created_at, m.created_by, m.queued_at,
       m.next_at, m.ended_at
FROM mail_message m
LEFT JOIN account_person p ON p.id = m.account_id
LEFT JOIN account_address a ON a.id = m.account_id
WHERE m.state = :state AND m.id < :before
ORDER BY m.id DESC LIMIT :limit;

-- query: list_about(about text, before mail_message_id, limit int) -> many
-- row of: list
SELECT m.id, m.account_id, TR(p.person), m.name, coalesce(m.address, a.email),
       m.language, m.subject, m.about, m.state, m.revision, m.tries, m.trouble,
       m.said, m.message_id, m.sent_to, m.created_at, m.created_by, m.queued_at,
       m.next_at, m.ended_at
FROM mail_message m
LEFT JOIN account_person p ON p.id = m.account_id
LEFT JOIN account_address a ON a.id = m.account_id
WHERE m.about = :about AND m.id < :before
ORDER BY m.id DESC LIMIT :limit;

-- query: list_both(state int, about text, before mail_message_id, limit int) -> many
-- row of: list
SELECT m.id, m.account_id, TR(p.person), m.name, coalesce(m.address, a.email),
       m.language, m.subject, m.about, m.state, m.revision, m.tries, m.trouble,
       m.said, m.message_id, m.sent_to, m.created_at, m.created_by, m.queued_at,
       m.next_at, m.ended_at
FROM mail_message m
LEFT JOIN account_person p ON p.id = m.account_id
LEFT JOIN account_address a ON a.id = m.account_id
WHERE m.about = :about AND m.state = :state AND m.id < :before
ORDER BY m.id DESC LIMIT :limit;

-- query: get(id mail_message_id) -> one
-- row of: list
SELECT m.id, m.account_id, TR(p.person), m.name, coalesce(m.address, a.email),
       m.language, m.subject, m.about, m.state, m.revision, m.tries, m.trouble,
       m.said, m.message_id, m.sent_to, m.created_at, m.created_by, m.queued_at,
       m.next_at, m.ended_at
FROM mail_message m
LEFT JOIN account_person p ON p.id = m.account_id
LEFT JOIN account_address a ON a.id = m.account_id
WHERE m.id = :id;

-- query: body(id mail_message_id) -> one
-- row: body text
SELECT body FROM mail_message WHERE id = :id;

-- query: counts(limit int) -> many
-- row: state int, n int, newest mail_message_id
-- scans: mail_message: all of them are counted, by their index
SELECT state, count(*), max(id) FROM mail_message GROUP BY state ORDER BY state LIMIT :limit;

-- query: counts_about(about text, limit int) -> many
-- row of: counts
SELECT state, count(*), max(id) FROM mail_message WHERE about = :about
GROUP BY state ORDER BY state LIMIT :limit;

-- query: addressless(about text?, through mail_message_id) -> one
-- row: n int
-- Held letters that have nowhere to go.
SELECT count(*) FROM mail_message m LEFT JOIN account_address a ON a.id = m.account_id
WHERE m.state = 1 AND m.id <= :through AND m.address IS NULL AND a.email IS NULL
  AND (CAST(:about AS TEXT) IS NULL OR m.about = :about);

-- query: about_person(about text, account account_id) -> one
-- row: held mail_message_id?, released int
SELECT max(CASE WHEN state = 1 THEN id END), count(CASE WHEN state BETWEEN 2 AND 5 THEN 1 END)
FROM mail_message WHERE about = :about AND account_id = :account;

-- query: newest(about text) -> one
-- row: at time?
SELECT max(created_at) FROM mail_message WHERE about = :about AND state BETWEEN 2 AND 5;

-- query: edit(id mail_message_id, revision int, subject text, body text) -> count
UPDATE mail_message SET subject = :subject, body = :body, revision = revision + 1
WHERE id = :id AND state = 1 AND revision = :revision;

-- query: rewrite(id mail_message_id, language text, subject text, body text, at time) -> count
UPDATE mail_message SET language = :language, subject = :subject, body = :body,
       revision = revision + 1, created_at = :at
WHERE id = :id AND state = 1;

-- query: release(id mail_message_id, revision int?, at time) -> count
UPDATE mail_message SET state = 2, queued_at = :at, next_at = :at
WHERE id = :id AND state = 1 AND (CAST(:revision AS BIGINT) IS NULL OR revision = :revision);

-- query: release_all(about text?, through mail_message_id, at time) -> count
-- Of the held ones, those that have somewhere to go.
UPDATE mail_message SET state = 2, queued_at = :at, next_at = :at
WHERE state = 1 AND id <= :through AND (CAST(:about AS TEXT) IS NULL OR about = :about)
  AND (address IS NOT NULL
       OR EXISTS (SELECT 1 FROM account_address a WHERE a.id = mail_message.account_id));

-- query: cancel(id mail_message_id, at time) -> count
-- One that is being sent may be in the post already.
UPDATE mail_message SET state = 6, next_at = NULL, ended_at = :at
WHERE id = :id AND state IN (1, 2);

-- query: cancel_all(about text?, through mail_message_id, at time) -> count
UPDATE mail_message SET state = 6, ended_at = :at
WHERE state = 1 AND id <= :through AND (CAST(:about AS TEXT) IS NULL OR about = :about);

-- query: retry(id mail_message_id, at time) -> count
UPDATE mail_message SET state = 2, queued_at = :at, next_at = :at, tried_at = NULL, tries = 0,
       ended_at = NULL
WHERE id = :id AND state = 5;

-- query: retry_all(about text?, through mail_message_id, at time) -> count
UPDATE mail_message SET state = 2, queued_at = :at, next_at = :at, tried_at = NULL, tries = 0,
       ended_at = NULL
WHERE state = 5 AND id <= :through AND (CAST(:about AS TEXT) IS NULL OR about = :about);

-- query: next(limit int) -> many
-- row: id mail_message_id, at time
-- What waits or is under way, the earliest first.
SELECT id, next_at FROM mail_message WHERE next_at IS NOT NULL ORDER BY next_at, id LIMIT :limit;

-- query: overdue(after time, limit int) -> many
-- row: id mail_message_id, at time
-- What waits for longer than anything is made to wait: the clock was set back.
SELECT id, next_at FROM mail_message WHERE next_at > :after AND next_at IS NOT NULL
ORDER BY next_at, id LIMIT :limit;

-- query: claim(id mail_message_id, seen time, now time, until time, message_id text,
--              sent_to text) -> one
-- row: tries int
-- Of several who saw it due, one finds it as it was.
UPDATE mail_message SET state = 3, tries = tries + 1, next_at = :until,
       tried_at = coalesce(tried_at, :now), message_id = coalesce(message_id, :message_id),
       sent_to = :sent_to
WHERE id = :id AND state IN (2, 3) AND next_at = :seen RETURNING tries;

-- query: tried(id mail_message_id) -> one
-- row: at time
SELECT tried_at FROM mail_message WHERE id = :id AND tried_at IS NOT NULL;

-- query: sent(id mail_message_id, at time) -> count
-- What a server has taken is sent, whoever else was about to try.
UPDATE mail_message SET state = 4, trouble = 0, said = NULL, next_at = NULL, ended_at = :at
WHERE id = :id AND state IN (2, 3, 5);

-- query: put_back(id mail_message_id, tries int, trouble int, said text?, next time) -> count
-- Only by whoever made this try.
UPDATE mail_message SET state = 2, trouble = :trouble, said = :said, next_at = :next
WHERE id = :id AND state = 3 AND tries = :tries;

-- query: fail(id mail_message_id, tries int, trouble int, said text?, at time) -> count
UPDATE mail_message SET state = 5, trouble = :trouble, said = :said, next_at = NULL,
       ended_at = :at
WHERE id = :id AND state IN (2, 3) AND tries = :tries;

-- query: hasten(now time) -> count
-- A server takes letters again: those that found none wait no longer.
UPDATE mail_message SET next_at = :now WHERE state = 2 AND trouble = 1 AND next_at > :now;
