/* vote_settle.c -- what came is counted, decided by the charter, written and logged. */
#include "vote/internal.h"
#include "audit/audit.h"
#include "base/str.h"
#include "view/json.h"
#include "vote.sql.h"

/* --- counting --- */

/* The roll, by what was cast. */
struct tally {
	int64_t heads[VOTE_CHOICES], weights[VOTE_CHOICES];
	int64_t silent_present, silent_present_weight; /* present at the opening; cast nothing */
	int64_t present_at_opening;
	int chair;
};

static enum err tally_of(struct ctx *ctx, vote_question_id id, struct tally *ret)
{
	struct vote_sql_tally_row *rows;
	struct tally t = { .chair = VOTE_NONE };
	int n;
	enum err e = vote_sql_tally(ctx, id, VOTE_CHOICES, &rows, &n);

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < n; i++) {
		int64_t c = rows[i].choice;

		MUST(c >= VOTE_NONE && c < VOTE_CHOICES);
		t.heads[c] = rows[i].votes;
		t.weights[c] = rows[i].weight;
		t.present_at_opening += rows[i].present;
		if (rows[i].has_chair)
			t.chair = (int)c;
		if (c == VOTE_NONE) {
			t.silent_present = rows[i].present;
			t.silent_present_weight = rows[i].present_weight;
		}
	}
	*ret = t;
	return ERR_OK;
}

/* Whoever cast a vote was there, at the opening or later. */
static void count_roll_call(const struct tally *t, struct charter_count *c)
{
	c->yes = t->heads[VOTE_YES];
	c->no = t->heads[VOTE_NO];
	c->abstain = t->heads[VOTE_ABSTAIN];
	c->not_cast = t->heads[VOTE_NONE];
	c->weight_yes = t->weights[VOTE_YES];
	c->weight_no = t->weights[VOTE_NO];
	c->weight_abstain = t->weights[VOTE_ABSTAIN];
	c->weight_not_cast = t->weights[VOTE_NONE];
	c->present = c->yes + c->no + c->abstain + t->silent_present;
	c->present_weight = c->weight_yes + c->weight_no + c->weight_abstain +
	                    t->silent_present_weight;
	c->chair_choice = t->chair;
}

/* Whoever is present and does not object agrees, whether they said so or were silent. */
static void count_consensus(const struct tally *t, struct charter_count *c)
{
	count_roll_call(t, c);
	c->way = CHARTER_WAY_CONSENSUS;
	c->yes += t->silent_present;
	c->not_cast -= t->silent_present;
	c->weight_yes += t->silent_present_weight;
	c->weight_not_cast -= t->silent_present_weight;
}

/*
 * Hands have no names and no weights.  Somebody may have come in since the opening: there are never
 * fewer present than hands.
 */
static enum err count_hands(struct ctx *ctx, const struct vote_question *q, const struct tally *t,
                            struct charter_count *c)
{
	struct vote_hands h;
	int64_t raised;
	enum err e = vote_hands_agreed(ctx, q->id, &h);

	if (e != ERR_OK)
		return e;
	raised = h.yes + h.no + h.abstain;
	c->way = CHARTER_WAY_HANDS;
	c->yes = h.yes;
	c->no = h.no;
	c->abstain = h.abstain;
	c->not_cast = q->entitled - raised;
	c->present = raised > t->present_at_opening ? raised : t->present_at_opening;
	return ERR_OK;
}

static enum err count(struct ctx *ctx, const struct vote_question *q, struct charter_count *ret)
{
	struct charter_count c = { .members = q->members, .member_weight = q->member_weight };
	struct tally t;
	enum err e = tally_of(ctx, q->id, &t);

	if (e == ERR_OK && q->method == VOTE_HANDS)
		e = count_hands(ctx, q, &t, &c);
	else if (e == ERR_OK && q->method == VOTE_CONSENSUS)
		count_consensus(&t, &c);
	else if (e == ERR_OK)
		count_roll_call(&t, &c);
	if (e == ERR_OK)
		*ret = c;
	return e;
}

/* --- the log --- */

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
	json_put_int(j, "present", c->present);
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
	if (r->entered_by.v)
		json_put_int(j, "entered_by", r->entered_by.v);
	json_end(j);
}

static enum err write_roll(struct json *j, struct ctx *ctx, vote_question_id id)
{
	struct vote_sql_sealed_row *rows;
	int n;
	enum err e = vote_sql_sealed(ctx, id, VOTE_ROLL_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	json_key(j, "roll");
	json_array(j);
	for (int i = 0; i < n; i++)
		write_sealed(j, ctx->arena, &rows[i]);
	json_end(j);
	return ERR_OK;
}

/* Every count of every teller, those that differed too. */
static enum err write_hands(struct json *j, struct ctx *ctx, vote_question_id id)
{
	struct vote_sql_hands_row *rows;
	int n;
	enum err e = vote_sql_hands(ctx, id, VOTE_HANDS_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	json_key(j, "hands");
	json_array(j);
	for (int i = 0; i < n; i++) {
		json_object(j);
		json_put_int(j, "round", rows[i].round);
		json_put_int(j, "teller", rows[i].teller.v);
		json_put_int(j, "yes", rows[i].yes);
		json_put_int(j, "no", rows[i].no);
		json_put_int(j, "abstain", rows[i].abstain);
		json_end(j);
	}
	json_end(j);
	return ERR_OK;
}

/* With this anyone who reads the log can open every commitment and count again. */
static enum err record(struct tx *tx, const struct vote_question *q,
                       const struct charter_outcome *o)
{
	struct ctx *ctx = tx->ctx;
	struct sbuf payload = { .arena = ctx->arena };
	struct json j = { .buf = &payload };
	enum err e;

	json_object(&j);
	json_put_int(&j, "question", q->id.v);
	json_put_str(&j, "method", str_of(vote_method_code(q->method)));
	write_counts(&j, o);
	e = write_roll(&j, ctx, q->id);
	if (e == ERR_OK && q->method == VOTE_HANDS)
		e = write_hands(&j, ctx, q->id);
	json_end(&j);
	if (e != ERR_OK)
		return e;
	return audit_record(tx, "vote.close", vote_object(ctx, q->id), sbuf_done(&payload));
}

/* --- the result --- */

static enum err publish(struct tx *tx, const struct vote_question *q,
                        const struct charter_outcome *o)
{
	const struct charter_count *c = &o->count;
	enum err e = vote_sql_add_result(tx, q->id, c->yes, c->no, c->abstain, c->not_cast,
	                                 c->weight_yes, c->weight_no, c->weight_abstain,
	                                 c->weight_not_cast, c->present, c->present_weight,
	                                 c->chair_choice, o->is_carried);

	return e == ERR_OK ? record(tx, q, o) : e;
}

/* A tie of hands does not show how the chair voted: the chair says so, where it decides. */
static enum err decide(const struct charter_rule *rule, const struct charter_count *counted,
                       enum vote_choice chair, struct charter_outcome *ret)
{
	struct charter_count c = *counted;

	charter_decide(rule, &c, ret);
	if (c.way != CHARTER_WAY_HANDS || rule->tie != CHARTER_TIE_CHAIR ||
	    ret->reason != CHARTER_TIE_LOST)
		return ERR_OK;
	if (chair == VOTE_NONE)
		return ERR_VOTE_CHAIR_DECIDES;
	c.chair_choice = (int)chair;
	charter_decide(rule, &c, ret);
	return ERR_OK;
}

enum err vote_settle(struct tx *tx, const struct vote_question *q, enum vote_choice chair,
                     struct charter_outcome *ret)
{
	struct charter_rule rule;
	struct charter_count counted;
	struct charter_outcome o;
	enum err e = charter_rule_get(tx->ctx, q->rule, &rule);

	if (e == ERR_OK)
		e = vote_unseal_all(tx, q->id);
	if (e == ERR_OK)
		e = count(tx->ctx, q, &counted);
	if (e == ERR_OK)
		e = decide(&rule, &counted, chair, &o);
	if (e == ERR_OK)
		e = publish(tx, q, &o);
	if (e == ERR_OK)
		*ret = o;
	return e;
}
