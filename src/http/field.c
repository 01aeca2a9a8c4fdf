/* field.c -- typed input: a handler sees nothing that its route did not declare. */
#include "http/field.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/utf8.h"
#include "view/text.h"

enum {
	TEXT_MAX = 200,
	NAME_SHOWN = 64,
	/* A code point has at most four bytes; as much again, and more, may be blanks to fold. */
	BYTES_EACH = 16
};
/* The largest number that every reader of JSON keeps exactly (RFC 8259, section 6). */
static const int64_t INT_MAX_EXACT = (INT64_C(1) << 53) - 1;

int64_t http_param_max(const struct param *p)
{
	return p->max > 0 ? p->max : TEXT_MAX;
}

void http_param_bounds(const struct param *p, int64_t *ret_min, int64_t *ret_max)
{
	*ret_min = p->min;
	*ret_max = p->min == 0 && p->max == 0 ? INT_MAX_EXACT : p->max;
}

static const struct param *find(const struct param *params, struct str name)
{
	for (const struct param *p = params; p && p->name; p++)
		if (str_is(name, p->name))
			return p;
	return NULL;
}

/* A name from outside, fit to be shown. */
static struct str shown(struct str name)
{
	if (text_check(name) != ERR_OK)
		return S("?");
	return utf8_clip(name, NAME_SHOWN);
}

/* A line's end is CR LF in what browsers send and LF in what we keep. */
static struct str without_cr(struct arena *a, struct str s)
{
	char *out;
	size_t n = 0;

	if (str_find(s, '\r', 0) == s.n)
		return s;
	out = arena_alloc(a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			out[n++] = s.p[i];
	return (struct str){ out, n };
}

/* Text as its kind is kept; longer than will be kept in any case, it is not looked at. */
static enum err read_text(struct ctx *ctx, enum param_kind kind, struct str *value)
{
	enum err e = ERR_OK;

	switch (kind) {
	case PARAM_TEXT:
		return text_line(ctx->arena, *value, value);
	case PARAM_LINES:
		e = text_check(*value);
		if (e == ERR_OK)
			*value = text_is_blank(*value) ? S("") : without_cr(ctx->arena, *value);
		return e;
	default:
		return utf8_is_text(*value) ? ERR_OK : ERR_BAD_TEXT;
	}
}

static bool is_text_kind(const struct param *p)
{
	return p->kind == PARAM_TEXT || p->kind == PARAM_LINES || p->kind == PARAM_PASSWORD;
}

static enum err check_text(struct ctx *ctx, const struct param *p, struct str *value)
{
	size_t max = (size_t)http_param_max(p);
	bool is_long = is_text_kind(p) && value->n > max * BYTES_EACH;
	enum err e = is_long ? ERR_OK : read_text(ctx, p->kind, value);

	if (e != ERR_OK)
		return REFUSE(ctx, e, ARG_FIELD(p->name, p->label));
	if (is_text_kind(p) && (is_long || utf8_count(*value) > max))
		return REFUSE(ctx, ERR_FIELD_LENGTH, ARG_FIELD(p->name, p->label),
		              ARG_INT("max", (int64_t)max));
	return ERR_OK;
}

static enum err check_int(struct ctx *ctx, const struct param *p, struct str value)
{
	int64_t min, max, number;

	http_param_bounds(p, &min, &max);
	if (!parse_i64(value, min, max, &number))
		return REFUSE(ctx, ERR_FIELD_NUMBER, ARG_FIELD(p->name, p->label),
		              ARG_INT("min", min), ARG_INT("max", max));
	return ERR_OK;
}

static bool is_choice(const struct param *p, struct str value)
{
	struct str rest = str_of(p->choices), choice;

	while (str_cut(&rest, ' ', &choice))
		if (str_eq(choice, value))
			return true;
	return false;
}

static enum err check_value(struct ctx *ctx, const struct param *p, struct str value)
{
	switch (p->kind) {
	case PARAM_TEXT:
	case PARAM_LINES:
	case PARAM_PASSWORD:
		return ERR_OK;
	case PARAM_INT:
		return check_int(ctx, p, value);
	case PARAM_SLUG:
		if (str_is_slug(value))
			return ERR_OK;
		break;
	case PARAM_CHOICE:
		if (is_choice(p, value))
			return ERR_OK;
		break;
	}
	return REFUSE(ctx, ERR_FIELD_CHOICE, ARG_FIELD(p->name, p->label));
}

/* Has a pair of this name been kept among the first n? */
static bool is_kept(const struct http_pairs *pairs, int n, struct str name)
{
	for (int i = 0; i < n; i++)
		if (str_eq(pairs->at[i].name, name))
			return true;
	return false;
}

enum err http_field_refuse(struct ctx *ctx, struct str name)
{
	return REFUSE(ctx, ERR_BAD_FIELD, ARG_STR("field", name), ARG_STR("field_name", name));
}

static enum err check_pair(struct ctx *ctx, const struct http_fields *f, int kept,
                           struct http_pair *pair)
{
	const struct param *p = find(f->params, pair->name);

	if (!p)
		return http_field_refuse(ctx, shown(pair->name));
	if (!p->many && is_kept(&f->pairs, kept, pair->name))
		return REFUSE(ctx, ERR_BAD_FIELD, ARG_FIELD(p->name, p->label));
	enum err e = check_text(ctx, p, &pair->value);

	return e == ERR_OK && pair->value.n > 0 ? check_value(ctx, p, pair->value) : e;
}

static bool is_present(const struct http_fields *f, const struct param *p)
{
	for (int i = 0; i < f->pairs.n; i++)
		if (str_is(f->pairs.at[i].name, p->name) && str_trim(f->pairs.at[i].value).n > 0)
			return true;
	return false;
}

enum err http_fields_check(struct ctx *ctx, struct http_fields *f)
{
	int kept = 0;

	for (int i = 0; i < f->pairs.n; i++) {
		struct http_pair pair = f->pairs.at[i];
		enum err e = check_pair(ctx, f, kept, &pair);

		if (e != ERR_OK)
			return e;
		if (pair.value.n > 0)
			f->pairs.at[kept++] = pair;
	}
	f->pairs.n = kept;
	for (const struct param *p = f->params; p && p->name; p++)
		if (p->required && !is_present(f, p))
			return REFUSE(ctx, ERR_MISSING_FIELD, ARG_FIELD(p->name, p->label));
	return ERR_OK;
}

struct str http_pairs_take(struct http_pairs *pairs, const char *name)
{
	struct str value = S("");
	int kept = 0;

	for (int i = 0; i < pairs->n; i++) {
		if (str_is(pairs->at[i].name, name))
			value = pairs->at[i].value;
		else
			pairs->at[kept++] = pairs->at[i];
	}
	pairs->n = kept;
	return value;
}

struct str http_pairs_drop_unknown(struct http_pairs *pairs, const struct param *params)
{
	struct str first = { NULL, 0 };
	int kept = 0;

	for (int i = 0; i < pairs->n; i++) {
		if (find(params, pairs->at[i].name))
			pairs->at[kept++] = pairs->at[i];
		else if (!first.p)
			first = shown(pairs->at[i].name);
	}
	pairs->n = kept;
	return first;
}

static bool is_known(struct arena *a, struct str item, const struct param *params)
{
	struct str name;

	if (!http_decode(a, str_sub(item, 0, str_find(item, '=', 0)), true, &name))
		return true;
	return str_is(name, "back") || find(params, name);
}

struct str http_query_known(struct arena *a, struct str query, const struct param *params)
{
	struct sbuf out = { .arena = a };
	struct str item;

	while (str_cut(&query, '&', &item)) {
		if (item.n == 0 || !is_known(a, item, params))
			continue;
		if (out.n > 0)
			sbuf_char(&out, '&');
		sbuf_str(&out, item);
	}
	return out.n > 0 ? sbuf_done(&out) : S("");
}

/* --- what handlers call --- */

/* Asking for what the route does not declare is a bug, and would always find nothing. */
static const struct http_fields *fields_of(const struct request *req, const char *name)
{
	const struct http_fields *f = req->fields;

	MUST(f && find(f->params, str_of(name)));
	return f;
}

struct str req_nth(const struct request *req, const char *name, int i)
{
	const struct http_fields *f = fields_of(req, name);

	for (int k = 0; k < f->pairs.n; k++)
		if (str_is(f->pairs.at[k].name, name) && i-- == 0)
			return f->pairs.at[k].value;
	return (struct str){ NULL, 0 };
}

struct str req_text(const struct request *req, const char *name)
{
	return req_nth(req, name, 0);
}

int64_t req_int(const struct request *req, const char *name, int64_t dflt)
{
	struct str value = req_text(req, name);
	int64_t number = dflt;

	if (value.p)
		MUST(parse_i64(value, INT64_MIN, INT64_MAX, &number));
	return number;
}

struct str req_back(struct ctx *ctx, const struct request *req)
{
	if (req->back.n == 0)
		return S("");
	return arena_printf(ctx->arena, "?back=%.*s", STR_ARG(req->back));
}

enum err req_refuse(struct ctx *ctx, const struct request *req, enum err e, const char *name)
{
	const struct param *p = find(fields_of(req, name)->params, str_of(name));

	return REFUSE(ctx, e, ARG_FIELD(p->name, p->label));
}

int64_t req_path_int(const struct request *req, int nth)
{
	int64_t number;

	MUST(nth >= 0 && nth < (int)COUNT_OF(req->path_args));
	MUST(parse_i64(req->path_args[nth], 0, INT64_MAX, &number));
	return number;
}
