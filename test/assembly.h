/*
 * test/assembly.h -- a small association to test with: members, an assembly, rules, people.
 *
 * It is made as every association is, from a pack, which is written into the test's directory
 * first.  The members are g1, g2 ... gN, in Japan, Mongolia and Korea by turns; "applicant" and
 * "observer" are none yet.  Delegate i stands for member i.  The kinds of decision are named in
 * assembly_kinds below.
 */
#pragma once
#include "organ/organ.h"
#include "test/engine.h"
#include <stdio.h>
#include <sys/stat.h>

struct assembly {
	struct engine engine;
	struct charter_effect effects[8];
	int n; /* members */
	member_government_id *members;
	account_id *delegates;
	struct organ assembly, committee; /* "GA", "WC" */
	account_id chair, second_chair;   /* both preside over the assembly */
	account_id committee_chair;
	account_id secretariat, auditor, operator, observer;
};

#define SIX(name) #name "_zh," #name "_ja," #name "_ko," #name "_mn," #name "_ru," #name "_en"
#define ENGLISH(text) ",,,,," text

static inline FILE *assembly_file(struct assembly *a, const char *name)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/pack/%s", a->engine.dir, name);
	f = fopen(path, "w");
	MUST(f);
	return f;
}

static inline void assembly_write(struct assembly *a, const char *name, const char *text)
{
	FILE *f = assembly_file(a, name);

	MUST(fputs(text, f) >= 0 && fclose(f) == 0);
}

/* slug, effect, subjects, rule */
static const char *const assembly_kinds[][4] = {
	{ "admit", "member.admit", "many", "simple" },
	{ "expel", "member.expel", "many", "simple" },
	{ "host", "organ.next_host", "one", "simple" },
	{ "resolve", "", "none", "simple" },  /* more than half of the valid votes */
	{ "final", "", "none", "final" },     /* a vote may not be changed */
	{ "strict", "", "none", "strict" },   /* two thirds of all members */
	{ "quorate", "", "none", "quorate" }, /* half of the members must be on the roll */
	{ "secret", "", "none", "secret" },
	{ "all", "", "none", "all" },    /* accredited or not, in good standing or not */
	{ "foreign", "", "none", NULL }, /* a power of the committee alone */
};

static inline void assembly_write_charter(struct assembly *a)
{
	FILE *kinds = assembly_file(a, "kinds.csv"), *powers = assembly_file(a, "powers.csv");

	fputs("slug,effect,subjects," SIX(name) "," SIX(title) "\n", kinds);
	fputs("organ_kind,kind,rule,source,is_assumption\n", powers);
	for (size_t i = 0; i < COUNT_OF(assembly_kinds); i++) {
		const char *const *k = assembly_kinds[i];

		fprintf(kinds, "%s,%s,%s" ENGLISH(",Kind %s") ENGLISH(",%s%s") "\n", k[0], k[1],
		        k[2], k[0], "The matter of ",
		        strcmp(k[2], "none") == 0 ? k[0] : "{subjects}");
		fprintf(powers, "%s,%s,%s,Article 1,no\n", k[3] ? "assembly" : "committee", k[0],
		        k[3] ? k[3] : "simple");
	}
	MUST(fclose(kinds) == 0 && fclose(powers) == 0);
	assembly_write(
		a, "rules.csv",
		"slug,version,valid_from,valid_until," SIX(
			name) ",source,is_assumption,base,fraction,"
			      "more_than,quorum_base,quorum_fraction,quorum_more,weight_base,weight_fraction,"
			      "weight_more,blocking,tie,is_secret,may_change,good_standing,accredited,notice_days,"
			      "written,reply_days,silence\n"
			      "simple,1,1996,,,,,,,Simple,Article 1,no,valid,1/2,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"
			      "final,1,1996,,,,,,,Final,Assumed,yes,valid,1/2,yes,none,,no,,,no,,chair,no,no,yes,yes,,no,,\n"
			      "strict,1,1996,,,,,,,Strict,Article 2,no,members,2/3,no,none,,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"
			      "quorate,1,1996,,,,,,,Quorate,Article 3,no,cast,1/2,yes,members,1/2,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"
			      "secret,1,1996,,,,,,,Secret,Article 4,no,valid,1/2,yes,none,,no,,,no,,rejected,yes,yes,yes,yes,,no,,\n"
			      "all,1,1996,,,,,,,All,Article 5,no,valid,1/2,yes,none,,no,,,no,,rejected,no,yes,no,no,,no,,\n");
	assembly_write(a, "articles.csv", "number," SIX(title) "," SIX(body) ",source\n");
}

static inline void assembly_write_governments(struct assembly *a)
{
	static const char *const countries[] = { "JP", "MN", "KR" };
	FILE *g = assembly_file(a, "governments.csv"), *m = assembly_file(a, "memberships.csv");

	fputs("slug,country,iso_3166_2," SIX(
		      name) ",website,latitude,longitude,population,area_km2,"
	                    "grdp_usd,stat_year,source\n",
	      g);
	fputs("government,kind,joined,left\n", m);
	for (int i = 1; i <= a->n; i++) {
		fprintf(g, "g%d,%s,,,政府%d,,,,Government %d,,,,,,,,\n", i, countries[i % 3], i, i);
		fprintf(m, "g%d,member,1996-09-12,\n", i);
	}
	fputs("applicant,KR,,,,,,,Applicant,,,,,,,,\nobserver,JP,,,,,,,Observer,,,,,,,,\n", g);
	fputs("observer,observer,,\n", m);
	MUST(fclose(g) == 0 && fclose(m) == 0);
	assembly_write(
		a, "countries.csv",
		"code,own_language," SIX(
			name) "\n"
			      "JP,ja,,日本,,,,Japan\nMN,mn,,モンゴル,,,,Mongolia\nKR,ko,,韓国,,,,Korea\n");
}

static inline void assembly_write_rest(struct assembly *a)
{
	assembly_write(a, "pack.csv", "key,value\nid,test\nlanguage,en\nzone,Asia/Seoul\n");
	assembly_write(a, "identity.csv",
	               SIX(short) "," SIX(name) "," SIX(
			       motto) "\n"
	                              ",,,,,TEST,,,,,,A test association,,,,,,Together\n");
	assembly_write(
		a, "organs.csv",
		"slug,kind,code,parent,grouping," SIX(name) "," SIX(
			purpose) "\n"
				 "assembly,assembly,GA,,,,総会,,,,Assembly,,,,,,To decide.\n"
				 "committee,committee,WC,,,,委員会,,,,Committee,,,,,,To prepare.\n");
	assembly_write(a, "chairs.csv",
	               "organ,government,ordinal,since,until\nassembly,g1,1,1996,\n");
}

static inline enum err assembly_load(struct tx *tx, void *pack)
{
	static enum err (*const loads[])(struct tx *, struct pack *) = { charter_load, member_load,
		                                                         organ_load };
	struct sbuf faults = { .arena = tx->ctx->arena };
	enum err e = ERR_OK;

	for (size_t i = 0; i < COUNT_OF(loads) && e == ERR_OK; i++)
		e = loads[i](tx, pack);
	pack_print_faults(pack, &faults);
	if (faults.n > 0)
		printf("# %.*s\n", (int)faults.n, faults.p);
	return e;
}

struct assembly_grant {
	account_id who;
	enum role role;
	enum scope scope;
	int64_t scope_id;
};

static inline enum err assembly_grant_one(struct tx *tx, void *arg)
{
	const struct assembly_grant *g = arg;

	return account_grant(tx, g->who, g->role, g->scope, g->scope_id);
}

static inline account_id assembly_person(struct assembly *a, const char *name, enum role role,
                                         enum scope scope, int64_t scope_id)
{
	struct ctx *ctx = &a->engine.ctx;
	struct str sign_in = arena_printf(ctx->arena, "%s", name);
	const struct account_new new = {
		.name = sign_in,
		.language = LANGUAGE_EN,
		.person.in[LANGUAGE_EN] = arena_printf(ctx->arena, "Person of %s", name),
	};
	struct assembly_grant g = { .role = role, .scope = scope, .scope_id = scope_id };

	MUST(account_add(ctx, &new, &g.who) == ERR_OK);
	MUST(db_write(ctx, assembly_grant_one, &g) == ERR_OK);
	return g.who;
}

static inline member_government_id assembly_government(struct assembly *a, const char *slug)
{
	struct member m;

	MUST(member_by_slug(&a->engine.ctx, arena_printf(a->engine.ctx.arena, "%s", slug), &m) ==
	     ERR_OK);
	return m.id;
}
