/*
 * test_gensql_plan.c -- what reads whole tables says why, and says so only when it is true; several
 * ways of asking give the same rows.
 *
 *   test_gensql_plan GENSQL FIXTURES
 */
#include "base/str.h"
#include "run.h"
#include "test/tap.h"

#define SCHEMAS                                                                                    \
	"0001_lang.schema.sql", "0002_account.schema.sql", "0003_motion.schema.sql",               \
		"0004_vote.schema.sql"

static const char *const schemas[] = { SCHEMAS };
static struct run run;

static int run_queries(struct str text)
{
	static const char *const args[] = {
		"queries", "motion", "out.h", "out.c", "motion.sql", SCHEMAS, NULL,
	};

	for (size_t i = 0; i < COUNT_OF(schemas); i++)
		run_copy(&run, schemas[i]);
	run_remove("out.h");
	run_write("motion.sql", text);
	return run_program(&run, args);
}

#define GET "-- query: get(x int) -> one\n-- row: n int\n"
#define LIST "-- query: list(x int) -> many\n-- row: id motion_id\n"
#define MOST "SELECT count(*) FROM motion WHERE weight = :x;\n"

static void accepts(struct str text)
{
	int status = run_queries(text);

	if (status != 0)
		printf("# refused: %.*s# said: %s\n", STR_ARG(text), run.said);
	CHECK(status == 0 && run.said[0] == '\0' && run_exists("out.h"));
}

static void refuses(struct str text, const char *fault)
{
	int status = run_queries(text);
	bool good = status == 1 && strstr(run.said, fault) != NULL;

	if (!good)
		printf("# expected: %s\n# status %d, said: %s\n", fault, status, run.said);
	CHECK(good && !run_exists("out.h"));
}

static void what_asks_by_key_needs_no_reason(void)
{
	accepts(S(GET "SELECT count(*) FROM motion WHERE id = :x;\n"));
	accepts(S(GET "SELECT count(*) FROM motion WHERE mover_id = :x;\n"));
	accepts(S(GET "SELECT count(*) FROM motion_public WHERE id = :x;\n"));
	accepts(S(LIST "SELECT id FROM motion WHERE id > :x ORDER BY id LIMIT 5;\n"));
	accepts(S(LIST "SELECT id FROM motion WHERE mover_id = :x ORDER BY weight LIMIT 5;\n"));
	accepts(S("-- query: newest() -> one\n-- row: n int\nSELECT max(id) FROM motion;\n"));
	accepts(S("-- query: put(x int, y int) -> exec\n"
	          "INSERT INTO motion_seconder (motion_id, account_id) VALUES (:x, :y);\n"));
	accepts(S("-- query: put(x int, y int) -> exec\n"
	          "INSERT INTO motion_seconder (motion_id, account_id) SELECT :x, :y;\n"));
	accepts(S("-- query: put(x int) -> exec\nDELETE FROM motion WHERE id = :x;\n"));
}

static void what_reads_a_whole_table_is_refused(void)
{
	refuses(S(GET MOST), "motion.sql:1: get reads all of motion: ask by a key that has an "
	                     "index, or give the reason: \"-- scans: motion: why\"");
	refuses(S("\n" GET "SELECT count(*) FROM motion m WHERE m.weight = :x;\n"),
	        "motion.sql:2: get reads all of m:");
	refuses(S(GET "SELECT count(*) FROM account_public WHERE id <> :x;\n"),
	        "get reads all of account:");
	refuses(S(LIST "SELECT id FROM motion\n"
	               "WHERE CAST(:x AS BIGINT) IS NULL OR mover_id = :x LIMIT 5;\n"),
	        "list reads all of motion:");
	refuses(S(LIST "SELECT id FROM motion WHERE weight > :x ORDER BY mover_id LIMIT 5;\n"),
	        "list reads all of motion:");
	refuses(S("-- query: put(x int) -> exec\n"
	          "UPDATE motion SET note = NULL WHERE weight = :x;\n"),
	        "put reads all of motion:");
	refuses(S("-- query: put(x int) -> exec\nDELETE FROM motion WHERE weight = :x;\n"),
	        "put reads all of motion:");
	refuses(S("-- query: put(x int) -> exec\n"
	          "INSERT INTO motion_seconder (motion_id, account_id)\n"
	          "SELECT id, mover_id FROM motion WHERE weight = :x;\n"),
	        "put reads all of motion:");
	refuses(S(GET "SELECT (SELECT count(*) FROM motion_seconder s WHERE s.account_id = :x)\n"
	              "FROM motion WHERE id = :x;\n"),
	        "get reads all of s:");
}

/* It would be built for the one statement, out of everything there is. */
static void an_index_built_on_the_way_is_refused(void)
{
	refuses(S(GET "SELECT count(*) FROM motion m JOIN motion p ON p.weight = m.weight\n"
	              "WHERE m.mover_id = :x;\n"),
	        "get reads all of p:");
}

/* An outer join with a view of several tables puts the whole view together first. */
static void a_view_that_is_put_together_is_refused(void)
{
	refuses(S(GET "SELECT count(p.mover) FROM motion m\n"
	              "LEFT JOIN motion_public p ON p.id = m.parent_id WHERE m.id = :x;\n"),
	        "get reads all of ");
}

static void a_reason_names_what_is_read_and_no_more(void)
{
	accepts(S(GET "-- scans: motion: few have a weight\n" MOST));
	accepts(S(GET "-- scans: motion, s: few have a weight\n"
	              "SELECT count(*) FROM motion, motion_seconder s WHERE weight = :x;\n"));
	refuses(S(GET "-- scans: motion: few have a weight\n"
	              "SELECT count(*) FROM motion, motion_seconder s WHERE weight = :x;\n"),
	        "get reads all of s:");
	refuses(S(GET "-- scans: motion: few have a weight\n"
	              "SELECT count(*) FROM motion WHERE id = :x;\n"),
	        "motion.sql:1: get does not read all of motion: take it out of \"-- scans:\"");
	refuses(S(GET "-- scans: motion, s: few have a weight\n" MOST),
	        "get does not read all of s:");
}

static void a_reason_is_given_once_and_is_one(void)
{
	static const char form[] = "\"-- scans: NAME, NAME: reason\" is expected";

	refuses(S(GET "-- scans:\n" MOST), form);
	refuses(S(GET "-- scans: motion\n" MOST), form);
	refuses(S(GET "-- scans: motion:\n" MOST), form);
	refuses(S(GET "-- scans: why not: motion\n" MOST), "\"why not\" is no name to scan");
	refuses(S(GET "-- scans: motion, motion: few\n" MOST), "or stands twice");
	refuses(S(GET "-- scans: motion: few\n-- scans: motion: few\n" MOST),
	        "\"-- scans:\" stands here twice");
}

static void several_ways_of_asking_give_the_rows_of_one_of_them(void)
{
#define BY_ID "-- query: get(x int) -> one\n-- row: id motion_id, note text?\n"
#define BY_MOVER "-- query: by_mover(x int) -> many\n-- row of: "
#define ONE "SELECT id, note FROM motion WHERE id = :x;\n"
#define SOME "SELECT id, note FROM motion WHERE mover_id = :x LIMIT 9;\n"
#define ALONE "stands alone, and names a query above that has rows"
	accepts(S(BY_ID ONE BY_MOVER "get\n" SOME));
	refuses(S(BY_ID ONE BY_MOVER "absent\n" SOME), "motion.sql:4: \"-- row of: NAME\" " ALONE);
	refuses(S(BY_MOVER "by_mover\n" SOME), ALONE);
	refuses(S(BY_ID ONE BY_MOVER "get\n-- row: n int\n" SOME), ALONE);
	refuses(S(BY_ID ONE BY_MOVER "get\n-- row of: get\n" SOME),
	        "\"-- row of:\" stands here twice");
	refuses(S(BY_ID ONE BY_MOVER "get\nSELECT id FROM motion WHERE mover_id = :x LIMIT 9;\n"),
	        "gives 1 columns and 2 are declared");
	refuses(S(BY_ID ONE BY_MOVER
	          "get\nSELECT mover_id, note FROM motion WHERE mover_id = :x LIMIT 9;\n"),
	        "column 1 (id) is motion.mover_id, which has another type");
	refuses(S(BY_ID ONE "-- query: put(x int) -> exec\n-- row of: get\n"
	                    "DELETE FROM motion WHERE id = :x;\n"),
	        "a query of this kind gives no rows");
}

int main(int argc, char **argv)
{
	MUST(argc == 3);
	run_begin(&run, argv[1], argv[2]);
	RUN(what_asks_by_key_needs_no_reason);
	RUN(what_reads_a_whole_table_is_refused);
	RUN(an_index_built_on_the_way_is_refused);
	RUN(a_view_that_is_put_together_is_refused);
	RUN(a_reason_names_what_is_read_and_no_more);
	RUN(a_reason_is_given_once_and_is_one);
	RUN(several_ways_of_asking_give_the_rows_of_one_of_them);
	run_end(&run);
	return TAP_DONE();
}
