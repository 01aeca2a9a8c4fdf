/*
 * vote_verify.c -- every ballot against its commitment in the log, every result against its
 * ballots.
 *
 * What the log says of a question is gathered while it is walked: who cast, in which revision, with
 * which commitment, and what was counted at the close.  Then the tables must say the same.  A
 * ballot that somebody changed does not open its commitment; one that is gone is missed; one that
 * nobody cast is found.  No choice is told.
 */
#include "audit/audit.h"
#include "base/str.h"
#include "vote.sql.h"
#include "vote/internal.h"

enum { CHUNK = 500, NOT_TOLD = -1 };

struct sealed { /* the newest vote of a government, as the log has it */
	int64_t government, revision;
	char commitment[VOTE_COMMITMENT_BYTES];
	enum vote_choice told; /* at the close */
	bool is_seen;          /* in the table */
};
struct logged { /* a question, as the log has it */
	int64_t id, rule;
	bool is_closed, is_cancelled;
	int64_t yes, no, abstain, not_cast, present, is_carried;
	struct sealed *votes;
	int n, room;
};
struct verifying {
	struct ctx *ctx;
	struct audit_faults *faults;
	struct logged *questions;
	int n, room;
};

static struct logged *find(struct verifying *v, int64_t id)
{
	for (int i = v->n - 1; i >= 0; i--)
		if (v->questions[i].id == id)
			return &v->questions[i];
	return NULL;
}

/* Arrays grow by halves in the arena: what they were stays until the end. */
static void *grown(struct arena *a, void *old, int n, int *room, size_t size)
{
	void *p;

	if (n < *room)
		return old;
	*room = *room ? 2 * *room : 64;
	p = arena_alloc(a, (size_t)*room * size);
	if (n > 0)
		memcpy(p, old, (size_t)n * size);
	return p;
}

static struct sealed *vote_of(struct logged *q, int64_t government)
{
	for (int i = 0; i < q->n; i++)
		if (q->votes[i].government == government)
			return &q->votes[i];
	return NULL;
}

/* --- what the log says --- */

static void take_open(struct verifying *v, const struct audit_event *e, int64_t id)
{
	struct logged q = { .id = id };

	audit_int(e->payload, "rule", &q.rule);
	v->questions = grown(v->ctx->arena, v->questions, v->n, &v->room, sizeof *v->questions);
	v->questions[v->n++] = q;
}

static void take_cast(struct verifying *v, const struct audit_event *e, struct logged *q)
{
	struct sealed s = { .told = VOTE_NONE }, *before;
	struct str commitment = { 0 };

	if (!audit_int(e->payload, "government", &s.government) ||
	    !audit_int(e->payload, "revision", &s.revision) ||
	    !audit_text(v->ctx->arena, e->payload, "commitment", &commitment) ||
	    commitment.n != VOTE_COMMITMENT_BYTES - 1)
		return;
	memcpy(s.commitment, commitment.p, commitment.n);
	before = vote_of(q, s.government);
	if (before) {
		*before = s;
		return;
	}
	q->votes = grown(v->ctx->arena, q->votes, q->n, &q->room, sizeof *q->votes);
	q->votes[q->n++] = s;
}

struct told {
	struct arena *arena;
	struct logged *q;
};

static void take_told(void *arg, struct str item)
{
	struct told *t = arg;
	struct sealed *s;
	struct str choice;
	int64_t government;

	if (!audit_int(item, "government", &government) ||
	    !audit_text(t->arena, item, "choice", &choice))
		return;
	s = vote_of(t->q, government);
	if (s && !vote_choice_parse(choice, &s->told))
		s->told = VOTE_NONE;
}

static void take_close(struct verifying *v, const struct audit_event *e, struct logged *q)
{
	struct str p = e->payload;

	q->is_closed = true;
	q->present = NOT_TOLD; /* the first release did not tell it */
	audit_int(p, "yes", &q->yes);
	audit_int(p, "no", &q->no);
	audit_int(p, "abstain", &q->abstain);
	audit_int(p, "not_cast", &q->not_cast);
	audit_int(p, "present", &q->present);
	audit_int(p, "is_carried", &q->is_carried);
	audit_items(p, "roll", take_told, &(struct told){ v->ctx->arena, q });
}

static enum err take(void *arg, const struct audit_event *e)
{
	struct verifying *v = arg;
	struct logged *q;
	int64_t id;

	if (!str_starts(e->action, S("vote.")) || !audit_int(e->payload, "question", &id))
		return ERR_OK;
	if (str_is(e->action, "vote.open")) {
		take_open(v, e, id);
		return ERR_OK;
	}
	q = find(v, id);
	if (!q)
		audit_fault(v->faults,
		            "question %" PRId64 ": event %" PRId64
		            " in the log speaks of it before it was opened",
		            id, e->id);
	else if (str_is(e->action, "vote.cast"))
		take_cast(v, e, q);
	else if (str_is(e->action, "vote.close"))
		take_close(v, e, q);
	else if (str_is(e->action, "vote.cancel"))
		q->is_cancelled = true;
	return ERR_OK;
}

/* --- what the tables say --- */

/*
 * The vote as it lies, or as it comes out of its box.  False: there is a box that does not open.
 */
static bool open_ballot(struct verifying *v, const struct logged *q,
                        const struct vote_sql_verified_row *r, struct vote_open *ret)
{
	const struct vote_place p = { { q->id }, r->government, r->revision.v };

	*ret = (struct vote_open){ .choice = VOTE_NONE };
	if (r->sealed.p)
		return vote_unseal(v->ctx, &p, r->sealed, ret);
	if (r->salt.n != VOTE_SALT_BYTES || r->choice.v < VOTE_YES || r->choice.v >= VOTE_CHOICES)
		return true;
	ret->choice = (enum vote_choice)r->choice.v;
	memcpy(ret->salt, r->salt.p, VOTE_SALT_BYTES);
	return true;
}

static void check_ballot(struct verifying *v, struct logged *q,
                         const struct vote_sql_verified_row *r)
{
	struct sealed *s = vote_of(q, r->government.v);
	char commitment[VOTE_COMMITMENT_BYTES] = "";
	struct vote_open vote;

	if (!r->choice.has)
		return;
	if (!s) {
		audit_fault(v->faults,
		            "question %" PRId64 ": a ballot of government %" PRId64
		            " that nobody cast",
		            q->id, r->government.v);
		return;
	}
	s->is_seen = true;
	/* A backup has no secret to open it by: that it is there, and which one, is what can be
	 * held.
	 */
	if (!open_ballot(v, q, r, &vote) && v->ctx->secret.n == 0 && r->revision.v == s->revision)
		return;
	if (vote.choice != VOTE_NONE)
		vote_commitment(vote.salt, vote.choice, commitment);
	if (r->revision.v != s->revision || strcmp(commitment, s->commitment) != 0)
		audit_fault(v->faults,
		            "question %" PRId64 ": the ballot of government %" PRId64
		            " is not the one that was cast",
		            q->id, r->government.v);
	else if (q->is_closed && s->told != vote.choice)
		audit_fault(v->faults,
		            "question %" PRId64 ": the ballot of government %" PRId64
		            " is not the one that was counted",
		            q->id, r->government.v);
}

static void check_missing(struct verifying *v, const struct logged *q)
{
	for (int i = 0; i < q->n; i++)
		if (!q->votes[i].is_seen && !q->is_cancelled)
			audit_fault(v->faults,
			            "question %" PRId64 ": the ballot of government %" PRId64
			            " is gone",
			            q->id, q->votes[i].government);
}

static void check_state(struct verifying *v, const struct logged *q,
                        const struct vote_sql_verified_state_row *r)
{
	bool is_closed = r->closed.us != TIME_NONE.us && r->cancel.v == 0;

	if (r->rule.v != q->rule)
		audit_fault(v->faults,
		            "question %" PRId64 ": the rule is not the one it was opened by",
		            q->id);
	if (is_closed != q->is_closed || (r->cancel.v != 0) != q->is_cancelled)
		audit_fault(v->faults,
		            "question %" PRId64
		            ": that it is open, closed or cancelled is not what the log says",
		            q->id);
	if (q->is_closed != r->yes.has)
		audit_fault(v->faults, "question %" PRId64 ": %s", q->id,
		            q->is_closed ? "its result is gone" : "a result that nobody counted");
	else if (q->is_closed && (r->yes.v != q->yes || r->no.v != q->no ||
	                          r->abstain.v != q->abstain || r->not_cast.v != q->not_cast ||
	                          (q->present != NOT_TOLD && r->present.v != q->present) ||
	                          r->carried.v != q->is_carried))
		audit_fault(v->faults,
		            "question %" PRId64 ": the result is not the one that was counted",
		            q->id);
}

static enum err check_question(struct verifying *v, struct logged *q)
{
	struct vote_sql_verified_state_row state;
	struct vote_sql_verified_row *rows;
	int n;
	enum err e = vote_sql_verified_state(v->ctx, (vote_question_id){ q->id }, &state);

	if (e == ERR_NOT_FOUND) {
		audit_fault(v->faults, "question %" PRId64 " is gone", q->id);
		return ERR_OK;
	}
	if (e == ERR_OK)
		e = vote_sql_verified(v->ctx, (vote_question_id){ q->id }, VOTE_ROLL_LIMIT, &rows,
		                      &n);
	if (e != ERR_OK)
		return e;
	check_state(v, q, &state);
	for (int i = 0; i < n; i++)
		check_ballot(v, q, &rows[i]);
	check_missing(v, q);
	return ERR_OK;
}

static enum err check_unopened(struct verifying *v)
{
	vote_question_id after = { 0 };
	enum err e = ERR_OK;
	int n = CHUNK;

	while (e == ERR_OK && n == CHUNK) {
		struct vote_sql_questions_after_row *rows;

		e = vote_sql_questions_after(v->ctx, after, CHUNK, &rows, &n);
		for (int i = 0; e == ERR_OK && i < n; i++) {
			after = rows[i].id;
			if (!find(v, after.v))
				audit_fault(v->faults,
				            "question %" PRId64 " was never opened by anybody",
				            after.v);
		}
	}
	return e;
}

enum err vote_verify(struct ctx *ctx, struct audit_faults *faults)
{
	struct verifying v = { .ctx = ctx, .faults = faults };
	enum err e = audit_walk(ctx, take, &v);

	for (int i = 0; e == ERR_OK && i < v.n; i++)
		e = check_question(&v, &v.questions[i]);
	return e == ERR_OK ? check_unopened(&v) : e;
}
