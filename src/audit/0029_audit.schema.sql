-- Ways to ask for events: by whom, of what, of which kind, of a time.  Owner: audit.
CREATE INDEX audit_event_person ON audit_event (person, id);
CREATE INDEX audit_event_object ON audit_event (object, id);
CREATE INDEX audit_event_action ON audit_event (action, id);
CREATE INDEX audit_event_at ON audit_event (at);
