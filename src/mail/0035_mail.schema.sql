-- Letters by what became of them.  Owner: mail.
CREATE INDEX mail_message_state ON mail_message (state, id);
