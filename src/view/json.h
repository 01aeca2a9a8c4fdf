/*
 * view/json.h -- JSON written straight into a buffer (RFC 8259), commas kept by the writer.
 *
 * Unbalanced nesting is a bug and stops the program.  At most 16 levels.
 */
#pragma once
#include "base/ctx.h"
#include "base/sbuf.h"

struct json {
	struct sbuf *buf;
	int depth;
	bool comma[16]; /* has the level a value already? */
	char close[16]; /* what ends it */
};

void json_object(struct json *j);
void json_array(struct json *j);
void json_end(struct json *j); /* of the innermost */
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct str s); /* p == NULL: null */
void json_int(struct json *j, int64_t i);
void json_bool(struct json *j, bool b);
void json_null(struct json *j);
void json_time(struct json *j, time_us at); /* RFC 3339, UTC; TIME_NONE: null */
/* "key": value, in one call. */
void json_put_str(struct json *j, const char *key, struct str s);
void json_put_int(struct json *j, const char *key, int64_t i);
void json_put_bool(struct json *j, const char *key, bool b);
void json_put_time(struct json *j, const char *key, time_us at);
/*
 * "names": {"ja": ..., "ru": ...} from a text as read for each language: what is missing is left
 * out, never filled from another language without saying so.
 */
void json_put_names(struct json *j, const char *key, const struct tr names[static LANGUAGE_COUNT]);
