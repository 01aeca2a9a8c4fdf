/*
 * test_gensql_alter.c -- several schemas of one slice: their order, and changes of what is there.
 *
 *   test_gensql_alter GENSQL FIXTURES
 *
 * To the fixtures comes 0005_motion.schema.sql, which every case writes; the queries of motion.sql
 * show how the columns are known afterwards.
 */
#include "base/str.h"
#include "run.h"
#include "test/tap.h"

static struct run run;

#define SCHEMAS                                                                                    \
	"0001_lang.schema.sql", "0002_account.schema.sql", "0003_motion.schema.sql",               \
		"0004_vote.schema.sql", "0005_motion.schema.sql"

static void put_files(struct str change)
{
	static const char *const fixtures[] = { "0001_lang.schema.sql", "0002_account.schema.sql",
		                                "0003_motion.schema.sql", "0004_vote.schema.sql" };

	for (size_t i = 0; i < COUNT_OF(fixtures); i++)
		run_copy(&run, fixtures[i]);
	run_write("0005_motion.schema.sql", change);
	run_remove("ids.h");
	run_remove("schema.c");
	run_remove("out.h");
	run_remove("out.c");
}

static int run_ids(void)
{
	static const char *const args[] = {
		"ids", "ids.h", "html_ids.h", "schema.c", SCHEMAS, NULL
	};

	return run_program(&run, args);
}

static int run_queries(struct str text)
{
	static const char *const args[] = { "queries",    "motion", "out.h", "out.c",
		                            "motion.sql", SCHEMAS,  NULL };

	run_write("motion.sql", text);
	return run_program(&run, args);
}

static bool is_said(int status, const char *fault)
{
	bool good = status == 1 && strstr(run.said, fault) != NULL;

	if (!good)
		printf("# expected: %s\n# status %d, said: %s\n", fault, status, run.said);
	return good;
}

struct refusal {
	struct str change; /* 0005_motion.schema.sql */
	const char *fault; /* part of what is said */
};

static void check_refusals(const struct refusal *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put_files(r[i].change);
		CHECK(is_said(run_ids(), r[i].fault));
		CHECK(!run_exists("ids.h"));
	}
}

static bool is_in_file(const char *file, const char *what)
{
	static char text[65536];
	FILE *f = fopen(file, "rb");
	size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;

	if (f)
		fclose(f);
	text[n] = '\0';
	if (strstr(text, what) == NULL)
		printf("# not in %s: %s\n", file, what);
	return strstr(text, what) != NULL;
}

static const struct str change = S_INIT(
	"DROP INDEX motion_mover;\n"
	"DROP VIEW motion_public;\n"
	"ALTER TABLE motion ADD COLUMN urgent BOOL NOT NULL DEFAULT 0;\n"
	"ALTER TABLE motion ADD COLUMN state INT NOT NULL DEFAULT -1 CHECK (state < 5);\n"
	"ALTER TABLE motion ADD COLUMN reason TEXT NOT NULL DEFAULT 'it''s; so';\n"
	"ALTER TABLE motion ADD COLUMN judge_id INT REFERENCES account (id);\n"
	"ALTER TABLE motion DROP COLUMN proof;\n"
	"ALTER TABLE motion ADD COLUMN proof TIME;\n"
	"CREATE TABLE motion_note (id ID, motion_id INT NOT NULL REFERENCES motion (id), x TEXT);\n"
	"INSERT INTO motion_note (motion_id, x) SELECT id, note FROM motion WHERE note <> ';';\n"
	"UPDATE motion SET state = 1, weight = (SELECT count(*) FROM motion_note n\n"
	"  WHERE n.motion_id = motion.id) WHERE is_open = 1;\n"
	"ALTER TABLE motion DROP COLUMN note;\n"
	"CREATE INDEX motion_mover ON motion (mover_id, state);\n"
	"-- export: motions.\n"
	"CREATE VIEW motion_public AS SELECT id, title, urgent FROM motion;\n");

static void a_slice_changes_what_its_earlier_schemas_made(void)
{
	put_files(change);
	CHECK(run_ids() == 0 && run.said[0] == '\0');
	CHECK(is_in_file("ids.h", "motion_note_id"));
	CHECK(is_in_file("schema.c", "\"0005_motion\""));
}

static void both_engines_get_their_own_form_of_a_change(void)
{
	put_files(change);
	CHECK(run_ids() == 0);
	CHECK(is_in_file("schema.c",
	                 "ADD COLUMN urgent INTEGER CHECK (urgent IN (0, 1)) NOT NULL"));
	CHECK(is_in_file("schema.c", "ADD COLUMN urgent bigint CHECK (urgent IN (0, 1)) NOT NULL"));
	CHECK(is_in_file("schema.c", "ADD COLUMN reason TEXT NOT NULL DEFAULT 'it''s; so'"));
	CHECK(is_in_file("schema.c", "ADD COLUMN reason text COLLATE \\\"C\\\" NOT NULL DEFAULT"));
	CHECK(is_in_file("schema.c", "ADD COLUMN judge_id bigint REFERENCES account (id)"));
	CHECK(is_in_file("schema.c", "x TEXT) STRICT;"));
}

static void queries_know_the_columns_as_they_are_in_the_end(void)
{
	put_files(change);
	CHECK(run_queries(S("-- query: get() -> one\n"
	                    "-- row: urgent bool, state int, reason text, judge account_id?,\n"
	                    "--      proof time?, x text?\n"
	                    "-- scans: n: all of them\n"
	                    "SELECT m.urgent, m.state, m.reason, m.judge_id, m.proof, n.x\n"
	                    "FROM motion m JOIN motion_note n ON n.motion_id = m.id;\n")) == 0);
	CHECK(is_said(run_queries(S("-- query: get() -> one\n-- row: n text?\n"
	                            "SELECT note FROM motion;\n")),
	              "SQLite says: no such column: note"));
	CHECK(is_said(run_queries(S("-- query: get() -> one\n-- row: n blob?\n"
	                            "SELECT proof FROM motion;\n")),
	              "motion.proof, which has another type"));
	CHECK(is_said(run_queries(S("-- query: get() -> one\n-- row: n account_id\n"
	                            "SELECT judge_id FROM motion;\n")),
	              "motion.judge_id, which may be NULL"));
}

static void a_view_is_exported_as_it_was_made_last(void)
{
	static const char *const args[] = { "queries",    "vote",  "out.h", "out.c",
		                            "motion.sql", SCHEMAS, NULL };

	put_files(change);
	run_write("motion.sql", S("-- query: get() -> one\n-- row: n bool\n"
	                          "-- scans: motion: all of them\n"
	                          "SELECT urgent FROM motion_public;\n"));
	CHECK(run_program(&run, args) == 0);
	run_write("motion.sql", S("-- query: get() -> one\n-- row: n text\n"
	                          "SELECT mover FROM motion_public;\n"));
	CHECK(is_said(run_program(&run, args), "no such column: mover"));
	run_write(
		"0005_motion.schema.sql",
		S("DROP VIEW motion_public; CREATE VIEW motion_public AS SELECT id FROM motion;"));
	CHECK(is_said(run_program(&run, args),
	              "motion_public is a view of slice motion that is not"));
}

/* Mail came later than motion, and stands below it. */
static void slices_rank_by_their_place_and_migrations_run_by_number(void)
{
	static const char *const args[] = {
		"ids",
		"ids.h",
		"html_ids.h",
		"schema.c",
		"0001_lang.schema.sql",
		"0002_account.schema.sql",
		"0006_mail.schema.sql",
		"0003_motion.schema.sql",
		"0007_motion.schema.sql",
		NULL,
	};
	static const struct str mail = S_INIT("CREATE TABLE mail (id ID, account_id INT NOT NULL"
	                                      " REFERENCES account (id));\n-- export: it.\n"
	                                      "CREATE VIEW mail_public AS SELECT id FROM mail;");

	put_files(change);
	run_write("0006_mail.schema.sql", mail);
	run_write("0007_motion.schema.sql",
	          S("ALTER TABLE motion ADD COLUMN mail_id INT REFERENCES mail (id);\n"
	            "CREATE VIEW motion_mail AS SELECT m.id FROM motion m\n"
	            "JOIN mail_public p ON p.id = m.mail_id;"));
	CHECK(run_program(&run, args) == 0 && run.said[0] == '\0');
	/* What has a lower number is made first, whatever it may name. */
	run_write("0007_motion.schema.sql", S("ALTER TABLE motion ADD COLUMN x INT;"));
	run_write("0003_motion.schema.sql",
	          S("CREATE TABLE motion (id ID);\n"
	            "CREATE VIEW motion_mail AS SELECT id FROM mail_public;"));
	CHECK(is_said(run_program(&run, args),
	              "0003_motion.schema.sql:2: view motion_mail cannot be read then"));
	put_files(change);
	run_write("0006_mail.schema.sql",
	          S("CREATE TABLE mail (id ID, motion_id INT REFERENCES motion (id));"));
	CHECK(is_said(run_program(&run, args), "slice motion stands above mail"));
	run_write("0006_mail.schema.sql",
	          S("CREATE TABLE mail (id ID);\n"
	            "CREATE VIEW mail_motions AS SELECT id FROM motion_public;"));
	CHECK(is_said(run_program(&run, args),
	              "motion_public belongs to slice motion, which stands above mail"));
}

static void an_added_column_suits_the_rows_that_are_there(void)
{
	static const struct refusal cases[] = {
		{ S_INIT("\nALTER TABLE motion ADD COLUMN x INT NOT NULL;"),
		  "0005_motion.schema.sql:2: NOT NULL needs a DEFAULT" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT REFERENCES account (id) DEFAULT 0;"),
		  "may be NULL and has no DEFAULT" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT NOT NULL REFERENCES account (id);"),
		  "may be NULL and has no DEFAULT" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x BLOB NOT NULL DEFAULT '';"),
		  "a BLOB that is added may be NULL" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT NOT NULL DEFAULT 0 CHECK (x > 0);"),
		  "the rows that are there would not pass: SQLite says: CHECK" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT CHECK (x IS NOT NULL);"),
		  "the rows that are there would not pass: SQLite says: CHECK" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x BOOL NOT NULL DEFAULT 2;"),
		  "the rows that are there would not pass: SQLite says: CHECK" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT NOT NULL DEFAULT 'a';"),
		  "the rows that are there would not pass: SQLite says: cannot store TEXT" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT CHECK (x > weight);"),
		  "a column that is added is checked by itself: SQLite says: no such column" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT NOT NULL DEFAULT (1 + 1);"),
		  "DEFAULT takes a number or a string" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT DEFAULT NULL;"),
		  "DEFAULT takes a number or a string" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x TEXT UNIQUE;"),
		  "SQLite says: Cannot add a UNIQUE column" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x ID;"), "a table has one ID column" },
		{ S_INIT("ALTER TABLE motion_seconder ADD COLUMN id ID;"),
		  "a table gets its ID when it is made" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INTEGER;"),
		  "a column type is expected here" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN note TEXT;"),
		  "the column stands here twice" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT, ADD COLUMN y INT;"),
		  "one column is added at a time" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT);"),
		  "one column is added at a time" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT CHECK (x > 0;"),
		  "a closing bracket is missing" },
		{ S_INIT("ALTER TABLE motion ADD COLUMN x INT REFERENCES vote (id);"),
		  "slice vote stands above motion" },
	};

	check_refusals(cases, COUNT_OF(cases));
}

static void what_is_in_use_is_not_dropped(void)
{
	static const struct refusal cases[] = {
		{ S_INIT("\nALTER TABLE motion DROP COLUMN mover_id;"),
		  "0005_motion.schema.sql:2: SQLite says: error in" },
		{ S_INIT("DROP VIEW motion_public;\nALTER TABLE motion DROP COLUMN is_open;"),
		  ":2: SQLite says: error in index motion_open after drop column" },
		{ S_INIT("\nALTER TABLE motion DROP COLUMN title;"),
		  ":2: SQLite says: error in view motion_public after drop column" },
		{ S_INIT("ALTER TABLE motion DROP COLUMN id;"), "SQLite says: cannot drop" },
		{ S_INIT("ALTER TABLE motion DROP COLUMN absent;"),
		  "a column of the table is expected here" },
		{ S_INIT("ALTER TABLE motion DROP COLUMN note CASCADE;"),
		  "a column of the table is expected here, and nothing after it" },
		{ S_INIT("CREATE VIEW motion_x AS SELECT id FROM motion_public;\n"
		         "DROP VIEW motion_public;\n"
		         "CREATE VIEW motion_public AS SELECT id FROM motion;"),
		  ":2: view motion_x cannot be read then: SQLite says: no such table" },
		{ S_INIT("DROP VIEW motion_public; DROP VIEW motion_public;"),
		  "a view of this slice is expected here" },
		{ S_INIT("DROP VIEW vote_public;"), "a view of this slice is expected here" },
		{ S_INIT("DROP VIEW motion;"), "a view of this slice is expected here" },
		{ S_INIT("DROP VIEW motion_public, motion_x;"), "nothing may follow the name" },
		{ S_INIT("DROP VIEW IF EXISTS motion_public;"),
		  "a view of this slice is expected here" },
		{ S_INIT("DROP INDEX motion_absent;"), "an index of this slice is expected here" },
		{ S_INIT("DROP TABLE motion_seconder;"), "VIEW or INDEX is expected here" },
		{ S_INIT("-- export: it\nDROP VIEW motion_public;"),
		  "only a view that is made can be exported" },
	};

	check_refusals(cases, COUNT_OF(cases));
}

static void a_slice_changes_its_own_tables_alone(void)
{
	static const struct refusal cases[] = {
		{ S_INIT("ALTER TABLE vote ADD COLUMN x INT;"),
		  "a table of this slice is expected here" },
		{ S_INIT("ALTER TABLE vote DROP COLUMN motion_id;"),
		  "a table of this slice is expected here" },
		{ S_INIT("ALTER VIEW motion_public RENAME TO motion_x;"),
		  "TABLE is expected here" },
		{ S_INIT("ALTER TABLE motion RENAME TO motion_x;"),
		  "ADD COLUMN or DROP COLUMN is expected here" },
		{ S_INIT("ALTER TABLE motion ADD x INT;"),
		  "ADD COLUMN or DROP COLUMN is expected here" },
		{ S_INIT("UPDATE account SET name = 'x';"),
		  "a table of this slice is expected here" },
		{ S_INIT("UPDATE motion SET note = (SELECT name FROM account);"),
		  "account is no table of this slice" },
		{ S_INIT("INSERT INTO vote (motion_id) SELECT id FROM motion;"),
		  "a table of this slice is expected here" },
		{ S_INIT("INSERT INTO motion_seconder (motion_id, account_id)\n"
		         "SELECT m.id, a.id FROM motion m JOIN account a ON 1 = 1;"),
		  "account is no table of this slice" },
	};

	check_refusals(cases, COUNT_OF(cases));
}

static void rows_move_alike_on_both_engines(void)
{
	static const struct refusal cases[] = {
		{ S_INIT("UPDATE OR REPLACE motion SET weight = 1;"),
		  "a table of this slice is expected here" },
		{ S_INIT("UPDATE motion m SET weight = 1;"), "SET is expected here" },
		{ S_INIT("UPDATE motion SET weight = 1 LIMIT 5;"), "LIMIT may not stand here" },
		{ S_INIT("UPDATE motion SET weight = 1 RETURNING id;"),
		  "RETURNING may not stand here" },
		{ S_INIT("UPDATE motion SET note = date('now');"),
		  "date() is not the same on both engines" },
		{ S_INIT("UPDATE motion SET weight = 1 WHERE note LIKE 'a%';"),
		  "like() is not the same on both engines" },
		{ S_INIT("\nUPDATE motion SET\nabsent = 1;"),
		  "0005_motion.schema.sql:2: SQLite says: no such column: absent" },
		{ S_INIT("INSERT OR IGNORE INTO motion_seconder (motion_id) SELECT 1;"),
		  "INTO is expected here" },
		{ S_INIT("INSERT INTO motion_seconder SELECT id, mover_id FROM motion;"),
		  "the columns are expected here, in brackets" },
		{ S_INIT("INSERT INTO motion_seconder (motion_id, account_id) VALUES (1, 1);"),
		  "SELECT is expected here" },
		{ S_INIT("CREATE TABLE motion_n (id ID, n INT);\n"
		         "INSERT INTO motion_n (n) SELECT count(*) FROM motion;"),
		  ":2: it puts rows into empty tables" },
		{ S_INIT("CREATE TABLE motion_n (id ID, n INT);\n"
		         "INSERT INTO motion_n (n, id) SELECT weight, id FROM motion;"),
		  "an ID is given by the database" },
	};

	check_refusals(cases, COUNT_OF(cases));
}

int main(int argc, char **argv)
{
	MUST(argc == 3);
	run_begin(&run, argv[1], argv[2]);
	RUN(a_slice_changes_what_its_earlier_schemas_made);
	RUN(both_engines_get_their_own_form_of_a_change);
	RUN(queries_know_the_columns_as_they_are_in_the_end);
	RUN(a_view_is_exported_as_it_was_made_last);
	RUN(slices_rank_by_their_place_and_migrations_run_by_number);
	RUN(an_added_column_suits_the_rows_that_are_there);
	RUN(what_is_in_use_is_not_dropped);
	RUN(a_slice_changes_its_own_tables_alone);
	RUN(rows_move_alike_on_both_engines);
	run_end(&run);
	return TAP_DONE();
}
