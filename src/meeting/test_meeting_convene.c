/* test_meeting_convene.c -- drafts, notice, changes, the plan of an agenda, letters: on the engine
 * under test. */
#include "meeting/internal.h"
#include "meeting/test_sitting.h"
#include "test/tap.h"

static struct assembly a;
static struct meeting m;
static uint64_t before;
static const int64_t DAY_US = INT64_C(24) * 3600 * 1000000;

static void note(void)
{
	before = engine_fingerprint(&a.engine);
}

static bool is_unchanged(void)
{
	return engine_fingerprint(&a.engine) == before;
}

static struct ctx *as_secretariat(void)
{
	return assembly_as(&a, a.secretariat);
}

/* Session 10, forty days from now. */
static struct meeting_new as_it_is(void)
{
	struct meeting_new new = sitting_new(&a, 10);

	new.starts_on = S("2014-12-01");
	new.ends_on = S("2014-12-02");
	return new;
}

/* An assembly of two with session 10 drafted, forty days before its first day. */
static void begin_draft(void)
{
	struct meeting_new new;

	assembly_new(&a, 2);
	new = as_it_is();
	new.is_draft = true;
	MUST(meeting_convene(as_secretariat(), &new, &m) == ERR_OK);
}

static void publish(void)
{
	MUST(meeting_publish(as_secretariat(), m.id, (struct str){ 0 }, &m) == ERR_OK);
}

static struct meeting_item put(const char *kind)
{
	struct meeting_item item;

	MUST(sitting_put(&a, m.id, kind, NULL, &item) == ERR_OK);
	return item;
}

/* The rule of a kind asks for so many days. */
static void ask(const char *rule, int days)
{
	engine_exec(&a.engine,
	            arena_printf(a.engine.ctx.arena,
	                         "UPDATE charter_rule SET notice_days = %d WHERE slug = '%s'", days,
	                         rule)
	                    .p);
}

/* --- drafts --- */

static void a_draft_exists_for_whoever_may_convene_alone(void)
{
	struct meeting *all, got;
	struct meeting_item *items;
	struct meeting_change *changes;
	struct meeting_item item;
	int n;

	begin_draft();
	item = put("resolve");
	CHECK(m.is_draft && m.published_at.us == TIME_NONE.us);
	CHECK(meeting_list(as_secretariat(), &all, &n) == ERR_OK && n == 1);
	const account_id others[] = { { 0 }, a.chair, a.delegates[0], a.auditor, a.operator};

	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct ctx *ctx = assembly_as(&a, others[i]);

		CHECK(meeting_list(ctx, &all, &n) == ERR_OK && n == 0);
		CHECK(meeting_get(ctx, m.id, &got) == ERR_NOT_FOUND);
		CHECK(meeting_by_slug(ctx, m.slug, &got) == ERR_NOT_FOUND);
		CHECK(meeting_items(ctx, m.id, &items, &n) == ERR_NOT_FOUND);
		CHECK(meeting_item_get(ctx, item.id, &item) == ERR_NOT_FOUND);
		CHECK(meeting_item_by_number(ctx, m.id, 1, &item) == ERR_NOT_FOUND);
		CHECK(meeting_changes(ctx, m.id, &changes, &n) == ERR_NOT_FOUND);
	}
	publish();
	CHECK(!m.is_draft && m.published_at.us == a.engine.ctx.now.us);
	CHECK(meeting_by_slug(assembly_as(&a, (account_id){ 0 }), m.slug, &got) == ERR_OK);
	note();
	CHECK(meeting_publish(as_secretariat(), m.id, (struct str){ 0 }, &m) ==
	      ERR_MEETING_PUBLISHED);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void a_draft_is_not_opened(void)
{
	account_id both;

	begin_draft();
	both = assembly_person(&a, "both", ROLE_CHAIR, SCOPE_ORGAN, a.assembly.id.v);
	struct assembly_grant g = { both, ROLE_SECRETARIAT, SCOPE_ASSOCIATION, 0 };

	MUST(db_write(&a.engine.ctx, assembly_grant_one, &g) == ERR_OK);
	note();
	CHECK(meeting_open(assembly_as(&a, both), m.id) == ERR_MEETING_STATE);
	CHECK(meeting_open(assembly_as(&a, a.chair), m.id) == ERR_NOT_FOUND);
	CHECK(is_unchanged());
	publish();
	CHECK(meeting_open(assembly_as(&a, a.chair), m.id) == ERR_OK);
	assembly_free(&a);
}

static void a_draft_may_get_another_number_and_a_published_session_may_not(void)
{
	struct meeting_new to;
	const struct meeting_edit edit = { .to = &to };

	begin_draft();
	to = as_it_is();
	to.number = 11;
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_OK && m.number == 11 &&
	      str_is(m.slug, "ga-11"));
	to.organ = a.committee.id;
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_OK && str_is(m.slug, "wc-11"));
	to.organ = a.assembly.id;
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_OK);
	put("resolve");
	note();
	to.organ = a.committee.id;
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_MEETING_ORGAN);
	CHECK(is_unchanged());
	publish();
	note();
	to.organ = a.assembly.id;
	to.number = 12;
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_MEETING_ORGAN);
	CHECK(is_unchanged());
	assembly_free(&a);
}

/* --- notice --- */

static void notice_is_counted_in_whole_days(void)
{
	static const struct {
		const char *published, *first;
		int64_t given;
	} cases[] = {
		{ "2014-09-22", "2014-10-22", 30 },  { "2014-10-22", "2014-10-22", 0 },
		{ "2014-10-23", "2014-10-22", -1 },  { "2012-02-01", "2012-03-01", 29 },
		{ "2013-02-01", "2013-03-01", 28 },  { "2013-12-31", "2014-01-01", 1 },
		{ "2013-10-22", "2014-10-22", 365 }, { "2015-10-22", "2016-10-22", 366 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		CHECK(meeting_notice_given(str_of(cases[i].published), str_of(cases[i].first)) ==
		      cases[i].given);
}

static void notice_suffices_from_as_many_days_on_as_are_asked(void)
{
	static const struct {
		bool is_asked;
		int64_t asked, given;
		bool suffices;
	} cases[] = {
		{ false, 0, -5, true },  { true, 30, 30, true }, { true, 30, 31, true },
		{ true, 30, 29, false }, { true, 0, 0, true },   { true, 0, -1, false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct meeting_notice n = { .is_asked = cases[i].is_asked,
			                          .asked = cases[i].asked,
			                          .given = cases[i].given };

		CHECK(meeting_notice_suffices(&n) == cases[i].suffices);
	}
}

static void the_longest_notice_of_the_agenda_counts(void)
{
	struct meeting_notice n;

	begin_draft();
	ask("simple", 20);
	ask("strict", 30);
	ask("final", 25);
	CHECK(meeting_notice(as_secretariat(), &m, &n) == ERR_OK && !n.is_asked && n.given == 40);
	put("resolve");
	CHECK(meeting_notice(as_secretariat(), &m, &n) == ERR_OK && n.is_asked && n.asked == 20);
	put("strict");
	put("final");
	CHECK(meeting_notice(as_secretariat(), &m, &n) == ERR_OK && n.asked == 30 &&
	      str_is(n.rule.slug, "strict"));
	publish();
	/* What was asked then stays, whatever becomes of the items. */
	a.engine.ctx.now.us += 30 * DAY_US;
	CHECK(meeting_notice(as_secretariat(), &m, &n) == ERR_OK && n.asked == 30 &&
	      n.given == 40 && !n.reason.text.p);
	assembly_free(&a);
}

/* The day where the session sits counts: at 15:00 UTC the next one has begun in Seoul. */
static void the_day_of_publication_is_the_day_there(void)
{
	struct meeting_notice n;

	begin_draft();
	a.engine.ctx.now.us += INT64_C(15) * 3600 * 1000000;
	CHECK(meeting_notice(as_secretariat(), &m, &n) == ERR_OK && n.given == 39);
	assembly_free(&a);
}

static void too_short_a_notice_needs_a_reason_which_is_kept(void)
{
	struct meeting_notice n;

	begin_draft();
	ask("simple", 41);
	put("resolve");
	note();
	CHECK(meeting_publish(as_secretariat(), m.id, (struct str){ 0 }, &m) == ERR_MEETING_NOTICE);
	CHECK(is_unchanged());
	CHECK(meeting_publish(as_secretariat(), m.id, S("The hall was found late."), &m) == ERR_OK);
	CHECK(meeting_notice(as_secretariat(), &m, &n) == ERR_OK && n.asked == 41 && n.given == 40);
	CHECK(str_is(n.reason.text, "The hall was found late.") && n.reason.lang == LANGUAGE_EN);
	assembly_free(&a);
}

static void an_item_put_later_is_judged_by_what_is_left(void)
{
	struct meeting_item item;
	struct meeting_item_new new;

	begin_draft();
	ask("strict", 30);
	publish();
	a.engine.ctx.now.us += 11 * DAY_US;
	new = (struct meeting_item_new){ .session = m.id, .kind = sitting_kind(&a, "strict") };
	note();
	CHECK(meeting_item_put(as_secretariat(), &new, &item) == ERR_MEETING_NOTICE);
	CHECK(is_unchanged());
	new.reason = S("It came up yesterday.");
	CHECK(meeting_item_put(as_secretariat(), &new, &item) == ERR_OK);
	CHECK(sitting_put(&a, m.id, "resolve", NULL, &item) == ERR_OK);
	assembly_free(&a);
}

/* --- changes --- */

static const struct meeting_change *find(const struct meeting_change *c, int n,
                                         enum meeting_change_kind kind)
{
	static const struct meeting_change none;

	for (int i = 0; i < n; i++)
		if (c[i].kind == kind)
			return &c[i];
	return &none;
}

static void what_is_changed_after_publication_is_told_with_what_it_was(void)
{
	struct meeting_new to;
	const struct meeting_edit edit = { .to = &to };
	struct meeting_change *c;
	int n;

	begin_draft();
	to = as_it_is();
	to.starts_on = S("2014-11-30");
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_OK);
	CHECK(meeting_changes(as_secretariat(), m.id, &c, &n) == ERR_OK && n == 0);
	publish();
	to = as_it_is();
	to.place.in[LANGUAGE_JA] = S("慶州");
	to.place.in[LANGUAGE_EN] = S("Gyeongju");
	to.host = a.members[1];
	to.mode = MEETING_BOTH;
	to.ends_on = S("2014-12-03");
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_OK);
	a.engine.ctx.lang = LANGUAGE_JA;
	CHECK(meeting_changes(assembly_as(&a, (account_id){ 0 }), m.id, &c, &n) == ERR_OK &&
	      n == 5);
	CHECK(str_is(find(c, n, MEETING_CHANGE_PLACE)->before.text, "霊岩郡") &&
	      str_is(find(c, n, MEETING_CHANGE_PLACE)->after.text, "慶州"));
	CHECK(str_is(find(c, n, MEETING_CHANGE_HOST)->before.text, "政府1") &&
	      str_is(find(c, n, MEETING_CHANGE_HOST)->after.text, "政府2"));
	CHECK(str_is(find(c, n, MEETING_CHANGE_FIRST_DAY)->before.text, "2014年11月30日日曜日"));
	a.engine.ctx.lang = LANGUAGE_EN;
	CHECK(meeting_changes(as_secretariat(), m.id, &c, &n) == ERR_OK &&
	      str_is(find(c, n, MEETING_CHANGE_MODE)->after.text, "In the hall and online"));
	CHECK(c[0].at.us == a.engine.ctx.now.us && c[0].by.v == a.secretariat.v);
	note();
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_OK);
	CHECK(meeting_changes(as_secretariat(), m.id, &c, &n) == ERR_OK && n == 5);
	assembly_free(&a);
}

static void an_earlier_first_day_is_a_shorter_notice(void)
{
	struct meeting_new to;
	struct meeting_edit edit = { .to = &to };
	struct meeting_notice n;

	begin_draft();
	ask("simple", 40);
	put("resolve");
	publish();
	to = as_it_is();
	to.starts_on = S("2014-11-30");
	note();
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_MEETING_NOTICE);
	CHECK(is_unchanged());
	edit.reason = S("The hall is free then alone.");
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_OK);
	CHECK(meeting_notice(as_secretariat(), &m, &n) == ERR_OK && n.given == 39 &&
	      str_is(n.reason.text, "The hall is free then alone."));
	edit.reason = (struct str){ 0 };
	to.starts_on = S("2014-12-02");
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_OK);
	CHECK(meeting_notice(as_secretariat(), &m, &n) == ERR_OK && n.given == 41 &&
	      !n.reason.text.p);
	assembly_free(&a);
}

static void what_cannot_be_a_session_is_not_made_one_by_an_edit(void)
{
	static const struct {
		const char *starts_on, *ends_on, *zone;
		enum err error;
	} cases[] = {
		{ "2014-12-02", "2014-12-01", "Asia/Seoul", ERR_MEETING_DATES },
		{ "2014-10", "2014-12-01", "Asia/Seoul", ERR_MEETING_DATE },
		{ "2014-12-01", "2014-12-01", "Asia/Atlantis", ERR_MEETING_ZONE },
	};
	struct meeting_new to;
	const struct meeting_edit edit = { .to = &to };

	begin_draft();
	publish();
	note();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		to = as_it_is();
		to.starts_on = str_of(cases[i].starts_on);
		to.ends_on = str_of(cases[i].ends_on);
		to.zone = str_of(cases[i].zone);
		CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == cases[i].error);
	}
	to = as_it_is();
	to.host.v = 999;
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_NOT_FOUND);
	CHECK(meeting_edit(as_secretariat(), (meeting_session_id){ 99 }, &edit, &m) ==
	      ERR_NOT_FOUND);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void planned_days_keep_their_distance_from_the_first(void)
{
	struct meeting_new to;
	const struct meeting_edit edit = { .to = &to };
	struct meeting_item first = { .id = { 0 } }, last = { .id = { 0 } };

	begin_draft();
	first = put("resolve");
	last = put("resolve");
	const struct meeting_item_plan on_first = { .day = S("2014-12-01"), .clock = S("09:30") },
				       on_last = { .day = S("2014-12-02"), .clock = S("14:00") };

	CHECK(meeting_item_edit(as_secretariat(), first.id, &on_first, &first) == ERR_OK);
	CHECK(meeting_item_edit(as_secretariat(), last.id, &on_last, &last) == ERR_OK);
	to = as_it_is();
	to.starts_on = S("2014-12-08");
	to.ends_on = S("2014-12-08");
	CHECK(meeting_edit(as_secretariat(), m.id, &edit, &m) == ERR_OK);
	CHECK(meeting_item_get(as_secretariat(), first.id, &first) == ERR_OK &&
	      str_is(first.day, "2014-12-08") && str_is(first.clock, "09:30"));
	CHECK(meeting_item_get(as_secretariat(), last.id, &last) == ERR_OK && !last.day.p &&
	      !last.clock.p);
	assembly_free(&a);
}

/* --- letters --- */

static void everyone_is_invited_once_in_their_own_language(void)
{
	struct meeting_letter *letters;
	struct assembly_grant g = { .role = ROLE_HEAD, .scope = SCOPE_GOVERNMENT };
	int n;

	begin_draft();
	CHECK(meeting_letters(as_secretariat(), m.id, S("https://x.example"), &letters, &n) ==
	      ERR_MEETING_STATE);
	g.who = a.delegates[0];
	g.scope_id = a.members[0].v;
	MUST(db_write(&a.engine.ctx, assembly_grant_one, &g) == ERR_OK);
	engine_exec(&a.engine, "UPDATE account SET language = 'ja' WHERE name = 'g2'");
	put("resolve");
	publish();
	a.engine.ctx.lang = LANGUAGE_KO;
	CHECK(meeting_letters(as_secretariat(), m.id, S("https://x.example"), &letters, &n) ==
	      ERR_OK);
	CHECK(a.engine.ctx.lang == LANGUAGE_KO && n == 3); /* g1, g2, the observer's */
	CHECK(letters[0].language == LANGUAGE_JA && letters[0].to.v == a.delegates[1].v &&
	      str_is(letters[0].government.text, "政府2"));
	CHECK(letters[1].language == LANGUAGE_EN && letters[2].language == LANGUAGE_EN);
	assembly_free(&a);
}

/* What a letter is written of. */
static const struct meeting letter_session = {
	.slug = S_INIT("ga-10"),
	.number = 10,
	.organ.name = { S_INIT("Assembly"), LANGUAGE_EN },
	.host_slug = S_INIT("g1"),
	.host_name = { S_INIT("Government 1"), LANGUAGE_EN },
	.place = { S_INIT("Yeongam"), LANGUAGE_EN },
	.starts_on = S_INIT("2014-10-22"),
	.ends_on = S_INIT("2014-10-23"),
	.zone = S_INIT("Asia/Seoul"),
	.mode = MEETING_IN_HALL,
};
static const struct meeting_item letter_items[] = {
	{ .number = 1,
	  .title = { S_INIT("Adoption of the agenda"), LANGUAGE_EN },
	  .state = MEETING_ITEM_PENDING,
	  .day = S_INIT("2014-10-22"),
	  .clock = S_INIT("09:30"),
	  .minutes = { true, 15 } },
	{ .number = 2,
	  .title = { S_INIT("Withdrawn"), LANGUAGE_EN },
	  .state = MEETING_ITEM_WITHDRAWN },
};

static void an_invitation_says_where_when_and_what_about(void)
{
	const struct meeting_invitation inv = {
		.meeting = &letter_session,
		.items = letter_items,
		.item_count = 2,
		.association = { S("TEST"), LANGUAGE_EN },
		.link = S("https://x.example/en/meetings/ga-10"),
	};
	struct meeting_letter letter = { .language = LANGUAGE_EN,
		                         .person = { S("Ms. A"), LANGUAGE_EN },
		                         .government = { S("Government 2"), LANGUAGE_EN } };
	struct arena *arena = arena_new();

	meeting_invitation_write(arena, &inv, &letter);
	CHECK(str_is(letter.subject, "Invitation: Assembly, session 10"));
	CHECK(str_is(letter.body,
	             "Dear Ms. A,\n\n"
	             "The Secretariat of TEST has the honour to invite Government 2 to the "
	             "following session.\n\n"
	             "Assembly, session 10\n"
	             "Dates: Wednesday, 22 October 2014 to Thursday, 23 October 2014\n"
	             "Time zone: Asia/Seoul\n"
	             "Place: Yeongam\n"
	             "Host: Government 1\n"
	             "Held: In the hall\n\n"
	             "Provisional agenda:\n"
	             "1. Adoption of the agenda\n"
	             "   Wednesday, 22 October 2014 · 09:30 · 15 minutes\n\n"
	             "The agenda as it stands and its documents are found at the address below. "
	             "Please register the delegation of your government there.\n"
	             "https://x.example/en/meetings/ga-10\n\n"
	             "The Secretariat of TEST\n"));
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		letter.language = (enum language)l;
		meeting_invitation_write(arena, &inv, &letter);
		CHECK(letter.subject.n > 0 && letter.body.n > 200);
	}
	arena_free(arena);
}

int main(void)
{
	RUN(a_draft_exists_for_whoever_may_convene_alone);
	RUN(a_draft_is_not_opened);
	RUN(a_draft_may_get_another_number_and_a_published_session_may_not);
	RUN(notice_is_counted_in_whole_days);
	RUN(notice_suffices_from_as_many_days_on_as_are_asked);
	RUN(the_longest_notice_of_the_agenda_counts);
	RUN(the_day_of_publication_is_the_day_there);
	RUN(too_short_a_notice_needs_a_reason_which_is_kept);
	RUN(an_item_put_later_is_judged_by_what_is_left);
	RUN(what_is_changed_after_publication_is_told_with_what_it_was);
	RUN(an_earlier_first_day_is_a_shorter_notice);
	RUN(what_cannot_be_a_session_is_not_made_one_by_an_edit);
	RUN(planned_days_keep_their_distance_from_the_first);
	RUN(everyone_is_invited_once_in_their_own_language);
	RUN(an_invitation_says_where_when_and_what_about);
	return TAP_DONE();
}
