-- When a session was last used, to the hour: one that lies idle ends.  Owner: account.
ALTER TABLE account_session ADD COLUMN seen_at TIME;   -- NULL: since created_at not for an hour
