/* member_api.c -- governments in JSON, in the order of their slugs. */
#include "base/str.h"
#include "member.sql.h"
#include "member/member.h"
#include "view/json.h"

enum { API_LIMIT = 500 };

static void put_names(struct json *j, const struct member_sql_api_row *r)
{
	const struct tr names[LANGUAGE_COUNT] = {
		[LANGUAGE_ZH] = r->zh, [LANGUAGE_JA] = r->ja, [LANGUAGE_KO] = r->ko,
		[LANGUAGE_MN] = r->mn, [LANGUAGE_RU] = r->ru, [LANGUAGE_EN] = r->en,
	};

	json_put_names(j, "names", names);
}

static void put_row(struct json *j, const struct member_sql_api_row *r)
{
	json_object(j);
	json_put_int(j, "id", r->id.v);
	json_put_str(j, "slug", r->slug);
	json_put_str(j, "kind", r->kind);
	json_put_str(j, "country", r->country);
	json_put_str(j, "iso_3166_2", r->iso);
	put_names(j, r);
	json_put_str(j, "joined", r->joined);
	json_put_str(j, "left", r->left_on);
	json_end(j);
}

static struct str next_page(struct ctx *ctx, const struct request *req, struct str after,
                            int64_t limit)
{
	struct sbuf out = { .arena = ctx->arena };
	struct str kind = req_text(req, "kind"), country = req_text(req, "country");

	sbuf_printf(&out, "/api/v1/governments?after=%.*s&limit=%" PRId64, STR_ARG(after), limit);
	if (kind.p)
		sbuf_printf(&out, "&kind=%.*s", STR_ARG(kind));
	if (country.p)
		sbuf_printf(&out, "&country=%.*s", STR_ARG(country));
	return sbuf_done(&out);
}

/* A slug that is nobody's is a choice that was not offered, and not a place in the list. */
static enum err check_after(struct ctx *ctx, const struct request *req, struct str after)
{
	struct member_sql_by_slug_row last;
	enum err e = after.p ? member_sql_by_slug(ctx, after, &last) : ERR_OK;

	return e == ERR_NOT_FOUND ? req_refuse(ctx, req, ERR_FIELD_CHOICE, "after") : e;
}

static enum err api_rows(struct ctx *ctx, const struct request *req,
                         struct member_sql_api_row **ret, int *ret_n)
{
	struct str kind = req_text(req, "kind"), country = req_text(req, "country");
	struct str after = req_text(req, "after");
	int64_t limit = req_int(req, "limit", API_LIMIT);

	if (!after.p)
		after = S("");
	if (kind.p && country.p)
		return member_sql_api_both(ctx, kind, country, after, limit, ret, ret_n);
	if (kind.p)
		return member_sql_api_kind(ctx, kind, after, limit, ret, ret_n);
	if (country.p)
		return member_sql_api_country(ctx, country, after, limit, ret, ret_n);
	return member_sql_api(ctx, after, limit, ret, ret_n);
}

static enum err get_governments(struct ctx *ctx, const struct request *req, struct response *res)
{
	int64_t limit = req_int(req, "limit", API_LIMIT);
	struct json j = { .buf = &res->body };
	struct member_sql_api_row *rows;
	int n;
	enum err e = check_after(ctx, req, req_text(req, "after"));

	if (e == ERR_OK)
		e = api_rows(ctx, req, &rows, &n);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++)
		put_row(&j, &rows[i]);
	json_end(&j);
	json_put_str(&j, "next",
	             n == limit && n > 0 ? next_page(ctx, req, rows[n - 1].slug, limit)
	                                 : (struct str){ 0 });
	json_end(&j);
	return ERR_OK;
}

static const struct param query[] = {
	{ .name = "kind",
	  .kind = PARAM_CHOICE,
	  .choices = "member associate special observer partner",
	  .label = N_("Kind of membership"),
	  .doc = "what they are now; all when not given" },
	{ .name = "country",
	  .max = 2,
	  .label = N_("Country"),
	  .doc = "ISO 3166-1 code of a country" },
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
	"{\"type\":\"object\",\"required\":[\"id\",\"slug\",\"kind\",\"country\",\"iso_3166_2\","  \
	"\"names\",\"joined\",\"left\"],\"properties\":{\"id\":{\"type\":\"integer\"},"            \
	"\"slug\":{\"type\":\"string\"},\"kind\":" NULLABLE ",\"country\":{\"type\":\"string\"},"  \
	"\"iso_3166_2\":" NULLABLE ",\"names\":{\"type\":\"object\",\"additionalProperties\":"     \
	"{\"type\":\"string\"}},\"joined\":" NULLABLE ",\"left\":" NULLABLE "}}"

const struct route member_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/governments",
	  .need = RIGHT_PUBLIC,
	  .run = get_governments,
	  .doc = "Governments and partners, with what they are now.",
	  .params = query,
	  .schema = "{\"type\":\"object\",\"required\":[\"items\",\"next\"],"
	            "\"properties\":{\"items\":{\"type\":\"array\",\"items\":" ITEM
	            "},\"next\":" NULLABLE "}}" },
	{ 0 },
};
