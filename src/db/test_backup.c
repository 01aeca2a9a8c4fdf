/* test_backup.c -- a copy is the whole database at one moment, and becomes the same one again. */
#include "db/internal.h"
#include "db/test_statements.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEPS_MAX = 200 };

static struct engine e;

/* Rows of several tables: keys with gaps, references, several scripts, large numbers, NULL. */
static const char texts[] =
	"INSERT INTO lang_text (id, name) VALUES (5, 'about'), (9, NULL), (700, NULL);"
	"INSERT INTO lang_value (text_id, language, body, set_at) VALUES"
	" (5, 'mn', 'Зүүн хойд Ази', -1), (5, 'ja', '北東アジア', 0), (9, 'en', 'it''s', 7);"
	"INSERT INTO account_failure VALUES ('a', 1, 2), ('b', 9223372036854775807, 3)";
/* A parent that comes after its child. */
static const char parents[] =
	"INSERT INTO organ (id, slug, kind, code, parent_id, grouping, position, name, purpose)"
	" VALUES (2, 'a', 'k', 'A', NULL, NULL, 1, 5, 5), (1, 'b', 'k', 'B', 2, 'I', 2, 9, 9);"
	"UPDATE organ SET parent_id = 1 WHERE id = 2";
/* Bytes, which the engines write differently. */
static const char bytes_sqlite[] =
	"INSERT INTO audit_event VALUES (1, 0, 0, 'x', '', '{}', x'0001ff', x'')";
static const char bytes_postgres[] =
	"INSERT INTO audit_event VALUES (1, 0, 0, 'x', '', '{}', '\\x0001ff', '\\x')";

static void fill(struct engine *on)
{
	engine_exec(on, texts);
	engine_exec(on, parents);
	engine_exec(on, on->ctx.db->lite ? bytes_sqlite : bytes_postgres);
}

static const char *in_dir(const char *name)
{
	return arena_printf(e.ctx.arena, "%s/%s", e.dir, name).p;
}

/* Another database, opened at `url`. */
static void visit(struct engine *v, const char *url)
{
	struct sbuf why = { .arena = e.ctx.arena };

	*v = (struct engine){ .ctx = { .arena = arena_new(), .now = e.ctx.now } };
	CHECK(db_store_open(url, false, &v->store, &why) == ERR_OK);
	v->ctx.db = db_open(v->store);
}

static void leave(struct engine *v)
{
	db_close(v->ctx.db);
	db_store_close(v->store);
	arena_free(v->ctx.arena);
}

/* Is what lies at `url` row for row what `e` holds, sound, and ready for new rows? */
static bool is_the_same(const char *url, uint64_t want)
{
	struct sbuf why = { .arena = e.ctx.arena };
	struct engine v;
	bool same;

	visit(&v, url);
	same = engine_fingerprint(&v) == want && db_verify(v.store, &why) == ERR_OK;
	engine_exec(&v, "INSERT INTO lang_text (name) VALUES ('new')");
	same = same && engine_count(&v, "lang_text") == 4;
	leave(&v);
	return same;
}

static void a_backup_becomes_the_same_database_again(void)
{
	struct sbuf why = { 0 };
	struct engine to;
	uint64_t want;
	const char *file;

	engine_new(&e);
	why.arena = e.ctx.arena;
	fill(&e);
	want = engine_fingerprint(&e);
	file = in_dir("copy.near");
	CHECK(db_backup(e.store, file, &why) == ERR_OK && why.n == 0);
	CHECK(engine_fingerprint(&e) == want);
	engine_new_empty(&to);
	CHECK(db_restore(file, to.url, NULL, &why) == ERR_OK && why.n == 0);
	CHECK(is_the_same(to.url, want));
	CHECK(!db_file_exists(in_dir("copy.near.tmp")) && !db_file_exists(in_dir("copy.near-wal")));
	engine_free(&to);
	engine_free(&e);
}

static const char *sqlite_url(const char *name)
{
	return arena_printf(e.ctx.arena, "sqlite:%s", in_dir(name)).p;
}

/* A SQLite file of its own in the test's directory, whatever the engine. */
static void make_file(struct engine *v, const char *name)
{
	struct sbuf why = { .arena = e.ctx.arena };
	struct db_store *s;

	CHECK(db_store_open(sqlite_url(name), false, &s, &why) == ERR_OK);
	CHECK(db_migrate(s, e.ctx.now, &why) == ERR_OK);
	db_store_close(s);
	visit(v, sqlite_url(name));
}

/* From SQLite to the engine under test and back: nothing is lost on the way. */
static void a_backup_goes_from_either_engine_to_the_other(void)
{
	struct sbuf why = { 0 };
	struct engine first;
	uint64_t want;

	engine_new_empty(&e);
	why.arena = e.ctx.arena;
	make_file(&first, "first.db");
	fill(&first);
	want = engine_fingerprint(&first);
	CHECK(db_backup(first.store, in_dir("one.near"), &why) == ERR_OK);
	leave(&first);

	CHECK(db_restore(in_dir("one.near"), e.url, NULL, &why) == ERR_OK);
	CHECK(db_store_open(e.url, false, &e.store, &why) == ERR_OK);
	e.ctx.db = db_open(e.store);
	CHECK(engine_fingerprint(&e) == want);
	CHECK(db_backup(e.store, in_dir("two.near"), &why) == ERR_OK);
	CHECK(db_restore(in_dir("two.near"), sqlite_url("last.db"), NULL, &why) == ERR_OK);
	CHECK(is_the_same(sqlite_url("last.db"), want));
	engine_free(&e);
}

/* SQLite holds a zero byte in a text; PostgreSQL does not, and says so in the middle of a table. */
static void a_backup_that_the_server_cannot_take_restores_nothing(void)
{
	struct sbuf why = { 0 };
	struct engine first;

	if (!engine_is_postgres())
		return;
	engine_new_empty(&e);
	why.arena = e.ctx.arena;
	make_file(&first, "first.db");
	engine_exec(&first, "INSERT INTO account_failure VALUES ('a' || char(0), 1, 2)");
	CHECK(db_backup(first.store, in_dir("one.near"), &why) == ERR_OK && why.n == 0);
	leave(&first);
	CHECK(db_restore(in_dir("one.near"), e.url, NULL, &why) == ERR_DB);
	CHECK(strstr(sbuf_done(&why).p, "account_failure"));
	CHECK(db_store_open(e.url, false, &e.store, &why) == ERR_OK && db_is_new(e.store));
	engine_free(&e);
}

/* Copies while somebody writes pairs: both rows of a pair are in a copy, or neither. */
static enum err put_both(struct tx *tx, void *arg)
{
	int i = ++*(_Atomic int *)arg;
	enum err err = run_put(tx, arena_printf(tx->ctx->arena, "left %d", i).p, i);

	return err == ERR_OK ? run_put(tx, arena_printf(tx->ctx->arena, "right %d", i).p, i) : err;
}

struct busy {
	_Atomic bool is_done;
	_Atomic int pairs;
};

static void *write_pairs(void *arg)
{
	struct ctx ctx = { .arena = arena_new(), .db = db_open(e.store) };
	struct busy *b = arg;

	while (!b->is_done)
		MUST(db_write(&ctx, put_both, &b->pairs) == ERR_OK);
	db_close(ctx.db);
	arena_free(ctx.arena);
	return NULL;
}

static void a_backup_shows_one_moment_while_others_write(void)
{
	struct sbuf why = { 0 };
	struct busy busy = { 0 };
	pthread_t thread;
	int64_t last = 0;

	engine_new_with_writer(&e);
	why.arena = e.ctx.arena;
	fill(&e);
	CHECK(pthread_create(&thread, NULL, write_pairs, &busy) == 0);
	for (int i = 0; i < 5; i++) {
		const char *file = arena_printf(e.ctx.arena, "%s/copy%d", e.dir, i).p;
		struct engine v;
		int64_t rows;

		while (busy.pairs < 10 * (i + 1))
			usleep(1000);
		CHECK(db_backup(e.store, file, &why) == ERR_OK);
		visit(&v, arena_printf(e.ctx.arena, "sqlite:%s", file).p);
		rows = engine_count(&v, "account_failure");
		CHECK(rows % 2 == 0 && rows > last);
		last = rows;
		leave(&v);
	}
	busy.is_done = true;
	pthread_join(thread, NULL);
	printf("# %d rows in the last of 5 copies\n", (int)last);
	engine_free(&e);
}

static int count_files(void)
{
	DIR *d = opendir(e.dir);
	int n = 0;

	for (struct dirent *f; (f = readdir(d)) != NULL;)
		n += strncmp(f->d_name, "copy", 4) == 0;
	closedir(d);
	return n;
}

static void a_backup_that_fails_leaves_no_file(void)
{
	struct sbuf why = { 0 };
	enum err err = ERR_DB;
	uint64_t want;
	int n;

	engine_new(&e);
	why.arena = e.ctx.arena;
	fill(&e);
	want = engine_fingerprint(&e);
	for (n = 1; n <= STEPS_MAX && err != ERR_OK; n++) {
		bool is_left;

		why.n = 0;
		db_fault(e.store, n);
		err = db_backup(e.store, in_dir("copy"), &why);
		is_left = db_fault_left(e.store) > 0;
		db_fault(e.store, 0);
		CHECK((err == ERR_OK) == is_left);
		CHECK(err == ERR_OK || why.n > 0);
		/* The last step makes the name last: if it fails the file is there, and whole. */
		CHECK(count_files() == (err == ERR_OK) || is_the_same(sqlite_url("copy"), want));
		if (err != ERR_OK)
			unlink(in_dir("copy"));
	}
	CHECK(err == ERR_OK && n > 5);
	CHECK(is_the_same(sqlite_url("copy"), want));
	engine_free(&e);
}

static void nothing_that_is_there_is_overwritten(void)
{
	struct sbuf why = { 0 };
	uint64_t want;

	engine_new(&e);
	why.arena = e.ctx.arena;
	fill(&e);
	CHECK(db_backup(e.store, in_dir("copy"), &why) == ERR_OK);
	CHECK(db_backup(e.store, in_dir("copy"), &why) == ERR_IO);
	engine_exec(&e, "DELETE FROM account_failure");
	want = engine_fingerprint(&e);
	CHECK(db_restore(in_dir("copy"), e.url, NULL, &why) == ERR_CONFLICT);
	CHECK(engine_fingerprint(&e) == want);
	CHECK(strstr(sbuf_done(&why).p, "not empty"));
	engine_free(&e);
}

static void a_bad_backup_is_refused_and_restores_nothing(void)
{
	struct sbuf why = { 0 };
	struct engine to, v;
	struct stat st;

	engine_new(&e);
	why.arena = e.ctx.arena;
	fill(&e);
	CHECK(db_backup(e.store, in_dir("copy"), &why) == ERR_OK);
	/* As one without a digest, so that it is the tables that tell. */
	CHECK(stat(in_dir("copy"), &st) == 0);
	CHECK(truncate(in_dir("copy"), st.st_size - st.st_size % 4096) == 0);
	visit(&v, sqlite_url("copy"));
	engine_exec(&v, "DROP INDEX account_grant_account; PRAGMA user_version = 0");
	leave(&v);
	engine_new_empty(&to);
	CHECK(db_restore(in_dir("copy"), to.url, NULL, &why) == ERR_DB_DAMAGED);
	CHECK(strstr(sbuf_done(&why).p, "is missing: account_grant_account"));
	CHECK(stat(in_dir("copy"), &st) == 0 && truncate(in_dir("copy"), st.st_size - 4096) == 0);
	CHECK(db_restore(in_dir("copy"), to.url, NULL, &why) == ERR_DB_DAMAGED);
	CHECK(db_restore(in_dir("nothing"), to.url, NULL, &why) == ERR_IO);
	CHECK(db_store_open(to.url, false, &to.store, &why) == ERR_OK && db_is_new(to.store));
	engine_free(&to);
	engine_free(&e);
}

static void an_empty_database_is_not_backed_up(void)
{
	struct sbuf why = { 0 };

	engine_new_empty(&e);
	why.arena = e.ctx.arena;
	CHECK(db_store_open(e.url, false, &e.store, &why) == ERR_OK);
	CHECK(db_backup(e.store, in_dir("copy"), &why) == ERR_NOT_FOUND);
	CHECK(count_files() == 0);
	engine_free(&e);
}

int main(void)
{
	RUN(a_backup_becomes_the_same_database_again);
	RUN(a_backup_goes_from_either_engine_to_the_other);
	RUN(a_backup_that_the_server_cannot_take_restores_nothing);
	RUN(a_backup_shows_one_moment_while_others_write);
	RUN(a_backup_that_fails_leaves_no_file);
	RUN(nothing_that_is_there_is_overwritten);
	RUN(a_bad_backup_is_refused_and_restores_nothing);
	RUN(an_empty_database_is_not_backed_up);
	return TAP_DONE();
}
