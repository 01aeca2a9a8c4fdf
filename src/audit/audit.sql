-- query: last() -> one
-- row: id int, at time, hash blob
-- The newest event.
-- scans: audit_event: one row, from the end of the key
SELECT id, at, hash FROM audit_event ORDER BY id DESC LIMIT 1;

-- query: add(id int, at time, person int, action text, object text, payload text,
--            previous blob, hash blob) -> exec
INSERT INTO audit_event (id, at, person, action, object, payload, previous, hash)
VALUES (:id, :at, :person, :action, :object, :payload, :previous, :hash);

-- query: list_after(id int, limit int) -> many
-- row: id int, at time, person int, action text, object text, payload text,
--      previous blob, hash blob
-- The events that follow, as they were hashed.
SELECT id, at, person, action, object, payload, previous, hash
FROM audit_event WHERE id > :id ORDER BY id LIMIT :limit;

-- query: by_id(id int) -> one
-- row: id int, at time, hash blob
SELECT id, at, hash FROM audit_event WHERE id = :id;

-- query: newest(before int, limit int) -> many
-- row: id int, at time, person int, action text, object text, payload text
-- All events, the newest first; so are those that follow.
SELECT id, at, person, action, object, payload FROM audit_event
WHERE id < :before ORDER BY id DESC LIMIT :limit;

-- query: newest_between(from time, to time, before int, limit int) -> many
-- row: id int, at time, person int, action text, object text, payload text
-- Those of a time.
SELECT id, at, person, action, object, payload FROM audit_event
WHERE at >= :from AND at < :to AND id < :before ORDER BY id DESC LIMIT :limit;

-- query: newest_by(person int, action text?, from time, to time, before int, limit int) -> many
-- row: id int, at time, person int, action text, object text, payload text
-- What somebody did.
SELECT id, at, person, action, object, payload FROM audit_event
WHERE person = :person AND (:action IS NULL OR action = :action)
  AND at >= :from AND at < :to AND id < :before ORDER BY id DESC LIMIT :limit;

-- query: newest_of(object text, person int, action text?, from time, to time, before int,
--               limit int) -> many
-- row: id int, at time, person int, action text, object text, payload text
-- What was done to something.
SELECT id, at, person, action, object, payload FROM audit_event
WHERE object = :object AND (:person = 0 OR person = :person)
  AND (:action IS NULL OR action = :action) AND at >= :from AND at < :to AND id < :before
ORDER BY id DESC LIMIT :limit;

-- query: newest_called(action text, from time, to time, before int, limit int) -> many
-- row: id int, at time, person int, action text, object text, payload text
-- What was done of a kind.
SELECT id, at, person, action, object, payload FROM audit_event
WHERE action = :action AND at >= :from AND at < :to AND id < :before ORDER BY id DESC LIMIT :limit;
