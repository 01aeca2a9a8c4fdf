/*
 * test_gensql.c -- what gensql accepts and what it refuses, each fault with its file and line.
 *
 *   test_gensql GENSQL FIXTURES
 *
 * Nothing is wrong in the fixtures.  Every case puts one file in the place of another and runs both
 * commands as the build does.
 */
#include "base/str.h"
#include "run.h"
#include "test/tap.h"

static const char *const fixtures[] = {
	"0001_lang.schema.sql",
	"0002_account.schema.sql",
	"0003_motion.schema.sql",
	"0004_vote.schema.sql",
	"motion.sql",
};

static struct run run;

static void put_fixtures(void)
{
	for (size_t i = 0; i < COUNT_OF(fixtures); i++)
		run_copy(&run, fixtures[i]);
	run_remove("ids.h");
	run_remove("out.h");
	run_remove("out.c");
}

static int run_ids(void)
{
	static const char *const args[] = {
		"ids",
		"ids.h",
		"html_ids.h",
		"schema.c",
		"0001_lang.schema.sql",
		"0002_account.schema.sql",
		"0003_motion.schema.sql",
		"0004_vote.schema.sql",
		NULL,
	};

	return run_program(&run, args);
}

static int run_queries(const char *slice)
{
	const char *const args[] = {
		"queries",
		slice,
		"out.h",
		"out.c",
		"motion.sql",
		"0001_lang.schema.sql",
		"0002_account.schema.sql",
		"0003_motion.schema.sql",
		"0004_vote.schema.sql",
		NULL,
	};

	return run_program(&run, args);
}

/* The heads of most cases. */
#define GET_INT "-- query: get() -> one\n-- row: n int\n"
#define GET_TEXT "-- query: get() -> one\n-- row: n text\n"
#define GET_TR "-- query: get() -> one\n-- row: n tr\n"
#define LIST "-- query: list() -> many\n-- row: id motion_id\n"
#define PUT "-- query: put() -> exec\n"

struct refusal {
	struct str text;   /* of the file */
	const char *fault; /* part of what is said */
};

static void check_said(int status, const char *fault)
{
	bool good = status == 1 && strstr(run.said, fault) != NULL;

	if (!good)
		printf("# expected: %s\n# status %d, said: %s\n", fault, status, run.said);
	CHECK(good);
}

/* Each text in the place of a schema is refused, and nothing is written. */
static void check_schemas(const char *file, const struct refusal *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put_fixtures();
		run_write(file, r[i].text);
		check_said(run_ids(), r[i].fault);
		CHECK(!run_exists("ids.h"));
	}
}

/* Each text in the place of the queries is refused, and nothing is written. */
static void check_queries(const char *slice, const struct refusal *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put_fixtures();
		run_write("motion.sql", r[i].text);
		check_said(run_queries(slice), r[i].fault);
		CHECK(!run_exists("out.h") && !run_exists("out.c"));
	}
}

static void the_fixtures_are_accepted(void)
{
	put_fixtures();
	CHECK(run_ids() == 0 && run.said[0] == '\0' && run_exists("ids.h") &&
	      run_exists("schema.c"));
	CHECK(run_queries("motion") == 0 && run.said[0] == '\0' && run_exists("out.h") &&
	      run_exists("out.c"));
}

static void a_slice_without_tables_reads_every_exported_view_and_others_only_those_below(void)
{
	put_fixtures();
	run_write("motion.sql",
	          S("-- query: counted() -> one\n-- row: n int\n"
	            "-- scans: account, vote: all are counted\n"
	            "SELECT count(*)\nFROM account_public, motion_public, vote_public;\n"));
	CHECK(run_queries("site") == 0);
	CHECK(run_queries("vote") == 0);
	check_said(run_queries("motion"),
	           "motion.sql:5: vote_public belongs to slice vote, which stands above motion");
	check_said(run_queries("lang"),
	           "account_public belongs to slice account, which stands above lang");
}

static void every_slice_may_use_tr(void)
{
	put_fixtures();
	run_copy(&run, "0001_lang.schema.sql");
	run_write("motion.sql", S("-- query: get(id account_id) -> one\n-- row: person tr\n"
	                          "SELECT TR(person) FROM account WHERE id = :id;\n"));
	CHECK(run_queries("account") == 0);
}

static void a_schema_holds_tables_views_and_indexes_of_its_slice_alone(void)
{
	static const struct refusal cases[] = {
		{ S_INIT("CREATE TABLE ballot (id ID);"),
		  "0004_vote.schema.sql:1: ballot must be called vote or vote_..." },
		{ S_INIT("CREATE TABLE votes (id ID);"), "votes must be called vote or vote_..." },
		{ S_INIT("\nCREATE VIEW public_vote AS SELECT 1 AS x;"),
		  "0004_vote.schema.sql:2: public_vote must be called" },
		{ S_INIT("CREATE TABLE vote (id ID);\nCREATE INDEX by_id ON vote (id);"),
		  ":2: by_id must be called vote" },
		{ S_INIT("CREATE INDEX vote_motion ON motion (id);"),
		  "ON and a table of this slice" },
		{ S_INIT("CREATE TABLE vote (id ID);\nCREATE TABLE vote (id ID);"),
		  ":2: vote exists already" },
		{ S_INIT("CREATE TRIGGER vote_t AFTER INSERT ON vote BEGIN SELECT 1; END;"),
		  "CREATE makes a TABLE, a VIEW or an INDEX here" },
		{ S_INIT("CREATE TEMP TABLE vote (id ID);"),
		  "CREATE makes a TABLE, a VIEW or an INDEX here" },
		{ S_INIT("DELETE FROM vote;"),
		  "only CREATE, ALTER TABLE, DROP, UPDATE and INSERT may stand here" },
		{ S_INIT("PRAGMA user_version = 1;"),
		  "only CREATE, ALTER TABLE, DROP, UPDATE and INSERT may stand here" },
		{ S_INIT("-- nothing\n"), "0004_vote.schema.sql: the schema is empty" },
	};

	check_schemas("0004_vote.schema.sql", cases, COUNT_OF(cases));
}

static void columns_have_one_of_the_seven_types(void)
{
	static const struct refusal cases[] = {
		{ S_INIT("CREATE TABLE vote (\n  id ID,\n  n INTEGER\n);"),
		  "0004_vote.schema.sql:3: a column type is expected" },
		{ S_INIT("CREATE TABLE vote (n int NOT NULL);"), "a column type is expected here" },
		{ S_INIT("CREATE TABLE vote (n);"), "a column type is expected here" },
		{ S_INIT("CREATE TABLE vote (n INT, n TEXT);"), "the column stands here twice" },
		{ S_INIT("CREATE TABLE vote (id ID, other ID);"),
		  "a table has one ID column, called id" },
		{ S_INIT("CREATE TABLE vote (key ID);"), "a table has one ID column, called id" },
		{ S_INIT("CREATE TABLE vote (N INT);"), "the name of a column is expected" },
		{ S_INIT("CREATE TABLE vote (code TEXT PRIMARY KEY);"),
		  "write NOT NULL before PRIMARY KEY" },
		{ S_INIT("CREATE TABLE vote (n INT CHECK (n > 0);"),
		  "a closing bracket is missing" },
		{ S_INIT("CREATE TABLE vote (n INT) WITHOUT ROWID;"),
		  "nothing may follow the closing bracket" },
		{ S_INIT("CREATE TABLE vote (n INT,);"), "the name of a column is expected" },
		{ S_INIT("CREATE TABLE vote AS SELECT 1;"), "'(' is expected here" },
		{ S_INIT("CREATE TABLE vote (n INT CHECK (n > :n));"),
		  "a schema has no parameters" },
		{ S_INIT("CREATE TABLE vote (n INT)"), "the statement has no ';'" },
		{ S_INIT("CREATE TABLE vote (n TEXT CHECK (n <> 'a\n'));"),
		  "a string is not closed on its line" },
		{ S_INIT("CREATE TABLE vote (\"n\" INT);"), "'\"' may not stand here" },
		{ S_INIT("CREATE TABLE vote (n INT CHECK (missing > 1));"),
		  "SQLite says: no such column: missing" },
	};

	check_schemas("0004_vote.schema.sql", cases, COUNT_OF(cases));
}

static void references_go_downward(void)
{
	static const struct refusal up[] = {
		{ S_INIT("CREATE TABLE account (id ID, vote_id INT REFERENCES vote (id));"),
		  "no table before this one" },
		{ S_INIT("CREATE TABLE account (id ID, x INT REFERENCES nothing (id));"),
		  "REFERENCES nothing: no table" },
	};
	static const struct refusal foreign_key[] = {
		{ S_INIT("CREATE TABLE vote (a INT, FOREIGN KEY (a) REFERENCES nothing (id));"),
		  "REFERENCES nothing: no table" },
	};

	check_schemas("0002_account.schema.sql", up, COUNT_OF(up));
	check_schemas("0004_vote.schema.sql", foreign_key, COUNT_OF(foreign_key));
}

static void a_view_reads_what_its_slice_may(void)
{
	static const struct refusal cases[] = {
		{ S_INIT("CREATE VIEW vote_x AS SELECT id FROM motion;"),
		  ":1: motion is a table of slice motion" },
		{ S_INIT("CREATE VIEW vote_x AS SELECT id FROM account_own;"),
		  "account_own is a view of slice account that is not" },
		{ S_INIT("CREATE VIEW vote_x AS SELECT absent FROM motion_public;"),
		  "SQLite says: no such column: absent" },
		{ S_INIT("-- export:\nCREATE VIEW vote_x AS SELECT 1 AS n;"),
		  "say after \"export:\" what it is" },
		{ S_INIT("-- export: it\nCREATE TABLE vote (id ID);"),
		  "tables are not exported; views are" },
		{ S_INIT("CREATE VIEW vote_x AS SELECT p.*, count(*) FROM motion_public p;"),
		  "a view names its columns" },
		{ S_INIT("CREATE VIEW vote_x AS WITH w AS (SELECT 1 AS n) SELECT n FROM w;"),
		  "AS SELECT is expected" },
	};

	check_schemas("0004_vote.schema.sql", cases, COUNT_OF(cases));
}

static void numbers_of_schemas_are_unique_and_names_tell_number_and_slice(void)
{
	static const struct {
		const char *file, *fault;
	} cases[] = {
		{ "0003_vote.schema.sql",
		  "0003_vote.schema.sql: its number is also that of 0003_motion.schema.sql" },
		{ "03_vote.schema.sql", "a schema is called NNNN_slice.schema.sql" },
		{ "vote.schema.sql", "a schema is called NNNN_slice.schema.sql" },
		{ "0005_vote.sql", "a schema is called NNNN_slice.schema.sql" },
		{ "0005_Vote.schema.sql", "the slice's name may hold" },
		{ "0005_missing.schema.sql", "cannot be read" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *const args[] = {
			"ids",
			"ids.h",
			"html_ids.h",
			"schema.c",
			"0001_lang.schema.sql",
			"0002_account.schema.sql",
			"0003_motion.schema.sql",
			cases[i].file,
			NULL,
		};

		put_fixtures();
		if (strstr(cases[i].file, "missing") == NULL)
			run_write(cases[i].file, S("CREATE TABLE vote (id ID);"));
		check_said(run_program(&run, args), cases[i].fault);
		CHECK(!run_exists("ids.h"));
		run_remove(cases[i].file);
	}
}

static void heads_of_queries_are_read_strictly(void)
{
	static const struct refusal cases[] = {
		{ S_INIT("-- query: Get() -> one\n-- row: n int\nSELECT 1;"),
		  "motion.sql:1: \"-- query: name(parameters) -> kind\"" },
		{ S_INIT("-- query: get -> one\n-- row: n int\nSELECT 1;"),
		  "name(parameters) -> kind" },
		{ S_INIT("-- query: get( -> one\n-- row: n int\nSELECT 1;"),
		  "a name (a-z, 0-9, _; no word of C) is expected" },
		{ S_INIT("-- query: get(a int b int) -> one\n-- row: n int\nSELECT 1;"),
		  "',' or ')' is expected before \"b int" },
		{ S_INIT("-- query: get()\n-- row: n int\nSELECT 1;"), "\"-> kind\" is expected" },
		{ S_INIT("-- query: get() -> some\n-- row: n int\nSELECT 1;"),
		  "the kind is one of: one many exec count" },
		{ S_INIT("-- query: get() -> one more\n-- row: n int\nSELECT 1;"),
		  "the kind is one of" },
		{ S_INIT("-- query: get(a float) -> one\n-- row: n int\nSELECT 1;"),
		  "a: unknown type \"float\"" },
		{ S_INIT("-- query: get(a motion_seconder_id) -> one\n-- row: n int\nSELECT 1;"),
		  "unknown type \"motion_seconder_id\"" },
		{ S_INIT("-- query: get(a nothing_id) -> one\n-- row: n int\nSELECT 1;"),
		  "unknown type \"nothing_id\"" },
		{ S_INIT("-- query: get(a tr) -> one\n-- row: n int\nSELECT 1;"),
		  "a parameter cannot be tr" },
		{ S_INIT("-- query: get(a bool?) -> one\n-- row: n int\nSELECT 1;"),
		  "a bool cannot be NULL" },
		{ S_INIT("-- query: get(a int, a int) -> one\n-- row: n int\nSELECT 1;"),
		  "a stands in the list twice" },
		{ S_INIT("-- query: get(ctx int) -> one\n-- row: n int\nSELECT 1;"),
		  "a parameter cannot be called ctx" },
		{ S_INIT("-- query: get(ret_n int) -> one\n-- row: n int\nSELECT 1;"),
		  "a parameter cannot be called ret_n" },
		{ S_INIT("-- query: get(account_id int) -> one\n-- row: n int\nSELECT 1;"),
		  "a parameter cannot be called account_id" },
		{ S_INIT("-- query: get(default int) -> one\n-- row: n int\nSELECT 1;"),
		  "no word of C" },
		{ S_INIT("-- query: get() -> one\n-- row: n int m int\nSELECT 1;"),
		  "',' is expected before \"m int\"" },
		{ S_INIT("-- query: get() -> one\n-- row: n int, n int\nSELECT 1, 2;"),
		  "n stands in the list twice" },
		{ S_INIT(GET_INT "-- row: m int\nSELECT 1;"), "\"-- row:\" stands here twice" },
		{ S_INIT("-- query: get() -> one\nSELECT 1;"), "its columns are not declared" },
		{ S_INIT("-- query: all() -> one\n-- row: n int\nSELECT 1;"),
		  "name(parameters) -> kind" },
		{ S_INIT("SELECT 1;\n"), "motion.sql:1: a statement without \"-- query:\"" },
		{ S_INIT("-- nothing\n"), "there is no \"-- query:\" in it" },
		{ S_INIT(GET_INT "SELECT 1;\n\n-- query: get() -> one\n-- row: n int\nSELECT 2;"),
		  "motion.sql:5: get stands already on line 1" },
	};

	check_queries("motion", cases, COUNT_OF(cases));
}

static void parameters_and_columns_match_what_is_declared(void)
{
	static const struct refusal cases[] = {
		{ S_INIT(GET_INT "SELECT 1\nWHERE 1 = :x;"),
		  "motion.sql:4: parameter :x is not declared" },
		{ S_INIT("-- query: get(x int) -> one\n-- row: n int\nSELECT 1;"),
		  "motion.sql:1: parameter x is never used" },
		{ S_INIT("-- query: get(x int) -> one\n-- row: n text\nSELECT ':x';"),
		  "parameter x is never used" },
		{ S_INIT("-- query: get() -> one\n-- row: n int, m int\nSELECT 1;"),
		  "gives 1 columns and 2 are declared" },
		{ S_INIT(GET_INT "SELECT 1, 2;"), "gives 2 columns and 1 are declared" },
		{ S_INIT(GET_INT "DELETE FROM motion;"), "gives 0 columns and 1 are declared" },
		{ S_INIT(PUT "DELETE FROM motion RETURNING id;"),
		  "gives 1 columns and 0 are declared" },
		{ S_INIT(PUT "-- row: id motion_id\nDELETE FROM motion;"),
		  "a query of this kind gives no rows" },
		{ S_INIT(PUT "SELECT id FROM motion;"),
		  "exec and count are for statements that write" },
		{ S_INIT("-- query: put() -> count\nSELECT id FROM motion;"),
		  "exec and count are for statements that write" },
	};

	check_queries("motion", cases, COUNT_OF(cases));
}

static void columns_have_the_type_of_what_they_come_from(void)
{
	static const struct refusal cases[] = {
		{ S_INIT(GET_TEXT "SELECT mover_id FROM motion;"),
		  "column 1 (n) is motion.mover_id, which has another type" },
		{ S_INIT("-- query: get() -> one\n-- row: id account_id\nSELECT id FROM motion;"),
		  "motion.id, which has another type" },
		{ S_INIT("-- query: get() -> one\n-- row: id motion_id\n"
		         "SELECT mover_id FROM motion;"),
		  "motion.mover_id, which has" },
		{ S_INIT(GET_INT "SELECT moved_at FROM motion;"),
		  "motion.moved_at, which has another" },
		{ S_INIT(GET_INT "SELECT is_open FROM motion;"),
		  "motion.is_open, which has another" },
		{ S_INIT(GET_TEXT "SELECT seal FROM motion;"), "motion.seal, which has another" },
		{ S_INIT("-- query: get() -> one\n-- row: n blob\nSELECT language FROM motion;"),
		  "motion.language, which has another" },
		{ S_INIT(GET_INT "SELECT title FROM motion;"), "motion.title, which has another" },
		{ S_INIT(GET_INT "SELECT name FROM account_public;"),
		  "account.name, which has another" },
		{ S_INIT(GET_TR "SELECT title FROM motion;"), "a tr is read through TR()" },
		{ S_INIT(GET_TR "SELECT 'en' || 'x' FROM motion;"), "a tr is read through TR()" },
		{ S_INIT(GET_TEXT "SELECT TR(title) FROM motion;"), "TR() gives a tr" },
		{ S_INIT(GET_TEXT "SELECT note FROM motion;"), "motion.note, which may be NULL" },
		{ S_INIT("-- query: get() -> one\n-- row: n motion_id\n"
		         "SELECT parent_id FROM motion;"),
		  "which may be NULL" },
	};

	check_queries("motion", cases, COUNT_OF(cases));
}

static void many_ends_in_a_limit(void)
{
	static const struct refusal cases[] = {
		{ S_INIT(LIST "SELECT id FROM motion;"),
		  "motion.sql:1: a query of kind many must end" },
		{ S_INIT(LIST "SELECT id FROM (SELECT id FROM motion LIMIT 5);"),
		  "must end in LIMIT" },
		{ S_INIT(LIST "SELECT id FROM motion LIMIT 100001;"),
		  "LIMIT must be at most 100000" },
		{ S_INIT(LIST "SELECT id FROM motion LIMIT 5 + 5;"),
		  "take a number or an int parameter" },
		{ S_INIT(LIST "SELECT id FROM motion LIMIT -1;"),
		  "take a number or an int parameter" },
		{ S_INIT("-- query: list(n text) -> many\n-- row: id motion_id\n"
		         "SELECT id FROM motion LIMIT :n;"),
		  "take a number or an int" },
		{ S_INIT("-- query: list(n int?) -> many\n-- row: id motion_id\n"
		         "SELECT id FROM motion LIMIT :n;"),
		  "take a number or an int" },
		{ S_INIT("-- query: put() -> many\n-- row: id motion_id\n"
		         "UPDATE motion SET weight = 1 RETURNING id LIMIT 5;"),
		  "a statement that writes cannot be many" },
	};

	check_queries("motion", cases, COUNT_OF(cases));
}

static void a_slice_touches_its_own_tables_and_exported_views_alone(void)
{
	static const struct refusal cases[] = {
		{ S_INIT(GET_INT "SELECT count(*)\nFROM account;"),
		  "motion.sql:4: account is a table of slice account" },
		{ S_INIT(GET_INT
		         "SELECT count(*) FROM motion WHERE mover_id IN (SELECT id FROM account);"),
		  "account is a table of slice account" },
		{ S_INIT(GET_INT "WITH x AS (SELECT id FROM account) SELECT count(*) FROM x;"),
		  "account is a table of slice account" },
		{ S_INIT(GET_INT "SELECT count(*) FROM account_own;"),
		  "account_own is a view of slice account that is not" },
		{ S_INIT(GET_INT "SELECT count(*) FROM lang_resolved;"),
		  "lang_resolved is a table of slice lang" },
		{ S_INIT(GET_INT "SELECT count(*) FROM vote_public;"),
		  "vote_public belongs to slice vote, which stands above" },
		{ S_INIT(PUT "DELETE FROM account;"),
		  "account is a table of slice account: others read" },
		{ S_INIT(PUT "INSERT INTO vote (motion_id) VALUES (1);"),
		  "vote is a table of slice vote" },
		{ S_INIT(PUT "UPDATE account_public SET name = 'x';"),
		  "SQLite says: cannot modify account_public" },
		{ S_INIT(GET_INT "SELECT count(*) FROM absent;"),
		  "SQLite says: no such table: absent" },
		{ S_INIT(GET_TEXT "SELECT name FROM sqlite_master;"),
		  "sqlite_master is SQLite's own" },
	};

	check_queries("motion", cases, COUNT_OF(cases));
}

static void only_what_both_engines_understand_alike_is_let_through(void)
{
	static const struct refusal cases[] = {
		{ S_INIT(GET_INT "SELECT sum(weight) FROM motion;"),
		  "write CAST(sum(...) AS BIGINT)" },
		{ S_INIT(GET_INT "SELECT CAST((1) AS BIGINT) + sum(weight) FROM motion;"),
		  "write CAST(sum" },
		{ S_INIT(GET_INT "SELECT ((sum(weight))) FROM motion;"), "write CAST(sum" },
		{ S_INIT(GET_INT "SELECT count(*) FROM motion\nWHERE language LIKE 'e%';"),
		  "like() is not the same" },
		{ S_INIT(GET_TEXT "SELECT date('now');"),
		  "date() is not the same on both engines" },
		{ S_INIT(GET_TEXT "SELECT json_extract(language, 'x') FROM motion;"),
		  "json_extract() is not" },
		{ S_INIT(GET_TEXT "SELECT \"language\" FROM motion;"), "'\"' may not stand here" },
		{ S_INIT(GET_INT "SELECT 1 WHERE 1 = ?1;"), "'?' may not stand here" },
		{ S_INIT(GET_INT "SELECT 1 /* one */;"), "'/' may not stand here" },
		{ S_INIT(GET_INT "SELECT 1::bigint;"), "':' may not stand here" },
		{ S_INIT(PUT "DROP TABLE motion;"), "only SELECT, INSERT, UPDATE and DELETE" },
		{ S_INIT(PUT "DELETE FROM motion LIMIT 5;"), "UPDATE and DELETE have no LIMIT" },
		{ S_INIT(PUT "PRAGMA user_version = 1;"),
		  "only SELECT, INSERT, UPDATE and DELETE" },
	};

	check_queries("motion", cases, COUNT_OF(cases));
}

static void broken_sql_is_told_with_its_line(void)
{
	static const struct refusal cases[] = {
		{ S_INIT(GET_INT "SELECT 1\nFORM motion;"),
		  "motion.sql:4: SQLite says: near \"motion\"" },
		{ S_INIT(GET_INT "SELECT\n-- here\nabsent\nFROM motion;"),
		  "motion.sql:5: SQLite says: no such column" },
		{ S_INIT(GET_INT "SELECT 1"), "the statement has no ';'" },
		{ S_INIT(GET_INT ""), "get has no SQL" },
		{ S_INIT(GET_INT "SELECT 1;\nSELECT 2;"),
		  "motion.sql:4: a second statement stands under get" },
		{ S_INIT(GET_TR "SELECT TR(title, language, 1) FROM motion;"),
		  "TR() takes one argument or two" },
		{ S_INIT(GET_TR "SELECT TR(title FROM motion;"), "TR( is not closed" },
		{ S_INIT(GET_TEXT "SELECT 'a\n';"), "a string is not closed on its line" },
	};

	check_queries("motion", cases, COUNT_OF(cases));
}

static void a_block_has_at_most_40_lines(void)
{
	char text[512] = "-- query: get() -> one\n-- row: n int\nSELECT 1";
	size_t n = strlen(text);

	/* The 40th line ends it. */
	for (int line = 3; line < 40; line++)
		text[n++] = '\n';
	text[n++] = ';';
	put_fixtures();
	run_write("motion.sql", (struct str){ text, n });
	CHECK(run_queries("motion") == 0);
	text[n - 1] = '\n';
	text[n++] = ';';
	run_write("motion.sql", (struct str){ text, n });
	check_said(run_queries("motion"), "motion.sql:1: get has more than 40 lines");
}

static void wrong_usage_is_status_2(void)
{
	static const char *const none[] = { NULL }, *const unknown[] = { "tables", "a", "b", "c",
		                                                         "d",      "e", NULL };

	CHECK(run_program(&run, none) == 2 && strstr(run.said, "usage: gensql") != NULL);
	CHECK(run_program(&run, unknown) == 2);
}

int main(int argc, char **argv)
{
	MUST(argc == 3);
	run_begin(&run, argv[1], argv[2]);
	RUN(the_fixtures_are_accepted);
	RUN(a_slice_without_tables_reads_every_exported_view_and_others_only_those_below);
	RUN(every_slice_may_use_tr);
	RUN(a_schema_holds_tables_views_and_indexes_of_its_slice_alone);
	RUN(columns_have_one_of_the_seven_types);
	RUN(references_go_downward);
	RUN(a_view_reads_what_its_slice_may);
	RUN(numbers_of_schemas_are_unique_and_names_tell_number_and_slice);
	RUN(heads_of_queries_are_read_strictly);
	RUN(parameters_and_columns_match_what_is_declared);
	RUN(columns_have_the_type_of_what_they_come_from);
	RUN(many_ends_in_a_limit);
	RUN(a_slice_touches_its_own_tables_and_exported_views_alone);
	RUN(only_what_both_engines_understand_alike_is_let_through);
	RUN(broken_sql_is_told_with_its_line);
	RUN(a_block_has_at_most_40_lines);
	RUN(wrong_usage_is_status_2);
	run_end(&run);
	return TAP_DONE();
}
