/* vote_close.c -- a question is opened with its roll, closed, and counted. */
#include "vote/internal.h"
#include "audit/audit.h"
#include "base/str.h"
#include "view/json.h"
#include "vote.sql.h"

static struct str object_of(struct ctx *ctx, vote_question_id id)
{
	return arena_printf(ctx->arena, "vote_question:%" PRId64, id.v);
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

static enum err freeze(struct tx *tx, const struct vote_new *new, vote_question_id id)
{
	enum err e = ERR_OK;

	for (int i = 0; i < new->roll_count &&e == ERR_OK; i++) {
		const struct vote_entry *r = &new->roll[i];

		e = vote_sql_add_entry(tx, id, r->government, r->account, r->weight, r->is_chair);
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
	json_put_int(&j, "rule", new->rule->id.v);
	json_put_int(&j, "members", new->members);
	json_key(&j, "roll");
	json_array(&j);
	for (int i = 0; i < new->roll_count; i++)
		json_int(&j, new->roll[i].government.v);
	json_end(&j);
	json_end(&j);
	return audit_record(tx, "vote.open", object_of(ctx, id), sbuf_done(&payload));
}

enum err vote_open(struct tx *tx, const struct vote_new *new, vote_question_id *ret_id)
{
	struct ctx *ctx = tx->ctx;
	struct vote_sql_add_question_row row;
	enum err e;

	MUST(new->roll_count <= VOTE_ROLL_LIMIT);
	if (new->rule->is_secret)
		return ERR_VOTE_SECRET;
	e = none_is_open(ctx, new);
	if (e != ERR_OK)
		return e;
	if (new->roll_count == 0)
		return ERR_VOTE_EMPTY_ROLL;
	e = vote_sql_add_question(tx, new->organ, new->forum, new->matter, new->rule->id,
	                          new->title, new->zone, new->rule->may_change, new->members,
	                          new->member_weight, ctx->now, ctx->who, &row);
	if (e == ERR_OK)
		e = freeze(tx, new, row.id);
	if (e == ERR_OK)
		e = record_open(tx, new, row.id);
	if (e == ERR_OK)
		*ret_id = row.id;
	return e;
}

/* --- closing --- */

static enum err count(struct ctx *ctx, const struct vote_question *q, struct charter_count *ret)
{
	struct vote_sql_tally_row *rows;
	int n;
	enum err e = vote_sql_tally(ctx, q->id, VOTE_CHOICES, &rows, &n);
	int64_t heads[VOTE_CHOICES] = { 0 }, weights[VOTE_CHOICES] = { 0 };
	int chair = VOTE_NONE;

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < n; i++) {
		int64_t c = rows[i].choice;

		MUST(c >= VOTE_NONE && c < VOTE_CHOICES);
		heads[c] = rows[i].votes;
		weights[c] = rows[i].weight;
		if (rows[i].has_chair)
			chair = (int)c;
	}
	*ret = (struct charter_count){
		.yes = heads[VOTE_YES],
		.no = heads[VOTE_NO],
		.abstain = heads[VOTE_ABSTAIN],
		.not_cast = heads[VOTE_NONE],
		.weight_yes = weights[VOTE_YES],
		.weight_no = weights[VOTE_NO],
		.weight_abstain = weights[VOTE_ABSTAIN],
		.weight_not_cast = weights[VOTE_NONE],
		.members = q->members,
		.member_weight = q->member_weight,
		.chair_choice = chair,
	};
	vote_count_present(ret);
	return ERR_OK;
}

static void write_counts(struct json *j, const struct charter_outcome *o)
{
	const struct charter_count *c = &o->count;

	json_put_bool(j, "is_carried", o->is_carried);
	json_put_int(j, "needed", o->needed);
	json_put_int(j, "yes", c->yes);
	json_put_int(j, "no", c->no);
	json_put_int(j, "abstain", c->abstain);
	json_put_int(j, "not_cast", c->not_cast);
	json_put_int(j, "weight_yes", c->weight_yes);
	json_put_int(j, "weight_no", c->weight_no);
	json_put_int(j, "weight_abstain", c->weight_abstain);
	json_put_int(j, "weight_not_cast", c->weight_not_cast);
	json_put_int(j, "members", c->members);
	json_put_int(j, "chair_choice", c->chair_choice);
}

static struct str hex_of(struct arena *a, struct str bytes)
{
	struct sbuf out = { .arena = a };

	for (size_t i = 0; i < bytes.n; i++)
		sbuf_printf(&out, "%02x", (unsigned char)bytes.p[i]);
	return sbuf_done(&out);
}

static void write_sealed(struct json *j, struct arena *a, const struct vote_sql_sealed_row *r)
{
	enum vote_choice choice = r->choice.has ? (enum vote_choice)r->choice.v : VOTE_NONE;

	json_object(j);
	json_put_int(j, "government", r->government.v);
	json_put_str(j, "choice", str_of(vote_choice_code(choice)));
	if (choice != VOTE_NONE) {
		json_put_int(j, "revision", r->revision.v);
		json_put_str(j, "salt", hex_of(a, r->salt));
	}
	json_end(j);
}

/* With this anyone who reads the log can open every commitment and count again. */
static enum err record_close(struct tx *tx, vote_question_id id, const struct charter_outcome *o)
{
	struct ctx *ctx = tx->ctx;
	struct sbuf payload = { .arena = ctx->arena };
	struct json j = { .buf = &payload };
	struct vote_sql_sealed_row *rows;
	int n;
	enum err e = vote_sql_sealed(ctx, id, VOTE_ROLL_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_int(&j, "question", id.v);
	write_counts(&j, o);
	json_key(&j, "roll");
	json_array(&j);
	for (int i = 0; i < n; i++)
		write_sealed(&j, ctx->arena, &rows[i]);
	json_end(&j);
	json_end(&j);
	return audit_record(tx, "vote.close", object_of(ctx, id), sbuf_done(&payload));
}

static enum err seal(struct tx *tx, vote_question_id id)
{
	int64_t changed;
	enum err e = vote_sql_close(tx, id, tx->ctx->now, tx->ctx->who, &changed);

	if (e == ERR_OK && changed == 0)
		e = ERR_VOTE_CLOSED;
	return e;
}

static enum err publish(struct tx *tx, vote_question_id id, const struct charter_outcome *o)
{
	const struct charter_count *c = &o->count;
	enum err e = vote_sql_add_result(tx, id, c->yes, c->no, c->abstain, c->not_cast,
	                                 c->weight_yes, c->weight_no, c->weight_abstain,
	                                 c->weight_not_cast, c->chair_choice, o->is_carried);

	return e == ERR_OK ? record_close(tx, id, o) : e;
}

enum err vote_close(struct tx *tx, vote_question_id id, struct charter_outcome *ret)
{
	struct vote_question q;
	struct charter_rule rule;
	struct charter_count counted;
	struct charter_outcome o;
	enum err e = vote_get(tx->ctx, id, &q);

	if (e == ERR_OK)
		e = seal(tx, id);
	if (e == ERR_OK)
		e = charter_rule_get(tx->ctx, q.rule, &rule);
	if (e == ERR_OK)
		e = count(tx->ctx, &q, &counted);
	if (e != ERR_OK)
		return e;
	charter_decide(&rule, &counted, &o);
	e = publish(tx, id, &o);
	if (e == ERR_OK)
		*ret = o;
	return e;
}
