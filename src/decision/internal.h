/* decision/internal.h -- what the files of this slice share and nobody else needs. */
#pragma once
#include "decision/decision.h"

enum { DECISION_LIST_LIMIT = 500 };

/* Which decisions of the register; zero or p == NULL: whatever it is. */
struct decision_filter {
	struct str number;
	organ_id organ;
	int64_t year;
	decision_id before;             /* go on after this one */
};
enum err decision_find(struct ctx *ctx, const struct decision_filter *f, int64_t limit,
                       struct decision **ret, int *ret_n) MUST_USE;

/* An item, its session, and who asks: what every step of whoever presides begins with. */
struct decision_matter {
	struct meeting_item item;
	struct meeting meeting;
	bool may_preside;
};
enum err decision_matter_get(struct ctx *ctx, meeting_item_id id, struct decision_matter *ret) MUST_USE;
/* May the effect of the item's kind be carried out?  `number` may be p == NULL: not decided yet. */
enum err decision_may(struct ctx *ctx, const struct decision_matter *m, struct str number,
                      struct str day) MUST_USE;
/* Carry it out, having asked again. */
enum err decision_run(struct tx *tx, const struct decision_matter *m, struct str number,
                      struct str day) MUST_USE;

/* Handlers of decision_item_pages.c, for the route table. */
http_handler decision_get_item, decision_post_open, decision_get_close, decision_post_close,
	decision_post_close_session, decision_get_vote_item;

struct decision_option {                /* of a filter */
	struct str value;
	struct tr name;
	bool is_chosen;
};
