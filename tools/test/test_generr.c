/*
 * test_generr.c -- what generr accepts and what it refuses.
 *
 *   test_generr GENERR ERRORS_DIR
 *
 * ERRORS_DIR holds the errors.txt of the program.
 */
#include "base/str.h"
#include "run.h"
#include "test/tap.h"

static struct run run;

static int run_generr(void)
{
	static const char *const args[] = { "errors.txt", "errors.h", "errors.c", NULL };

	run_remove("errors.h");
	return run_program(&run, args);
}

static void the_list_of_the_program_is_accepted(void)
{
	run_copy(&run, "errors.txt");
	CHECK(run_generr() == 0 && run.said[0] == '\0' && run_exists("errors.h"));
}

static void comments_blank_lines_and_places_are_accepted(void)
{
	run_write("errors.txt", S("# a comment | with | bars\n\n  DB | 500 | It failed.\n"
	                          "X_2|422|“{field}” of {max}\n"));
	CHECK(run_generr() == 0 && run_exists("errors.h"));
}

static void what_is_no_error_is_refused_with_its_line(void)
{
	static const struct {
		struct str text;
		const char *fault;
	} cases[] = {
		{ S_INIT("# one\nDB | 500 |\n"), "errors.txt:2: DB has no message" },
		{ S_INIT("DB | 500\n"), "errors.txt:1: a line has three parts" },
		{ S_INIT("DB\n"), "a line has three parts" },
		{ S_INIT("DB | 500 | a | b\n"), "a line has three parts" },
		{ S_INIT("DB | 200 | m\n"),
		  "the HTTP status of DB must be a number from 400 to 599" },
		{ S_INIT("DB | 600 | m\n"), "the HTTP status of DB" },
		{ S_INIT("DB | 4x2 | m\n"), "the HTTP status of DB" },
		{ S_INIT("DB |  | m\n"), "the HTTP status of DB" },
		{ S_INIT("DB | 0500 | m\n"), "the HTTP status of DB" },
		{ S_INIT("Db | 500 | m\n"), "the name must be A-Z" },
		{ S_INIT(" | 500 | m\n"), "the name must be A-Z" },
		{ S_INIT("2B | 500 | m\n"), "the name must be A-Z" },
		{ S_INIT("OK | 500 | m\n"), "neither OK nor COUNT" },
		{ S_INIT("COUNT | 500 | m\n"), "neither OK nor COUNT" },
		{ S_INIT("DB | 500 | m\n\nDB | 500 | n\n"),
		  "errors.txt:3: DB stands already on line 1" },
		{ S_INIT("DB | 500 | \xff\n"), "not text in UTF-8" },
		{ S_INIT("DB | 500 | a\tb\n"), "has a tab" },
		{ S_INIT("DB | 500 | a {field\n"), "a place in the message is written {name}" },
		{ S_INIT("DB | 500 | a field}\n"), "a place in the message" },
		{ S_INIT("DB | 500 | a {Field}\n"), "a place in the message" },
		{ S_INIT("DB | 500 | a {}\n"), "a place in the message" },
		{ S_INIT("# nothing\n"), "there is no error in it" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		run_write("errors.txt", cases[i].text);
		int status = run_generr();
		bool good = status == 1 && strstr(run.said, cases[i].fault) != NULL;

		if (!good)
			printf("# expected: %s\n# status %d, said: %s\n", cases[i].fault, status,
			       run.said);
		CHECK(good && !run_exists("errors.h"));
	}
}

int main(int argc, char **argv)
{
	MUST(argc == 3);
	run_begin(&run, argv[1], argv[2]);
	RUN(the_list_of_the_program_is_accepted);
	RUN(comments_blank_lines_and_places_are_accepted);
	RUN(what_is_no_error_is_refused_with_its_line);
	run_end(&run);
	return TAP_DONE();
}
