/* test_clock.c -- a clock that was set is noticed before anything is written by it. */
#include "app/clock.h"
#include "test/tap.h"

static const int64_t SECOND = 1000000, BEGIN = INT64_C(1414000000) * 1000000;

static int64_t wall_us, steady_us;

static time_us wall(void)
{
	return (time_us){ wall_us };
}

static int64_t steady(void)
{
	return steady_us;
}

static struct clock clock_of(int64_t last_us)
{
	struct clock c = { .wall = wall, .steady = steady };

	wall_us = BEGIN;
	steady_us = 77 * SECOND;
	clock_start(&c, (time_us){ last_us });
	return c;
}

/* Time passes on both. */
static void pass(int64_t us)
{
	wall_us += us;
	steady_us += us;
}

static enum err asked(struct clock *c)
{
	struct arena *a = arena_new();
	struct sbuf why = { .arena = a };
	enum err e = clock_check(c, &why);

	CHECK((e == ERR_OK) == (why.n == 0));
	arena_free(a);
	return e;
}

static void time_passes_and_small_steps_are_followed(void)
{
	struct clock c = clock_of(BEGIN - SECOND);

	CHECK(asked(&c) == ERR_OK && clock_now(&c).us == BEGIN);
	pass(3600 * SECOND);
	CHECK(asked(&c) == ERR_OK && clock_now(&c).us == BEGIN + 3600 * SECOND);
	for (int i = 0; i < 20; i++) {
		wall_us += 4 * SECOND;
		CHECK(asked(&c) == ERR_OK && clock_now(&c).us == wall_us);
	}
	wall_us -= 5 * SECOND;
	CHECK(asked(&c) == ERR_OK && clock_now(&c).us == wall_us);
}

static void a_step_is_not_followed_until_it_is_undone(void)
{
	static const int64_t steps[] = { 6, -6, 3600, -3600, 400 * 86400, -400 * 86400 };

	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct clock c = clock_of(BEGIN);

		wall_us += steps[i] * SECOND;
		CHECK(clock_now(&c).us == BEGIN);
		CHECK(asked(&c) == ERR_CLOCK_JUMPED);
		pass(30 * SECOND);
		CHECK(asked(&c) == ERR_CLOCK_JUMPED && clock_now(&c).us == BEGIN + 30 * SECOND);
		wall_us -= steps[i] * SECOND;
		CHECK(asked(&c) == ERR_OK && clock_now(&c).us == BEGIN + 30 * SECOND);
	}
}

static void a_step_is_followed_when_it_is_accepted(void)
{
	struct clock c = clock_of(BEGIN);

	wall_us += 3600 * SECOND;
	CHECK(asked(&c) == ERR_CLOCK_JUMPED);
	clock_accept(&c);
	CHECK(asked(&c) == ERR_OK && clock_now(&c).us == BEGIN + 3600 * SECOND);
	wall_us -= 3600 * SECOND;
	CHECK(asked(&c) == ERR_CLOCK_JUMPED && clock_now(&c).us == BEGIN + 3600 * SECOND);
}

static void a_clock_before_the_last_event_is_waited_for(void)
{
	struct clock c = clock_of(BEGIN + 30 * SECOND);

	CHECK(asked(&c) == ERR_CLOCK_BACK && clock_now(&c).us == BEGIN);
	pass(20 * SECOND);
	CHECK(asked(&c) == ERR_CLOCK_BACK);
	pass(5 * SECOND);
	CHECK(asked(&c) == ERR_OK);
	/* Whoever sets it right is not told that it was set. */
	c = clock_of(BEGIN + 86400 * SECOND);
	CHECK(asked(&c) == ERR_CLOCK_BACK);
	wall_us += 90000 * SECOND;
	CHECK(asked(&c) == ERR_OK && clock_now(&c).us == wall_us);
	/* Afterwards it is held against the other one as always. */
	wall_us += 60 * SECOND;
	CHECK(asked(&c) == ERR_CLOCK_JUMPED);
	c = clock_of(BEGIN + 86400 * SECOND);
	clock_accept(&c);
	CHECK(asked(&c) == ERR_OK && clock_now(&c).us == BEGIN);
}

int main(void)
{
	RUN(time_passes_and_small_steps_are_followed);
	RUN(a_step_is_not_followed_until_it_is_undone);
	RUN(a_step_is_followed_when_it_is_accepted);
	RUN(a_clock_before_the_last_event_is_waited_for);
	return TAP_DONE();
}
