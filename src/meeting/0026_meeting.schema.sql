-- Who registered whom, and who lost what in a delegation.  Owner: meeting.

-- Who registered the delegate, or gave the seat that they have now; NULL: the program.
ALTER TABLE meeting_delegate ADD COLUMN seated_by INT;

-- A person who was displaced: from a seat, from the delegation, from the credentials that had been
-- accepted, or from the electoral roll of an open question.
CREATE TABLE meeting_displacement (
  id            ID,
  session_id    INT  NOT NULL REFERENCES meeting_session (id),
  government_id INT  NOT NULL REFERENCES member_government (id),
  account_id    INT  NOT NULL REFERENCES account (id),
  loss          INT  NOT NULL CHECK (loss BETWEEN 1 AND 5),  -- enum meeting_loss
  heir_id       INT  REFERENCES account (id),          -- who has it now; NULL: nobody
  at            TIME NOT NULL,
  by            INT                                    -- account_id; NULL: the program
);
CREATE INDEX meeting_displacement_session ON meeting_displacement (session_id, government_id);
CREATE INDEX meeting_displacement_account ON meeting_displacement (account_id);
