/* parse_json.c -- JSON bodies become the same pairs as a form's, so that page and API share use
 * cases. */
#include "http/parse.h"
#include "base/str.h"
#include <json-c/json.h>

/* The JSON value as the text that a form would send; false for null, which is "absent". */
static bool scalar_text(struct arena *a, struct json_object *v, struct str *ret)
{
	if (!v)
		return false;
	if (json_object_is_type(v, json_type_string))
		*ret = arena_str(a, json_object_get_string(v),
		                 (size_t)json_object_get_string_len(v));
	else
		*ret = arena_str(a, json_object_to_json_string(v),
		                 strlen(json_object_to_json_string(v)));
	return true;
}

static bool is_scalar(struct json_object *v)
{
	return !json_object_is_type(v, json_type_object) &&
	       !json_object_is_type(v, json_type_array);
}

static enum err add(struct arena *a, struct str name, struct json_object *v,
                    struct http_pairs *pairs)
{
	struct str value;

	if (!is_scalar(v))
		return ERR_BAD_REQUEST;
	if (!scalar_text(a, v, &value))
		return ERR_OK;
	if (pairs->n == HTTP_FIELDS_MAX)
		return ERR_TOO_LARGE;
	pairs->at[pairs->n++] = (struct http_pair){ name, value };
	return ERR_OK;
}

static enum err add_member(struct arena *a, const char *key, struct json_object *v,
                           struct http_pairs *pairs)
{
	struct str name = arena_str(a, key, strlen(key));
	enum err e = ERR_OK;

	if (!json_object_is_type(v, json_type_array))
		return add(a, name, v, pairs);
	for (size_t i = 0; e == ERR_OK && i < json_object_array_length(v); i++)
		e = add(a, name, json_object_array_get_idx(v, i), pairs);
	return e;
}

/* What is looked for in the text itself, because json-c does not tell of it. */
struct scan {
	struct str s;
	size_t at;
	int names;     /* colons between a name and its value */
	bool has_zero; /* the last string: a C string of it would end early */
};

/* Go past a string that begins at s.at; false when it holds a bare control character. */
static bool pass_string(struct scan *c)
{
	c->has_zero = false;
	for (c->at++; c->at < c->s.n && c->s.p[c->at] != '"'; c->at++) {
		if ((unsigned char)c->s.p[c->at] < ' ')
			return false;
		if (c->s.p[c->at] != '\\')
			continue;
		c->has_zero |= str_starts(str_sub(c->s, c->at, c->s.n), S("\\u0000"));
		c->at++;
	}
	return true;
}

/*
 * json-c also takes comments, NaN and Infinity, which RFC 8259 does not know.  Outside of strings
 * only these bytes occur in JSON: structure, numbers, and the letters of true, false and null.
 * json-c keeps names as C strings, and of two members of one name the last: whoever read the first
 * would see another request.
 */
static bool is_strict(struct scan *c)
{
	static const char outside[] = " \t\r\n{}[]:,0123456789+-.eEtrufalsn";

	for (; c->at < c->s.n; c->at++) {
		char b = c->s.p[c->at];

		if (b == '"' && !pass_string(c))
			return false;
		if (b == ':' && c->has_zero)
			return false;
		if (b != '"' && (!b || !strchr(outside, b)))
			return false;
		c->names += b == ':';
	}
	return true;
}

/* An object, and each name in it once. */
static bool is_plain_object(struct str s, struct json_object *root)
{
	struct scan c = { .s = s };

	return json_object_is_type(root, json_type_object) && is_strict(&c) &&
	       c.names == json_object_object_length(root);
}

/* RFC 8259, 8.1: whoever reads may pass over a byte order mark. */
static struct str without_bom(struct str s)
{
	return str_starts(s, S("\xef\xbb\xbf")) ? str_sub(s, 3, s.n) : s;
}

enum err http_json_parse(struct arena *a, struct str s, struct http_pairs *pairs)
{
	struct json_tokener *tok = json_tokener_new_ex(HTTP_JSON_DEPTH);
	struct json_object *root;
	enum err e = ERR_BAD_REQUEST;

	MUST(tok);
	MUST(s.n <= INT32_MAX);
	s = without_bom(s);
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	root = json_tokener_parse_ex(tok, s.n ? s.p : "", (int)s.n);
	if (json_tokener_get_error(tok) == json_tokener_success && is_plain_object(s, root)) {
		e = ERR_OK;
		json_object_object_foreach(root, key, v)
		{
			if (e == ERR_OK)
				e = add_member(a, key, v, pairs);
		}
	}
	json_object_put(root);
	json_tokener_free(tok);
	return e;
}
