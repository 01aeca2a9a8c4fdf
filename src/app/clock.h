/*
 * app/clock.h -- the machine's clock, as far as it is believed.
 *
 * Events stand in the order of their times, so that one moment at which the clock was wrong could
 * stop every write for as long as it was wrong by.  Therefore the clock is held against another
 * one, which counts since the machine started and which nobody sets.  A step of more than
 * CLOCK_STEP_US between two looks is not followed: what is read goes on by the time as it was, and
 * what is written is refused, until the clock is set back or somebody accepts the new time (near
 * clock accept).  When the program starts there is only the last event to hold it against: a clock
 * that stands before that is waited for, or accepted as well.
 */
#pragma once
#include "base/ctx.h"
#include "base/sbuf.h"
#include <stdatomic.h>

#define CLOCK_STEP_US INT64_C(5000000) /* what NTP corrects in passing */

struct clock {
	time_us (*wall)(void); /* what somebody may set */
	int64_t (*steady)(
		void); /* microseconds that nobody sets, running while the machine sleeps */
	_Atomic int64_t offset_us; /* wall less steady, as it is believed */
	_Atomic int64_t
		last_us; /* the last event, when it lay ahead at the start; else INT64_MIN */
	_Atomic bool is_refused; /* a step was seen that was not accepted */
};

/* The machine's own clocks. */
int64_t clock_steady_us(void);

/* Begin with a clock whose `wall` and `steady` are set; `last`: the last event, or TIME_NONE. */
void clock_start(struct clock *c, time_us last);
/* The time as it is believed; any thread. */
time_us clock_now(struct clock *c);
/*
 * May an event be written with that time?  ERR_CLOCK_JUMPED, or ERR_CLOCK_BACK while it stands
 * before the last event; *why says by how much, and what to do.
 */
enum err clock_check(struct clock *c, struct sbuf *why) MUST_USE;
/* Believe it as it stands now. */
void clock_accept(struct clock *c);
