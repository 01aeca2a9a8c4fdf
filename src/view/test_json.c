/* test_json.c -- JSON is written as RFC 8259 wants it, and unbalanced nesting stops the program. */
#include "view/json.h"

#include "base/str.h"
#include "test/tap.h"

/* json-c has types of the names of our functions; only its functions are needed here. */
#define json_object json_c_object
#define json_bool json_c_bool
#include <json-c/json.h>
#undef json_object
#undef json_bool

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena *arena;
static struct sbuf out;
static struct json j;

static void fresh(void)
{
	out = (struct sbuf){ .arena = arena };
	j = (struct json){ .buf = &out };
}

static void commas_stand_between_values_and_nowhere_else(void)
{
	fresh();
	json_object(&j);
	json_put_int(&j, "id", 7);
	json_key(&j, "names");
	json_object(&j);
	json_put_str(&j, "ja", S("富山県"));
	json_put_str(&j, "ru", (struct str){ NULL, 0 });
	json_end(&j);
	json_key(&j, "list");
	json_array(&j);
	json_int(&j, -1);
	json_array(&j);
	json_end(&j);
	json_object(&j);
	json_end(&j);
	json_bool(&j, true);
	json_null(&j);
	json_end(&j);
	json_put_bool(&j, "is", false);
	json_put_time(&j, "at", (time_us){ INT64_C(1413937800123456) });
	json_put_time(&j, "left", TIME_NONE);
	json_end(&j);
	CHECK(j.depth == 0);
	CHECK(str_is(sbuf_done(&out), "{\"id\":7,\"names\":{\"ja\":\"富山県\",\"ru\":null},"
	                              "\"list\":[-1,[],{},true,null],\"is\":false,"
	                              "\"at\":\"2014-10-22T00:30:00Z\",\"left\":null}"));
}

static void strings_are_escaped(void)
{
	fresh();
	json_str(&j, S("\"\\/\b\n\t\x01 é"));
	CHECK(str_is(sbuf_done(&out), "\"\\\"\\\\/\\u0008\\n\\u0009\\u0001 é\""));
	fresh();
	json_str(&j, S(""));
	CHECK(str_is(sbuf_done(&out), "\"\""));
}

/* A reader that no one here wrote gets every byte back. */
static void another_reader_understands_every_character(void)
{
	for (int c = 0; c < 128; c++) {
		char text[3] = { 'a', (char)c, 'b' };
		struct json_c_object *o;

		fresh();
		json_array(&j);
		json_str(&j, (struct str){ text, 3 });
		json_end(&j);
		o = json_tokener_parse(sbuf_done(&out).p);
		CHECK(o != NULL);
		if (o) {
			struct json_c_object *s = json_object_array_get_idx(o, 0);

			CHECK(json_object_get_string_len(s) == 3);
			CHECK(memcmp(json_object_get_string(s), text, 3) == 0);
			json_object_put(o);
		}
	}
}

/* Does it stop a child process by a signal? */
static bool is_bug(void (*f)(void))
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(0);
		signal(SIGABRT, SIG_DFL);
		f();
		_exit(0);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid &&
	       !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void end_too_much(void)
{
	json_array(&j);
	json_end(&j);
	json_end(&j);
}

static void key_in_array(void)
{
	json_array(&j);
	json_key(&j, "a");
}

static void nest_too_deep(void)
{
	for (int i = 0; i < 16; i++)
		json_array(&j);
}

static void nest_deep(void)
{
	for (int i = 0; i < 15; i++)
		json_array(&j);
}

static void misuse_is_a_bug(void)
{
	fresh();
	CHECK(is_bug(end_too_much));
	CHECK(is_bug(key_in_array));
	CHECK(is_bug(nest_too_deep));
	CHECK(!is_bug(nest_deep));
}

int main(void)
{
	arena = arena_new();
	RUN(commas_stand_between_values_and_nowhere_else);
	RUN(strings_are_escaped);
	RUN(another_reader_understands_every_character);
	RUN(misuse_is_a_bug);
	arena_free(arena);
	return TAP_DONE();
}
