-- What ends: grants with whoever ended them, invitations without having been used.  Owner: account.
ALTER TABLE account_grant ADD COLUMN ended_by INT;     -- account_id; 0: the program
ALTER TABLE account_invitation ADD COLUMN voided_at TIME;

CREATE INDEX account_session_account ON account_session (account_id);
CREATE INDEX account_invitation_account ON account_invitation (account_id);
