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
