/*
 * test_migrate.c -- a database of an earlier version is brought to this one, on either engine.
 *
 * The migrations are those of house/, which make a street of houses; the program's own are not
 * linked.  The earlier version knew the first two.
 */
#include "base/str.h"
#include "db/internal.h"
#include "test/engine.h"
#include "test/tap.h"
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEPS_MAX = 100, EARLIER = 2 };

static struct engine e;

static const char rows[] =
	"INSERT INTO person (id, name, note) VALUES (3, 'Sükhbaatar', 'x'), (8, '李', NULL);"
	"INSERT INTO house (id, street, storeys, plan, owner) VALUES"
	" (5, 'Чингисийн', 2, NULL, 3), (6, 'Sujiatun', 1, NULL, NULL), (90, 'c', 1, NULL, 8);"
	"INSERT INTO house_guest (house_id, person_id) VALUES (5, 8), (90, 3)";

static void apply(struct engine *on, const struct db_migration *m)
{
	char sql[256];

	CHECK(db_apply(on->ctx.db, m) == ERR_OK);
	snprintf(sql, sizeof(sql), "INSERT INTO db_migration VALUES (%d, '%s', '%s', 0)", m->number,
	         m->name, m->sha256);
	engine_exec(on, sql);
}

static void open_at(struct engine *on, const char *url)
{
	struct sbuf why = { .arena = on->ctx.arena };

	CHECK(db_store_open(url, false, &on->store, &why) == ERR_OK && why.n == 0);
	on->ctx.db = db_open(on->store);
}

static void reopen(struct engine *on)
{
	db_close(on->ctx.db);
	db_store_close(on->store);
	open_at(on, on->url);
}

/* A database as the earlier version left it. */
static void make_earlier(struct engine *on)
{
	engine_new_empty(on);
	open_at(on, on->url);
	CHECK(db_begin(on->ctx.db, DB_MIGRATING) == ERR_OK && db_mark(on->ctx.db) == ERR_OK);
	for (int i = 0; i < EARLIER; i++)
		apply(on, &db_migrations[i]);
	engine_exec(on, rows);
	CHECK(db_commit(on->ctx.db) == ERR_OK);
	reopen(on);
}

static bool is_sound(struct engine *on)
{
	struct sbuf why = { .arena = on->ctx.arena };
	bool sound = db_verify(on->store, &why) == ERR_OK && why.n == 0;

	if (!sound)
		printf("# %s\n", sbuf_done(&why).p);
	return sound;
}

static enum err bring_here(struct engine *on)
{
	struct sbuf why = { .arena = on->ctx.arena };

	return db_migrate(on->store, on->ctx.now, &why);
}

/* How many rows of a table fit. */
static int64_t count(struct engine *on, const char *table, const char *where)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "CREATE VIEW found AS SELECT 1 AS n FROM %s WHERE %s", table,
	         where);
	engine_exec(on, sql);
	int64_t n = engine_count(on, "found");

	engine_exec(on, "DROP VIEW found");
	return n;
}

static void an_earlier_database_is_known_as_one_and_left_alone(void)
{
	uint64_t before;

	make_earlier(&e);
	before = engine_fingerprint(&e);
	CHECK(db_is_old(e.store) && !db_is_new(e.store) && db_number(e.store) == EARLIER);
	CHECK(is_sound(&e));
	reopen(&e);
	CHECK(db_is_old(e.store) && engine_fingerprint(&e) == before);
	engine_free(&e);
}

static void it_is_brought_here_with_its_rows(void)
{
	make_earlier(&e);
	CHECK(bring_here(&e) == ERR_OK);
	CHECK(!db_is_old(e.store) && db_number(e.store) == 4);
	CHECK(is_sound(&e));
	CHECK(count(&e, "house", "floors = 2 AND street = 'Чингисийн'") == 1);
	CHECK(count(&e, "house", "floors = 1 AND owner = 'nobody'") == 2);
	CHECK(count(&e, "house h JOIN house_room r ON r.id = h.best_room",
	            "r.house_id = h.id AND r.floor = h.floors AND r.is_open = 1") == 3);
	CHECK(count(&e, "house_guest", "likes = 'all of it'") == 2);
	CHECK(count(&e, "person", "is_guest = 0 AND name = '李' AND id = 8") == 1);
	reopen(&e);
	CHECK(!db_is_old(e.store) && db_number(e.store) == 4);
	engine_free(&e);
}

/* As if the rows had been there from the beginning, whatever the order of columns. */
static void its_tables_are_those_of_a_new_database(void)
{
	struct engine made;

	engine_new(&made);
	make_earlier(&e);
	engine_exec(&e, "DELETE FROM house_guest; DELETE FROM house; DELETE FROM person");
	CHECK(bring_here(&e) == ERR_OK);
	engine_exec(&e, "UPDATE db_migration SET applied_at = 0");
	engine_exec(&made, "UPDATE db_migration SET applied_at = 0");
	CHECK(engine_fingerprint(&e) == engine_fingerprint(&made));
	CHECK(is_sound(&made) && !db_is_old(made.store) && db_number(made.store) == 4);
	engine_free(&e);
	engine_free(&made);
}

static void whichever_step_fails_it_is_as_it_was(void)
{
	enum err err = ERR_DB;
	uint64_t before;
	int n;

	make_earlier(&e);
	before = engine_fingerprint(&e);
	for (n = 1; n <= STEPS_MAX && err != ERR_OK; n++) {
		db_fault(e.store, n);
		err = bring_here(&e);
		CHECK((err == ERR_OK) == (db_fault_left(e.store) > 0));
		db_fault(e.store, 0);
		CHECK((err == ERR_OK) != db_is_old(e.store));
		CHECK((err == ERR_OK) != (engine_fingerprint(&e) == before));
		CHECK(is_sound(&e));
	}
	CHECK(err == ERR_OK && n > 2 * 2);
	engine_free(&e);
}

/* What the build cannot know: rows that a migration does not suit. */
static void a_migration_that_the_rows_refuse_changes_nothing_and_says_what(void)
{
	struct sbuf why = { 0 };
	uint64_t before;

	make_earlier(&e);
	why.arena = e.ctx.arena;
	engine_exec(&e, "INSERT INTO house (street, storeys) VALUES ('c', 1)");
	before = engine_fingerprint(&e);
	CHECK(db_migrate(e.store, e.ctx.now, &why) == ERR_CONFLICT);
	CHECK(strstr(sbuf_done(&why).p, "cannot be brought to this version"));
	CHECK(db_is_old(e.store) && engine_fingerprint(&e) == before && is_sound(&e));
	engine_exec(&e, "DELETE FROM house WHERE street = 'c' AND owner IS NULL");
	CHECK(bring_here(&e) == ERR_OK && is_sound(&e));
	engine_free(&e);
}

/* Killed before its commit: the transaction holds all that was done. */
static void a_process_killed_on_the_way_leaves_it_as_it_was(void)
{
	uint64_t before;
	int told[2];
	char byte;
	pid_t child;

	make_earlier(&e);
	before = engine_fingerprint(&e);
	CHECK(pipe(told) == 0);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct engine own = { .ctx = { .arena = arena_new(), .now = e.ctx.now } };

		open_at(&own, e.url);
		if (db_begin(own.ctx.db, DB_MIGRATING) != ERR_OK)
			_exit(1);
		apply(&own, &db_migrations[EARLIER]);
		if (write(told[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	close(told[1]);
	CHECK(read(told[0], &byte, 1) == 1);
	CHECK(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child);
	reopen(&e);
	CHECK(db_is_old(e.store) && engine_fingerprint(&e) == before && is_sound(&e));
	CHECK(bring_here(&e) == ERR_OK && is_sound(&e));
	close(told[0]);
	engine_free(&e);
}

static uint64_t content_at(const char *url, bool *ret_is_old, bool *ret_is_sound)
{
	struct engine v = { .ctx = { .arena = arena_new() } };
	uint64_t content;

	open_at(&v, url);
	*ret_is_old = db_is_old(v.store);
	*ret_is_sound = is_sound(&v);
	content = engine_fingerprint(&v);
	db_close(v.ctx.db);
	db_store_close(v.store);
	arena_free(v.ctx.arena);
	return content;
}

/* Out to a file and back in, to the engine under test and to a file. */
static void check_copies(uint64_t want, bool want_old)
{
	struct sbuf why = { .arena = e.ctx.arena };
	struct engine to;
	const char *file = arena_printf(e.ctx.arena, "%s/copy", e.dir).p;
	const char *url = arena_printf(e.ctx.arena, "sqlite:%s/again", e.dir).p;
	bool is_old, is_whole;

	engine_new_empty(&to);
	CHECK(db_backup(e.store, file, &why) == ERR_OK);
	CHECK(db_restore(file, to.url, NULL, &why) == ERR_OK);
	CHECK(content_at(to.url, &is_old, &is_whole) == want && is_whole && is_old == want_old);
	CHECK(db_restore(file, url, NULL, &why) == ERR_OK && why.n == 0);
	CHECK(content_at(url, &is_old, &is_whole) == want && is_whole && is_old == want_old);
	engine_free(&to);
}

static void it_is_backed_up_and_restored_before_and_after(void)
{
	make_earlier(&e);
	check_copies(engine_fingerprint(&e), true);
	engine_free(&e);
	make_earlier(&e);
	CHECK(bring_here(&e) == ERR_OK);
	/* Tables that refer to each other; PostgreSQL checks every reference in the end. */
	engine_exec(&e, "INSERT INTO house_room (house_id, floor, is_open) VALUES (90, 2, 0)");
	check_copies(engine_fingerprint(&e), false);
	engine_free(&e);
}

/* A backup of the earlier version becomes the same as the database it was made from. */
static void an_earlier_backup_comes_to_the_same(void)
{
	struct sbuf why = { 0 };
	struct engine to;

	make_earlier(&e);
	why.arena = e.ctx.arena;
	engine_new_empty(&to);
	const char *file = arena_printf(e.ctx.arena, "%s/copy", e.dir).p;

	CHECK(db_backup(e.store, file, &why) == ERR_OK && bring_here(&e) == ERR_OK);
	CHECK(db_restore(file, to.url, NULL, &why) == ERR_OK);
	open_at(&to, to.url);
	CHECK(bring_here(&to) == ERR_OK && is_sound(&to));
	CHECK(engine_fingerprint(&to) == engine_fingerprint(&e));
	/* Keys go on after the largest on both. */
	engine_exec(&to, "INSERT INTO house (street, floors) VALUES ('new', 7)");
	CHECK(count(&to, "house", "id > 90") == 1);
	engine_free(&e);
	engine_free(&to);
}

static void references_are_checked_again_after_a_restore(void)
{
	struct sbuf why = { 0 };
	struct engine to;

	make_earlier(&e);
	why.arena = e.ctx.arena;
	CHECK(bring_here(&e) == ERR_OK);
	engine_new_empty(&to);
	const char *file = arena_printf(e.ctx.arena, "%s/copy", e.dir).p;

	CHECK(db_backup(e.store, file, &why) == ERR_OK &&
	      db_restore(file, to.url, NULL, &why) == ERR_OK);
	open_at(&to, to.url);
	/* At the statement, not at a commit. */
	CHECK(db_begin(to.ctx.db, DB_WRITING) == ERR_OK);
	CHECK(db_exec(to.ctx.db, "UPDATE house SET best_room = 4711") == ERR_CONFLICT);
	db_rollback(to.ctx.db);
	engine_free(&e);
	engine_free(&to);
}

int main(void)
{
	RUN(an_earlier_database_is_known_as_one_and_left_alone);
	RUN(it_is_brought_here_with_its_rows);
	RUN(its_tables_are_those_of_a_new_database);
	RUN(whichever_step_fails_it_is_as_it_was);
	RUN(a_migration_that_the_rows_refuse_changes_nothing_and_says_what);
	RUN(a_process_killed_on_the_way_leaves_it_as_it_was);
	RUN(it_is_backed_up_and_restored_before_and_after);
	RUN(an_earlier_backup_comes_to_the_same);
	RUN(references_are_checked_again_after_a_restore);
	return TAP_DONE();
}
