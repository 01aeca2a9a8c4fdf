/* vote_result.c -- a result the way it is always shown, in a page and in JSON. */
#include "vote/internal.h"
#include "base/str.h"
#include "view/json.h"
#include "view/locale.h"
#include "vote.html.h"

enum { BAR_LENGTH = 1000 };

void vote_bar_of(const struct charter_outcome *o, struct vote_bar *ret)
{
	const struct charter_count *c = &o->count;
	int64_t entitled = c->yes + c->no + c->abstain + c->not_cast;
	/* More may be needed than stand on the roll, where the majority is one of all members. */
	int64_t whole = o->needed > entitled ? o->needed : entitled;
	int at_no, at_abstain, at_missing, end;

	MUST(whole > 0);
	at_no = (int)(c->yes * BAR_LENGTH / whole);
	at_abstain = (int)((c->yes + c->no) * BAR_LENGTH / whole);
	at_missing = (int)((c->yes + c->no + c->abstain) * BAR_LENGTH / whole);
	end = (int)(entitled * BAR_LENGTH / whole);
	*ret = (struct vote_bar){
		.yes = at_no,
		.no_at = at_no,
		.no = at_abstain - at_no,
		.abstain_at = at_abstain,
		.abstain = at_missing - at_abstain,
		.missing_at = at_missing,
		.missing = end - at_missing,
		.needed_at = (int)(o->needed * BAR_LENGTH / whole),
	};
}

/* The roll is in order of countries: each run of lines is one. */
static struct vote_country *by_country(struct arena *a, const struct vote_line *lines, int n,
                                       int *ret_n)
{
	struct vote_country *countries = arena_many(a, struct vote_country, (size_t)n);
	int count = 0;

	for (int i = 0; i < n; i++) {
		const struct member *m = &lines[i].government;

		if (i == 0 || !str_eq(m->country, lines[i - 1].government.country))
			countries[count++] = (struct vote_country){ m->country_name, &lines[i], 0 };
		countries[count - 1].line_count++;
	}
	*ret_n = count;
	return countries;
}

struct str vote_until(struct arena *a, enum language l, const struct vote_question *q)
{
	struct sbuf out = { .arena = a };

	locale_moment_exact(&out, l, q->objections_until, q->zone);
	return sbuf_done(&out);
}

void vote_received_html(struct html *h, const struct vote_question *q)
{
	struct str until = vote_until(h->buf->arena, h->lang, q);

	vote_progress_html(h, &(struct vote_progress_view){ .question = q, .until = until });
}

void vote_ended_html(struct html *h, const struct vote_question *q)
{
	vote_how_ended_html(h, &(struct vote_how_ended_view){ .question = q });
}

void vote_again_html(struct html *h, const struct vote_question *q)
{
	vote_earlier_html(h, &(struct vote_earlier_view){ .question = q });
}

void vote_rule_html(struct html *h, const struct charter_rule *rule)
{
	vote_source_html(h, &(struct vote_source_view){ .rule = rule });
}

/* All that a shown result rests on. */
struct result {
	struct vote_question question;
	struct charter_outcome outcome;
	struct charter_rule rule;
	struct vote_line *lines;
	int n;
};

static enum err result_of(struct ctx *ctx, vote_question_id id, struct result *ret)
{
	struct result r;
	enum err e = vote_get(ctx, id, &r.question);

	if (e == ERR_OK)
		e = vote_outcome(ctx, id, &r.outcome);
	if (e == ERR_OK)
		e = charter_rule_get(ctx, r.question.rule, &r.rule);
	if (e == ERR_OK)
		e = vote_roll(ctx, id, &r.lines, &r.n);
	if (e == ERR_OK)
		*ret = r;
	return e;
}

enum err vote_result_html(struct html *h, struct ctx *ctx, vote_question_id id)
{
	struct result r;
	struct vote_outcome_view v;
	enum err e = result_of(ctx, id, &r);

	if (e != ERR_OK)
		return e;
	v = (struct vote_outcome_view){ .outcome = &r.outcome,
		                        .rule = &r.rule,
		                        .method = r.question.method };
	vote_bar_of(&r.outcome, &v.bar);
	v.countries = by_country(ctx->arena, r.lines, r.n, &v.country_count);
	vote_outcome_html(h, &v);
	return ERR_OK;
}

/* --- JSON --- */

/* Hands have no weights. */
static void put_counts(struct json *j, const struct charter_count *c)
{
	json_key(j, "counts");
	json_object(j);
	json_put_int(j, "yes", c->yes);
	json_put_int(j, "no", c->no);
	json_put_int(j, "abstain", c->abstain);
	json_put_int(j, "not_cast", c->not_cast);
	json_put_int(j, "present", c->present);
	json_put_int(j, "members", c->members);
	json_end(j);
	json_key(j, "weights");
	if (c->way == CHARTER_WAY_HANDS) {
		json_null(j);
		return;
	}
	json_object(j);
	json_put_int(j, "yes", c->weight_yes);
	json_put_int(j, "no", c->weight_no);
	json_put_int(j, "abstain", c->weight_abstain);
	json_put_int(j, "not_cast", c->weight_not_cast);
	json_end(j);
}

static void put_rule(struct json *j, const struct charter_rule *rule)
{
	json_key(j, "rule");
	json_object(j);
	json_put_str(j, "slug", rule->slug);
	json_put_int(j, "version", rule->version);
	json_put_str(j, "source", rule->source);
	json_put_bool(j, "is_assumption", rule->is_assumption);
	json_end(j);
}

static void put_line(struct json *j, enum vote_method method, const struct vote_line *l)
{
	struct str answer = { 0 };

	if (method != VOTE_HANDS)
		answer = str_of(vote_answer_code(method, l->choice));
	json_object(j);
	json_put_str(j, "government", l->government.slug);
	json_put_str(j, "country", l->government.country);
	json_put_str(j, "choice", answer);
	json_put_int(j, "weight", l->weight);
	json_put_bool(j, "present", l->is_present);
	json_put_bool(j, "entered_at_desk", l->is_from_desk);
	json_end(j);
}

static void put_roll(struct json *j, const struct result *r)
{
	json_key(j, "roll");
	json_array(j);
	for (int i = 0; i < r->n; i++)
		put_line(j, r->question.method, &r->lines[i]);
	json_end(j);
}

enum err vote_result_json(struct json *j, struct ctx *ctx, vote_question_id id)
{
	struct result r;
	struct sbuf words = { .arena = ctx->arena };
	enum err e = result_of(ctx, id, &r);

	if (e != ERR_OK)
		return e;
	charter_explain_text(&words, ctx->lang, &r.outcome);
	json_object(j);
	json_put_bool(j, "is_carried", r.outcome.is_carried);
	json_put_str(j, "method", str_of(vote_method_code(r.question.method)));
	put_counts(j, &r.outcome.count);
	json_put_int(j, "base", r.outcome.base);
	json_put_int(j, "needed", r.outcome.needed);
	json_put_str(j, "explanation", sbuf_done(&words));
	put_rule(j, &r.rule);
	put_roll(j, &r);
	json_end(j);
	return ERR_OK;
}
