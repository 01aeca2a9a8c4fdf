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

/*
 * json-c also takes comments, NaN and Infinity, which RFC 8259 does not know.  Outside of strings
 * only these bytes occur in JSON: structure, numbers, and the letters of true, false and null.
 */
static bool is_strict(struct str s)
{
	static const char outside[] = " \t\r\n{}[]:,0123456789+-.eEtrufalsn";
	bool is_string = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			is_string = !is_string;
		else if (is_string && s.p[i] == '\\')
			i++;
		else if (!is_string && (!s.p[i] || !strchr(outside, s.p[i])))
			return false;
	}
	return true;
}

enum err http_json_parse(struct arena *a, struct str s, struct http_pairs *pairs)
{
	struct json_tokener *tok = json_tokener_new_ex(HTTP_JSON_DEPTH);
	struct json_object *root;
	enum err e = ERR_BAD_REQUEST;

	MUST(tok);
	MUST(s.n <= INT32_MAX);
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	root = json_tokener_parse_ex(tok, s.n ? s.p : "", (int)s.n);
	if (json_tokener_get_error(tok) == json_tokener_success && is_strict(s) &&
	    json_object_is_type(root, json_type_object)) {
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
