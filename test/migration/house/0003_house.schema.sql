-- Storeys may be more than two, and houses have rooms, of which one is the best: each table refers
-- to the other.
DROP VIEW house_public;
DROP INDEX house_street;
ALTER TABLE house ADD COLUMN floors INT NOT NULL DEFAULT 1 CHECK (floors > 0);
UPDATE house SET floors = storeys;
ALTER TABLE house DROP COLUMN storeys;

CREATE TABLE house_room (
  id       ID,
  house_id INT  NOT NULL REFERENCES house (id),
  floor    INT  NOT NULL,
  is_open  BOOL NOT NULL
);
ALTER TABLE house ADD COLUMN best_room INT REFERENCES house_room (id);
INSERT INTO house_room (house_id, floor, is_open) SELECT id, floors, 1 FROM house ORDER BY id;
UPDATE house SET best_room = (SELECT r.id FROM house_room r WHERE r.house_id = house.id);

ALTER TABLE house_guest ADD COLUMN likes TEXT NOT NULL DEFAULT 'all of it';
ALTER TABLE house DROP COLUMN owner;
ALTER TABLE house ADD COLUMN owner TEXT;
UPDATE house SET owner = 'nobody' WHERE plan IS NULL;
CREATE UNIQUE INDEX house_street ON house (street, floors);
CREATE VIEW house_public AS SELECT id, street, floors FROM house;
