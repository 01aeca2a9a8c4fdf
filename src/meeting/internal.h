/* meeting/internal.h -- what the files of this slice share and nobody else needs. */
#pragma once
#include "meeting/meeting.h"

/* Sessions that follow `before` in the list (.v == 0: from the newest on). */
enum err meeting_list_from(struct ctx *ctx, meeting_session_id before, int64_t limit,
                           struct meeting **ret, int *ret_n) MUST_USE;

/* The steps of convening and of putting an item, for whoever has a transaction (a pack being
 * loaded). */
enum err meeting_convene_tx(struct tx *tx, const struct meeting_new *new,
                            meeting_session_id *ret_id) MUST_USE;
enum err meeting_item_put_tx(struct tx *tx, const struct meeting_item_new *new,
                             meeting_item_id *ret_id) MUST_USE;
/* May a session like this be convened, as far as the request alone can tell?  Pure but for
 * ctx->why. */
enum err meeting_new_check(struct ctx *ctx, const struct meeting_new *new) MUST_USE;

struct str meeting_object(struct ctx *ctx, meeting_session_id id); /* for the audit log */

/* --- what the pages and the JSON of this slice share --- */

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

/* The form of a new session, as it is first shown or as it was sent. */
struct meeting_form {
	struct meeting_option *organs, *modes, *hosts;
	int organ_count, mode_count, host_count;
	struct str number, starts_on, ends_on, zone;
	struct meeting_place places[LANGUAGE_COUNT];
	int place_count;
};

extern const struct param meeting_new_params[], meeting_item_params[], meeting_delegate_params[];

/* What the declared parameters of a request ask for.  ERR_FIELD_CHOICE names a field with an
 * unknown name. */
enum err meeting_new_read(struct ctx *ctx, const struct request *req, struct meeting_new *ret)
	MUST_USE;
enum err meeting_item_read(struct ctx *ctx, const struct request *req, const struct meeting *m,
                           struct meeting_item_new *ret) MUST_USE;
/* Register, accredit, take back, accredit all: as the parameter "action" says. */
enum err meeting_delegates_change(struct ctx *ctx, const struct request *req,
                                  const struct meeting *m) MUST_USE;

/* Handlers of meeting_edit_pages.c, for the route table. */
enum err meeting_get_new(struct ctx *ctx, const struct request *req, struct response *res) MUST_USE;
enum err meeting_post_new(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err meeting_get_item(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err meeting_post_item(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err meeting_get_delegates(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err meeting_post_delegates(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
