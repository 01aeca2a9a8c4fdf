/* test_site.c -- home, texts, the frame and errors, as readers of the association near see them. */
#include "base/str.h"
#include "charter/charter.h"
#include "http/call.h"
#include "lang/lang.h"
#include "meeting/meeting.h"
#include "member/member.h"
#include "organ/organ.h"
#include "programme/programme.h"
#include "site/site.h"
#include "test/pack_near.h"

static struct engine engine;
static struct charter_effect effects[8];

/* Routes that fail, one for each way in which a request can. */
static enum err fail_world(struct ctx *ctx, const struct request *req, struct response *res)
{
	(void)ctx, (void)req, (void)res;
	return ERR_DB;
}

static enum err fail_rule(struct ctx *ctx, const struct request *req, struct response *res)
{
	(void)ctx, (void)req, (void)res;
	return ERR_CONFLICT;
}

static const struct route failing[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/world",
	  .need = RIGHT_PUBLIC,
	  .run = fail_world,
	  .doc = "The database is away." },
	{ .method = METHOD_POST,
	  .path = "/:lang/rule",
	  .need = RIGHT_SIGNED_IN,
	  .run = fail_rule,
	  .doc = "A rule says no." },
	{ 0 },
};
static const struct route *const routes[] = { site_routes, member_routes, failing, NULL };

static enum err load(struct tx *tx, void *pack)
{
	static enum err (*const loads[])(struct tx *, struct pack *) = {
		lang_load, charter_load, member_load, organ_load, meeting_load, programme_load,
	};
	enum err e = ERR_OK;

	for (size_t i = 0; i < COUNT_OF(loads) && e == ERR_OK; i++)
		e = loads[i](tx, pack);
	return e;
}

static void set_effects(void)
{
	static const struct charter_effect *const lists[] = { member_effects, organ_effects };
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		for (const struct charter_effect *f = lists[i]; f->name; f++) {
			MUST(n + 1 < COUNT_OF(effects));
			effects[n++] = *f;
		}
	engine.ctx.effects = effects;
	engine.ctx.frame = &site_frame;
}

static void fresh_association(void)
{
	engine_new(&engine);
	set_effects();
	pack_near_load(&engine, load);
}

static struct http_reply call(const struct http_call *c)
{
	const struct http_config config = {
		.routes = routes,
		.effects = effects,
		.error_page = site_error_page,
		.assets = site_assets,
	};
	struct http_reply reply;

	http_call_with(&engine.ctx, &config, c, &reply);
	return reply;
}

static struct http_reply get(const char *target)
{
	return call(&(struct http_call){ .target = target });
}

static const char *find(const struct http_reply *r, const char *text)
{
	return memmem(r->body.p, r->body.n, text, strlen(text));
}

static bool has(const struct http_reply *r, const char *text)
{
	if (find(r, text))
		return true;
	printf("# not in the page: %s\n", text);
	return false;
}

static int times(const struct http_reply *r, const char *text)
{
	struct str rest = r->body;
	const char *at;
	int n = 0;

	while ((at = memmem(rest.p, rest.n, text, strlen(text))) != NULL) {
		rest = str_sub(rest, (size_t)(at - rest.p) + strlen(text), rest.n);
		n++;
	}
	return n;
}

/* --- home and texts --- */

static void home_counts_71_members_of_6_countries_5_observers_14_subcommittees(void)
{
	struct http_reply r;

	fresh_association();
	r = get("/en/");
	CHECK(r.status == 200 && r.is_public);
	CHECK(has(&r, "<a href=\"/en/members\"><b>71</b>"));
	CHECK(has(&r, "<a href=\"/en/members\"><b>6</b>"));
	CHECK(has(&r, "<a href=\"/en/members?kind=observer\"><b>5</b>"));
	CHECK(has(&r, "<a href=\"/en/organs\"><b>14</b>"));
	CHECK(has(&r, "<h1>The Association of North East Asia Regional Governments</h1>"));
	CHECK(has(&r, "/en/meetings/ga-10\"") && has(&r, "No decision has been registered yet"));
	engine_free(&engine);
}

static void bare_address_leads_to_the_language_that_the_browser_asks_for(void)
{
	static const char *const cases[][2] = {
		{ "ko-KR,ko;q=0.9,en;q=0.5", "/ko/" },
		{ "fi,mn;q=0.8", "/mn/" },
		{ "fi", "/en/" },
		{ NULL, "/en/" },
	};

	fresh_association();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_reply r =
			call(&(struct http_call){ .target = "/", .accept_language = cases[i][0] });

		CHECK(r.status == 303 && !r.is_public);
		CHECK(str_is(http_reply_header(&r, "Location"), cases[i][1]));
	}
	engine_free(&engine);
}

static void every_page_of_the_site_speaks_six_languages(void)
{
	static const char *const pages[] = { "", "about", "secretariat", "partners" };
	struct arena *a;

	fresh_association();
	a = engine.ctx.arena;
	for (size_t i = 0; i < COUNT_OF(pages); i++)
		for (int l = 0; l < LANGUAGE_COUNT; l++) {
			const char *code = language_code((enum language)l);
			struct http_reply r = get(arena_printf(a, "/%s/%s", code, pages[i]).p);

			CHECK(r.status == 200 && r.is_public);
			CHECK(has(&r, arena_printf(a, "<html lang=\"%s\">", code).p));
			CHECK(find(&r, "class=\"fallback-note\"") == NULL);
		}
	engine_free(&engine);
}

static void partners_are_three(void)
{
	struct http_reply r;

	fresh_association();
	r = get("/en/partners");
	CHECK(r.status == 200 && times(&r, "<a href=\"/en/members/") == 3);
	CHECK(has(&r, "/en/members/aer\"") && has(&r, "/en/members/r20\""));
	engine_free(&engine);
}

/* --- the frame --- */

static void switcher_keeps_the_page_and_its_query(void)
{
	struct http_reply r;

	fresh_association();
	r = get("/en/members?kind=observer&country=CN");
	CHECK(r.status == 200);
	CHECK(has(&r, "<a href=\"/ja/members?kind=observer&amp;country=CN\" lang=\"ja\""));
	CHECK(has(&r, "hreflang=\"ko\" href=\"/ko/members?kind=observer&amp;country=CN\">"));
	CHECK(times(&r, "aria-current=\"true\">English</a>") == 1);
	r = get("/mn/");
	CHECK(has(&r, "<a href=\"/zh/\" lang=\"zh\""));
	engine_free(&engine);
}

static void navigation_tells_where_one_is(void)
{
	struct http_reply r;

	fresh_association();
	r = get("/en/partners");
	CHECK(has(&r, "<a href=\"/en/partners\" aria-current=\"page\">"));
	CHECK(times(&r, "aria-current=\"page\"") == 1);
	CHECK(has(&r, "<title>Partners · NEAR</title>") && has(&r, "href=\"/en/sign-in\""));
	r = call(&(struct http_call){ .target = "/en/partners", .who = { 1 } });
	CHECK(!r.is_public && find(&r, "/en/sign-in\"") == NULL);
	CHECK(has(&r, "href=\"/en/account\""));
	engine_free(&engine);
}

static void stylesheet_comes_from_the_program_itself(void)
{
	static const char link[] = "<link rel=\"stylesheet\" href=\"";
	struct http_reply r;
	const char *at;
	struct str href;

	fresh_association();
	r = get("/en/about");
	at = find(&r, link);
	CHECK(at != NULL);
	if (at) {
		at += strlen(link);
		href = arena_str(engine.ctx.arena, at, strcspn(at, "\""));
		CHECK(str_starts(href, S("/assets/near.")));
		r = get(href.p);
		CHECK(r.status == 200 && strstr(r.content_type, "text/css") && r.body.n > 1000);
	}
	engine_free(&engine);
}

static void rehearsal_is_said_on_every_page(void)
{
	struct http_reply r;

	fresh_association();
	r = get("/en/about");
	CHECK(find(&r, "class=\"rehearsal\"") == NULL);
	engine.ctx.is_rehearsal = true;
	r = get("/en/about");
	CHECK(has(&r, "class=\"rehearsal\""));
	r = get("/en/none");
	CHECK(has(&r, "class=\"rehearsal\""));
	engine_free(&engine);
}

/* --- errors --- */

static void failure_of_the_world_is_told_with_the_number_of_the_request(void)
{
	struct http_reply r;

	fresh_association();
	r = get("/ja/world");
	CHECK(r.status == 500 && r.error == ERR_DB && !r.is_public);
	CHECK(has(&r, "<html lang=\"ja\">") && has(&r, msg(LANGUAGE_JA, err_message(ERR_DB)).p));
	CHECK(has(&r, "0000000000000001") && find(&r, err_message(ERR_DB)) == NULL);
	engine_free(&engine);
}

static void unknown_address_is_told_in_the_readers_language(void)
{
	struct http_reply r;

	fresh_association();
	r = get("/ru/none");
	CHECK(r.status == 404 && has(&r, "<html lang=\"ru\">"));
	CHECK(has(&r, msg(LANGUAGE_RU, err_message(ERR_NOT_FOUND)).p));
	CHECK(find(&r, "0000000000000001") == NULL && has(&r, "<p><a href=\"/ru/\">"));
	r = call(&(struct http_call){ .target = "/fi/none", .accept_language = "zh" });
	CHECK(r.status == 404 && has(&r, "<html lang=\"zh\">"));
	engine_free(&engine);
}

static void refused_form_leads_back_to_its_page(void)
{
	const struct http_call refused = {
		.method = "POST",
		.target = "/en/rule",
		.form = "",
		.who = { 1 },
		.rights = 1u << RIGHT_SIGNED_IN,
	};
	struct http_reply r;

	fresh_association();
	r = call(&refused);
	CHECK(r.status == 409 && has(&r, "Somebody else has just changed this."));
	CHECK(has(&r, "<p><a href=\"/en/rule\">Back to the page</a>"));
	CHECK(find(&r, "0000000000000001") == NULL);
	r = call(&(struct http_call){ .method = "POST", .target = "/en/rule", .form = "" });
	CHECK(r.status == 401 && has(&r, "class=\"button main\" href=\"/en/sign-in\""));
	engine_free(&engine);
}

int main(void)
{
	RUN(home_counts_71_members_of_6_countries_5_observers_14_subcommittees);
	RUN(bare_address_leads_to_the_language_that_the_browser_asks_for);
	RUN(every_page_of_the_site_speaks_six_languages);
	RUN(partners_are_three);
	RUN(switcher_keeps_the_page_and_its_query);
	RUN(navigation_tells_where_one_is);
	RUN(stylesheet_comes_from_the_program_itself);
	RUN(rehearsal_is_said_on_every_page);
	RUN(failure_of_the_world_is_told_with_the_number_of_the_request);
	RUN(unknown_address_is_told_in_the_readers_language);
	RUN(refused_form_leads_back_to_its_page);
	return TAP_DONE();
}
