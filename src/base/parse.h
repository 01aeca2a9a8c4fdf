/* base/parse.h -- numbers and CSV from outside, with limits.  Nothing from outside is read any
 * other way. */
#pragma once
#include "base/arena.h"
#include "base/base.h"

/* Decimal, optional '-', nothing else; false and untouched when not a number or outside [min, max].
 */
bool parse_i64(struct str s, int64_t min, int64_t max, int64_t *ret);

/*
 * CSV (RFC 4180): comma, double quotes, CRLF or LF.  The text must be UTF-8; a leading BOM is
 * skipped.
 */
struct csv {
	struct str text;
	size_t at;
	int line;          /* 1-based line on which the next record begins */
	int quoted;        /* line on which the record's last quoted field begins; 0: none */
	const char *fault; /* NULL, or why reading stopped, in English */
};

/*
 * Read the next record's fields into the arena: true and *ret_n fields; false at the end or, with
 * c->fault set and c->line naming the place, when the record is broken.  At most 64 fields of 64
 * KiB.
 */
bool csv_next(struct csv *c, struct arena *a, struct str fields[static 64], int *ret_n);
