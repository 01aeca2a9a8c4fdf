/*
 * test_decision_secret.c -- before the close nobody sees how anyone voted, whatever their rights.
 *
 * The same session is played three times, the votes being yes, no and abstentions; nothing else
 * differs. Every page and every JSON answer of the slices that know of the vote, asked for by
 * everyone but the voters, must then be the same to the last byte.  A route that is added is asked
 * for as well.
 */
#include "decision/test_matter.h"
#include "test/pages.h"
#include "test/tap.h"

enum { ANSWERS_MAX = 3000, WORLDS = 3 };

static const struct route *const routes[] = {
	meeting_routes,   meeting_api_routes,   vote_routes,   vote_api_routes,
	decision_routes,  decision_api_routes,  member_routes, organ_routes,
	vote_desk_routes, vote_desk_api_routes, NULL
};
static struct assembly a;
static struct arena *kept;
static struct str answers[WORLDS][ANSWERS_MAX];
static int answer_count;

/* An address of the pattern that there is something at, or p == NULL. */
static struct str target_of(const char *pattern, const char *lang)
{
	static const struct {
		const char *from, *to;
	} parts[] = {
		{ ":slug", "ga-10" },
		{ ":int", "1" },
		{ ":file", "GA-2014-01" },
	};
	struct sbuf out = { .arena = a.engine.ctx.arena };
	struct str rest = str_of(pattern + 1), part;

	while (str_cut(&rest, '/', &part)) {
		const char *to = str_is(part, ":lang") ? lang : NULL;

		for (size_t i = 0; i < COUNT_OF(parts) && !to; i++)
			if (str_is(part, parts[i].from))
				to = parts[i].to;
		sbuf_char(&out, '/');
		sbuf_str(&out, to ? str_of(to) : part);
	}
	return sbuf_done(&out);
}

static void keep_answer(int world, account_id who, struct str target)
{
	struct http_reply r = page_get(&a, routes, who, target.p);
	struct str status = arena_printf(kept, "%d %.*s %" PRId64 "\n", r.status, STR_ARG(target),
	                                 who.v);
	struct str body = page_masked(&a, &r);

	MUST(answer_count < ANSWERS_MAX);
	answers[world][answer_count++] = arena_printf(kept, "%.*s%.*s", STR_ARG(status),
	                                              STR_ARG(body));
}

static void ask_everything(int world, account_id who)
{
	static const char *const langs[] = { "en", "ja" };

	for (int t = 0; routes[t]; t++)
		for (const struct route *r = routes[t]; r->path; r++)
			for (size_t l = 0; r->method == METHOD_GET && l < COUNT_OF(langs); l++)
				if (l == 0 || strstr(r->path, ":lang"))
					keep_answer(world, who, target_of(r->path, langs[l]));
}

/* How far the vote is when everyone else looks. */
enum stage { STAGE_OPEN, STAGE_CANCELLED };

/* One delegate votes on a device, and the desk enters the vote of another. */
static void vote(struct matter *m, enum vote_choice choice)
{
	const struct vote_cast at_desk = { .question = m->question,
		                           .government = a.members[1],
		                           .choice = choice };
	struct vote_receipt r;

	CHECK(matter_cast(m, 0, choice) == ERR_OK);
	CHECK(vote_enter(assembly_as(&a, a.secretariat), &at_desk, &r) == ERR_OK);
}

/* A session in which the votes so far are all the same; then everyone else looks at everything. */
static void play(int world, enum vote_choice choice, enum stage stage)
{
	struct matter m = matter_new(&a, 5, "admit", "applicant");
	const account_id readers[] = { { 0 },
		                       a.chair,
		                       a.second_chair,
		                       a.committee_chair,
		                       a.secretariat,
		                       a.auditor,
		                       a.operator,
		                       a.delegates[3],
		                       a.delegates[0] };
	/* The last reader is a voter, who is shown their own vote until it is destroyed. */
	size_t n = COUNT_OF(readers) - (stage == STAGE_OPEN);

	CHECK(matter_open(&m) == ERR_OK);
	vote(&m, choice);
	if (stage == STAGE_CANCELLED)
		CHECK(decision_cancel(assembly_as(&a, a.chair), m.question,
		                      S("The lamps went out.")) == ERR_OK);
	answer_count = 0;
	for (size_t i = 0; i < n; i++)
		ask_everything(world, readers[i]);
	assembly_free(&a);
}

/* Do all worlds look alike to everyone who has asked? */
static void compare(enum stage stage)
{
	int pages = 0;

	kept = arena_new();
	for (int w = 0; w < WORLDS; w++)
		play(w, (enum vote_choice)(w + 1), stage);
	for (int i = 0; i < answer_count; i++) {
		bool same = str_eq(answers[0][i], answers[1][i]) &&
		            str_eq(answers[0][i], answers[2][i]);

		if (!same)
			printf("# %.60s\n", answers[0][i].p);
		CHECK(same);
		pages += str_starts(answers[0][i], S("200"));
	}
	CHECK(answer_count > 200 && pages > 100);
	arena_free(kept);
}

static void whatever_was_voted_everyone_else_sees_the_same(void)
{
	compare(STAGE_OPEN);
}

/* Not even the voter learns again what was cast in a question that was cancelled. */
static void what_was_cancelled_nobody_ever_sees(void)
{
	compare(STAGE_CANCELLED);
}

/* That the test above could fail: the voter's own page and the published result do differ. */
static void the_voter_and_the_result_tell_one_choice_from_another(void)
{
	struct str own[WORLDS], result[WORLDS];

	kept = arena_new();
	for (int w = 0; w < WORLDS; w++) {
		struct matter m = matter_new(&a, 5, "admit", "applicant");
		struct http_reply r;

		CHECK(matter_open(&m) == ERR_OK &&
		      matter_cast(&m, 0, (enum vote_choice)(w + 1)) == ERR_OK);
		r = page_get(&a, routes, a.delegates[0], "/api/v1/questions/1");
		own[w] = arena_str(kept, r.body.p, r.body.n);
		CHECK(matter_close(&m) == ERR_OK);
		r = page_get(&a, routes, (account_id){ 0 }, "/en/votes/1");
		result[w] = arena_str(kept, r.body.p, r.body.n);
		assembly_free(&a);
	}
	CHECK(!str_eq(own[0], own[1]) && !str_eq(own[1], own[2]) && !str_eq(own[0], own[2]));
	CHECK(!str_eq(result[0], result[1]) && !str_eq(result[1], result[2]));
	arena_free(kept);
}

int main(void)
{
	RUN(whatever_was_voted_everyone_else_sees_the_same);
	RUN(what_was_cancelled_nobody_ever_sees);
	RUN(the_voter_and_the_result_tell_one_choice_from_another);
	return TAP_DONE();
}
