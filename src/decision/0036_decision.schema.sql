-- The register by organ and by year.  Owner: decision.
CREATE INDEX decision_organ ON decision (organ_id, id);
CREATE INDEX decision_year ON decision (year, id);
