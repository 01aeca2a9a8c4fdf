/*
 * test_bad_vote.c -- steps of a vote that come from the wrong person, twice, late, out of order, at
 * once with another's, or while the clock stands wrong: each is told of and changes nothing.
 */
#include "test/system/refused.h"
#include <pthread.h>

enum { ROUNDS = 4, ADMISSION = 1, NEXT_HOST = 2 };

static const int64_t DAY_US = INT64_C(86400000000);

static void begin(void)
{
	association_begin();
	MUST(meeting_open(as(CHAIR), people.session.id) == ERR_OK);
}

static struct attempt vote_of(int64_t question, const char *form, enum err e)
{
	return (struct attempt){ .page = path_of("votes/#", question),
		                 .api = path_of("/api/v1/questions/#/votes", question),
		                 .form = form,
		                 .e = e };
}

static struct attempt opening_of(int64_t item, enum err e)
{
	return (struct attempt){ .page = path_of("meetings/ga-10/items/#/open", item),
		                 .api = path_of("/api/v1/items/#/open", item_id(item)),
		                 .form = "",
		                 .e = e };
}

static struct attempt closing_of(int64_t question, enum err e)
{
	return (struct attempt){ .page = path_of("votes/#/close", question),
		                 .api = path_of("/api/v1/questions/#/close", question),
		                 .form = "",
		                 .e = e };
}

static void cast(int who, int64_t question, enum vote_choice choice)
{
	struct vote_cast c = { .question = { question }, .choice = choice, .revision = -1 };
	struct vote_receipt receipt;

	MUST(vote_cast(as(who), &c, &receipt) == ERR_OK);
}

static void close_question(int64_t question)
{
	struct decision d;
	struct charter_outcome o;

	MUST(decision_close(as(CHAIR), (vote_question_id){ question }, &d, &o) == ERR_OK);
}

/* --- who votes --- */

static void whoever_is_not_on_the_roll_may_not_vote(void)
{
	struct asker visitor;
	int64_t q;

	begin();
	q = question_opened(ADMISSION);
	refuses(OBSERVER, vote_of(q, "choice=yes", ERR_VOTE_NOT_ON_ROLL));
	refuses(CHAIR, vote_of(q, "choice=yes", ERR_FORBIDDEN));
	refuses(SECRETARIAT, vote_of(q, "choice=yes", ERR_FORBIDDEN));
	visitor = asker_of(-1);
	refused(&visitor, vote_of(q, "choice=yes", ERR_NOT_SIGNED_IN));
	asker_free(&visitor);
	association_end();
}

static void nobody_votes_for_another_government(void)
{
	const char *other;
	int64_t q;

	begin();
	q = question_opened(ADMISSION);
	other = arena_printf(engine.ctx.arena, "choice=yes&government=%.*s",
	                     STR_ARG(people.v[DELEGATE + 1].name))
	                .p;
	refuses(DELEGATE, vote_of(q, other, ERR_VOTE_OTHER_GOVERNMENT));
	refuses(DELEGATE, vote_of(q, "choice=yes&government=jilin", ERR_VOTE_OTHER_GOVERNMENT));
	refuses(DELEGATE, vote_of(q, "choice=yes&government=nobody", ERR_VOTE_OTHER_GOVERNMENT));
	association_end();
}

/* --- twice --- */

static struct http_got submitted(struct asker *a, const struct http_got *page, const char *choice)
{
	struct http_pair field = { S("choice"), str_of(choice) };
	struct http_submit s = { .page = page, .fields = &field, .n = 1 };
	struct http_got got = { 0 };

	CHECK(http_client_submit(a->client, engine.ctx.arena, &s, &got) == ERR_OK);
	return got;
}

static void form_sent_again_is_as_good_as_sent_once(void)
{
	const char *path;
	struct http_got page;
	uint64_t before;
	struct asker a;
	int64_t q;

	begin();
	q = question_opened(ADMISSION);
	a = asker_of(DELEGATE);
	path = path_of("/ja/votes/#", q);
	MUST(http_client_get(a.client, engine.ctx.arena, path, &page) == ERR_OK);
	CHECK(submitted(&a, &page, "yes").status == 303);
	before = engine_fingerprint(&engine);
	CHECK(submitted(&a, &page, "yes").status == 303);
	CHECK(engine_fingerprint(&engine) == before && engine_count(&engine, "vote_ballot") == 1);
	/* Another choice in the form that showed none is no correction: it may be an older one. */
	refused(&a, vote_of(q, "choice=no&revision=0", ERR_VOTE_STALE));
	refused(&a, vote_of(q, "choice=no&revision=7", ERR_VOTE_STALE));
	CHECK(submitted(&a, &page, "no").status == 409);
	CHECK(engine_fingerprint(&engine) == before);
	asker_free(&a);
	association_end();
}

static void vote_that_may_not_be_changed_stands(void)
{
	int64_t q;

	begin();
	q = question_opened(ADMISSION);
	cast(DELEGATE, q, VOTE_YES);
	engine_exec(&engine, "UPDATE vote_question SET may_change = 0");
	refuses(DELEGATE, vote_of(q, "choice=no", ERR_VOTE_CAST_ALREADY));
	refuses(DELEGATE, vote_of(q, "choice=abstain&revision=1", ERR_VOTE_CAST_ALREADY));
	association_end();
}

static void question_is_opened_once_and_alone(void)
{
	struct attempt close_session = { .page = "meetings/ga-10/close",
		                         .api = "/api/v1/sessions/ga-10/close",
		                         .form = "",
		                         .e = ERR_VOTE_ANOTHER_OPEN };

	begin();
	question_opened(ADMISSION);
	refuses(CHAIR, opening_of(ADMISSION, ERR_VOTE_OPEN_ALREADY));
	refuses(CHAIR_2, opening_of(ADMISSION, ERR_VOTE_OPEN_ALREADY));
	refuses(CHAIR, opening_of(NEXT_HOST, ERR_VOTE_ANOTHER_OPEN));
	refuses(CHAIR, close_session);
	association_end();
}

static void only_whoever_presides_here_opens_and_closes(void)
{
	static const int others[] = { CHAIR_OF_ANOTHER, SECRETARIAT, DELEGATE, OBSERVER };
	int64_t q;

	begin();
	for (size_t i = 0; i < COUNT_OF(others); i++)
		refuses(others[i], opening_of(ADMISSION, ERR_FORBIDDEN));
	q = question_opened(ADMISSION);
	for (size_t i = 0; i < COUNT_OF(others); i++)
		refuses(others[i], closing_of(q, ERR_FORBIDDEN));
	association_end();
}

/* --- too early, too late --- */

static void nothing_is_opened_before_the_session(void)
{
	association_begin();
	refuses(CHAIR, opening_of(ADMISSION, ERR_MEETING_NOT_OPEN));
	refuses(DELEGATE, vote_of(1, "choice=yes", ERR_NOT_FOUND));
	refuses(CHAIR, closing_of(1, ERR_NOT_FOUND));
	association_end();
}

static void what_is_closed_stays_closed(void)
{
	struct http_got page;
	const char *path;
	struct asker late;
	uint64_t before;
	int64_t q;

	begin();
	q = question_opened(ADMISSION);
	late = asker_of(DELEGATE);
	path = path_of("/ru/votes/#", q);
	MUST(http_client_get(late.client, engine.ctx.arena, path, &page) == ERR_OK);
	for (int i = 1; i < people.member_count; i++)
		cast(DELEGATE + i, q, VOTE_YES);
	close_question(q);
	before = engine_fingerprint(&engine);
	CHECK(submitted(&late, &page, "no").status == 409);
	CHECK(engine_fingerprint(&engine) == before);
	refused(&late, vote_of(q, "choice=no", ERR_VOTE_CLOSED));
	refuses(DELEGATE + 1, vote_of(q, "choice=no", ERR_VOTE_CLOSED));
	refuses(CHAIR, closing_of(q, ERR_VOTE_CLOSED));
	refuses(CHAIR_2, closing_of(q, ERR_VOTE_CLOSED));
	refuses(CHAIR, opening_of(ADMISSION, ERR_ITEM_DECIDED));
	asker_free(&late);
	association_end();
}

static void nothing_happens_after_the_session(void)
{
	static const struct attempt again[] = {
		{ .page = "meetings/ga-10/open",
		  .api = "/api/v1/sessions/ga-10/open",
		  .form = "",
		  .e = ERR_MEETING_STATE },
		{ .page = "meetings/ga-10/close",
		  .api = "/api/v1/sessions/ga-10/close",
		  .form = "",
		  .e = ERR_MEETING_STATE },
	};

	begin();
	refuses(CHAIR, again[0]);
	MUST(decision_close_session(as(CHAIR), people.session.id) == ERR_OK);
	refuses(CHAIR, again[0]);
	refuses(CHAIR, again[1]);
	refuses(CHAIR, opening_of(ADMISSION, ERR_MEETING_CLOSED));
	refuses(SECRETARIAT, (struct attempt){ .page = "meetings/ga-10/items/new",
	                                       .api = "/api/v1/sessions/ga-10/items",
	                                       .form = "kind=projects",
	                                       .e = ERR_MEETING_CLOSED });
	association_end();
}

/* --- two chairs at once --- */

struct hand { /* one chair's, on the same button as the other's */
	struct asker asker;
	struct arena *arena;
	const char *path;
	pthread_barrier_t *together;
	int status;
};

static void *press(void *arg)
{
	const struct http_pair empty = { S("application/x-www-form-urlencoded"), S("") };
	struct hand *h = arg;
	struct http_got got = { 0 };

	pthread_barrier_wait(h->together);
	if (http_client_post(h->asker.client, h->arena, h->path, &empty, &got) == ERR_OK)
		h->status = got.status;
	return NULL;
}

/* Exactly one of the two has done it; the other is told that it is done. */
static void both_press(const struct attempt *t)
{
	static const int chairs[] = { CHAIR, CHAIR_2 };
	pthread_barrier_t together;
	struct hand hands[2];
	pthread_t threads[2];
	int done = 0, told = 0;

	pthread_barrier_init(&together, NULL, 2);
	for (int i = 0; i < 2; i++) {
		hands[i] = (struct hand){ .asker = asker_of(chairs[i]),
			                  .arena = arena_new(),
			                  .path = t->api,
			                  .together = &together };
		if (i == 0)
			hands[i].path = arena_printf(hands[i].arena, "/%s/%s",
			                             language_code(hands[i].asker.page), t->page)
			                        .p;
	}
	for (int i = 0; i < 2; i++)
		MUST(pthread_create(&threads[i], NULL, press, &hands[i]) == 0);
	for (int i = 0; i < 2; i++) {
		pthread_join(threads[i], NULL);
		done += hands[i].status == 200 || hands[i].status == 303;
		told += hands[i].status == 409;
		asker_free(&hands[i].asker);
		arena_free(hands[i].arena);
	}
	if (done != 1 || told != 1)
		printf("# HTTP %d and %d\n", hands[0].status, hands[1].status);
	CHECK(done == 1 && told == 1);
	pthread_barrier_destroy(&together);
}

/* An item that needs no governments to be named; the agenda has two already. */
static void put_item(void)
{
	const struct attempt put = { .form = "kind=projects" };
	struct asker a = asker_of(SECRETARIAT);

	MUST(ask(&a, &put, "/api/v1/sessions/ga-10/items").status == 200);
	asker_free(&a);
}

static void two_chairs_at_once_open_and_close_once(void)
{
	begin();
	for (int i = 1; i <= ROUNDS; i++) {
		struct attempt opening, closing;
		struct vote_question q;

		put_item();
		opening = opening_of(NEXT_HOST + i, ERR_OK);
		both_press(&opening);
		CHECK(engine_count(&engine, "vote_question") == i);
		MUST(vote_open_in(&engine.ctx, people.session.id.v, &q) == ERR_OK);
		for (int k = 0; k < people.member_count; k++)
			cast(DELEGATE + k, q.id.v, VOTE_YES);
		closing = closing_of(q.id.v, ERR_OK);
		both_press(&closing);
		CHECK(engine_count(&engine, "vote_result") == i);
		CHECK(engine_count(&engine, "decision") == i);
	}
	association_end();
}

/* --- the clock --- */

static void serve_at(int64_t later_us)
{
	http_stop(server, 5);
	home.start_at.us += later_us;
	serve();
}

static void clock_that_was_set_back_stops_every_change_and_no_reading(void)
{
	const struct attempt reading = { .form = NULL }, changing = { .form = "choice=no" };
	struct http_got got;
	const char *path;
	struct asker a;
	int64_t q;

	begin();
	/* Roles begin when they are given: that must lie before the time the clock is set to. */
	serve_at(DAY_US / 3);
	q = question_opened(ADMISSION);
	cast(DELEGATE, q, VOTE_YES);
	serve_at(-DAY_US / 4);
	refuses(DELEGATE, vote_of(q, "choice=no", ERR_CLOCK_BACK));
	refuses(DELEGATE + 1, vote_of(q, "choice=yes", ERR_CLOCK_BACK));
	refuses(CHAIR, closing_of(q, ERR_CLOCK_BACK));
	a = asker_of(DELEGATE);
	path = path_of("/ko/votes/#", q);
	CHECK(ask(&a, &reading, path).status == 200);
	got = ask(&a, &changing, path);
	CHECK(got.status == 503 && http_got_header(&got, "Retry-After").n > 0);
	asker_free(&a);
	association_end();
}

int main(void)
{
	RUN(whoever_is_not_on_the_roll_may_not_vote);
	RUN(nobody_votes_for_another_government);
	RUN(form_sent_again_is_as_good_as_sent_once);
	RUN(vote_that_may_not_be_changed_stands);
	RUN(question_is_opened_once_and_alone);
	RUN(only_whoever_presides_here_opens_and_closes);
	RUN(nothing_is_opened_before_the_session);
	RUN(what_is_closed_stays_closed);
	RUN(nothing_happens_after_the_session);
	RUN(two_chairs_at_once_open_and_close_once);
	RUN(clock_that_was_set_back_stops_every_change_and_no_reading);
	return TAP_DONE();
}
