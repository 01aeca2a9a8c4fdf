-- Queries of a slice that uses everything there is.

-- query: get(id motion_id) -> one
-- row: id motion_id, title tr, own tr, mover account_id, parent motion_id?, weight int?,
--      is_open bool, moved_at time, closes_at time?, language text,
--      note text?, seal blob, proof blob?, name_text lang_text_id
-- One motion; a comment may hold */ and /*.
SELECT m.id, TR(m.title), TR(title, m.language), m.mover_id, m.parent_id, m.weight,
       m.is_open, m.moved_at, m.closes_at, m.language, -- a comment within
       m.note, m.seal, m.proof, m.title
FROM motion m WHERE m.id = :id;

-- query: list(note text?, first motion_id?, limit int) -> many
-- row: id motion_id, mover text, seconders int
-- scans: m: all are listed
SELECT m.id, a.name, (SELECT count(*) FROM motion_seconder s WHERE s.motion_id = m.id)
FROM motion m JOIN account_public a ON a.id = m.mover_id
WHERE (CAST(:note AS TEXT) IS NULL OR m.note = :note)
  AND (CAST(:first AS BIGINT) IS NULL OR m.id > :first)
ORDER BY m.id LIMIT :limit;

-- query: moved_by(mover account_id) -> many
-- row of: list
SELECT m.id, a.name, (SELECT count(*) FROM motion_seconder s WHERE s.motion_id = m.id)
FROM motion m JOIN account_public a ON a.id = m.mover_id WHERE m.mover_id = :mover LIMIT 20;

-- query: newest() -> many
-- row: id motion_id
-- scans: motion: there is no order by the time of moving
SELECT id FROM motion ORDER BY moved_at DESC LIMIT 3;

-- query: add(title lang_text_id, mover account_id, parent motion_id?, weight int?, open bool,
--            moved_at time, closes_at time?, language text, note text?, seal blob,
--            proof blob?) -> one
-- row: id motion_id
INSERT INTO motion (title, mover_id, parent_id, weight, is_open, moved_at, closes_at, language,
                    note, seal, proof)
VALUES (:title, :mover, :parent, :weight, :open, :moved_at, :closes_at, :language,
        :note, :seal, :proof)
RETURNING id;

-- query: second(motion motion_id, account account_id) -> exec
INSERT INTO motion_seconder (motion_id, account_id) VALUES (:motion, :account)
ON CONFLICT (motion_id, account_id) DO NOTHING;

-- query: close(now time) -> count
-- scans: motion: few are open
UPDATE motion SET is_open = 0
WHERE closes_at <= :now AND is_open = 1 AND note <> ':now; -- not a comment';

-- query: weights() -> one
-- row: total int, open int
-- scans: motion: all that are open are counted
SELECT coalesce(CAST(sum(weight) AS BIGINT), 0), count(*) FROM motion WHERE is_open = 1;

-- query: dated() -> many
-- row: closes_at time
-- scans: motion: all are listed
SELECT closes_at FROM motion WHERE closes_at IS NOT NULL LIMIT 10 OFFSET 5;

-- query: people() -> many
-- row: id account_id, person tr
-- scans: account: all are listed
SELECT id, TR(person) FROM account_public LIMIT 10;

-- query: any_people() -> one
-- row: n int
-- scans: account: all are counted
SELECT count(*) FROM account_public;
