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

enum { ANSWERS_MAX = 1000, VOTERS = 2, WORLDS = 3 };

static const struct route *const routes[] = {
	meeting_routes,  meeting_api_routes, vote_routes,
	vote_api_routes, decision_routes,    decision_api_routes,
	member_routes,   organ_routes,       NULL
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

/* A session in which the votes so far are all the same; then everyone else looks at everything. */
static void play(int world, enum vote_choice choice)
{
	struct matter m = matter_new(&a, 5, "admit", "applicant");
	const account_id readers[] = { { 0 }, a.chair, a.second_chair, a.committee_chair,
		                       a.secretariat, a.auditor, a.operator, a.delegates[3] };

	CHECK(matter_open(&m) == ERR_OK);
	for (int i = 0; i < VOTERS; i++)
		CHECK(matter_cast(&m, i, choice) == ERR_OK);
	answer_count = 0;
	for (size_t i = 0; i < COUNT_OF(readers); i++)
		ask_everything(world, readers[i]);
	assembly_free(&a);
}

static void whatever_was_voted_everyone_else_sees_the_same(void)
{
	int pages = 0;

	kept = arena_new();
	for (int w = 0; w < WORLDS; w++)
		play(w, (enum vote_choice)(w + 1));
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
	RUN(the_voter_and_the_result_tell_one_choice_from_another);
	return TAP_DONE();
}
