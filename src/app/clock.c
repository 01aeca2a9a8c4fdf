/* clock.c -- holding the clock that can be set against the one that cannot. */
#include "app/clock.h"
#include "base/log.h"
#include "base/time.h"
#include <stdlib.h>
#include <time.h>

#define NEXT "Set the clock right, or accept the time that it shows: near clock accept FOLDER"

int64_t clock_steady_us(void)
{
	struct timespec t;

	MUST(clock_gettime(CLOCK_BOOTTIME, &t) == 0);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static int64_t offset_now(const struct clock *c)
{
	return c->wall().us - c->steady();
}

void clock_accept(struct clock *c)
{
	c->offset_us = offset_now(c);
	c->last_us = INT64_MIN;
	c->is_refused = false;
}

void clock_start(struct clock *c, time_us last)
{
	clock_accept(c);
	if (last.us != TIME_NONE.us && last.us - c->wall().us > CLOCK_STEP_US)
		c->last_us = last.us;
}

/* By how much the clock was set since it was last believed; small steps are followed. */
static int64_t look(struct clock *c)
{
	int64_t offset = offset_now(c), step = offset - c->offset_us;
	bool is_wrong = llabs(step) > CLOCK_STEP_US;

	/* Nothing was written by it yet: wherever it goes, it may be followed. */
	if (c->last_us != INT64_MIN) {
		c->offset_us = offset;
		if (c->last_us - (offset + c->steady()) <= CLOCK_STEP_US)
			c->last_us = INT64_MIN;
		return 0;
	}
	if (!is_wrong)
		c->offset_us = offset;
	if (atomic_exchange(&c->is_refused, is_wrong) != is_wrong)
		log_why(is_wrong ? LOG_ERROR : LOG_INFO, "clock",
		        is_wrong ? "the clock was set by %+lld s; nothing is written until it is "
		                   "set back or accepted"
		                 : "the clock is right again, to %lld s",
		        (long long)(step / 1000000));
	return is_wrong ? step : 0;
}

time_us clock_now(struct clock *c)
{
	look(c);
	return (time_us){ c->offset_us + c->steady() };
}

enum err clock_check(struct clock *c, struct sbuf *why)
{
	int64_t step = look(c), last_us = c->last_us;
	char at[24], shown[24];

	if (step == 0 && last_us == INT64_MIN)
		return ERR_OK;
	time_format(c->wall(), shown);
	if (step != 0) {
		sbuf_printf(why,
		            "the clock was set by %+lld seconds while near ran and shows %s now.  "
		            "Nothing is written.  " NEXT,
		            (long long)(step / 1000000), shown);
		return ERR_CLOCK_JUMPED;
	}
	time_format((time_us){ last_us }, at);
	sbuf_printf(why,
	            "the clock shows %s, which is before the last recorded event, %s.  Nothing is "
	            "written.  " NEXT,
	            shown, at);
	return ERR_CLOCK_BACK;
}
