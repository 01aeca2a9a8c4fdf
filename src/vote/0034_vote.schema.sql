-- Questions by forum, and those that are open.  Owner: vote.
CREATE INDEX vote_question_forum ON vote_question (forum);
CREATE INDEX vote_question_closed ON vote_question (closed_at);
