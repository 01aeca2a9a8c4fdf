/* decision/internal.h -- what the files of this slice share and nobody else needs. */
#pragma once
#include "decision/decision.h"

/* An item, its session, and who asks: what every step of whoever presides begins with. */
struct decision_matter {
	struct meeting_item item;
	struct meeting meeting;
	bool may_preside;
};
enum err decision_matter_get(struct ctx *ctx, meeting_item_id id, struct decision_matter *ret)
	MUST_USE;
/* May the effect of the item's kind be carried out?  `number` may be p == NULL: not decided yet. */
enum err decision_may(struct ctx *ctx, const struct decision_matter *m, struct str number,
                      struct str day) MUST_USE;
/* Carry it out, having asked again. */
enum err decision_run(struct tx *tx, const struct decision_matter *m, struct str number,
                      struct str day) MUST_USE;

/* The item that a path "/:lang/meetings/:slug/items/:int" names. */
enum err decision_path_item(struct ctx *ctx, const struct request *req, meeting_item_id *ret)
	MUST_USE;

/* Titles of decisions that decision_list() gave for an organ (.v == 0: for all), one for each. */
struct decision_names {
	struct tr in[LANGUAGE_COUNT];
};
enum err decision_titles(struct ctx *ctx, const struct decision *d, int n, organ_id organ,
                         struct decision_names **ret) MUST_USE;

enum { DECISION_OBJECTION_SECONDS = 60 };
extern const struct param decision_way_params[], decision_closing_params[],
	decision_cancel_params[];
struct decision_way decision_way_read(const struct request *req);
struct decision_closing decision_closing_read(const struct request *req, vote_question_id id);

/* Handlers of decision_item_pages.c and decision_step_pages.c, for the route table. */
enum err decision_get_item(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err decision_get_cancel(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err decision_post_cancel(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err decision_post_open(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err decision_get_close(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err decision_post_close(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err decision_post_close_session(struct ctx *ctx, const struct request *req,
                                     struct response *res) MUST_USE;
enum err decision_get_vote_item(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;

/* Suspending a session: what the form or JSON body asks for, and its page handler. */
extern const struct param decision_suspend_params[];
enum err decision_suspend_read(struct ctx *ctx, const struct request *req, const struct meeting *m,
                               time_us *ret) MUST_USE;
enum err decision_post_suspend(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;

/* Seating whoever stands in: what the form or JSON body asks for, and its page handlers. */
extern const struct param decision_seat_params[];
enum err decision_seat_read(struct ctx *ctx, const struct request *req, member_government_id *ret)
	MUST_USE;
enum err decision_get_seat(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err decision_post_seat(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;

struct decision_option { /* of a filter */
	struct str value;
	struct tr name;
	bool is_chosen;
};
