CREATE TABLE house (
  id      ID,
  street  TEXT NOT NULL,
  storeys INT  NOT NULL CHECK (storeys IN (1, 2)),
  plan    BLOB,
  owner   INT  REFERENCES person (id)
);
CREATE INDEX house_street ON house (street);

CREATE TABLE house_guest (
  house_id  INT NOT NULL REFERENCES house (id),
  person_id INT NOT NULL REFERENCES person (id),
  PRIMARY KEY (house_id, person_id)
);

CREATE VIEW house_public AS SELECT id, street, storeys FROM house;
