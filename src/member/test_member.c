/* test_member.c -- who belongs: loading, order, admission and expulsion, on either engine. */
#include "member/member.h"
#include "base/str.h"
#include "http/call.h"
#include "test/pack_near.h"

static struct engine engine;

static enum err load(struct tx *tx, void *arg)
{
	return member_load(tx, arg);
}

/* The governments of the pack near, on an empty database. */
static void fresh_association(void)
{
	engine_new(&engine);
	pack_near_load(&engine, load);
	engine.ctx.effects = member_effects;
}

static int64_t members(void)
{
	int64_t n = -1;

	CHECK(member_count(&engine.ctx, &n) == ERR_OK);
	return n;
}

static member_government_id find(const char *slug)
{
	struct member m = { 0 };

	CHECK(member_by_slug(&engine.ctx, str_of(slug), &m) == ERR_OK);
	return m.id;
}

static enum member_kind kind_of(const char *slug)
{
	struct member m = { .kind = MEMBER_NONE };

	CHECK(member_by_slug(&engine.ctx, str_of(slug), &m) == ERR_OK);
	return m.kind;
}

struct doing {
	const struct charter_effect *effect;
	struct charter_effect_arg arg;
};

static enum err run(struct tx *tx, void *arg)
{
	struct doing *d = arg;
	enum err e = d->effect->may(tx->ctx, &d->arg);

	return e == ERR_OK ? d->effect->run(tx, &d->arg) : e;
}

/* Governments are looked up before the fault is armed: each turn fails in the write itself. */
static enum err decide_failing(const char *effect, const char *const *slugs, int n, int fault)
{
	member_government_id ids[4];
	enum err e;
	struct doing d = {
		.effect = charter_effect_find(&engine.ctx, str_of(effect)),
		.arg = { .decision = S("GA-2014-01"),
		         .day = S("2014-10-22"),
		         .subjects = ids,
		         .subject_count = n },
	};

	for (int i = 0; i < n; i++)
		ids[i] = find(slugs[i]);
	db_fault(engine.store, fault);
	e = db_write(&engine.ctx, run, &d);
	db_fault(engine.store, 0);
	return e;
}

static enum err decide(const char *effect, const char *const *slugs, int n)
{
	return decide_failing(effect, slugs, n, 0);
}

static void brochure_counts_71_members_and_5_observers(void)
{
	struct member_filter observers = { .kind = S("observer") };
	struct member *list;
	int n = 0;

	fresh_association();
	CHECK(members() == 71);
	CHECK(member_list(&engine.ctx, &observers, &list, &n) == ERR_OK && n == 5);
	CHECK(kind_of("jilin") == MEMBER_NONE);
	engine_free(&engine);
}

static void countries_and_governments_stand_in_the_readers_order(void)
{
	struct member_filter all = { .kind = S("member") };
	struct member *list;
	int n;

	fresh_association();
	engine.ctx.lang = LANGUAGE_EN;
	CHECK(member_list(&engine.ctx, &all, &list, &n) == ERR_OK);
	for (int i = 1; i < n; i++)
		if (str_eq(list[i].country, list[i - 1].country))
			CHECK(str_cmp(list[i - 1].name.text, list[i].name.text) < 0);
	CHECK(str_is(list[0].country, "CN") && str_is(list[0].slug, "heilongjiang"));
	engine.ctx.lang = LANGUAGE_RU;
	CHECK(member_list(&engine.ctx, &all, &list, &n) == ERR_OK);
	CHECK(list[0].name.lang == LANGUAGE_RU && n == 71);
	engine_free(&engine);
}

static bool same(struct tr a, struct tr b)
{
	return str_eq(a.text, b.text) && a.lang == b.lang;
}

/* The list reads its texts in another way than one government does. */
static void list_says_what_each_government_says(void)
{
	struct member_filter all = { 0 };

	fresh_association();
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		struct member *list, m;
		int n = 0, differing = 0;

		engine.ctx.lang = (enum language)l;
		CHECK(member_list(&engine.ctx, &all, &list, &n) == ERR_OK && n == 81);
		for (int i = 0; i < n; i++)
			differing += member_get(&engine.ctx, list[i].id, &m) != ERR_OK ||
			             !same(list[i].name, m.name) || list[i].kind != m.kind ||
			             !same(list[i].own_name, m.own_name) ||
			             !same(list[i].country_name, m.country_name) ||
			             list[i].has_own != m.has_own || !str_eq(list[i].slug, m.slug);
		CHECK(differing == 0);
	}
	engine_free(&engine);
}

static void own_script_stands_beside_the_name(void)
{
	struct member m;

	fresh_association();
	engine.ctx.lang = LANGUAGE_EN;
	CHECK(member_by_slug(&engine.ctx, S("toyama"), &m) == ERR_OK);
	CHECK(str_is(m.name.text, "Toyama Prefecture") && str_is(m.own_name.text, "富山県"));
	CHECK(m.has_own && m.own_name.lang == LANGUAGE_JA);
	engine.ctx.lang = LANGUAGE_JA;
	CHECK(member_by_slug(&engine.ctx, S("toyama"), &m) == ERR_OK && !m.has_own);
	engine_free(&engine);
}

static void admission_makes_members_from_the_day_of_the_decision(void)
{
	static const char *const two[] = { "jilin", "khakassia" };
	struct member m;

	fresh_association();
	CHECK(decide("member.admit", two, 2) == ERR_OK);
	CHECK(members() == 73);
	CHECK(member_by_slug(&engine.ctx, S("jilin"), &m) == ERR_OK);
	CHECK(m.kind == MEMBER_MEMBER && str_is(m.joined, "2014-10-22") &&
	      str_is(m.decision, "GA-2014-01"));
	engine_free(&engine);
}

static void observer_that_is_admitted_is_no_longer_one(void)
{
	static const char *const one[] = { "liaoning" };

	int64_t before;

	fresh_association();
	before = engine_count(&engine, "member_membership");
	CHECK(kind_of("liaoning") == MEMBER_OBSERVER);
	CHECK(decide("member.admit", one, 1) == ERR_OK);
	CHECK(kind_of("liaoning") == MEMBER_MEMBER && members() == 72);
	CHECK(engine_count(&engine, "member_membership") == before + 1);
	engine_free(&engine);
}

static void member_cannot_be_admitted_again_and_nothing_changes(void)
{
	static const char *const two[] = { "jilin", "toyama" };
	uint64_t before;

	fresh_association();
	before = engine_fingerprint(&engine);
	CHECK(decide("member.admit", two, 2) == ERR_MEMBER_ALREADY);
	CHECK(engine.ctx.why_count == 1 && str_is(engine.ctx.why[0].tr.text, "Toyama Prefecture"));
	CHECK(engine_fingerprint(&engine) == before);
	engine_free(&engine);
}

static void partner_cannot_be_admitted(void)
{
	static const char *const one[] = { "aer" };

	fresh_association();
	CHECK(decide("member.admit", one, 1) == ERR_MEMBER_PARTNER);
	engine_free(&engine);
}

static void expulsion_ends_a_membership_and_only_that(void)
{
	static const char *const member[] = { "tottori" }, *const observer[] = { "tianjin" };

	fresh_association();
	CHECK(decide("member.expel", member, 1) == ERR_OK);
	CHECK(members() == 70 && kind_of("tottori") == MEMBER_NONE);
	CHECK(decide("member.expel", observer, 1) == ERR_MEMBER_NOT &&
	      kind_of("tianjin") == MEMBER_OBSERVER);
	engine_free(&engine);
}

static void whatever_statement_fails_nobody_is_half_admitted(void)
{
	static const char *const two[] = { "jilin", "liaoning" };
	uint64_t before;
	int n;

	fresh_association();
	before = engine_fingerprint(&engine);
	for (n = 1; n < 200; n++) {
		if (decide_failing("member.admit", two, 2, n) == ERR_OK)
			break;
		CHECK(engine_fingerprint(&engine) == before);
	}
	CHECK(n > 8 && n < 200 && members() == 73);
	engine_free(&engine);
}

static void names_are_joined_as_each_language_does(void)
{
	member_government_id ids[2];
	struct lang_set set;

	fresh_association();
	ids[0] = find("jilin");
	ids[1] = find("khakassia");
	CHECK(member_names(&engine.ctx, ids, 2, &set) == ERR_OK);
	CHECK(str_is(set.in[LANGUAGE_EN], "Jilin Province and Republic of Khakassia") ||
	      str_is(set.in[LANGUAGE_EN], "Jilin Province and the Republic of Khakassia"));
	CHECK(str_starts(set.in[LANGUAGE_JA], S("吉林省")));
	engine_free(&engine);
}

static enum err error_of(const char *target)
{
	const struct route *const routes[] = { member_api_routes, NULL };
	const struct http_call call = { .target = target };
	struct http_reply r;

	http_call(&engine.ctx, routes, &call, &r);
	return r.error;
}

static int times(const char *text, const char *what)
{
	int n = 0;

	for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
		n++;
	return n;
}

/* How many governments the JSON gives for a filter. */
static int given(const char *kind, const char *country)
{
	const struct route *const routes[] = { member_api_routes, NULL };
	struct http_call call = { .target = NULL };
	struct http_reply r;
	char target[128];

	snprintf(target, sizeof(target), "/api/v1/governments?%s%s&%s%s", kind ? "kind=" : "",
	         kind ? kind : "", country ? "country=" : "", country ? country : "");
	call.target = target;
	http_call(&engine.ctx, routes, &call, &r);
	CHECK(r.status == 200);
	return times(arena_str(engine.ctx.arena, r.body.p, r.body.n).p, "\"slug\":");
}

static void every_filter_gives_those_of_the_whole_list_that_match(void)
{
	static const char *const kinds[] = { NULL, "member", "observer", "partner" },
				 *const countries[] = { NULL, "CN", "JP", "MN", "XX" };
	struct member *all, *some;
	int total = 0, n = 0;

	fresh_association();
	CHECK(member_list(&engine.ctx, &(struct member_filter){ 0 }, &all, &total) == ERR_OK);
	for (size_t i = 0; i < COUNT_OF(kinds) * COUNT_OF(countries); i++) {
		const char *kind = kinds[i / COUNT_OF(countries)];
		const char *country = countries[i % COUNT_OF(countries)];
		struct member_filter f = { kind ? str_of(kind) : (struct str){ 0 },
			                   country ? str_of(country) : (struct str){ 0 } };
		int expected = 0;

		for (int k = 0; k < total; k++)
			expected += (!kind || all[k].kind == member_kind_of(f.kind)) &&
			            (!country || str_is(all[k].country, country));
		CHECK(member_list(&engine.ctx, &f, &some, &n) == ERR_OK && n == expected);
		CHECK(given(kind, country) == expected);
	}
	engine_free(&engine);
}

static void program_goes_on_after_a_government_and_nothing_else(void)
{
	fresh_association();
	CHECK(error_of("/api/v1/governments?after=toyama&limit=2") == ERR_OK);
	CHECK(error_of("/api/v1/governments?after=toyana&limit=2") == ERR_FIELD_CHOICE);
	CHECK(error_of("/api/v1/governments?kind=membre") == ERR_FIELD_CHOICE);
	engine_free(&engine);
}

int main(void)
{
	RUN(brochure_counts_71_members_and_5_observers);
	RUN(countries_and_governments_stand_in_the_readers_order);
	RUN(list_says_what_each_government_says);
	RUN(own_script_stands_beside_the_name);
	RUN(admission_makes_members_from_the_day_of_the_decision);
	RUN(observer_that_is_admitted_is_no_longer_one);
	RUN(member_cannot_be_admitted_again_and_nothing_changes);
	RUN(partner_cannot_be_admitted);
	RUN(expulsion_ends_a_membership_and_only_that);
	RUN(whatever_statement_fails_nobody_is_half_admitted);
	RUN(names_are_joined_as_each_language_does);
	RUN(every_filter_gives_those_of_the_whole_list_that_match);
	RUN(program_goes_on_after_a_government_and_nothing_else);
	return TAP_DONE();
}
