-- query: add(name text, person lang_text_id, language text, password text?, email text?,
--            at time) -> one
-- row: id account_id
INSERT INTO account (name, person, language, password, email, created_at)
VALUES (:name, :person, :language, :password, :email, :at) RETURNING id;

-- query: by_name(name text) -> one
-- row: id account_id, password text?, language text
-- An account that is not closed.
SELECT id, password, language FROM account WHERE name = :name AND closed_at IS NULL;

-- query: name_taken(name text) -> one
-- row: n int
-- By closed accounts too.
SELECT count(*) FROM account WHERE name = :name;

-- query: used(id account_id) -> one
-- row: passwords int, sessions int, invitations int
SELECT (SELECT count(*) FROM account WHERE id = :id AND password IS NOT NULL),
       (SELECT count(*) FROM account_session WHERE account_id = :id),
       (SELECT count(*) FROM account_invitation WHERE account_id = :id AND used_at IS NOT NULL);

-- query: get(id account_id) -> one
-- row: name text, person tr, language text, email text?
SELECT name, TR(person), language, email FROM account WHERE id = :id;

-- query: set_password(id account_id, password text) -> exec
UPDATE account SET password = :password WHERE id = :id;

-- query: set_email(id account_id, email text?) -> exec
UPDATE account SET email = :email WHERE id = :id;

-- query: add_grant(who account_id, role text, scope text, scope_id int, at time,
--                  by account_id) -> exec
INSERT INTO account_grant (account_id, role, scope, scope_id, since_at, granted_by)
VALUES (:who, :role, :scope, :scope_id, :at, :by);

-- query: end_grants(who account_id, scope text, scope_id int, at time, by account_id) -> count
-- All that the account holds within exactly this scope.
UPDATE account_grant SET until_at = :at, ended_by = :by
WHERE account_id = :who AND scope = :scope AND scope_id = :scope_id
  AND (until_at IS NULL OR until_at > :at);

-- query: end_grant(who account_id, role text, scope text, scope_id int, at time,
--                  by account_id) -> count
UPDATE account_grant SET until_at = :at, ended_by = :by
WHERE account_id = :who AND role = :role AND scope = :scope AND scope_id = :scope_id
  AND (until_at IS NULL OR until_at > :at);

-- query: end_all_grants(who account_id, at time, by account_id) -> exec
UPDATE account_grant SET until_at = :at, ended_by = :by
WHERE account_id = :who AND (until_at IS NULL OR until_at > :at);

-- query: close(id account_id, at time) -> count
UPDATE account SET closed_at = :at WHERE id = :id AND closed_at IS NULL;

-- query: person(id account_id) -> one
-- row: person lang_text_id, password text?, email text?
SELECT person, password, email FROM account WHERE id = :id AND closed_at IS NULL;

-- query: grants(who account_id, now time, limit int) -> many
-- row: role text, scope text, scope_id int
SELECT role, scope, scope_id FROM account_grant
WHERE account_id = :who AND since_at <= :now AND (until_at IS NULL OR until_at > :now)
ORDER BY id LIMIT :limit;

-- query: has_role(who account_id, role text, scope text, scope_id int, now time) -> one
-- row: n int
SELECT count(*) FROM account_grant
WHERE account_id = :who AND role = :role AND since_at <= :now
  AND (until_at IS NULL OR until_at > :now)
  AND (scope = 'association' OR (scope = :scope AND scope_id = :scope_id));

-- query: government(who account_id, now time) -> one
-- row: id member_government_id
SELECT scope_id FROM account_grant
WHERE account_id = :who AND scope = 'government' AND role IN ('delegate', 'head')
  AND since_at <= :now AND (until_at IS NULL OR until_at > :now)
ORDER BY id LIMIT 1;

-- query: add_session(who account_id, token_hash blob, at time, expires time) -> exec
INSERT INTO account_session (account_id, token_hash, created_at, expires_at)
VALUES (:who, :token_hash, :at, :expires);

-- query: session(token_hash blob, now time, idle time) -> one
-- row: who account_id, language text, seen time
-- One that was not used since `idle` has ended.
SELECT s.account_id, a.language, coalesce(s.seen_at, s.created_at)
FROM account_session s JOIN account a ON a.id = s.account_id
WHERE s.token_hash = :token_hash AND s.revoked_at IS NULL AND s.expires_at > :now
  AND coalesce(s.seen_at, s.created_at) > :idle AND a.closed_at IS NULL;

-- query: touch_session(token_hash blob, at time) -> exec
UPDATE account_session SET seen_at = :at WHERE token_hash = :token_hash;

-- query: revoke_session(token_hash blob, at time) -> exec
UPDATE account_session SET revoked_at = :at WHERE token_hash = :token_hash AND revoked_at IS NULL;

-- query: revoke_sessions_of(who account_id, at time) -> exec
UPDATE account_session SET revoked_at = :at WHERE account_id = :who AND revoked_at IS NULL;

-- query: revoke_every_session(at time) -> count
-- Here and in the next one: no column that is younger than the first release.
-- scans: account_session: all of them, once a restore
UPDATE account_session SET revoked_at = :at WHERE revoked_at IS NULL;

-- query: expire_every_invitation() -> count
-- Long ago, wherever the clock stands that asks next.
-- scans: account_invitation: all of them, once a restore
UPDATE account_invitation SET expires_at = 0 WHERE used_at IS NULL;

-- query: forget_sessions(before time) -> exec
-- Sessions that ended long ago; what they did stays in the audit log.
DELETE FROM account_session WHERE expires_at < :before;

-- query: add_invitation(who account_id, token_hash blob, expires time) -> exec
INSERT INTO account_invitation (account_id, token_hash, expires_at)
VALUES (:who, :token_hash, :expires);

-- query: invitation(token_hash blob, now time) -> one
-- row: id account_invitation_id, who account_id, name text
SELECT i.id, i.account_id, a.name FROM account_invitation i JOIN account a ON a.id = i.account_id
WHERE i.token_hash = :token_hash AND i.used_at IS NULL AND i.voided_at IS NULL
  AND i.expires_at > :now AND a.closed_at IS NULL;

-- query: use_invitation(id account_invitation_id, at time) -> exec
UPDATE account_invitation SET used_at = :at WHERE id = :id;

-- query: profile(id account_id) -> one
-- row: name text, person tr, person_id lang_text_id, email text?, closed time?
SELECT name, TR(person), person, email, closed_at FROM account WHERE id = :id;

-- query: last_invitation(who account_id, now time, limit int) -> many
-- row: expires time
SELECT expires_at FROM account_invitation WHERE account_id = :who AND used_at IS NULL
  AND voided_at IS NULL AND expires_at > :now ORDER BY id DESC LIMIT :limit;

-- query: void_invitations_of(who account_id, at time) -> exec
UPDATE account_invitation SET voided_at = :at
WHERE account_id = :who AND used_at IS NULL AND voided_at IS NULL;

-- Attempts to sign in that failed, or have not succeeded yet.  `name` is a keyed digest of the name
-- that was typed and of the network or the device it came from (account_guess.c).

-- query: failures(name text) -> one
-- row: failures int, since time
SELECT failures, since_at FROM account_failure WHERE name = :name;

-- query: set_failures(name text, failures int, since time) -> exec
INSERT INTO account_failure (name, failures, since_at) VALUES (:name, :failures, :since)
ON CONFLICT (name) DO UPDATE SET failures = :failures, since_at = :since;

-- query: clear_failures(name text, before time) -> exec
-- Of this one, and of any that are older.
DELETE FROM account_failure WHERE name = :name OR since_at < :before;

-- query: list(after text, limit int) -> many
-- row: id account_id, name text, person tr, email text?, closed time?
-- In the order of sign-in names.
SELECT id, name, TR(person), email, closed_at FROM account WHERE name > :after
ORDER BY name LIMIT :limit;
