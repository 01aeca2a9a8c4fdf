/* test/tap.h -- TAP output for prove(1).  One program a test file; main() ends with `return
 * TAP_DONE();`. */
#pragma once
#include <stdio.h>

static int tap_count, tap_bad, tap_now;

#define CHECK(x)                                                                                   \
	do {                                                                                       \
		if (!(x)) {                                                                        \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #x);                           \
			tap_now++;                                                                 \
		}                                                                                  \
	} while (0)

#define RUN(f)                                                                                     \
	do {                                                                                       \
		tap_now = 0;                                                                       \
		f();                                                                               \
		printf("%sok %d - %s\n", tap_now ? "not " : "", ++tap_count, #f);                  \
		fflush(stdout);                                                                    \
		tap_bad += !!tap_now;                                                              \
	} while (0)

#define TAP_DONE() (printf("1..%d\n", tap_count), tap_bad != 0)
