/*
 * base/base.h -- the few types and macros that every file may use.
 *
 * A struct str is bytes with a length: UTF-8 unless a comment says otherwise, never owned by
 * whoever holds it, not necessarily ended by a zero byte.  p == NULL means "no value" (SQL NULL);
 * an empty string has n == 0 and p != NULL.
 */
#pragma once
#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

struct str {
	const char *p;
	size_t n;
};

/* A string literal as a struct str. */
#define S(lit) ((struct str){ (lit), sizeof(lit) - 1 })
/* The same where a constant initializer is needed.  (A formatter takes its braces for a block.) */
/* clang-format off */
#define S_INIT(lit) { (lit), sizeof(lit) - 1 }
/* clang-format on */
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).p

/* Microseconds since 1970-01-01T00:00:00Z, given by the program, never by an engine. */
typedef struct {
	int64_t us;
} time_us;

/* An optional time that is absent. */
#define TIME_NONE ((time_us){ INT64_MIN })

/* An optional integer column. */
struct maybe_int {
	bool has;
	int64_t v;
};

/* A bug stops the program, in optimised builds too; the world failing is an enum err. */
#define MUST(x) ((x) ? (void)0 : must_fail(__FILE__, __LINE__, #x))
_Noreturn void must_fail(const char *file, int line, const char *what);
