/* test_organ.c -- organs, chairs and the next host, on either engine. */
#include "organ/organ.h"
#include "base/str.h"
#include "http/call.h"
#include "test/pack_near.h"

static struct engine engine;

static enum err load(struct tx *tx, void *arg)
{
	enum err e = member_load(tx, arg);

	return e == ERR_OK ? organ_load(tx, arg) : e;
}

static void fresh_association(void)
{
	engine_new(&engine);
	pack_near_load(&engine, load);
	engine.ctx.effects = organ_effects;
}

static organ_id assembly(void)
{
	struct organ o = { 0 };

	CHECK(organ_by_slug(&engine.ctx, S("general-assembly"), &o) == ERR_OK);
	return o.id;
}

static member_government_id government(const char *slug)
{
	struct member m = { 0 };

	CHECK(member_by_slug(&engine.ctx, str_of(slug), &m) == ERR_OK);
	return m.id;
}

struct naming {
	struct charter_effect_arg arg;
	member_government_id host;
};

static enum err run(struct tx *tx, void *arg)
{
	struct naming *n = arg;
	enum err e = organ_effects[0].may(tx->ctx, &n->arg);

	return e == ERR_OK ? organ_effects[0].run(tx, &n->arg) : e;
}

/* Everything is looked up before the fault is armed: each turn fails in the write itself. */
static enum err name_host_failing(const char *slug, int fault)
{
	struct naming n = { .host = government(slug) };
	enum err e;

	n.arg = (struct charter_effect_arg){ .decision = S("GA-2014-02"),
		                             .day = S("2014-10-23"),
		                             .organ = assembly(),
		                             .subjects = &n.host,
		                             .subject_count = 1 };
	db_fault(engine.store, fault);
	e = db_write(&engine.ctx, run, &n);
	db_fault(engine.store, 0);
	return e;
}

static enum err name_host(const char *slug)
{
	return name_host_failing(slug, 0);
}

static void fourteen_subcommittees_stand_in_three_groups(void)
{
	struct organ *list;
	int n = 0, groups = 0;

	fresh_association();
	CHECK(organ_list(&engine.ctx, S("subcommittee"), &list, &n) == ERR_OK && n == 14);
	for (int i = 0; i < n; i++)
		groups += i == 0 || !str_eq(list[i].grouping, list[i - 1].grouping);
	CHECK(groups == 3);
	engine_free(&engine);
}

static void chair_of_the_day_follows_from_the_terms(void)
{
	member_government_id chair = { 0 };

	fresh_association();
	CHECK(organ_chair_on(&engine.ctx, assembly(), S("2014-10-22"), &chair) == ERR_OK);
	CHECK(chair.v == government("jeonnam").v);
	CHECK(organ_chair_on(&engine.ctx, assembly(), S("2011-01-01"), &chair) == ERR_OK);
	CHECK(chair.v == government("ningxia").v);
	CHECK(organ_chair_on(&engine.ctx, assembly(), S("1990-01-01"), &chair) == ERR_OK &&
	      chair.v == 0);
	engine_free(&engine);
}

static void next_host_is_designated_once_and_not_yet_in_office(void)
{
	member_government_id chair = { 0 };
	uint64_t before;

	fresh_association();
	CHECK(name_host("irkutsk") == ERR_OK);
	CHECK(organ_chair_on(&engine.ctx, assembly(), S("2014-10-23"), &chair) == ERR_OK);
	CHECK(chair.v == government("jeonnam").v);
	before = engine_fingerprint(&engine);
	CHECK(name_host("toyama") == ERR_ORGAN_NEXT_HOST);
	CHECK(engine_fingerprint(&engine) == before);
	engine_free(&engine);
}

static void only_a_member_can_host(void)
{
	fresh_association();
	CHECK(name_host("tianjin") == ERR_MEMBER_NOT);
	engine_free(&engine);
}

static void list_says_so_when_there_is_no_organ(void)
{
	const struct route *const routes[] = { organ_routes, NULL };
	const struct http_call call = { .target = "/en/organs" };
	struct http_reply r;

	engine_new(&engine);
	http_call(&engine.ctx, routes, &call, &r);
	CHECK(r.status == 200 && strstr(r.body.p, "No organ has been recorded.") != NULL);
	CHECK(strstr(r.body.p, "<ul class=\"entries\">") == NULL);
	engine_free(&engine);
	fresh_association();
	http_call(&engine.ctx, routes, &call, &r);
	CHECK(r.status == 200 && strstr(r.body.p, "class=\"empty\"") == NULL);
	engine_free(&engine);
}

static enum err error_of(const char *target)
{
	const struct route *const routes[] = { organ_api_routes, NULL };
	const struct http_call call = { .target = target };
	struct http_reply r;

	http_call(&engine.ctx, routes, &call, &r);
	return r.error;
}

/* A misspelt filter or a cursor from elsewhere gives neither everything nor an empty list. */
static void program_is_told_of_a_name_that_stands_for_nothing(void)
{
	fresh_association();
	CHECK(error_of("/api/v1/organs?kind=subcommittee&limit=5") == ERR_OK);
	CHECK(error_of("/api/v1/organs?kind=subcomittee") == ERR_FIELD_CHOICE);
	CHECK(error_of("/api/v1/organs?kind=Sub%20committee") == ERR_FIELD_CHOICE);
	CHECK(error_of("/api/v1/organs?after=general-assembly") == ERR_OK);
	CHECK(error_of("/api/v1/organs?after=general-asembly") == ERR_FIELD_CHOICE);
	CHECK(error_of("/api/v1/organs?after=%00") == ERR_BAD_TEXT);
	engine_free(&engine);
}

static void whatever_statement_fails_no_host_is_half_named(void)
{
	uint64_t before;
	int n;

	fresh_association();
	before = engine_fingerprint(&engine);
	for (n = 1; n < 100; n++) {
		if (name_host_failing("irkutsk", n) == ERR_OK)
			break;
		CHECK(engine_fingerprint(&engine) == before);
	}
	CHECK(n > 4 && n < 100);
	engine_free(&engine);
}

int main(void)
{
	RUN(fourteen_subcommittees_stand_in_three_groups);
	RUN(chair_of_the_day_follows_from_the_terms);
	RUN(next_host_is_designated_once_and_not_yet_in_office);
	RUN(only_a_member_can_host);
	RUN(list_says_so_when_there_is_no_organ);
	RUN(program_is_told_of_a_name_that_stands_for_nothing);
	RUN(whatever_statement_fails_no_host_is_half_named);
	return TAP_DONE();
}
