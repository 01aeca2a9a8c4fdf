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

struct assembly_rule {
	const char *slug, *source, *base, *more_than, *quorum, *tie, *is_secret, *may_change,
		*asked;
};

/* `asked`: good standing and accreditation of whoever votes. */
static const struct assembly_rule assembly_rules[] = {
	{ "simple", "Article 1,no", "valid,1/2", "yes", "none,", "rejected", "no", "yes", "yes" },
	{ "final", "Assumed,yes", "valid,1/2", "yes", "none,", "chair", "no", "no", "yes" },
	{ "strict", "Article 2,no", "members,2/3", "no", "none,", "rejected", "no", "yes", "yes" },
	{ "quorate", "Article 3,no", "cast,1/2", "yes", "members,1/2", "rejected", "no", "yes",
	  "yes" },
	{ "secret", "Article 4,no", "valid,1/2", "yes", "none,", "rejected", "no", "yes", "yes" },
	{ "all", "Article 5,no", "valid,1/2", "yes", "none,", "rejected", "no", "yes", "no" },
};

static inline void assembly_write_rules(struct assembly *a)
{
	FILE *f = assembly_file(a, "rules.csv");

	fputs("slug,version,valid_from,valid_until," SIX(name), f);
	fputs(",source,is_assumption,base,fraction,more_than,", f);
	fputs("quorum_base,quorum_fraction,quorum_more,", f);
	fputs("weight_base,weight_fraction,weight_more,blocking,", f);
	fputs("tie,is_secret,may_change,good_standing,accredited,", f);
	fputs("notice_days,written,reply_days,silence\n", f);
	for (size_t i = 0; i < COUNT_OF(assembly_rules); i++) {
		const struct assembly_rule *r = &assembly_rules[i];

		fprintf(f, "%s,1,1996,,,,,,,Rule %s,%s,", r->slug, r->slug, r->source);
		fprintf(f, "%s,%s,%s,no,,,no,,", r->base, r->more_than, r->quorum);
		fprintf(f, "%s,%s,%s,%s,%s,,no,,\n", r->tie, r->is_secret, r->may_change, r->asked,
		        r->asked);
	}
	MUST(fclose(f) == 0);
}

static inline void assembly_write_charter(struct assembly *a)
{
	FILE *kinds = assembly_file(a, "kinds.csv"), *powers = assembly_file(a, "powers.csv");

	fputs("slug,effect,subjects," SIX(name) "," SIX(title) "\n", kinds);
	fputs("organ_kind,kind,rule,source,is_assumption\n", powers);
	for (size_t i = 0; i < COUNT_OF(assembly_kinds); i++) {
		const char *const *k = assembly_kinds[i];
		bool names_none = strcmp(k[2], "none") == 0;

		fprintf(kinds, "%s,%s,%s,,,,,,Kind %s,,,,,,The matter of %s\n", k[0], k[1], k[2],
		        k[0], names_none ? k[0] : "{subjects}");
		fprintf(powers, "%s,%s,%s,Article 1,no\n", k[3] ? "assembly" : "committee", k[0],
		        k[3] ? k[3] : "simple");
	}
	MUST(fclose(kinds) == 0 && fclose(powers) == 0);
	assembly_write_rules(a);
	assembly_write(a, "articles.csv", "number," SIX(title) "," SIX(body) ",source\n");
}

static inline void assembly_write_governments(struct assembly *a)
{
	static const char *const countries[] = { "JP", "MN", "KR" };
	FILE *g = assembly_file(a, "governments.csv"), *m = assembly_file(a, "memberships.csv");
	FILE *c = assembly_file(a, "countries.csv");

	fputs("slug,country,iso_3166_2," SIX(name), g);
	fputs(",website,latitude,longitude,population,area_km2,grdp_usd,stat_year,source\n", g);
	fputs("government,kind,joined,left\n", m);
	for (int i = 1; i <= a->n; i++) {
		fprintf(g, "g%d,%s,,,政府%d,,,,Government %d,,,,,,,,\n", i, countries[i % 3], i, i);
		fprintf(m, "g%d,member,1996-09-12,\n", i);
	}
	fputs("applicant,KR,,,,,,,Applicant,,,,,,,,\nobserver,JP,,,,,,,Observer,,,,,,,,\n", g);
	fputs("observer,observer,,\n", m);
	fputs("code,own_language," SIX(name) "\n", c);
	fputs("JP,ja,,日本,,,,Japan\nMN,mn,,,,,,Mongolia\nKR,ko,,,,,,Korea\n", c);
	MUST(fclose(g) == 0 && fclose(m) == 0 && fclose(c) == 0);
}

static inline void assembly_write_rest(struct assembly *a)
{
	FILE *identity = assembly_file(a, "identity.csv"), *organs = assembly_file(a, "organs.csv");

	fputs(SIX(short) "," SIX(name) "," SIX(motto) "\n", identity);
	fputs(",,,,,TEST,,,,,,A test association,,,,,,Together\n", identity);
	fputs("slug,kind,code,parent,grouping," SIX(name) "," SIX(purpose) "\n", organs);
	fputs("assembly,assembly,GA,,,,総会,,,,Assembly,,,,,,To decide.\n", organs);
	fputs("committee,committee,WC,,,,,,,,Committee,,,,,,To prepare.\n", organs);
	MUST(fclose(identity) == 0 && fclose(organs) == 0);
	assembly_write(a, "pack.csv", "key,value\nid,test\nlanguage,en\nzone,Asia/Seoul\n");
	assembly_write(a, "chairs.csv",
	               "organ,government,ordinal,since,until\nassembly,g1,1,1996,\n");
}

/* The rule "secret" as no pack may ask for it. */
static inline void assembly_make_secret(struct assembly *a)
{
	engine_exec(&a->engine, "UPDATE charter_rule SET is_secret = 1 WHERE slug = 'secret'");
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
