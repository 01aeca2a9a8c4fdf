/*
 * vote/vote_type.h -- methods, choices, one vote and its receipt: the words of this slice.
 *
 * Included by vote/vote.h; other rooms include that.
 */
#pragma once
#include "organ/organ.h"

/* By name, each vote sealed until the close; by hands that two tellers count; or without a vote, if
 * nobody objects within a stated time. */
enum vote_method { VOTE_ROLL_CALL = 1, VOTE_HANDS, VOTE_CONSENSUS, VOTE_METHODS };
/* In a consensus "yes" is no objection and "no" an objection; nobody abstains. */
enum vote_choice { VOTE_NONE, VOTE_YES, VOTE_NO, VOTE_ABSTAIN, VOTE_CHOICES };
enum vote_state { VOTE_STATE_OPEN, VOTE_STATE_CLOSED, VOTE_STATE_CANCELLED };
enum {
	VOTE_ROLL_LIMIT = 10000,
	VOTE_MATTER_LIMIT = 100, /* questions on one matter */
	VOTE_OBJECTION_SECONDS_MIN = 30,
	VOTE_OBJECTION_SECONDS_MAX = 86400,
	VOTE_REASON_MAX = 500 /* code points of a reason */
};

/* One voter's own view. */
struct vote_receipt {
	member_government_id government; /* .v == 0: not on the roll */
	enum vote_choice choice;         /* VOTE_NONE: not cast */
	int64_t revision;                /* 0: not cast */
	time_us cast_at;
	account_id entered_by; /* at the desk, by whom; .v == 0: on the voter's own device */
};

const char *vote_method_code(enum vote_method m); /* "roll-call", "hands", "consensus" */
const char *vote_method_name(enum vote_method m); /* message key */
bool vote_method_parse(struct str code, enum vote_method *ret);
const char *vote_state_code(enum vote_state s);                 /* "open" */
const char *vote_choice_code(enum vote_choice c);               /* "yes", "no", "abstain", "none" */
const char *vote_choice_name(enum vote_choice c);               /* message key */
bool vote_choice_parse(struct str code, enum vote_choice *ret); /* of the three that can be cast */
/* As the method calls it: in a consensus "no-objection", "objection", "none". */
const char *vote_answer_code(enum vote_method m, enum vote_choice c);
const char *vote_answer_name(enum vote_method m, enum vote_choice c);
bool vote_answer_parse(struct str code, enum vote_choice *ret);

/* A vote that is asked for. */
struct vote_cast {
	vote_question_id question;
	member_government_id government; /* .v == 0: the voter's own */
	enum vote_choice choice;
	int64_t revision; /* that the voter last saw; 0: none cast; -1: whatever it is */
	bool is_answer;   /* `choice` is meant as an answer in a consensus */
};
