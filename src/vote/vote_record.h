/*
 * vote/vote_record.h -- what stands on record of all questions of a forum, read at once.
 *
 * For minutes: a number of statements that does not grow with the questions.  Of an open question
 * and of one that was cancelled there is nothing but the question.  Included by vote/vote.h, not by
 * itself.
 */
#pragma once
#include "vote/vote_type.h"

struct vote_question;
struct vote_line;

enum { VOTE_RECORD_LIMIT = 5000, VOTE_RECORD_LINES = 100000 };

struct vote_record {
	const struct vote_question *question;
	bool has_result; /* closed and counted; what follows is empty otherwise */
	struct charter_outcome outcome;
	const struct charter_rule *rule;
	const struct vote_line *lines; /* the roll, in the order of the reader's language */
	int line_count;
};

/* In the order of their openings.  ERR_TOO_LARGE past the limits above. */
enum err vote_records(struct ctx *ctx, int64_t forum, struct vote_record **ret, int *ret_n)
	MUST_USE;
