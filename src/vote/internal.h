/* vote/internal.h -- what the files of this slice share and nobody else needs. */
#pragma once
#include "vote/vote.h"

/* Whoever is on the frozen roll is present, whether they answer or not: fills in `present`. */
void vote_count_present(struct charter_count *c);

/* The bar of a result, in thousandths of its length: where each part begins and how long it is. */
struct vote_bar {
	int yes, no_at, no, abstain_at, abstain, missing_at, missing;
	int needed_at; /* where the line stands */
};
void vote_bar_of(const struct charter_outcome *o, struct vote_bar *ret);

/* The lines of one country on the published roll. */
struct vote_country {
	struct tr name;
	const struct vote_line *lines;
	int line_count;
};

/* What a vote's form and its JSON hold, and the vote that they ask for. */
extern const struct param vote_params[];
enum err vote_cast_read(struct ctx *ctx, const struct request *req, struct vote_cast *ret) MUST_USE;
