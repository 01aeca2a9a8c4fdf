/* test_open.c -- which databases are opened, which are refused, and who may write to them. */
#include "db/internal.h"
#include "db/test_statements.h"
#include <fcntl.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct engine e;

/* Open the place of `e` and say how it went; *why is what a person would read. */
static enum err try_open(struct sbuf *why)
{
	struct db_store *s = NULL;
	enum err err;

	*why = (struct sbuf){ .arena = e.ctx.arena };
	err = db_store_open(e.url, false, &s, why);
	if (err == ERR_OK)
		db_store_close(s);
	else
		CHECK(!s && why->n > 0);
	return err;
}

/* Close what is open and try again. */
static enum err reopen(struct sbuf *why)
{
	db_close(e.ctx.db);
	db_store_close(e.store);
	e.ctx.db = NULL;
	e.store = NULL;
	return try_open(why);
}

/* SQL of somebody else's, on a connection of their own. */
static void meddle(const char *sql)
{
	if (engine_is_postgres()) {
		PGconn *pg = PQconnectdb(e.url);
		PGresult *r = PQexec(pg, sql);

		CHECK(PQresultStatus(r) == PGRES_COMMAND_OK);
		PQclear(r);
		PQfinish(pg);
	} else {
		sqlite3 *lite = NULL;

		CHECK(sqlite3_open(e.url + strlen("sqlite:"), &lite) == SQLITE_OK);
		CHECK(sqlite3_exec(lite, sql, NULL, NULL, NULL) == SQLITE_OK);
		sqlite3_close(lite);
	}
}

static void an_empty_place_is_new_until_it_is_migrated(void)
{
	struct sbuf why;

	engine_new_empty(&e);
	CHECK(try_open(&why) == ERR_OK);
	CHECK(db_store_open(e.url, false, &e.store, &why) == ERR_OK && db_is_new(e.store));
	CHECK(db_migrate(e.store, e.ctx.now, &why) == ERR_OK && !db_is_new(e.store));
	CHECK(db_migrate(e.store, e.ctx.now, &why) == ERR_OK);
	db_store_close(e.store);
	CHECK(db_store_open(e.url, false, &e.store, &why) == ERR_OK && !db_is_new(e.store));
	engine_free(&e);
}

static void a_new_file_is_its_owners_alone(void)
{
	struct stat st;

	if (engine_is_postgres())
		return;
	engine_new(&e);
	CHECK(stat(e.url + strlen("sqlite:"), &st) == 0 && (st.st_mode & 0777) == 0600);
	engine_free(&e);
}

static void a_database_of_another_program_is_refused(void)
{
	struct sbuf why;

	engine_new_empty(&e);
	meddle("CREATE TABLE song (title TEXT)");
	CHECK(try_open(&why) == ERR_DB_FOREIGN);
	CHECK(strstr(sbuf_done(&why).p, "another program"));
	meddle("DROP TABLE song");
	CHECK(try_open(&why) == ERR_OK);
	engine_free(&e);
}

static void a_file_marked_by_another_program_is_refused(void)
{
	struct sbuf why;

	if (engine_is_postgres())
		return;
	engine_new_empty(&e);
	meddle("PRAGMA application_id = 252006673");
	CHECK(try_open(&why) == ERR_DB_FOREIGN);
	engine_free(&e);
}

static void a_newer_database_is_refused(void)
{
	struct sbuf why;

	engine_new(&e);
	engine_exec(&e, "INSERT INTO db_migration VALUES (9999, '9999_later', 'abc', 1)");
	CHECK(db_verify(e.store, &(struct sbuf){ .arena = e.ctx.arena }) == ERR_DB_NEWER);
	CHECK(reopen(&why) == ERR_DB_NEWER);
	CHECK(strstr(sbuf_done(&why).p, "9999_later"));
	engine_free(&e);
}

static void a_database_made_by_other_migrations_is_refused(void)
{
	struct sbuf why;

	engine_new(&e);
	engine_exec(&e, "UPDATE db_migration SET sha256 = 'abc' WHERE number = 1");
	CHECK(reopen(&why) == ERR_DB_NEWER);
	CHECK(strstr(sbuf_done(&why).p, "0001_"));
	engine_free(&e);
}

static void a_database_without_its_list_of_migrations_is_damaged(void)
{
	struct sbuf why;

	engine_new(&e);
	engine_exec(&e, "DROP TABLE db_migration");
	CHECK(reopen(&why) == ERR_DB_DAMAGED);
	engine_free(&e);
}

static void a_file_that_is_no_database_is_refused_and_left_alone(void)
{
	const char text[] =
		"Dear Sir or Madam, this is not a database but a letter of some length.\n";
	char read_back[sizeof(text)] = { 0 };
	struct sbuf why;
	FILE *f;

	if (engine_is_postgres())
		return;
	engine_new_empty(&e);
	f = fopen(e.url + strlen("sqlite:"), "w");
	CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
	CHECK(try_open(&why) == ERR_DB_DAMAGED);
	CHECK(strstr(sbuf_done(&why).p, "not a SQLite database"));
	f = fopen(e.url + strlen("sqlite:"), "r");
	CHECK(f && fread(read_back, 1, sizeof(read_back), f) == strlen(text) && fclose(f) == 0);
	CHECK(strcmp(text, read_back) == 0);
	engine_free(&e);
}

static void a_file_cut_short_is_refused(void)
{
	const char *path = e.url + strlen("sqlite:");
	struct sbuf why;
	struct stat st;

	if (engine_is_postgres())
		return;
	engine_new(&e);
	CHECK(reopen(&why) == ERR_OK);
	CHECK(stat(path, &st) == 0 && truncate(path, st.st_size / 2) == 0);
	CHECK(try_open(&why) == ERR_DB_DAMAGED);
	CHECK(strstr(sbuf_done(&why).p, "damaged"));
	engine_free(&e);
}

static void a_place_that_cannot_be_opened_is_told(void)
{
	const char *addresses[] = { "near.db", "sqlite:", "mysql://host/near",
		                    "sqlite:/no/such/folder/near.db",
		                    "postgresql://near@/near?host=/no/such/folder" };
	struct sbuf why;

	engine_new_empty(&e);
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		char real[sizeof(e.url)];

		memcpy(real, e.url, sizeof(real));
		snprintf(e.url, sizeof(e.url), "%s", addresses[i]);
		CHECK(try_open(&why) == (i < 4 ? ERR_DB : ERR_DB_AWAY));
		memcpy(e.url, real, sizeof(real));
	}
	engine_free(&e);
}

/* What verify says after somebody has been at the tables. */
static bool verify_says(const char *sql, const char *says)
{
	struct sbuf why = { 0 };
	bool found;

	engine_new(&e);
	why.arena = e.ctx.arena;
	CHECK(db_verify(e.store, &why) == ERR_OK && why.n == 0);
	meddle(sql);
	found = db_verify(e.store, &why) == ERR_DB_DAMAGED && strstr(sbuf_done(&why).p, says);
	if (!found)
		printf("# %s: %s\n", sql, sbuf_done(&why).p);
	engine_free(&e);
	return found;
}

static void verify_finds_every_table_that_is_not_as_it_was_made(void)
{
	CHECK(verify_says("CREATE TABLE song (title TEXT)", "does not belong here: song"));
	CHECK(verify_says("DROP TABLE account_failure", "is missing: account_failure"));
	CHECK(verify_says("DROP INDEX account_grant_account", "is missing: account_grant_account"));
	CHECK(verify_says("DROP VIEW account_holder", "is missing: account_holder"));
	CHECK(verify_says("ALTER TABLE account_failure ADD COLUMN extra TEXT", "account_failure"));
}

static void verify_finds_references_to_nothing(void)
{
	const char sql[] = "PRAGMA foreign_keys = OFF;"
			   "INSERT INTO lang_value VALUES (77, 'en', 'x', 0)";

	if (engine_is_postgres())
		return;
	CHECK(verify_says(sql, "of lang_value refers to nothing in lang_text"));
}

/* A page of the table is overwritten as a failing disk might. */
static void verify_finds_a_damaged_page(void)
{
	struct sbuf why;
	char noise[4096];
	struct stat st;
	int fd;

	if (engine_is_postgres())
		return;
	engine_new(&e);
	for (int i = 0; i < 2000; i++)
		CHECK(write_pair(&e.ctx, arena_printf(e.ctx.arena, "name number %d", i).p, 1) ==
		      ERR_OK);
	CHECK(reopen(&why) == ERR_OK);
	memset(noise, 0x5a, sizeof(noise));
	fd = open(e.url + strlen("sqlite:"), O_RDWR | O_CLOEXEC);
	CHECK(fstat(fd, &st) == 0 && st.st_size > 40 * 4096);
	CHECK(pwrite(fd, noise, sizeof(noise), st.st_size - 4096) == sizeof(noise));
	close(fd);
	CHECK(try_open(&why) == ERR_DB_DAMAGED);
	CHECK(strstr(sbuf_done(&why).p, "damaged: ") && strstr(why.p, "near restore FILE FOLDER"));
	engine_free(&e);
}

/* Is a database refused at once after this, naming what is wrong and what to do? */
static bool opening_says(const char *sql, const char *says)
{
	struct sbuf why;
	bool found;

	engine_new(&e);
	CHECK(reopen(&why) == ERR_OK);
	meddle(sql);
	found = try_open(&why) == ERR_DB_DAMAGED && strstr(sbuf_done(&why).p, says) &&
	        strstr(why.p, "near restore FILE FOLDER");
	if (!found)
		printf("# %s: %s\n", sql, sbuf_done(&why).p);
	engine_free(&e);
	return found;
}

/* What one engine writes otherwise. */
static const char *on_engine(const char *sqlite, const char *postgres)
{
	return engine_is_postgres() ? postgres : sqlite;
}

static void what_is_not_as_it_was_made_is_refused_before_anything_is_done(void)
{
	CHECK(opening_says("CREATE TABLE song (title TEXT)", "does not belong here: song\n"));
	CHECK(opening_says("CREATE VIEW song AS SELECT 1 AS one", "does not belong here: song\n"));
	CHECK(opening_says("DROP TABLE account_failure", "is missing: account_failure\n"));
	CHECK(opening_says("DROP INDEX account_grant_account",
	                   "is missing: account_grant_account\n"));
	CHECK(opening_says("DROP VIEW account_holder", "is missing: account_holder\n"));
	CHECK(opening_says("ALTER TABLE account_failure ADD COLUMN extra TEXT",
	                   "does not belong here: account_failure.extra\n"));
	CHECK(opening_says("ALTER TABLE account_invitation DROP COLUMN voided_at",
	                   "is missing: account_invitation.voided_at\n"));
	/* Of the same name, and another all the same. */
	CHECK(opening_says("DROP INDEX account_grant_account;"
	                   "CREATE INDEX account_grant_account ON account_grant (role)",
	                   "as its migration made it: account_grant_account\n"));
	CHECK(opening_says("DROP VIEW account_address;"
	                   "CREATE VIEW account_address AS SELECT id, email FROM account",
	                   "as its migration made it: account_address\n"));
}

#define EDIT(what, with)                                                                           \
	"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '" what          \
	"', '" with "') WHERE name = 'account_failure'; PRAGMA writable_schema = RESET"

static void a_condition_a_default_and_a_trigger_are_part_of_a_table(void)
{
	CHECK(opening_says(on_engine(EDIT("failures > 0", "failures > -9"),
	                             "ALTER TABLE account_failure DROP CONSTRAINT"
	                             " account_failure_failures_check, ADD CONSTRAINT"
	                             " account_failure_failures_check CHECK (failures > -9)"),
	                   on_engine("as its migration made it: account_failure\n",
	                             "made it: account_failure account_failure_failures_check\n")));
	CHECK(opening_says(on_engine(EDIT("since_at INTEGER", "since_at INTEGER DEFAULT 7"),
	                             "ALTER TABLE account_failure ALTER since_at SET DEFAULT 7"),
	                   "as its migration made it: account_failure.since_at\n"));
	CHECK(opening_says(on_engine(EDIT("PRIMARY KEY", "NOT NULL"),
	                             "ALTER TABLE account_failure DROP CONSTRAINT"
	                             " account_failure_pkey"),
	                   "account_failure"));
	CHECK(opening_says(
		on_engine("CREATE TRIGGER hook AFTER DELETE ON account_failure BEGIN SELECT 1; END",
	                  "CREATE FUNCTION hook() RETURNS trigger LANGUAGE plpgsql AS"
	                  " 'BEGIN RETURN NULL; END'; CREATE TRIGGER hook AFTER DELETE"
	                  " ON account_failure EXECUTE FUNCTION hook()"),
		"does not belong here: hook\n"));
}

static void one_process_at_a_time_holds_the_claim(void)
{
	struct db_store *other;
	struct sbuf why;
	char pid[32];

	for (int writer = 0; writer < 2; writer++) {
		if (writer)
			engine_new_with_writer(&e);
		else
			engine_new(&e);
		why = (struct sbuf){ .arena = e.ctx.arena };
		CHECK(db_store_open(e.url, !writer, &other, &why) == ERR_OK);
		CHECK(db_claim(e.store, &why) == ERR_OK && why.n == 0);
		CHECK(db_claim(other, &why) == ERR_DB_CLAIMED);
		snprintf(pid, sizeof(pid), "%ld", (long)getpid());
		CHECK(strstr(sbuf_done(&why).p, pid));
		/* Who does not write may still read and copy. */
		CHECK(run_count(&e.ctx) == 0 && write_pair(&e.ctx, "a", 1) == ERR_OK);
		db_close(e.ctx.db);
		db_store_close(e.store);
		CHECK(db_claim(other, &why) == ERR_OK);
		e.store = other;
		e.ctx.db = NULL;
		engine_free(&e);
	}
}

static void a_claim_ends_with_its_process(void)
{
	struct sbuf why = { 0 };
	bool is_claimed = false;
	int told[2];
	char byte;
	pid_t child;

	engine_new(&e);
	why.arena = e.ctx.arena;
	CHECK(pipe2(told, O_CLOEXEC) == 0);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct db_store *s;

		if (db_store_open(e.url, true, &s, &why) != ERR_OK || db_claim(s, &why) != ERR_OK)
			_exit(1);
		if (write(told[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	close(told[1]);
	CHECK(read(told[0], &byte, 1) == 1);
	CHECK(db_claim(e.store, &why) == ERR_DB_CLAIMED);
	CHECK(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child);
	/* A server hears of it a moment later. */
	for (int i = 0; i < 3000 && !is_claimed; i++) {
		is_claimed = db_claim(e.store, &why) == ERR_OK;
		usleep(20000);
	}
	CHECK(is_claimed);
	close(told[0]);
	engine_free(&e);
}

static void cut_connections(void)
{
	char sql[160];

	snprintf(sql, sizeof(sql),
	         "DO $$ BEGIN PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
	         " WHERE application_name = 'near %ld'; END $$",
	         (long)getpid());
	meddle(sql);
}

static void who_has_lost_the_claim_cannot_write(void)
{
	struct db_store *other;
	struct sbuf why = { 0 };
	bool is_taken = false;

	if (!engine_is_postgres())
		return;
	engine_new_with_writer(&e);
	why.arena = e.ctx.arena;
	CHECK(db_claim(e.store, &why) == ERR_OK && write_pair(&e.ctx, "a", 1) == ERR_OK);
	cut_connections();
	/* Lost and taken again: nobody was in between. */
	CHECK(write_pair(&e.ctx, "b", 1) == ERR_OK);
	CHECK(db_store_open(e.url, false, &other, &why) == ERR_OK);
	/* It is noticed soon, and taken again unless another is faster. */
	for (int i = 0; i < 100 && !is_taken; i++) {
		cut_connections();
		is_taken = db_claim(other, &why) == ERR_OK;
	}
	CHECK(is_taken);
	CHECK(write_pair(&e.ctx, "c", 1) != ERR_OK);
	CHECK(strstr(db_why(e.ctx.db), "taken over"));
	CHECK(run_count(&e.ctx) == 2);
	db_store_close(other);
	CHECK(write_pair(&e.ctx, "d", 1) == ERR_OK);
	engine_free(&e);
}

int main(void)
{
	RUN(an_empty_place_is_new_until_it_is_migrated);
	RUN(a_new_file_is_its_owners_alone);
	RUN(a_database_of_another_program_is_refused);
	RUN(a_file_marked_by_another_program_is_refused);
	RUN(a_newer_database_is_refused);
	RUN(a_database_made_by_other_migrations_is_refused);
	RUN(a_database_without_its_list_of_migrations_is_damaged);
	RUN(a_file_that_is_no_database_is_refused_and_left_alone);
	RUN(a_file_cut_short_is_refused);
	RUN(a_place_that_cannot_be_opened_is_told);
	RUN(verify_finds_every_table_that_is_not_as_it_was_made);
	RUN(verify_finds_references_to_nothing);
	RUN(verify_finds_a_damaged_page);
	RUN(what_is_not_as_it_was_made_is_refused_before_anything_is_done);
	RUN(a_condition_a_default_and_a_trigger_are_part_of_a_table);
	RUN(one_process_at_a_time_holds_the_claim);
	RUN(a_claim_ends_with_its_process);
	RUN(who_has_lost_the_claim_cannot_write);
	return TAP_DONE();
}
