/* json.c -- JSON written straight into a buffer. */
#include "view/json.h"

#include "base/str.h"
#include "base/time.h"

/* A comma before every value but the first of its level; none between a key and its value. */
static void before_value(struct json *j)
{
	if (j->comma[j->depth])
		sbuf_char(j->buf, ',');
	j->comma[j->depth] = true;
}

static void open_level(struct json *j, char open, char close)
{
	before_value(j);
	MUST(j->depth + 1 < (int)COUNT_OF(j->comma));
	sbuf_char(j->buf, open);
	j->depth++;
	j->comma[j->depth] = false;
	j->close[j->depth] = close;
}

void json_object(struct json *j)
{
	open_level(j, '{', '}');
}

void json_array(struct json *j)
{
	open_level(j, '[', ']');
}

void json_end(struct json *j)
{
	MUST(j->depth > 0);
	sbuf_char(j->buf, j->close[j->depth]);
	j->depth--;
}

/* RFC 8259, 7: the quote, the backslash and the control characters are escaped, nothing else need
 * be. */
static void put_string(struct json *j, struct str s)
{
	size_t from = 0;

	sbuf_char(j->buf, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		sbuf_add(j->buf, s.p + from, i - from);
		if (c == '\n')
			sbuf_lit(j->buf, "\\n");
		else if (c < 0x20)
			sbuf_printf(j->buf, "\\u%04x", c);
		else
			sbuf_printf(j->buf, "\\%c", c);
		from = i + 1;
	}
	if (from < s.n)
		sbuf_add(j->buf, s.p + from, s.n - from);
	sbuf_char(j->buf, '"');
}

void json_key(struct json *j, const char *key)
{
	MUST(j->depth > 0 && j->close[j->depth] == '}');
	before_value(j);
	put_string(j, str_of(key));
	sbuf_char(j->buf, ':');
	j->comma[j->depth] = false;
}

void json_str(struct json *j, struct str s)
{
	if (s.p == NULL) {
		json_null(j);
		return;
	}
	before_value(j);
	put_string(j, s);
}

void json_int(struct json *j, int64_t i)
{
	before_value(j);
	sbuf_int(j->buf, i);
}

void json_bool(struct json *j, bool b)
{
	before_value(j);
	sbuf_str(j->buf, b ? S("true") : S("false"));
}

void json_null(struct json *j)
{
	before_value(j);
	sbuf_lit(j->buf, "null");
}

void json_time(struct json *j, time_us at)
{
	char text[24];

	if (at.us == TIME_NONE.us) {
		json_null(j);
		return;
	}
	time_format(at, text);
	json_str(j, str_of(text));
}

void json_put_str(struct json *j, const char *key, struct str s)
{
	json_key(j, key);
	json_str(j, s);
}

void json_put_int(struct json *j, const char *key, int64_t i)
{
	json_key(j, key);
	json_int(j, i);
}

void json_put_bool(struct json *j, const char *key, bool b)
{
	json_key(j, key);
	json_bool(j, b);
}

void json_put_time(struct json *j, const char *key, time_us at)
{
	json_key(j, key);
	json_time(j, at);
}

void json_put_names(struct json *j, const char *key, const struct tr names[static LANGUAGE_COUNT])
{
	json_key(j, key);
	json_object(j);
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (names[l].text.p && names[l].lang == (enum language)l)
			json_put_str(j, language_code((enum language)l), names[l].text);
	json_end(j);
}
