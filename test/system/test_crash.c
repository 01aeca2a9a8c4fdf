/*
 * test_crash.c -- the server is killed at random moments while 64 delegates vote and change their
 * votes; started again, it has every vote that was acknowledged, none twice, and an unbroken log.
 *
 * CRASH_ROUNDS says how often (10), CRASH_SEED repeats a run.  On SQLite every tenth round begins
 * with the association as it was made, so that first votes are hit as well as changes.
 */
#include "app/app.h"
#include "base/random.h"
#include "http/client.h"
#include "test/engine.h"
#include "test/system/people.h"
#include "test/system/served.h"
#include "test/tap.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

enum { VOTERS = 64, ROUNDS = 10, AFRESH = 10, STARTS_MAX = 100, WAIT_SECONDS = 120 };
enum { ACKNOWLEDGED_MAX = 400, DELAY_MAX_US = 5000, CSRF_TEXT = 80, TOKEN_TEXT = 64 };

static const char *const choices[] = { "none", "yes", "no", "abstain" };

struct voter {
	struct crash *crash;
	pthread_t thread;
	struct http_client *client;
	struct arena *arena;
	char token[TOKEN_TEXT], csrf[CSRF_TEXT];
	bool by_page;          /* with the form's address; the others with the API's */
	int64_t revision;      /* acknowledged, or seen at the start */
	int choice, in_flight; /* places in choices */
};

struct crash {
	struct engine place;
	char made[128], dir[128], log[128]; /* the folder as it was made; the one that is served */
	struct served served;
	int64_t question;
	struct voter voters[VOTERS];
	unsigned short random[3];
	sem_t enough;         /* as many acknowledged as this round waits for */
	_Atomic int left;     /* until then */
	_Atomic bool is_dead; /* the server is being killed: no answer is no surprise */
	_Atomic int64_t acknowledged, surprises;
	int64_t survived; /* in flight at the kill, and kept */
};

/* --- making the association --- */

static void put_question(struct people *p, const struct person *chair, int64_t *ret)
{
	struct meeting_item item;
	vote_question_id question;

	p->ctx->who = chair->id;
	MUST(meeting_open(p->ctx, p->session.id) == ERR_OK);
	MUST(meeting_item_by_number(p->ctx, p->session.id, 1, &item) == ERR_OK);
	MUST(decision_open(p->ctx, item.id, &question) == ERR_OK);
	*ret = question.v;
}

static void fill(struct crash *c, struct home *h)
{
	struct people *p = arena_make(h->arena, struct people);
	const struct person *chair;

	p->ctx = &h->ctx;
	MUST(meeting_by_slug(p->ctx, S("ga-10"), &p->session) == ERR_OK);
	chair = people_add(p, "chair", ROLE_CHAIR, SCOPE_ORGAN, p->session.organ.id.v);
	people_add_delegates(p);
	people_make(p);
	put_question(p, chair, &c->question);
	MUST(p->member_count >= VOTERS);
	for (int i = 0; i < VOTERS; i++) {
		struct voter *v = &c->voters[i];

		*v = (struct voter){ .crash = c, .by_page = i % 2 == 0 };
		snprintf(v->token, sizeof(v->token), "%.*s", STR_ARG(p->v[p->delegates + i].token));
	}
}

static void make(struct crash *c)
{
	const char *source = getenv("NEAR_SRC");
	struct init_options o = { .dir = c->made, .clock = { INT64_C(1413937800000000) } };
	struct home h;
	char pack[512];

	MUST(source);
	engine_new_empty(&c->place);
	snprintf(c->made, sizeof(c->made), "%s/made", c->place.dir);
	snprintf(c->dir, sizeof(c->dir), "%s/served", c->place.dir);
	snprintf(c->log, sizeof(c->log), "%s/log", c->place.dir);
	snprintf(pack, sizeof(pack), "%s/packs/near", source);
	o.pack = pack;
	o.db = engine_is_postgres() ? c->place.url : NULL;
	MUST(init_make(&o) == EXIT_DONE);
	MUST(home_open(&h, &(struct home_options){ .dir = c->made, .claim = true }));
	fill(c, &h);
	home_close(&h);
}

static void copy_made(struct crash *c)
{
	char command[512];

	snprintf(command, sizeof(command), "rm -rf '%s' && cp -R '%s' '%s'", c->dir, c->made,
	         c->dir);
	MUST(system(command) == 0);
	for (int i = 0; i < VOTERS; i++)
		c->voters[i].revision = c->voters[i].choice = 0;
}

/* --- serving --- */

/*
 * On PostgreSQL the dead process may be represented by its connections for a moment: until they are
 * gone, and with them whatever it had under way, the claim is theirs.
 */
static void serve(struct crash *c)
{
	int tries = engine_is_postgres() ? STARTS_MAX : 1;

	while (tries-- > 0)
		if (served_begin(&c->served, c->dir, c->log))
			return;
	printf("Bail out! the server does not start again, see below\n");
	fflush(stdout);
	execlp("tail", "tail", "-n", "20", c->log, (char *)NULL);
	exit(1);
}

static struct http_client *client_of(const struct crash *c, const struct voter *v)
{
	struct http_client *client = http_client_new(c->served.base);
	char line[CSRF_TEXT + 64];

	snprintf(line, sizeof(line), "Cookie: near_session=%s", v->token);
	http_client_header(client, line);
	if (v->csrf[0]) {
		snprintf(line, sizeof(line), "X-CSRF-Token: %s", v->csrf);
		http_client_header(client, line);
	}
	return client;
}

/* Form tokens outlive the server: its secret lies in the folder. */
static void read_tokens(struct crash *c)
{
	struct arena *a = arena_new();
	struct http_got got;

	for (int i = 0; i < VOTERS; i++) {
		struct voter *v = &c->voters[i];
		struct http_client *client = client_of(c, v);
		const char *at;

		MUST(http_client_get(client, a, "/api/v1/me", &got) == ERR_OK && got.status == 200);
		at = strstr(got.body.p, "\"csrf\":\"");
		MUST(at && sscanf(at, "\"csrf\":\"%79[0-9a-f]", v->csrf) == 1);
		http_client_free(client);
	}
	arena_free(a);
}

/* --- voting --- */

static void surprise(struct voter *v, const char *what, const struct http_got *got)
{
	if (got)
		printf("# %s: HTTP %d %.*s\n", what, got->status, STR_ARG(got->body));
	else
		printf("# %s: %s\n", what, http_client_why(v->client));
	v->crash->surprises++;
}

static enum err send_vote(struct voter *v, struct http_got *got)
{
	struct http_pair body = { .name = S("application/x-www-form-urlencoded") };
	const char *path = arena_printf(v->arena,
	                                v->by_page ? "/ja/votes/%" PRId64
	                                           : "/api/v1/questions/%" PRId64 "/votes",
	                                v->crash->question)
	                           .p;

	body.value = arena_printf(v->arena, "choice=%s", choices[v->in_flight]);
	return http_client_post(v->client, v->arena, path, &body, got);
}

static bool is_acknowledged(const struct voter *v, const struct http_got *got)
{
	int64_t revision;
	const char *at;

	if (v->by_page)
		return got->status == 303;
	at = got->status == 200 ? strstr(got->body.p, "\"revision\":") : NULL;
	/* Nobody but this voter changes the vote: each change is the next one. */
	return at && sscanf(at, "\"revision\":%" SCNd64, &revision) == 1 &&
	       revision == v->revision + 1;
}

static void count(struct crash *c)
{
	c->acknowledged++;
	if (atomic_fetch_sub(&c->left, 1) == 1)
		sem_post(&c->enough);
}

static void *vote(void *arg)
{
	struct voter *v = arg;
	struct http_got got;

	v->client = client_of(v->crash, v);
	v->arena = arena_new();
	for (;;) {
		v->in_flight = v->choice % 3 + 1;
		if (send_vote(v, &got) != ERR_OK) {
			if (!v->crash->is_dead)
				surprise(v, "no answer before the kill", NULL);
			break;
		}
		if (!is_acknowledged(v, &got)) {
			surprise(v, "not acknowledged", &got);
			break;
		}
		v->choice = v->in_flight;
		v->revision++;
		count(v->crash);
		arena_reset(v->arena);
	}
	http_client_free(v->client);
	arena_free(v->arena);
	return NULL;
}

static int64_t pick(struct crash *c, int64_t below)
{
	return nrand48(c->random) % below;
}

static void wait_for_the_moment(struct crash *c)
{
	struct timespec until, delay = { .tv_nsec = (long)pick(c, DELAY_MAX_US) * 1000 };

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += WAIT_SECONDS;
	while (sem_timedwait(&c->enough, &until) != 0) {
		if (errno == EINTR)
			continue;
		printf("# too few votes were acknowledged in %d seconds\n", WAIT_SECONDS);
		c->surprises++;
		return;
	}
	nanosleep(&delay, NULL);
}

static void vote_until_killed(struct crash *c)
{
	c->is_dead = false;
	c->left = (int)pick(c, ACKNOWLEDGED_MAX) + 1;
	MUST(sem_init(&c->enough, 0, 0) == 0);
	for (int i = 0; i < VOTERS; i++)
		MUST(pthread_create(&c->voters[i].thread, NULL, vote, &c->voters[i]) == 0);
	wait_for_the_moment(c);
	c->is_dead = true;
	served_kill(&c->served);
	for (int i = 0; i < VOTERS; i++)
		pthread_join(c->voters[i].thread, NULL);
	sem_destroy(&c->enough);
}

/* --- looking --- */

/* What the server says of a voter's own vote. */
static bool read_own(struct crash *c, struct voter *v, int64_t *ret_revision, char choice[16])
{
	struct arena *a = arena_new();
	struct http_client *client = client_of(c, v);
	const char *path = arena_printf(a, "/api/v1/questions/%" PRId64, c->question).p, *at;
	struct http_got got;
	bool is_read = http_client_get(client, a, path, &got) == ERR_OK && got.status == 200;

	at = is_read ? strstr(got.body.p, "\"choice\":\"") : NULL;
	is_read = at && sscanf(at, "\"choice\":\"%15[a-z]\",\"revision\":%" SCNd64, choice,
	                       ret_revision) == 2;
	http_client_free(client);
	arena_free(a);
	return is_read;
}

static void check_voter(struct crash *c, struct voter *v)
{
	char choice[16] = "";
	int64_t revision = -1;

	CHECK(read_own(c, v, &revision, choice));
	/* What was under way may have been kept or not; nothing else can be there. */
	if (revision == v->revision + 1 && strcmp(choice, choices[v->in_flight]) == 0) {
		c->survived++;
		v->revision++;
		v->choice = v->in_flight;
		return;
	}
	if (revision != v->revision || strcmp(choice, choices[v->choice]) != 0)
		printf("# %" PRId64 " %s was acknowledged; there is %" PRId64 " %s\n", v->revision,
		       choices[v->choice], revision, choice);
	CHECK(revision == v->revision && strcmp(choice, choices[v->choice]) == 0);
}

static const enum db_type int_cols[] = { DB_INT, DB_INT, DB_INT };
#define SUMS                                                                                       \
	"SELECT (SELECT count(*) FROM vote_ballot),"                                               \
	" (SELECT CAST(coalesce(sum(revision), 0) AS BIGINT) FROM vote_ballot),"                   \
	" (SELECT count(*) FROM audit_event WHERE action = 'vote.cast')"
static const struct db_stmt sums = {
	.name = "crash.sums",
	.sqlite = SUMS,
	.postgres = SUMS,
	.ncols = 3,
	.cols = int_cols,
};

/* One ballot a voter, and one event in the log for each time that it was cast or changed. */
static void check_sums(struct crash *c)
{
	int64_t voters = 0, revisions = 0;
	struct db_val *row;
	struct home h;
	int n = 0;

	for (int i = 0; i < VOTERS; i++) {
		voters += c->voters[i].revision > 0;
		revisions += c->voters[i].revision;
	}
	MUST(home_open(&h, &(struct home_options){ .dir = c->dir }));
	CHECK(db_run(&h.ctx, &sums, NULL, 1, &row, &n, NULL) == ERR_OK && n == 1);
	if (n == 1)
		CHECK(row[0].i == voters && row[1].i == revisions && row[2].i == revisions);
	home_close(&h);
}

static void play_round(struct crash *c, int number)
{
	const char *const audit[] = { served_program(), "audit", "verify", c->dir, NULL };
	int64_t before = c->acknowledged;

	if (number > 0 && number % AFRESH == 0 && !engine_is_postgres()) {
		served_kill(&c->served);
		copy_made(c);
		serve(c);
	}
	vote_until_killed(c);
	serve(c);
	for (int i = 0; i < VOTERS; i++)
		check_voter(c, &c->voters[i]);
	check_sums(c);
	CHECK(served_run(audit, c->log) == 0);
	printf("# round %d: killed after %" PRId64 " acknowledged%s\n", number + 1,
	       c->acknowledged - before, tap_now ? ": FAILED" : "");
	fflush(stdout);
}

static void every_acknowledged_vote_survives_kill_9_and_none_is_there_twice(void)
{
	const char *wanted = getenv("CRASH_ROUNDS"), *seed = getenv("CRASH_SEED");
	int rounds = wanted ? (int)strtol(wanted, NULL, 10) : ROUNDS;
	struct crash *c = calloc(1, sizeof(*c));

	MUST(c && rounds > 0);
	random_bytes(c->random, sizeof(c->random));
	if (seed)
		MUST(sscanf(seed, "%hu-%hu-%hu", &c->random[0], &c->random[1], &c->random[2]) == 3);
	printf("# CRASH_SEED=%hu-%hu-%hu\n", c->random[0], c->random[1], c->random[2]);
	make(c);
	copy_made(c);
	serve(c);
	read_tokens(c);
	for (int i = 0; i < rounds && tap_now == 0; i++)
		play_round(c, i);
	served_kill(&c->served);
	CHECK(c->surprises == 0 && c->acknowledged > 0);
	printf("# %d rounds: %" PRId64 " votes acknowledged, %" PRId64 " under way were kept\n",
	       rounds, c->acknowledged, c->survived);
	engine_free(&c->place);
	free(c);
}

int main(void)
{
	RUN(every_acknowledged_vote_survives_kill_9_and_none_is_there_twice);
	return TAP_DONE();
}
