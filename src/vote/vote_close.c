/* vote_close.c -- a question is opened with its roll, closed, or cancelled. */
#include "vote/internal.h"
#include "audit/audit.h"
#include "base/str.h"
#include "view/json.h"
#include "vote.sql.h"

enum { SECOND_US = 1000000 };

struct str vote_object(struct ctx *ctx, vote_question_id id)
{
	return arena_printf(ctx->arena, "vote_question:%" PRId64, id.v);
}

/* A reason is said in one language; readers of the others are told which. */
static enum err add_reason(struct tx *tx, struct str reason, lang_text_id *ret)
{
	struct lang_set set = { 0 };

	set.in[tx->ctx->lang] = reason;
	return lang_add(tx, (struct str){ 0 }, &set, ret);
}

/* --- opening --- */

static enum err none_is_open(struct ctx *ctx, const struct vote_new *new)
{
	struct vote_question open;
	enum err e = vote_open_in(ctx, new->forum, &open);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	if (e != ERR_OK)
		return e;
	return open.matter == new->matter ? ERR_VOTE_OPEN_ALREADY : ERR_VOTE_ANOTHER_OPEN;
}

static enum err rule_allows(const struct vote_new *new)
{
	if (new->rule->is_secret)
		return ERR_VOTE_SECRET;
	if (new->method == VOTE_HANDS &&new->rule->weight.base != CHARTER_BASE_NONE)
		return ERR_VOTE_HANDS_WEIGHT;
	return ERR_OK;
}

/* What a question is put after: whatever was cancelled is put again for a reason alone. */
static enum err earlier_on(struct ctx *ctx, const struct vote_new *new, vote_question_id *ret)
{
	struct vote_question q = { .id = { 0 } };
	enum err e = vote_by_matter(ctx, new->matter, &q);

	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	if (q.id.v == 0 && new->reason.p)
		return ERR_VOTE_NOTHING_BEFORE;
	if (q.state == VOTE_STATE_CANCELLED && !new->reason.p)
		return ERR_VOTE_REASON_MISSING;
	*ret = q.id;
	return ERR_OK;
}

static enum err add_question(struct tx *tx, const struct vote_new *new, vote_question_id *ret)
{
	struct ctx *ctx = tx->ctx;
	struct vote_sql_add_question_row row;
	vote_question_id follows = { 0 };
	lang_text_id reason = { 0 };
	time_us until = TIME_NONE;
	/* An answer in a consensus may be changed until it is declared, whatever the rule says of
	 * votes. */
	bool may_change = new->rule->may_change || new->method == VOTE_CONSENSUS;
	enum err e = earlier_on(ctx, new, &follows);

	if (new->method == VOTE_CONSENSUS)
		until.us = ctx->now.us + new->objection_seconds *SECOND_US;
	if (e == ERR_OK && new->reason.p)
		e = add_reason(tx, new->reason, &reason);
	if (e == ERR_OK)
		e = vote_sql_add_question(tx, new->organ, new->forum, new->matter, new->rule->id,
		                          new->title, new->zone, may_change, new->members,
		                          new->member_weight, ctx->now, ctx->who, new->method,
		                          until, follows, reason, &row);
	if (e == ERR_OK)
		*ret = row.id;
	return e;
}

static enum err freeze(struct tx *tx, const struct vote_new *new, vote_question_id id)
{
	enum err e = ERR_OK;

	for (int i = 0; i < new->roll_count &&e == ERR_OK; i++) {
		const struct vote_entry *r = &new->roll[i];

		e = vote_sql_add_entry(tx, id, r->government, r->account, r->weight, r->is_chair,
		                       r->is_present);
	}
	return e;
}

static enum err record_open(struct tx *tx, const struct vote_new *new, vote_question_id id)
{
	struct ctx *ctx = tx->ctx;
	struct sbuf payload = { .arena = ctx->arena };
	struct json j = { .buf = &payload };

	json_object(&j);
	json_put_int(&j, "question", id.v);
	json_put_int(&j, "organ", new->organ.v);
	json_put_int(&j, "matter", new->matter);
	json_put_str(&j, "method", str_of(vote_method_code(new->method)));
	json_put_int(&j, "rule", new->rule->id.v);
	json_put_int(&j, "members", new->members);
	json_put_str(&j, "reason", audit_digest(tx->ctx, new->reason));
	json_key(&j, "roll");
	json_array(&j);
	for (int i = 0; i < new->roll_count; i++)
		json_int(&j, new->roll[i].government.v);
	json_end(&j);
	json_key(&j, "absent");
	json_array(&j);
	for (int i = 0; i < new->roll_count; i++)
		if (!new->roll[i].is_present)
			json_int(&j, new->roll[i].government.v);
	json_end(&j);
	json_end(&j);
	return audit_record(tx, "vote.open", vote_object(ctx, id), sbuf_done(&payload));
}

enum err vote_open(struct tx *tx, const struct vote_new *new, vote_question_id *ret_id)
{
	vote_question_id id;
	enum err e = rule_allows(new);

	MUST(new->roll_count <= VOTE_ROLL_LIMIT);
	MUST(new->method >= VOTE_ROLL_CALL &&new->method < VOTE_METHODS);
	MUST(new->method != VOTE_CONSENSUS ||
	     (new->objection_seconds >= VOTE_OBJECTION_SECONDS_MIN &&new->objection_seconds <=
	      VOTE_OBJECTION_SECONDS_MAX));
	if (e == ERR_OK)
		e = none_is_open(tx->ctx, new);
	if (e == ERR_OK && new->roll_count == 0)
		e = ERR_VOTE_EMPTY_ROLL;
	if (e == ERR_OK)
		e = add_question(tx, new, &id);
	if (e == ERR_OK)
		e = freeze(tx, new, id);
	if (e == ERR_OK)
		e = record_open(tx, new, id);
	if (e == ERR_OK)
		*ret_id = id;
	return e;
}

/* --- closing --- */

enum err vote_end(struct tx *tx, vote_question_id id)
{
	int64_t changed;
	enum err e = vote_sql_close(tx, id, tx->ctx->now, tx->ctx->who, &changed);

	if (e == ERR_OK && changed == 0)
		e = ERR_VOTE_CLOSED;
	return e;
}

/* Whoever objects is heard for the whole of the stated time, and after it until the gavel. */
static enum err may_close(struct ctx *ctx, const struct vote_question *q)
{
	enum err e = vote_must_be_open(q->state);

	if (e != ERR_OK)
		return e;
	if (q->method == VOTE_CONSENSUS && ctx->now.us < q->objections_until.us)
		return REFUSE(ctx, ERR_VOTE_TOO_EARLY,
		              ARG_STR("when", vote_until(ctx->arena, ctx->lang, q)));
	return ERR_OK;
}

enum err vote_close(struct tx *tx, vote_question_id id, enum vote_choice chair,
                    struct charter_outcome *ret)
{
	struct vote_question q;
	enum err e = vote_get(tx->ctx, id, &q);

	if (e == ERR_OK)
		e = may_close(tx->ctx, &q);
	if (e == ERR_OK)
		e = vote_end(tx, id);
	return e == ERR_OK ? vote_settle(tx, &q, chair, ret) : e;
}

/* --- cancelling --- */

static enum err record_cancel(struct tx *tx, const struct vote_question *q, struct str reason)
{
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };

	json_object(&j);
	json_put_int(&j, "question", q->id.v);
	json_put_str(&j, "reason", audit_digest(tx->ctx, reason));
	json_put_int(&j, "destroyed", q->received);
	json_end(&j);
	return audit_record(tx, "vote.cancel", vote_object(tx->ctx, q->id), sbuf_done(&payload));
}

/* With the salts the commitments in the log can never be opened again, by anybody. */
static enum err destroy(struct tx *tx, vote_question_id id)
{
	enum err e = vote_sql_destroy(tx, id);

	return e == ERR_OK ? vote_sql_destroy_hands(tx, id) : e;
}

enum err vote_cancel(struct tx *tx, vote_question_id id, struct str reason)
{
	struct vote_question q;
	lang_text_id text;
	int64_t changed = 0;
	enum err e = vote_get(tx->ctx, id, &q);

	MUST(reason.p && reason.n > 0);
	if (e == ERR_OK)
		e = vote_must_be_open(q.state);
	if (e == ERR_OK)
		e = add_reason(tx, reason, &text);
	if (e == ERR_OK)
		e = vote_sql_cancel(tx, id, tx->ctx->now, tx->ctx->who, text, &changed);
	if (e == ERR_OK && changed == 0)
		e = ERR_VOTE_CLOSED;
	if (e == ERR_OK)
		e = destroy(tx, id);
	return e == ERR_OK ? record_cancel(tx, &q, reason) : e;
}
