/* vote/test_poll.h -- a question put to an assembly of test/assembly.h, as decision/ would put it.
 */
#pragma once
#include "test/assembly_people.h"
#include "vote/vote.h"

struct poll {
	struct assembly *a;
	const char *rule; /* of assembly_write_charter() */
	int entitled;     /* the first so many members stand on the roll */
	int64_t forum, matter;
	enum vote_method method; /* 0: by roll call */
	int64_t seconds;         /* of a consensus; 0: 60 */
	const char *reason;      /* why it is put again, or NULL */
	int absent;              /* the last so many on the roll are absent at the opening */
	enum vote_choice chair;  /* asked at the close, of hands that are tied */
	vote_question_id question;
	struct charter_outcome outcome;
};

static inline enum err poll_open_tx(struct tx *tx, void *arg)
{
	struct poll *p = arg;
	struct assembly *a = p->a;
	struct vote_entry *roll = arena_many(tx->ctx->arena, struct vote_entry, (size_t)a->n);
	const struct lang_set title = { .in[LANGUAGE_EN] = S_INIT("Shall it be so?") };
	struct charter_rule rule;
	struct vote_new new = {
		.organ = a->assembly.id,
		.forum = p->forum,
		.matter = p->matter,
		.zone = S("Asia/Seoul"),
		.method = p->method ? p->method : VOTE_ROLL_CALL,
		.objection_seconds = p->seconds ? p->seconds : 60,
		.rule = &rule,
		.members = a->n,
		.member_weight = a->n,
		.roll = roll,
		.roll_count = p->entitled,
	};
	enum err e = lang_add(tx, (struct str){ 0 }, &title, &new.title);

	if (p->reason)
		new.reason = arena_printf(tx->ctx->arena, "%s", p->reason);
	for (int i = 0; i < p->entitled; i++)
		roll[i] = (struct vote_entry){ a->members[i], a->delegates[i], 1, i == 0,
			                       i < p->entitled - p->absent };
	if (e == ERR_OK)
		e = charter_rule_on(tx->ctx, arena_printf(tx->ctx->arena, "%s", p->rule),
		                    S("2014-10-22"), &rule);
	return e == ERR_OK ? vote_open(tx, &new, &p->question) : e;
}

static inline enum err poll_close_tx(struct tx *tx, void *arg)
{
	struct poll *p = arg;

	return vote_close(tx, p->question, p->chair, &p->outcome);
}

static inline enum err poll_cancel_tx(struct tx *tx, void *arg)
{
	const struct poll *p = arg;

	return vote_cancel(tx, p->question, S("The lamps went out."));
}

static inline enum err poll_open(struct poll *p)
{
	return db_write(assembly_as(p->a, p->a->chair), poll_open_tx, p);
}

static inline enum err poll_close(struct poll *p)
{
	return db_write(assembly_as(p->a, p->a->chair), poll_close_tx, p);
}

static inline enum err poll_cancel(struct poll *p)
{
	return db_write(assembly_as(p->a, p->a->chair), poll_cancel_tx, p);
}

/* An answer in a consensus, from the delegate of member `i`. */
static inline enum err poll_answer(struct poll *p, int i, enum vote_choice answer)
{
	const struct vote_cast cast = {
		.question = p->question, .choice = answer, .is_answer = true, .revision = -1
	};
	struct vote_receipt receipt;

	return vote_cast(assembly_as(p->a, p->a->delegates[i]), &cast, &receipt);
}

/* The desk enters a vote for member `i`, having seen `revision`. */
static inline enum err poll_enter(struct poll *p, int i, enum vote_choice choice, int64_t revision)
{
	const struct vote_cast vote = { .question = p->question,
		                        .government = p->a->members[i],
		                        .choice = choice,
		                        .is_answer = p->method == VOTE_CONSENSUS,
		                        .revision = revision };
	struct vote_receipt receipt;
	enum err e = vote_enter(assembly_as(p->a, p->a->secretariat), &vote, &receipt);

	MUST(e != ERR_OK || receipt.choice == VOTE_NONE);
	return e;
}

/* A teller counts hands. */
static inline enum err poll_count(struct poll *p, account_id teller, struct vote_hands hands)
{
	struct vote_tellers t;

	return vote_count(assembly_as(p->a, teller), p->question, &hands, &t);
}

/* The delegate of member `i` votes, whatever stands. */
static inline enum err poll_cast(struct poll *p, int i, enum vote_choice choice)
{
	const struct vote_cast cast = { .question = p->question, .choice = choice, .revision = -1 };
	struct vote_receipt receipt;

	return vote_cast(assembly_as(p->a, p->a->delegates[i]), &cast, &receipt);
}

/* A question that is open to the first `entitled` members. */
static inline struct poll poll_new(struct assembly *a, const char *rule, int entitled)
{
	struct poll p = { .a = a, .rule = rule, .entitled = entitled, .forum = 1, .matter = 1 };

	MUST(poll_open(&p) == ERR_OK);
	return p;
}
