-- By when sessions end, by age of attempts, by what a role is within.  Owner: account.
CREATE INDEX account_session_expiry ON account_session (expires_at);
CREATE INDEX account_failure_since ON account_failure (since_at);
CREATE INDEX account_grant_scope ON account_grant (scope, scope_id);
