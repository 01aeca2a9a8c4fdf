/* test_read.c -- values, limits, snapshots, and the versions on which the page cache rests. */
#include "db/internal.h"
#include "db/test_statements.h"
#include <stdlib.h>

static struct engine e;

/* Every kind of value there and back, through lang_value (text) and account_invitation (bytes). */
static const enum db_type type_echo[] = { DB_INT, DB_TEXT, DB_BLOB };
static const struct db_stmt stmt_echo = {
	.name = "test.echo",
	.sqlite = "SELECT ?1, ?2, ?3",
	.postgres = "SELECT $1, $2, $3",
	.nargs = 3,
	.args = type_echo,
	.ncols = 3,
	.cols = type_echo,
};

static bool echoes(int64_t i, struct str text, struct str blob)
{
	const struct db_val args[] = {
		{ .type = DB_INT, .i = i },
		{ .type = DB_TEXT, .s = text },
		{ .type = DB_BLOB, .s = blob },
	};
	struct db_val *v;
	int n;

	return db_run(&e.ctx, &stmt_echo, args, 1, &v, &n, NULL) == ERR_OK && n == 1 &&
	       !v[0].null && v[0].i == i && v[1].s.p && str_eq(v[1].s, text) && v[2].s.p &&
	       str_eq(v[2].s, blob);
}

static void values_come_back_as_they_went(void)
{
	const struct db_val nulls[] = {
		{ .type = DB_INT, .null = true },
		{ .type = DB_TEXT, .null = true },
		{ .type = DB_BLOB, .null = true },
	};
	struct db_val *v;
	int n;

	engine_new(&e);
	CHECK(echoes(0, S(""), S("")));
	CHECK(echoes(INT64_MAX, S("Монгол улс 東北アジア 동북아 \xf0\xa0\x80\x80"), S("\0\xff\0")));
	CHECK(echoes(INT64_MIN, S("it's \"quoted\" \\ $1 ?1 %s"), S("\x80")));
	CHECK(echoes(-1, S("\n\t"), S("\0")));
	CHECK(db_run(&e.ctx, &stmt_echo, nulls, 1, &v, &n, NULL) == ERR_OK && n == 1);
	for (int k = 0; k < 3; k++)
		CHECK(v[k].null && v[k].type == type_echo[k] && !v[k].s.p && v[k].i == 0);
	engine_free(&e);
}

static enum err put_ten(struct tx *tx, void *arg)
{
	enum err err = ERR_OK;

	(void)arg;
	for (int i = 1; i <= 10 && err == ERR_OK; i++)
		err = run_put(tx, arena_printf(tx->ctx->arena, "row %d", i).p, i);
	return err;
}

static void no_more_rows_come_than_asked_for(void)
{
	const struct db_val limit[] = { { .type = DB_INT, .i = 100 } };
	struct db_val *v;
	int n;

	engine_new(&e);
	CHECK(db_write(&e.ctx, put_ten, NULL) == ERR_OK);
	CHECK(db_run(&e.ctx, &stmt_list, limit, 0, &v, &n, NULL) == ERR_OK && n == 0);
	CHECK(db_run(&e.ctx, &stmt_list, limit, 3, &v, &n, NULL) == ERR_OK && n == 3);
	CHECK(v[4].i == 0 && str_is(v[4].s, "row 3") && v[5].i == 3);
	CHECK(db_run(&e.ctx, &stmt_list, limit, 100, &v, &n, NULL) == ERR_OK && n == 10);
	CHECK(str_is(v[18].s, "row 10") && v[19].i == 10);
	engine_free(&e);
}

struct changed {
	int64_t one, none, id[2];
};

static enum err change(struct tx *tx, void *arg)
{
	const struct db_val there[] = { val_text("a"), val_int(7) };
	const struct db_val gone[] = { val_text("b"), val_int(7) };
	const struct db_val name[] = { val_text(NULL) };
	struct changed *c = arg;
	enum err err = run_put(tx, "a", 1);
	struct db_val *v;
	int n;

	if (err == ERR_OK)
		err = db_run(tx->ctx, &stmt_set, there, 0, &v, &n, &c->one);
	if (err == ERR_OK)
		err = db_run(tx->ctx, &stmt_set, gone, 0, &v, &n, &c->none);
	for (int i = 0; i < 2 && err == ERR_OK; i++) {
		err = db_run(tx->ctx, &stmt_new, name, 1, &v, &n, NULL);
		if (err == ERR_OK)
			c->id[i] = n == 1 ? v[0].i : -1;
	}
	return err;
}

static void a_write_says_what_it_changed_and_made(void)
{
	struct changed c;

	engine_new(&e);
	CHECK(db_write(&e.ctx, change, &c) == ERR_OK);
	CHECK(c.one == 1 && c.none == 0);
	CHECK(c.id[0] > 0 && c.id[1] == c.id[0] + 1);
	CHECK(engine_count(&e, "lang_text") == 2);
	engine_free(&e);
}

struct looks {
	struct ctx other;
	int64_t n[3];
};

static enum err look_thrice(struct ctx *ctx, void *arg)
{
	struct looks *l = arg;

	l->n[0] = run_count(ctx);
	if (write_pair(&l->other, "b", 1) != ERR_OK)
		return ERR_DB;
	l->n[1] = run_count(ctx);
	l->n[2] = run_count(&l->other);
	return ERR_OK;
}

static void db_read_sees_one_moment(void)
{
	struct looks l;

	engine_new(&e);
	l.other = (struct ctx){ .arena = e.ctx.arena, .db = db_open(e.store) };
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK);
	CHECK(db_read(&e.ctx, look_thrice, &l) == ERR_OK);
	CHECK(l.n[0] == 1 && l.n[1] == 1 && l.n[2] == 2);
	CHECK(run_count(&e.ctx) == 2);
	db_close(l.other.db);
	engine_free(&e);
}

static enum err read_in_write(struct ctx *ctx, void *arg)
{
	*(int64_t *)arg = run_count(ctx);
	return ERR_OK;
}

static enum err write_and_read(struct tx *tx, void *arg)
{
	enum err err = run_put(tx, "a", 1);

	return err == ERR_OK ? db_read(tx->ctx, read_in_write, arg) : err;
}

static void db_read_within_a_write_sees_the_write(void)
{
	int64_t n = 0;

	engine_new(&e);
	CHECK(db_write(&e.ctx, write_and_read, &n) == ERR_OK && n == 1);
	engine_free(&e);
}

static void a_commit_makes_stale_what_read_its_tables_and_nothing_else(void)
{
	struct table_set failures = TABLE_BIT(TABLE_ACCOUNT_FAILURE),
			 texts = TABLE_BIT(TABLE_LANG_TEXT);
	struct table_set nothing = { 0 };
	uint64_t v;

	engine_new(&e);
	v = db_version(e.store);
	CHECK(db_is_current(e.store, &failures, v));
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK);
	CHECK(db_version(e.store) > v);
	CHECK(!db_is_current(e.store, &failures, v));
	CHECK(db_is_current(e.store, &texts, v) && db_is_current(e.store, &nothing, v));
	v = db_version(e.store);
	CHECK(db_is_current(e.store, &failures, v));
	/* Refused: nothing has changed, and nothing is stale. */
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_CONFLICT);
	CHECK(db_version(e.store) == v && db_is_current(e.store, &failures, v));
	engine_free(&e);
}

static void reads_name_the_tables_that_were_read(void)
{
	engine_new(&e);
	CHECK(!table_set_has(&e.ctx.reads, TABLE_ACCOUNT_FAILURE));
	CHECK(run_count(&e.ctx) == 0);
	CHECK(table_set_has(&e.ctx.reads, TABLE_ACCOUNT_FAILURE));
	CHECK(!table_set_has(&e.ctx.reads, TABLE_LANG_TEXT));
	engine_free(&e);
}

/*
 * A page cache of one page, as the server has it, against a writer that counts up: no reader may
 * ever be given a number below the last one that was acknowledged before it asked.
 */
enum { READERS = 3, COUNT_TO = 300, RENDERED_LEAST = 20 };

static struct {
	_Atomic int64_t acknowledged;
	_Atomic bool is_done;
	pthread_mutex_t lock;
	int64_t page;
	uint64_t version;
	struct table_set reads;
	bool is_there;
} cache = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool find_page(int64_t *ret)
{
	bool found;

	pthread_mutex_lock(&cache.lock);
	found = cache.is_there && db_is_current(e.store, &cache.reads, cache.version);
	*ret = cache.page;
	pthread_mutex_unlock(&cache.lock);
	return found;
}

static void keep_page(int64_t page, uint64_t version, const struct table_set *reads)
{
	pthread_mutex_lock(&cache.lock);
	cache.page = page;
	cache.version = version;
	cache.reads = *reads;
	cache.is_there = true;
	pthread_mutex_unlock(&cache.lock);
}

struct reader {
	_Atomic int hits, misses, stale;
};

static void *read_pages(void *arg)
{
	struct ctx ctx = { .arena = arena_new(), .db = db_open(e.store) };
	struct reader *r = arg;

	while (!cache.is_done) {
		int64_t asked = cache.acknowledged, page;
		uint64_t version = db_version(e.store);
		bool found = find_page(&page);

		if (!found) {
			ctx.reads = (struct table_set){ 0 };
			page = run_get(&ctx, "n");
			keep_page(page, version, &ctx.reads);
			arena_reset(ctx.arena);
		}
		r->hits += found;
		r->misses += !found;
		r->stale += page < asked;
	}
	db_close(ctx.db);
	arena_free(ctx.arena);
	return NULL;
}

static bool have_rendered(const struct reader *readers)
{
	for (int i = 0; i < READERS; i++)
		if (readers[i].misses < RENDERED_LEAST)
			return false;
	return true;
}

static enum err set_n(struct tx *tx, void *arg)
{
	return run_set(tx, "n", *(int64_t *)arg);
}

static void a_cached_page_is_never_older_than_the_last_acknowledged_write(void)
{
	struct reader readers[READERS] = { 0 };
	pthread_t threads[READERS];

	engine_new_with_writer(&e);
	CHECK(write_pair(&e.ctx, "n", 1) == ERR_OK);
	cache.acknowledged = 1;
	for (int i = 0; i < READERS; i++)
		CHECK(pthread_create(&threads[i], NULL, read_pages, &readers[i]) == 0);
	for (int64_t n = 2; n <= COUNT_TO || !have_rendered(readers); n++) {
		CHECK(db_write(&e.ctx, set_n, &n) == ERR_OK);
		cache.acknowledged = n;
	}
	cache.is_done = true;
	for (int i = 0; i < READERS; i++) {
		pthread_join(threads[i], NULL);
		CHECK(readers[i].stale == 0);
		printf("# %d pages from the cache, %d rendered\n", readers[i].hits,
		       readers[i].misses);
	}
	engine_free(&e);
}

static void a_statement_that_does_not_fit_is_told(void)
{
	static const struct db_stmt unknown = {
		.name = "test.unknown",
		.sqlite = "SELECT nothing FROM nowhere",
		.postgres = "SELECT nothing FROM nowhere",
		.ncols = 1,
		.cols = type_i,
	};
	static const struct db_stmt too_many = {
		.name = "test.too_many",
		.sqlite = "SELECT 1, 2",
		.postgres = "SELECT 1, 2",
		.ncols = 1,
		.cols = type_i,
	};
	static const struct db_stmt wrong_type = {
		.name = "test.wrong_type",
		.sqlite = "SELECT sum(failures) FROM account_failure",
		.postgres = "SELECT sum(failures) FROM account_failure",
		.ncols = 1,
		.cols = type_i,
	};
	struct sbuf why = { 0 };

	engine_new(&e);
	why.arena = e.ctx.arena;
	CHECK(db_prepare(&e.ctx, &stmt_list, &why) == ERR_OK && why.n == 0);
	CHECK(db_prepare(&e.ctx, &unknown, &why) == ERR_DB);
	CHECK(db_prepare(&e.ctx, &too_many, &why) == ERR_DB);
	/* A numeric, on PostgreSQL, until it is cast. */
	CHECK(db_prepare(&e.ctx, &wrong_type, &why) == (engine_is_postgres() ? ERR_DB : ERR_OK));
	CHECK(strstr(sbuf_done(&why).p, "test.unknown: "));
	CHECK(strstr(sbuf_done(&why).p, "test.too_many: "));
	engine_free(&e);
}

static void a_database_that_answers_is_alive(void)
{
	struct sbuf why;

	engine_new(&e);
	why = (struct sbuf){ .arena = e.ctx.arena };
	CHECK(db_ready(&e.ctx, &why) == ERR_OK && why.n == 0);
	db_fault(e.store, 1);
	CHECK(db_ready(&e.ctx, &why) == ERR_DB_AWAY);
	CHECK(strstr(sbuf_done(&why).p, "does not answer"));
	CHECK(db_ready(&e.ctx, &why) == ERR_OK);
	engine_free(&e);
}

int main(void)
{
	RUN(values_come_back_as_they_went);
	RUN(no_more_rows_come_than_asked_for);
	RUN(a_write_says_what_it_changed_and_made);
	RUN(db_read_sees_one_moment);
	RUN(db_read_within_a_write_sees_the_write);
	RUN(a_commit_makes_stale_what_read_its_tables_and_nothing_else);
	RUN(reads_name_the_tables_that_were_read);
	RUN(a_cached_page_is_never_older_than_the_last_acknowledged_write);
	RUN(a_statement_that_does_not_fit_is_told);
	RUN(a_database_that_answers_is_alive);
	return TAP_DONE();
}
