-- Sessions in the order of the list, delegations by person, sittings by session.  Owner: meeting.
CREATE INDEX meeting_session_start ON meeting_session (starts_on, id);
CREATE INDEX meeting_delegate_account ON meeting_delegate (account_id);
CREATE INDEX meeting_sitting_session ON meeting_sitting (session_id);
