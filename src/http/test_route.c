/* test_route.c -- which route a path finds. */
#include "base/str.h"
#include "base/test_dies.h"
#include "http/route.h"
#include "test/tap.h"

static struct arena *a;

static enum err run(struct ctx *ctx, const struct request *req, struct response *res)
{
	(void)ctx;
	(void)req;
	(void)res;
	return ERR_OK;
}

#define ROUTE(m, p)                                                                                \
	{                                                                                          \
		.method = METHOD_##m, .path = (p), .need = RIGHT_PUBLIC, .run = run, .doc = (p)    \
	}

static const struct route first[] = {
	ROUTE(GET, "/:lang/meetings/:slug"),
	ROUTE(POST, "/:lang/meetings/:slug"),
	ROUTE(GET, "/:lang/meetings/new"),
	ROUTE(GET, "/:lang/"),
	ROUTE(GET, "/"),
	{ 0 },
};
static const struct route second[] = {
	ROUTE(GET, "/:lang/votes/:int"),
	ROUTE(POST, "/:lang/votes/:int/close"),
	ROUTE(GET, "/api/v1/sessions/:slug/items/:int"),
	ROUTE(GET, "/assets/:file"),
	ROUTE(GET, "/:lang/:slug"),
	{ 0 },
};
static const struct route *const tables[] = { first, second, NULL };
static const struct route *const tables_turned[] = { second, first, NULL };

static const char *find(const struct http_router *r, enum method method, const char *path)
{
	struct http_match m;

	if (!http_router_find(r, method, str_of(path), &m))
		return "none";
	return m.found ? m.found->route->path : "method";
}

static void check_all(const struct http_router *r)
{
	static const struct {
		const char *path, *get, *post;
	} cases[] = {
		{ "/", "/", "method" },
		{ "/ja/", "/:lang/", "method" },
		{ "/ja", "none", "none" },
		{ "/fr/", "none", "none" },
		{ "/en/meetings/ga-10", "/:lang/meetings/:slug", "/:lang/meetings/:slug" },
		{ "/en/meetings/new", "/:lang/meetings/new", "/:lang/meetings/:slug" },
		{ "/en/meetings/", "none", "none" },
		{ "/en/meetings", "/:lang/:slug", "method" },
		{ "/en/meetings/GA", "none", "none" },
		{ "/en/meetings/a/b", "none", "none" },
		{ "/en/votes/12", "/:lang/votes/:int", "method" },
		{ "/en/votes/-1", "none", "none" },
		{ "/en/votes/99999999999999999999", "none", "none" },
		{ "/en/votes/12/close", "method", "/:lang/votes/:int/close" },
		{ "/assets/near.0af.css", "/assets/:file", "method" },
		{ "/assets/..", "none", "none" },
		{ "/assets/.", "none", "none" },
		{ "//", "none", "none" },
		{ "/en//", "none", "none" },
		{ "//en/", "none", "none" },
		{ "/en/votes//12", "none", "none" },
		{ "/a/b/c/d/e/f/g/h/i", "none", "none" },
		{ "", "none", "none" },
		{ "en", "none", "none" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CHECK(strcmp(find(r, METHOD_GET, cases[i].path), cases[i].get) == 0);
		CHECK(strcmp(find(r, METHOD_POST, cases[i].path), cases[i].post) == 0);
	}
}

static void path_finds_its_route(void)
{
	struct http_router r;

	http_router_make(&r, a, tables);
	check_all(&r);
}

static void order_of_tables_does_not_matter(void)
{
	struct http_router r;

	http_router_make(&r, a, tables_turned);
	check_all(&r);
}

static void arguments_come_in_order_without_the_language(void)
{
	struct http_router r;
	struct http_match m;

	http_router_make(&r, a, tables);
	CHECK(http_router_find(&r, METHOD_GET, S("/api/v1/sessions/ga-10/items/7"), &m));
	CHECK(str_is(m.args[0], "ga-10") && str_is(m.args[1], "7"));
	CHECK(http_router_find(&r, METHOD_GET, S("/mn/votes/12"), &m));
	CHECK(str_is(m.args[0], "12"));
}

static void methods_of_a_path_are_told(void)
{
	struct http_router r;
	struct http_match m;

	http_router_make(&r, a, tables);
	CHECK(http_router_find(&r, METHOD_GET, S("/en/votes/1/close"), &m));
	CHECK(!m.found && m.methods == 1u << METHOD_POST);
	CHECK(http_router_find(&r, METHOD_POST, S("/en/meetings/new"), &m));
	CHECK(m.methods == (1u << METHOD_POST | 1u << METHOD_GET));
}

static void table_is_printed_line_by_line(void)
{
	struct sbuf out = { .arena = a };
	struct str rest, line;
	int lines = 0;

	http_routes_print(tables, &out);
	rest = sbuf_done(&out);
	while (str_cut(&rest, '\n', &line))
		lines += line.n > 0;
	CHECK(lines == COUNT_OF(first) - 1 + COUNT_OF(second) - 1);
	CHECK(strstr(out.p, "POST  /:lang/votes/:int/close ") != NULL);
}

static const struct route *faulty[3];

static void make_faulty(void)
{
	struct http_router r;

	http_router_make(&r, arena_new(), faulty);
}

static bool is_refused(const struct route *table)
{
	faulty[0] = table;
	return dies(make_faulty);
}

static void faulty_table_stops_the_program(void)
{
	static const struct param twice[] = {
		{ .name = "x", .label = "x", .doc = "x" },
		{ .name = "x", .label = "x", .doc = "x" },
		{ 0 },
	};
	static const struct param token[] = { { .name = "csrf", .label = "x", .doc = "x" }, { 0 } };
	static const struct param mute[] = { { .name = "x", .label = "x" }, { 0 } };
	static const struct param unnamed[] = { { .name = "x", .doc = "x" }, { 0 } };
	static const struct param choice[] = {
		{ .name = "x", .kind = PARAM_CHOICE, .label = "x", .doc = "x" }, { 0 }
	};
	static const struct route bad[][3] = {
		{ ROUTE(GET, "/:lang/x"), ROUTE(GET, "/:lang/x") },
		{ ROUTE(GET, "/x/:slug"), ROUTE(GET, "/x/:slug") },
		{ ROUTE(GET, "x") },
		{ ROUTE(GET, "/x/") },
		{ ROUTE(GET, "/x//y") },
		{ ROUTE(GET, "/x/:name") },
		{ ROUTE(GET, "/x/:lang") },
		{ ROUTE(GET, "/x y") },
		{ ROUTE(GET, "/:slug/:slug/:slug/:slug/:slug") },
		{ ROUTE(GET, "/a/b/c/d/e/f/g/h/i") },
		{ { .path = "/x", .run = run } },
		{ { .path = "/x", .doc = "x" } },
		{ { .path = "/x", .doc = "x", .run = run, .need = RIGHT_COUNT } },
		{ { .path = "/x", .doc = "x", .run = run, .params = twice } },
		{ { .path = "/x", .doc = "x", .run = run, .params = token } },
		{ { .path = "/x", .doc = "x", .run = run, .params = mute } },
		{ { .path = "/x", .doc = "x", .run = run, .params = unnamed } },
		{ { .path = "/x", .doc = "x", .run = run, .params = choice } },
	};

	CHECK(!is_refused(first));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		CHECK(is_refused(bad[i]));
}

int main(void)
{
	a = arena_new();
	RUN(path_finds_its_route);
	RUN(order_of_tables_does_not_matter);
	RUN(arguments_come_in_order_without_the_language);
	RUN(methods_of_a_path_are_told);
	RUN(table_is_printed_line_by_line);
	RUN(faulty_table_stops_the_program);
	arena_free(a);
	return TAP_DONE();
}
