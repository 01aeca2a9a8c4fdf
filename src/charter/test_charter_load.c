/* test_charter_load.c -- packs that are good, packs that are not, and what is read of them. */
#include "charter/test_charter.h"

static struct test_pack t;

static const char *const tables[] = { "charter_association", "charter_kind",    "charter_rule",
	                              "charter_power",       "charter_article", "lang_text" };

static bool is_empty(void)
{
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		if (engine_count(&t.e, tables[i]) != 0)
			return false;
	return true;
}

static charter_kind_id kind_named(const char *slug)
{
	struct charter_sql_kinds_row *rows;
	int n;

	MUST(charter_sql_kinds(&t.e.ctx, 100, &rows, &n) == ERR_OK);
	for (int i = 0; i < n; i++)
		if (str_is(rows[i].slug, slug))
			return rows[i].id;
	must_fail(__FILE__, __LINE__, slug);
}

static void start(void)
{
	test_pack_new(&t);
	MUST(test_load(&t) == ERR_OK);
	test_procedures(&t.e);
}

/* --- what is read --- */

static void the_association_is_what_the_pack_says(void)
{
	struct charter_association a;

	start();
	CHECK(charter_association_get(&t.e.ctx, &a) == ERR_OK);
	CHECK(str_is(a.slug, "lakes") && str_is(a.zone, "Europe/Helsinki"));
	CHECK(str_is(a.name.text, "League of Lakes") && a.name.lang == LANGUAGE_EN);
	CHECK(a.language == LANGUAGE_EN && str_is(a.founded, "2001-05"));
	CHECK(engine_count(&t.e, "charter_article") == 2);
	test_pack_free(&t);
}

static void an_empty_database_has_no_association(void)
{
	struct charter_association a;

	test_pack_new(&t);
	CHECK(charter_association_get(&t.e.ctx, &a) == ERR_NOT_FOUND);
	test_pack_free(&t);
}

static const struct tr assembly = { S_INIT("Assembly"), LANGUAGE_EN };

static enum err power(const char *organ, const char *kind, const char *day, struct charter_rule *r)
{
	const struct charter_matter m = { str_of(organ), assembly, kind_named(kind), str_of(day) };

	return charter_power(&t.e.ctx, &m, r);
}

static void the_version_of_the_day_decides(void)
{
	struct charter_rule r;

	start();
	CHECK(power("general-assembly", "admit", "2009-12-31", &r) == ERR_OK && r.version == 1);
	CHECK(power("general-assembly", "admit", "2010-01-01", &r) == ERR_OK && r.version == 2);
	CHECK(r.majority.base == CHARTER_BASE_CAST && r.majority.fraction.num == 2 &&
	      r.majority.fraction.den == 3 && !r.majority.more_than);
	CHECK(r.quorum.base == CHARTER_BASE_MEMBERS && r.quorum.more_than);
	CHECK(r.weight.base == CHARTER_BASE_NONE && r.tie == CHARTER_TIE_REJECTED);
	CHECK(r.is_assumption && !r.may_change && r.written &&
	      r.silence == CHARTER_SILENCE_CONSENT);
	CHECK(r.notice_days.has && r.notice_days.v == 30 && r.reply_days.v == 60);
	CHECK(power("board", "budget", "2014-10-22", &r) == ERR_OK);
	CHECK(r.weight.base == CHARTER_BASE_MEMBERS && r.blocking == 4 &&
	      r.tie == CHARTER_TIE_CHAIR);
	CHECK(!r.notice_days.has);
	test_pack_free(&t);
}

/* A version of May 2001 is in force from the first of May on; one of 2012 from the first of
 * January. */
static void dates_of_less_precision_begin_with_their_first_day(void)
{
	struct charter_rule r;

	start();
	CHECK(charter_rule_on(&t.e.ctx, S("plain"), S("2001-05-01"), &r) == ERR_OK);
	CHECK(charter_rule_on(&t.e.ctx, S("plain"), S("2001-04-30"), &r) == ERR_NOT_FOUND);
	CHECK(charter_rule_on(&t.e.ctx, S("double"), S("2012-01-01"), &r) == ERR_OK);
	CHECK(charter_rule_on(&t.e.ctx, S("double"), S("2011-12-31"), &r) == ERR_NOT_FOUND);
	test_pack_free(&t);
}

static bool refusal_names(const char *place, const char *text)
{
	for (size_t i = 0; i < t.e.ctx.why_count; i++) {
		const struct msg_arg *a = &t.e.ctx.why[i];

		if (strcmp(a->name, place) == 0)
			return str_is(a->kind == MSG_TR ? a->tr.text : a->s, text);
	}
	return false;
}

static void what_an_organ_may_not_decide_is_refused_by_name(void)
{
	struct charter_rule r;

	start();
	CHECK(power("board", "admit", "2014-10-22", &r) == ERR_CHARTER_NO_POWER);
	CHECK(refusal_names("organ", "Assembly") && refusal_names("kind", "Admission of lakes"));
	CHECK(power("nobody", "budget", "2014-10-22", &r) == ERR_CHARTER_NO_POWER);
	CHECK(power("general-assembly", "motto", "2014-10-22", &r) == ERR_CHARTER_NO_POWER);
	test_pack_free(&t);
}

static void without_a_rule_in_force_nothing_is_decided(void)
{
	const struct charter_matter unknown = { S("board"), assembly, { 999 }, S("2014-10-22") };
	struct charter_rule r;

	start();
	CHECK(power("general-assembly", "admit", "1999-01-01", &r) == ERR_CHARTER_NO_RULE);
	CHECK(refusal_names("date", "1999-01-01") && refusal_names("kind", "Admission of lakes"));
	CHECK(power("general-assembly", "budget", "2014-10-22", &r) == ERR_CHARTER_NO_RULE);
	CHECK(charter_power(&t.e.ctx, &unknown, &r) == ERR_NOT_FOUND);
	test_pack_free(&t);
}

static void a_title_names_its_subjects_in_each_language(void)
{
	struct lang_set subjects = { .in = { [LANGUAGE_JA] = S_INIT("サイマー湖"),
		                             [LANGUAGE_EN] = S_INIT("Saimaa and Inari") } };
	struct lang_set title;

	start();
	CHECK(charter_kind_title(&t.e.ctx, kind_named("admit"), &subjects, &title) == ERR_OK);
	CHECK(str_is(title.in[LANGUAGE_JA], "サイマー湖の加入"));
	CHECK(str_is(title.in[LANGUAGE_EN], "Admission of Saimaa and Inari"));
	CHECK(str_is(title.in[LANGUAGE_RU], "Приём: Saimaa and Inari"));
	CHECK(title.in[LANGUAGE_KO].p == NULL);
	CHECK(charter_kind_title(&t.e.ctx, kind_named("budget"), &subjects, &title) == ERR_OK);
	CHECK(str_is(title.in[LANGUAGE_EN], "Approval of the budget"));
	test_pack_free(&t);
}

static void a_kind_knows_its_effect(void)
{
	struct charter_kind k;

	start();
	CHECK(charter_kind_get(&t.e.ctx, kind_named("admit"), &k) == ERR_OK && k.subjects == 2);
	CHECK(charter_effect_find(&t.e.ctx, k.effect) == &test_effects[0]);
	CHECK(charter_kind_get(&t.e.ctx, kind_named("budget"), &k) == ERR_OK && k.subjects == 0);
	CHECK(k.effect.p == NULL && charter_effect_find(&t.e.ctx, k.effect) == NULL);
	CHECK(charter_effect_find(&t.e.ctx, S("test.admi")) == NULL);
	test_pack_free(&t);
}

/* --- faults --- */

#define RULE(head, tail) RULES_HEAD head "," EN("Plain") "," tail
#define PLAIN "plain,1,2001,"

static const struct fault_case {
	const char *file, *text, *fault;
} fault_cases[] = {
	{ "pack.csv", "key,value\nid,Lakes\nlanguage,en\nzone,Asia/Tokyo\n",
	  "pack.csv:2: value: is no slug" },
	{ "pack.csv", "key,value\nid,lakes\nlanguage,fi\nzone,Asia/Tokyo\n",
	  "pack.csv:3: value: is not one" },
	{ "pack.csv", "key,value\nid,lakes\nlanguage,en\nzone,Asia/Atlantis\n",
	  "pack.csv:4: value: is no time" },
	{ "pack.csv", "key,value\nid,lakes\nlanguage,en\n",
	  "pack.csv: the setting \"zone\" is missing" },
	{ "pack.csv", PACK_CSV "id,again\n", "pack.csv:8: key: stands twice" },
	{ "pack.csv", PACK_CSV "colour,blue\n", "pack.csv:8: key: is no setting" },
	{ "pack.csv", "key,value\nid,lakes\nlanguage,en\nzone,Asia/Tokyo\nfounded,2001-13\n",
	  "pack.csv:5: value: is no date" },
	{ "pack.csv", "key,value\nid,lakes\nlanguage,en\nzone,Asia/Tokyo\nwebsite,javascript:x\n",
	  "pack.csv:5: value: javascript:x is no address" },
	{ "pack.csv", "key,value\nid,lakes\nlanguage,en\nzone,Asia/Tokyo\ncontact_email,us\n",
	  "pack.csv:5: value: is no e-mail" },
	{ "identity.csv", SIX("short") "," SIX("name") "," SIX("motto") "\n",
	  "must have one row, not 0" },
	{ "identity.csv", IDENTITY_CSV EN("a") "," EN("b") "," EN("c") "\n",
	  "must have one row, not 2" },
	{ "kinds.csv", KINDS_HEAD "admit,test.sink,many," EN("A") "," EN("A {subjects}") "\n",
	  "kinds.csv:2: effect: the program has no effect \"test.sink\"" },
	{ "kinds.csv", KINDS_HEAD "admit,test.admit,none," EN("A") "," EN("A") "\n",
	  "kinds.csv:2: subjects: must be one or many: test.admit is done to governments\n" },
	{ "pack.csv", PACK_CSV "map_view_box,0 0 100\n", "pack.csv:8: value: is no frame" },
	{ "pack.csv", PACK_CSV "map_view_box,0 0 100 0\n", "pack.csv:8: value: is no frame" },
	{ "kinds.csv", KINDS_CSV "admit,,none," EN("A") "," EN("A") "\n",
	  "kinds.csv:5: admit stands in line 2" },
	{ "kinds.csv", KINDS_HEAD "admit,,some," EN("A") "," EN("A") "\n",
	  "kinds.csv:2: subjects:" },
	{ "kinds.csv", KINDS_HEAD "admit,,none," EN("A") "," EN("A {subjects}") "\n",
	  "kinds.csv:2: title_en:" },
	{ "kinds.csv", KINDS_HEAD "admit,,many," EN("A") "," EN("A {subject}") "\n",
	  "kinds.csv:2: title_en:" },
	{ "kinds.csv", KINDS_HEAD "admit,,many," EN("A") "," EN("A subjects}") "\n",
	  "kinds.csv:2: title_en:" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,none,1/2,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: base: must be" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,3/2,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: fraction: 3/2 is no fraction from 0 to 1, such as 2/3\n" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,1/1,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: fraction: more than all" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,1/2,yes,cast,1/2,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: quorum_base: must be" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,1/2,yes,members,,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: quorum_fraction: is empty" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,1/2,yes,none,1/2,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: quorum_fraction: stands there" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,1/2,yes,none,,no,,,no,4,rejected,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: blocking: stands there" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,1/2,yes,none,,no,,,no,,rejected,yes,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: is_secret: must be no: the program takes no secret votes" },
	{ "rules.csv",
	  RULE(PLAIN,
	       "A,no,valid,1/2,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,yes,30,consent\n"),
	  "rules.csv:2: written: must be no: the program carries out no written procedure" },
	{ "rules.csv",
	  RULE(PLAIN,
	       "A,no,valid,1/2,yes,none,,no,members,1/2,no,2,rejected,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: weight_base: must be empty: every member's vote counts alike" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,1/2,yes,none,,yes,,,,,rejected,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: quorum_more: is yes, but quorum_base names nothing" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,1/2,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,no,9,\n"),
	  "rules.csv:2: reply_days: stands there" },
	{ "rules.csv",
	  RULE(PLAIN, "A,no,valid,1/2,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,no,,consent\n"),
	  "rules.csv:2: silence: stands there" },
	{ "rules.csv", RULE(PLAIN, "A,no,valid,1/2,yes,none,,no,,,no,,toss,no,yes,yes,yes,,no,,\n"),
	  "rules.csv:2: tie:" },
	{ "rules.csv", RULE("plain,0,2001,", RULE_TAIL), "rules.csv:2: version:" },
	{ "rules.csv", RULE("plain,1,2001-02-30,", RULE_TAIL), "rules.csv:2: valid_from:" },
	{ "rules.csv", RULE("plain,1,2010,2010", RULE_TAIL),
	  "rules.csv:2: valid_until: is not after" },
	{ "rules.csv", RULES_CSV "plain,2,2030,," EN("P") "," RULE_TAIL,
	  "rules.csv:5: version: stands in line 3" },
	{ "rules.csv", RULES_CSV "plain,3,2030,," EN("P") "," RULE_TAIL,
	  "rules.csv:5: valid_from: in force" },
	{ "rules.csv", RULES_CSV "plain,3,1990,2001," EN("P") "," RULE_TAIL,
	  "rules.csv:5: version: the version" },
	{ "powers.csv", POWERS_HEAD "general-assembly,sink,plain,Article 5,no\n",
	  "powers.csv:2: kind: sink is not in kinds.csv" },
	{ "powers.csv", POWERS_HEAD "general-assembly,admit,plane,Article 5,no\n",
	  "powers.csv:2: rule: plane is not in rules.csv" },
	{ "powers.csv", POWERS_HEAD "general-assembly,admit,plain,,no\n",
	  "powers.csv:2: source: is empty" },
	{ "powers.csv", POWERS_CSV "board,budget,plain,Article 6,no\n",
	  "powers.csv:5: board budget stands in line 4" },
	{ "articles.csv", ARTICLES_CSV "1," EN("Seat") "," EN("A lake.") ",Paper\n",
	  "articles.csv:4: 1 stands in line 3" },
	{ "articles.csv", ARTICLES_HEAD "1," EN("Seat") "," EN("") ",Paper\n",
	  "articles.csv:2: body_*:" },
};

static bool tells(const char *fault)
{
	struct sbuf out = { .arena = t.e.ctx.arena };

	pack_print_faults(t.pack, &out);
	return strstr(sbuf_done(&out).p, fault) != NULL;
}

static bool is_told(const char *fault)
{
	struct sbuf out = { .arena = t.e.ctx.arena };

	if (tells(fault))
		return true;
	pack_print_faults(t.pack, &out);
	printf("# not told: %s\n# told: %s\n", fault, sbuf_done(&out).p);
	return false;
}

static const char *good(const char *file)
{
	return strcmp(file, "pack.csv") == 0       ? PACK_CSV
	       : strcmp(file, "identity.csv") == 0 ? IDENTITY_CSV
	       : strcmp(file, "kinds.csv") == 0    ? KINDS_CSV
	       : strcmp(file, "rules.csv") == 0    ? RULES_CSV
	       : strcmp(file, "powers.csv") == 0   ? POWERS_CSV
	                                           : ARTICLES_CSV;
}

static void every_fault_is_told_with_its_line_and_nothing_is_kept(void)
{
	test_pack_new(&t);
	for (size_t i = 0; i < COUNT_OF(fault_cases); i++) {
		const struct fault_case *c = &fault_cases[i];

		test_put(&t.e, c->file, c->text);
		CHECK(test_load(&t) == ERR_INVALID);
		CHECK(is_told(c->fault));
		CHECK(is_empty());
		test_put(&t.e, c->file, good(c->file));
	}
	CHECK(test_load(&t) == ERR_OK && !is_empty());
	test_pack_free(&t);
}

/* A cell that cannot be read is the one fault of its row, whatever hangs on it. */
static void a_wrong_cell_is_not_told_as_several(void)
{
	static const char *const rules[] = {
		RULE(PLAIN, "A,no,voters,1/2,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"),
		RULE(PLAIN,
		     "A,no,valid,1/2,yes,half,1/2,yes,,,no,,rejected,no,yes,yes,yes,,no,,\n"),
		RULE(PLAIN, "A,no,valid,1/2,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,si,9,\n"),
		RULE("plain,1,2001-02-30,", RULE_TAIL) "plain,2,1990,," EN("P") "," RULE_TAIL,
		RULE("plain,x,2001,2002", RULE_TAIL) "plain,y,2002,," EN("P") "," RULE_TAIL,
	};

	test_pack_new(&t);
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		test_put(&t.e, "powers.csv", POWERS_HEAD);
		test_put(&t.e, "rules.csv", rules[i]);
		CHECK(test_load(&t) == ERR_INVALID);
		CHECK(pack_faults(t.pack) == (i == COUNT_OF(rules) - 1 ? 2 : 1));
	}
	test_pack_free(&t);
}

/* May 2010 ends where the first of May begins the next. */
static void versions_of_different_exactness_follow_each_other(void)
{
	test_pack_new(&t);
	test_put(&t.e, "rules.csv",
	         RULE("plain,1,2001,2010-05-01", RULE_TAIL) "plain,2,2010-05,," EN(
			 "P") "," RULE_TAIL "double,1,2001,," EN("D") "," RULE_TAIL);
	CHECK(test_load(&t) == ERR_OK && pack_faults(t.pack) == 0);
	test_pack_free(&t);
}

static void faults_of_all_files_are_told_at_once(void)
{
	test_pack_new(&t);
	test_put(&t.e, "kinds.csv", KINDS_HEAD "admit,test.sink,many," EN("A") "," EN("A") "\n");
	test_put(&t.e, "articles.csv", ARTICLES_CSV "1," EN("Seat") "," EN("A lake.") ",Paper\n");
	CHECK(test_load(&t) == ERR_INVALID);
	CHECK(is_told("kinds.csv:2: effect:") && is_told("articles.csv:4: 1 stands"));
	CHECK(is_told("powers.csv:3: kind: budget is not in kinds.csv"));
	/* what a faulty row names is known all the same, so that nothing false is told of it */
	CHECK(!tells("admit is not in"));
	test_pack_free(&t);
}

/* --- whatever fails --- */

static void whichever_statement_fails_nothing_is_half_loaded(void)
{
	enum { STEPS_MAX = 1000 };
	uint64_t before;
	int n = 1;

	test_pack_new(&t);
	before = engine_fingerprint(&t.e);
	for (; n < STEPS_MAX; n++) {
		enum err e;

		db_fault(t.e.store, n);
		e = test_load(&t);
		if (db_fault_left(t.e.store) > 0)
			break;
		CHECK(e == ERR_DB && engine_fingerprint(&t.e) == before);
	}
	db_fault(t.e.store, 0);
	CHECK(n > 30 && n < STEPS_MAX);
	CHECK(engine_count(&t.e, "charter_rule") == 3 && engine_count(&t.e, "charter_power") == 3);
	test_pack_free(&t);
}

int main(void)
{
	RUN(the_association_is_what_the_pack_says);
	RUN(an_empty_database_has_no_association);
	RUN(the_version_of_the_day_decides);
	RUN(dates_of_less_precision_begin_with_their_first_day);
	RUN(what_an_organ_may_not_decide_is_refused_by_name);
	RUN(without_a_rule_in_force_nothing_is_decided);
	RUN(a_title_names_its_subjects_in_each_language);
	RUN(a_kind_knows_its_effect);
	RUN(every_fault_is_told_with_its_line_and_nothing_is_kept);
	RUN(a_wrong_cell_is_not_told_as_several);
	RUN(versions_of_different_exactness_follow_each_other);
	RUN(faults_of_all_files_are_told_at_once);
	RUN(whichever_statement_fails_nothing_is_half_loaded);
	return TAP_DONE();
}
