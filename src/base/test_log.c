/* test_log.c -- structured lines to standard error, which a file stands in for here. */
#include "base/log.h"
#include "base/str.h"
#include "test/tap.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { THREADS = 4, LINES_EACH = 20000, TEXT_BYTES = 16 * 1024 * 1024 };

/* What was logged since capture_begin(), in `text`. */
struct capture {
	FILE *file;
	int stderr_before;
	char *text;
	size_t n;
};

static void capture_begin(struct capture *c)
{
	*c = (struct capture){ .file = tmpfile(), .stderr_before = dup(STDERR_FILENO) };
	MUST(c->file != NULL && dup2(fileno(c->file), STDERR_FILENO) == STDERR_FILENO);
}

static void capture_end(struct capture *c)
{
	MUST(dup2(c->stderr_before, STDERR_FILENO) == STDERR_FILENO);
	close(c->stderr_before);
	rewind(c->file);
	c->text = calloc(1, TEXT_BYTES);
	MUST(c->text != NULL);
	c->n = fread(c->text, 1, TEXT_BYTES - 1, c->file);
	fclose(c->file);
}

static bool ends_with(const struct capture *c, const char *what)
{
	return str_ends((struct str){ c->text, c->n }, str_of(what));
}

static void a_line_is_pairs_and_values_are_quoted_where_they_need_it(void)
{
	static const struct {
		struct str value;
		const char *expected;
	} cases[] = {
		{ S_INIT("plain-/_:.1"), "plain-/_:.1" },
		{ S_INIT(""), "\"\"" },
		{ { NULL, 0 }, "\"\"" },
		{ S_INIT("two words"), "\"two words\"" },
		{ S_INIT("a=b"), "\"a=b\"" },
		{ S_INIT("say \"yes\""), "\"say \\\"yes\\\"\"" },
		{ S_INIT("back\\slash"), "\"back\\\\slash\"" },
		{ S_INIT("a\nb\r\tc"), "\"a\\nb\\r\\tc\"" },
		{ S_INIT("\x1b[2J\x7f\0"), "\"\\x1b[2J\\x7f\\x00\"" },
		{ S_INIT("富山 я"), "\"富山 я\"" },
		{ S_INIT("\xff\xe5"), "\"\\xff\\xe5\"" },
		{ S_INIT("\xc2\x9b"
		         "2J"),
		  "\"\\xc2\\x9b2J\"" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct capture c;
		struct log_pair pairs[] = { { "v", cases[i].value }, { "last", S("1") } };
		char expected[128];

		capture_begin(&c);
		log_line(LOG_WARN, "test.case", pairs, 2);
		capture_end(&c);
		snprintf(expected, sizeof(expected), "Z level=warn event=test.case v=%s last=1\n",
		         cases[i].expected);
		CHECK(str_starts((struct str){ c.text, c.n }, S("time=20")));
		CHECK(ends_with(&c, expected));
		free(c.text);
	}
}

static void a_reason_is_made_by_a_format(void)
{
	struct capture c;

	capture_begin(&c);
	log_why(LOG_ERROR, "db.open", "cannot open %s: %d", "x.db", 14);
	capture_end(&c);
	CHECK(ends_with(&c, "level=error event=db.open why=\"cannot open x.db: 14\"\n"));
	free(c.text);
}

static void a_line_that_is_too_long_is_cut_and_says_so(void)
{
	struct capture c;
	char *big = malloc(20000);
	struct log_pair pairs[] = { { "v", { big, 20000 } }, { "after", S("1") } };

	MUST(big != NULL);
	for (int quoted = 0; quoted <= 1; quoted++) {
		memset(big, quoted ? ' ' : 'x', 20000);
		capture_begin(&c);
		log_line(LOG_INFO, "test", pairs, 2);
		capture_end(&c);
		CHECK(c.n > 4000 && c.n <= 4096);
		CHECK(ends_with(&c, quoted ? " \" cut=yes\n" : "xx cut=yes\n"));
		CHECK(strstr(c.text, "after") == NULL);
		free(c.text);
	}
	for (size_t i = 0; i + 3 <= 20000; i += 3)
		memcpy(big + i, "富", 3);
	pairs[0].value.n = 19998;
	capture_begin(&c);
	log_line(LOG_INFO, "test", pairs, 2);
	capture_end(&c);
	CHECK(ends_with(&c, "富\" cut=yes\n"));
	free(c.text);
	free(big);
}

static void *log_many(void *arg)
{
	int me = *(int *)arg;

	for (int i = 0; i < LINES_EACH; i++) {
		char number[32];

		snprintf(number, sizeof(number), "%d", i);
		log_line(LOG_INFO, "test",
		         &(struct log_pair){ me == 0   ? "a"
		                             : me == 1 ? "b"
		                             : me == 2 ? "c"
		                                       : "d",
		                             str_of(number) },
		         1);
	}
	return NULL;
}

/* Reads "... event=test a=17": the thread and the number; false when the line is not whole. */
static bool read_logged(const char *line, int *ret_thread, int *ret_number)
{
	static const char before[] = "Z level=info event=test ";
	const char *at = strstr(line, before);

	if (strncmp(line, "time=", 5) != 0 || at == NULL || at - line > 40)
		return false;
	at += sizeof(before) - 1;
	*ret_thread = at[0] - 'a';
	*ret_number = (int)strtol(at + 2, NULL, 10);
	return at[1] == '=' && *ret_thread >= 0 && *ret_thread < THREADS;
}

static void lines_of_many_threads_are_whole_in_order_and_none_is_lost(void)
{
	int next[THREADS] = { 0 }, names[THREADS], total = 0, thread = 0, number = 0;
	pthread_t threads[THREADS];
	struct capture c;

	capture_begin(&c);
	log_start();
	for (int i = 0; i < THREADS; i++) {
		names[i] = i;
		MUST(pthread_create(&threads[i], NULL, log_many, &names[i]) == 0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	log_stop();
	capture_end(&c);
	for (char *line = c.text, *end; (end = strchr(line, '\n')) != NULL;
	     line = end + 1, total++) {
		*end = '\0';
		bool whole = read_logged(line, &thread, &number);

		CHECK(whole && number == next[thread]);
		if (!whole)
			break;
		next[thread] = number + 1;
	}
	CHECK(total == THREADS * LINES_EACH);
	free(c.text);
}

static void it_can_be_stopped_and_started_again(void)
{
	struct capture c;

	capture_begin(&c);
	log_stop();
	log_start();
	log_why(LOG_INFO, "one", "1");
	log_stop();
	log_why(LOG_INFO, "two", "2");
	log_start();
	log_why(LOG_INFO, "three", "3");
	log_stop();
	capture_end(&c);
	const char *one = strstr(c.text, "event=one"), *two = strstr(c.text, "event=two");

	CHECK(one != NULL && two != NULL && one < two && strstr(two, "event=three") != NULL);
	free(c.text);
}

int main(void)
{
	RUN(a_line_is_pairs_and_values_are_quoted_where_they_need_it);
	RUN(a_reason_is_made_by_a_format);
	RUN(a_line_that_is_too_long_is_cut_and_says_so);
	RUN(lines_of_many_threads_are_whole_in_order_and_none_is_lost);
	RUN(it_can_be_stopped_and_started_again);
	return TAP_DONE();
}
