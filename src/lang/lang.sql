-- query: add_text(name text?) -> one
-- row: id lang_text_id
INSERT INTO lang_text (name) VALUES (:name) RETURNING id;

-- query: set_value(text_id lang_text_id, language text, body text, at time) -> exec
INSERT INTO lang_value (text_id, language, body, set_at) VALUES (:text_id, :language, :body, :at)
ON CONFLICT (text_id, language) DO UPDATE SET body = excluded.body, set_at = excluded.set_at;

-- query: set_resolved(text_id lang_text_id, want text, language text, body text) -> exec
-- What a reader of the language `want` gets, and the language that it is really in.
INSERT INTO lang_resolved (text_id, want, language, body) VALUES (:text_id, :want, :language, :body)
ON CONFLICT (text_id, want) DO UPDATE SET language = excluded.language, body = excluded.body;

-- query: values(text_id lang_text_id) -> many
-- row: language text, body text
-- All that was written of a text; at most one row a language.
SELECT language, body FROM lang_value WHERE text_id = :text_id ORDER BY language LIMIT 6;

-- query: named(name text) -> one
-- row: text tr
SELECT TR(t.id) FROM lang_text t WHERE t.name = :name;
