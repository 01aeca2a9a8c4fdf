-- Where people get mail.  Owner: account.
ALTER TABLE account ADD COLUMN email TEXT CHECK (length(email) BETWEEN 3 AND 254);

-- export: where mail to a person goes; whose account is closed gets none.
CREATE VIEW account_address AS
SELECT id, email FROM account WHERE closed_at IS NULL AND email IS NOT NULL;
