-- By kind and by what is above; offices by organ and by what they are.  Owner: organ.
CREATE INDEX organ_of_kind ON organ (kind, slug);
CREATE INDEX organ_below ON organ (parent_id);
CREATE INDEX organ_seat_organ ON organ_seat (organ_id);
CREATE INDEX organ_seat_office ON organ_seat (office);
