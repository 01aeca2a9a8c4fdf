/* meeting/internal.h -- what the files of this slice share and nobody else needs. */
#pragma once
#include "meeting/form.h"
#include "meeting/meeting.h"

/* Sessions that ctx->who may see and that follow `before` in the list (.v == 0: from the newest
 * on). */
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
struct str meeting_item_object(struct ctx *ctx, meeting_item_id id);

/* A new text of what was written in any language; .v == 0 when nothing was. */
enum err meeting_add_texts(struct tx *tx, const struct lang_set *set, lang_text_id *ret) MUST_USE;
/* The same of words in ctx->lang. */
enum err meeting_add_words(struct tx *tx, struct str words, lang_text_id *ret) MUST_USE;
struct str meeting_slug(struct ctx *ctx, const struct organ *organ, int64_t number); /* "ga-10" */
enum err meeting_check_number(struct ctx *ctx, const struct organ *organ, int64_t number) MUST_USE;
enum err meeting_check_presides(struct ctx *ctx, meeting_session_id id) MUST_USE;
/* The item is no longer being dealt with, if it was.  ERR_ITEM_QUESTION. */
enum err meeting_item_leave(struct tx *tx, const struct meeting_item *item) MUST_USE;
bool meeting_lang_set_is_empty(const struct lang_set *set);

/* A change to be recorded; what does not apply stays 0. */
struct meeting_change_new {
	meeting_session_id session;
	meeting_item_id item;
	enum meeting_change_kind kind;
	struct str before, after;
	lang_text_id before_text, after_text;
	member_government_id before_host, after_host;
	lang_text_id reason;
};
enum err meeting_change_add(struct tx *tx, const struct meeting_change_new *c) MUST_USE;
/* "2014-10-22 09:30 40", "-" for what is not set: how a change keeps a plan. */
struct str meeting_plan_text(struct arena *a, struct str day, struct str clock,
                             struct maybe_int minutes);
struct str meeting_plan_words(struct ctx *ctx, struct str plan); /* as a reader reads it */

/* ERR_ITEM_DAY, ERR_ITEM_CLOCK, ERR_FIELD_NUMBER.  Pure but for ctx->why. */
enum err meeting_plan_check(struct ctx *ctx, const struct meeting *m,
                            const struct meeting_item_plan *plan) MUST_USE;
/* What the agenda asks for, counted from a day of publication. */
enum err meeting_notice_from(struct ctx *ctx, const struct meeting *m, struct str published_on,
                             struct meeting_notice *ret) MUST_USE;
/* ERR_MEETING_NOTICE when it is too short and no reason is given. */
enum err meeting_notice_check(struct ctx *ctx, const struct meeting_notice *n, struct str reason)
	MUST_USE;
