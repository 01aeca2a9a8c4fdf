/* audit_payload.c -- events read again: one after the other, and what is in a payload. */
#include "audit.sql.h"
#include "audit/audit.h"
#include "base/str.h"
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>

/* Events held at a time while walking. */
#define CHUNK 500

void audit_fault(struct audit_faults *f, const char *fmt, ...)
{
	char line[500];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	sbuf_printf(f->out, "%s\n", line);
	f->n++;
}

enum err audit_walk(struct ctx *ctx, audit_each *fn, void *arg)
{
	struct ctx own = *ctx;
	int64_t after = 0;
	enum err e = ERR_OK;
	int n = CHUNK;

	own.arena = arena_new();
	while (e == ERR_OK && n == CHUNK) {
		struct audit_sql_list_after_row *rows;

		e = audit_sql_list_after(&own, after, CHUNK, &rows, &n);
		for (int i = 0; e == ERR_OK && i < n; i++) {
			const struct audit_event event = { .id = rows[i].id,
				                           .at = rows[i].at,
				                           .person = { rows[i].person },
				                           .action = rows[i].action,
				                           .object = rows[i].object,
				                           .payload = rows[i].payload };

			e = fn(arg, &event);
			after = rows[i].id;
		}
		arena_reset(own.arena);
	}
	arena_free(own.arena);
	return e;
}

static struct json_object *parse(struct str payload)
{
	struct json_tokener *t = json_tokener_new();
	struct json_object *o;

	MUST(t);
	o = json_tokener_parse_ex(t, payload.p, (int)payload.n);
	json_tokener_free(t);
	return o;
}

bool audit_int(struct str payload, const char *key, int64_t *ret)
{
	struct json_object *o = parse(payload), *v;
	bool found = json_object_object_get_ex(o, key, &v) &&
	             (json_object_is_type(v, json_type_int) ||
	              json_object_is_type(v, json_type_boolean));

	if (found)
		*ret = json_object_get_int64(v);
	json_object_put(o);
	return found;
}

bool audit_text(struct arena *a, struct str payload, const char *key, struct str *ret)
{
	struct json_object *o = parse(payload), *v;
	bool found = json_object_object_get_ex(o, key, &v) &&
	             json_object_is_type(v, json_type_string);

	if (found)
		*ret = arena_str(a, json_object_get_string(v),
		                 (size_t)json_object_get_string_len(v));
	json_object_put(o);
	return found;
}

bool audit_items(struct str payload, const char *key, audit_item *fn, void *arg)
{
	struct json_object *o = parse(payload), *v;
	bool found = json_object_object_get_ex(o, key, &v) &&
	             json_object_is_type(v, json_type_array);

	for (size_t i = 0; found && i < json_object_array_length(v); i++)
		fn(arg, str_of(json_object_to_json_string(json_object_array_get_idx(v, i))));
	json_object_put(o);
	return found;
}
