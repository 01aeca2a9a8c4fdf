/* meeting/form.h -- what the pages, forms and JSON of this slice share and nobody else needs. */
#pragma once
#include "http/http.h"
#include "meeting/meeting.h"

/* The delegates of one country. */
struct meeting_country {
	struct tr name;
	const struct meeting_delegate *delegates;
	int delegate_count;
};

struct meeting_option { /* of a select */
	struct str value;
	struct tr name;
	bool is_chosen;
};

struct meeting_choices { /* of one country */
	struct tr name;
	const struct meeting_option *options;
	int count;
};

struct meeting_place { /* the place's name in one language */
	enum language lang;
	struct str field, language, text;
};

/* The form of a session, as it is first shown or as it was sent. */
struct meeting_form {
	const struct meeting *meeting; /* NULL: a new one */
	struct meeting_option *organs, *modes, *hosts;
	int organ_count, mode_count, host_count;
	struct str number, starts_on, ends_on, zone, reason;
	struct meeting_place places[LANGUAGE_COUNT];
	int place_count;
};

/* The fields of an item's plan, likewise. */
struct meeting_plan_form {
	const struct meeting *meeting;
	struct str day, clock, minutes;
	struct meeting_place titles[LANGUAGE_COUNT], notes[LANGUAGE_COUNT];
	int count; /* of each */
	bool is_new;
};

/* An item on the page of its session, and what the reader may do with it. */
struct meeting_row {
	const struct meeting_item *item;
	bool is_current, is_postponed;
	bool may_edit, may_up, may_down; /* whoever convenes or presides */
	bool may_call, may_postpone;     /* whoever presides, while the session is open */
	struct str move;                 /* where the order is changed: "move" or "order" */
};

extern const struct param meeting_new_params[], meeting_edit_params[], meeting_item_params[],
	meeting_withdraw_params[], meeting_move_params[], meeting_step_params[];
/* The plan alone: what follows reason, kind and subjects. */
#define meeting_plan_params (&meeting_item_params[3])

/* What the declared parameters of a request ask for.  ERR_FIELD_CHOICE names a field with an
 * unknown name. */
enum err meeting_new_read(struct ctx *ctx, const struct request *req, struct meeting_new *ret)
	MUST_USE;
/* A text of which each language has a field: "place_ja". */
void meeting_set_read(struct ctx *ctx, const struct request *req, const char *name,
                      struct lang_set *ret);
void meeting_plan_read(struct ctx *ctx, const struct request *req, struct meeting_item_plan *ret);
enum err meeting_item_read(struct ctx *ctx, const struct request *req, const struct meeting *m,
                           struct meeting_item_new *ret) MUST_USE;
/* The session and the item of the address. */
enum err meeting_path_item(struct ctx *ctx, const struct request *req, struct meeting *ret_meeting,
                           struct meeting_item *ret) MUST_USE;
/* Move, call, postpone as the parameters say. */
enum err meeting_move(struct ctx *ctx, const struct request *req, const struct meeting_item *item)
	MUST_USE;
enum err meeting_step(struct ctx *ctx, const struct request *req, const struct meeting_item *item)
	MUST_USE;
/* A name that stands for nothing is a choice that was not offered, not a page that is missing. */
enum err meeting_named(struct ctx *ctx, const struct request *req, const char *field, enum err e)
	MUST_USE;
enum err meeting_find_government(struct ctx *ctx, struct str slug, member_government_id *ret)
	MUST_USE;
/* Register, accredit, take back, refuse, accredit all: as the parameter "action" says. */
enum err meeting_delegates_change(struct ctx *ctx, const struct request *req,
                                  const struct meeting *m) MUST_USE;

/* --- what the secretariat's pages share --- */

/* May it be put right in the form?  The rest (no such session, no right, the world) is an error
 * page. */
bool meeting_is_repairable(enum err e);
struct html meeting_page_begin(struct ctx *ctx, const struct request *req, struct response *res,
                               const char *title);
/* What a field held when the form was sent; when it is shown for the first time `first`. */
struct str meeting_sent(const struct request *req, const char *name, struct str first);
/* Fields of a text in each language. */
void meeting_set_fields(struct ctx *ctx, const struct request *req, const char *name,
                        const struct lang_set *first, struct meeting_place *ret);
enum err meeting_government_options(struct ctx *ctx, struct str kind, struct str chosen,
                                    struct meeting_option **ret, int *ret_n) MUST_USE;

/* Where a step leads back to. */
enum err meeting_redirect(struct ctx *ctx, struct response *res, const struct meeting *m) MUST_USE;

/* Handlers of meeting_edit_pages.c, for the route table. */
enum err meeting_get_delegates(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err meeting_post_delegates(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
