/* organ_api.c -- organs in JSON, in the order of their slugs. */
#include "base/str.h"
#include "organ.sql.h"
#include "organ/organ.h"
#include "view/json.h"

enum { API_LIMIT = 500 };

static void put_row(struct json *j, const struct organ_sql_api_row *r)
{
	const struct tr names[LANGUAGE_COUNT] = {
		[LANGUAGE_ZH] = r->zh, [LANGUAGE_JA] = r->ja, [LANGUAGE_KO] = r->ko,
		[LANGUAGE_MN] = r->mn, [LANGUAGE_RU] = r->ru, [LANGUAGE_EN] = r->en,
	};

	json_object(j);
	json_put_int(j, "id", r->id.v);
	json_put_str(j, "slug", r->slug);
	json_put_str(j, "kind", r->kind);
	json_put_str(j, "code", r->code);
	json_put_str(j, "grouping", r->grouping);
	json_put_names(j, "names", names);
	json_end(j);
}

/* Does the association know organs of this kind, though there may be none yet? */
static enum err check_kind(struct ctx *ctx, const struct request *req, struct str kind)
{
	struct organ_sql_list_row *organs;
	struct organ_sql_powers_row *powers;
	int n, power_count = 0;
	enum err e = organ_sql_list_of(ctx, kind, 1, &organs, &n);

	if (e == ERR_OK && n == 0)
		e = organ_sql_powers(ctx, kind, 1, &powers, &power_count);
	if (e == ERR_OK && n + power_count == 0)
		e = req_refuse(ctx, req, ERR_FIELD_CHOICE, "kind");
	return e;
}

/* A name that stands for nothing is a choice that was not offered, and not an empty list. */
static enum err check_names(struct ctx *ctx, const struct request *req)
{
	struct str after = req_text(req, "after"), kind = req_text(req, "kind");
	struct organ_sql_by_slug_row last;
	enum err e = after.p ? organ_sql_by_slug(ctx, after, &last) : ERR_OK;

	if (e == ERR_NOT_FOUND)
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "after");
	return e == ERR_OK && kind.p ? check_kind(ctx, req, kind) : e;
}

static enum err get_organs(struct ctx *ctx, const struct request *req, struct response *res)
{
	int64_t limit = req_int(req, "limit", API_LIMIT);
	struct str after = req_text(req, "after"), kind = req_text(req, "kind"), next = { 0 };
	struct json j = { .buf = &res->body };
	struct organ_sql_api_row *rows;
	int n;
	enum err e = check_names(ctx, req);

	if (!after.p)
		after = S("");
	if (e == ERR_OK)
		e = kind.p ? organ_sql_api_of(ctx, kind, after, limit, &rows, &n)
		           : organ_sql_api(ctx, after, limit, &rows, &n);
	if (e != ERR_OK)
		return e;
	if (n == limit)
		next = arena_printf(ctx->arena, "/api/v1/organs?after=%.*s&limit=%" PRId64 "%s%.*s",
		                    STR_ARG(rows[n - 1].slug), limit, kind.p ? "&kind=" : "",
		                    STR_ARG(kind));
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++)
		put_row(&j, &rows[i]);
	json_end(&j);
	json_put_str(&j, "next", next);
	json_end(&j);
	return ERR_OK;
}

static const struct param query[] = {
	{ .name = "kind",
	  .kind = PARAM_SLUG,
	  .label = N_("Kind of organ"),
	  .doc = "such as subcommittee; all when not given" },
	{ .name = "after",
	  .kind = PARAM_SLUG,
	  .label = N_("Continue after"),
	  .doc = "go on after this slug" },
	{ .name = "limit",
	  .kind = PARAM_INT,
	  .min = 1,
	  .max = API_LIMIT,
	  .label = N_("Number of entries"),
	  .doc = "at most so many" },
	{ 0 },
};

#define NULLABLE "{\"type\":[\"string\",\"null\"]}"
#define ITEM                                                                                       \
	"{\"type\":\"object\",\"required\":[\"id\",\"slug\",\"kind\",\"code\",\"grouping\","       \
	"\"names\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"slug\":{\"type\":\"string\"}," \
	"\"kind\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},\"grouping\":" NULLABLE "," \
	"\"names\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}}}"

const struct route organ_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/organs",
	  .need = RIGHT_PUBLIC,
	  .run = get_organs,
	  .doc = "The organs of the association.",
	  .params = query,
	  .schema = "{\"type\":\"object\",\"required\":[\"items\",\"next\"],"
	            "\"properties\":{\"items\":{\"type\":\"array\",\"items\":" ITEM
	            "},\"next\":" NULLABLE "}}" },
	{ 0 },
};
