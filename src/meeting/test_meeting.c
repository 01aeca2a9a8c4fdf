/* test_meeting.c -- sessions, agendas and delegates on the engine under test. */
#include "meeting/internal.h"
#include "meeting/test_sitting.h"
#include "test/tap.h"

static struct assembly a;
static uint64_t before;

static void begin(int members)
{
	assembly_new(&a, members);
}

static void note(void)
{
	before = engine_fingerprint(&a.engine);
}

static bool is_unchanged(void)
{
	return engine_fingerprint(&a.engine) == before;
}

/* --- convening --- */

static void a_session_is_convened_with_its_name_and_place(void)
{
	struct meeting m, again;
	struct ctx *ctx;

	begin(2);
	m = sitting_convene(&a, 10);
	ctx = &a.engine.ctx;
	CHECK(str_is(m.slug, "ga-10") && m.state == MEETING_CONVENED && m.number == 10);
	CHECK(str_is(m.host_slug, "g1") && str_is(m.place.text, "Yeongam"));
	CHECK(str_is(meeting_name(ctx, &m), "Assembly, session 10"));
	CHECK(str_is(meeting_today(ctx, &m), "2014-10-22"));
	CHECK(meeting_by_slug(ctx, S("ga-10"), &again) == ERR_OK && again.id.v == m.id.v &&
	      str_is(again.organ.slug, "assembly"));
	CHECK(meeting_by_slug(ctx, S("ga-11"), &again) == ERR_NOT_FOUND);
	CHECK(meeting_get(ctx, (meeting_session_id){ 0 }, &again) == ERR_NOT_FOUND);
	ctx->lang = LANGUAGE_JA;
	CHECK(meeting_get(ctx, m.id, &again) == ERR_OK && str_is(again.place.text, "霊岩郡"));
	assembly_free(&a);
}

/* It is the day there, whatever day it is in London or at the server. */
static void today_is_the_day_where_the_session_sits(void)
{
	struct meeting m;

	begin(1);
	m = sitting_convene(&a, 1);
	a.engine.ctx.now.us += INT64_C(14) * 3600 * 1000000; /* 14:30 UTC: 23:30 in Seoul */
	CHECK(str_is(meeting_today(&a.engine.ctx, &m), "2014-10-22"));
	a.engine.ctx.now.us += INT64_C(3600) * 1000000;
	CHECK(str_is(meeting_today(&a.engine.ctx, &m), "2014-10-23"));
	assembly_free(&a);
}

static void what_cannot_be_convened_is_refused(void)
{
	struct meeting m;
	struct ctx *ctx;

	begin(2);
	sitting_convene(&a, 10);
	note();
	ctx = assembly_as(&a, a.secretariat);
	static const struct {
		int64_t number;
		const char *starts_on, *ends_on, *zone;
		enum err error;
	} cases[] = {
		{ 10, "2014-10-22", "2014-10-23", "Asia/Seoul", ERR_MEETING_NUMBER },
		{ 0, "2014-10-22", "2014-10-23", "Asia/Seoul", ERR_FIELD_NUMBER },
		{ -1, "2014-10-22", "2014-10-23", "Asia/Seoul", ERR_FIELD_NUMBER },
		{ 10001, "2014-10-22", "2014-10-23", "Asia/Seoul", ERR_FIELD_NUMBER },
		{ 11, "2014-10-23", "2014-10-22", "Asia/Seoul", ERR_MEETING_DATES },
		{ 11, "2014-10", "2014-10-22", "Asia/Seoul", ERR_MEETING_DATE },
		{ 11, "2014-02-30", "2014-10-22", "Asia/Seoul", ERR_MEETING_DATE },
		{ 11, "2014-10-22", "tomorrow", "Asia/Seoul", ERR_MEETING_DATE },
		{ 11, "2014-10-22", "2014-10-23", "Asia/Atlantis", ERR_MEETING_ZONE },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct meeting_new new = sitting_new(&a, cases[i].number);

		new.starts_on = str_of(cases[i].starts_on);
		new.ends_on = str_of(cases[i].ends_on);
		new.zone = str_of(cases[i].zone);
		CHECK(meeting_convene(ctx, &new, &m) == cases[i].error);
	}
	struct meeting_new nowhere = sitting_new(&a, 11);

	nowhere.organ.v = 999;
	CHECK(meeting_convene(ctx, &nowhere, &m) == ERR_NOT_FOUND);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void sessions_are_listed_newest_first(void)
{
	struct meeting *m;
	struct meeting_new other;
	struct meeting made;
	int n;

	begin(1);
	sitting_convene(&a, 1);
	sitting_convene(&a, 2);
	other = sitting_new(&a, 1);
	other.organ = a.committee.id;
	other.starts_on = S("2013-09-11");
	CHECK(meeting_convene(assembly_as(&a, a.secretariat), &other, &made) == ERR_OK);
	CHECK(meeting_list(&a.engine.ctx, &m, &n) == ERR_OK && n == 3);
	CHECK(str_is(m[0].slug, "ga-2") && str_is(m[1].slug, "ga-1") && str_is(m[2].slug, "wc-1"));
	CHECK(str_is(m[2].organ.slug, "committee"));
	CHECK(meeting_list_from(&a.engine.ctx, m[0].id, 10, &m, &n) == ERR_OK && n == 2 &&
	      str_is(m[0].slug, "ga-1"));
	assembly_free(&a);
}

/* --- opening and closing --- */

static enum err close_tx(struct tx *tx, void *arg)
{
	return meeting_close(tx, *(meeting_session_id *)arg);
}

static void whoever_presides_opens_and_closes_once(void)
{
	struct meeting m;

	begin(1);
	m = sitting_convene(&a, 1);
	note();
	CHECK(meeting_open(assembly_as(&a, a.secretariat), m.id) == ERR_FORBIDDEN);
	CHECK(meeting_open(assembly_as(&a, a.committee_chair), m.id) == ERR_FORBIDDEN);
	CHECK(db_write(assembly_as(&a, a.chair), close_tx, &m.id) == ERR_MEETING_STATE);
	CHECK(is_unchanged());
	CHECK(meeting_open(assembly_as(&a, a.chair), m.id) == ERR_OK);
	note();
	CHECK(meeting_open(assembly_as(&a, a.second_chair), m.id) == ERR_MEETING_STATE);
	CHECK(is_unchanged());
	CHECK(db_write(assembly_as(&a, a.second_chair), close_tx, &m.id) == ERR_OK);
	CHECK(meeting_get(&a.engine.ctx, m.id, &m) == ERR_OK && m.state == MEETING_CLOSED);
	CHECK(meeting_open(assembly_as(&a, a.chair), m.id) == ERR_MEETING_STATE);
	assembly_free(&a);
}

/* --- the agenda --- */

static void an_item_gets_its_title_in_each_language_and_its_number(void)
{
	struct meeting m;
	struct meeting_item item, second;
	struct ctx *ctx;

	begin(2);
	m = sitting_convene(&a, 1);
	CHECK(sitting_put(&a, m.id, "admit", "applicant", &item) == ERR_OK);
	ctx = &a.engine.ctx;
	CHECK(item.number == 1 && item.state == MEETING_ITEM_PENDING && item.subject_count == 1);
	CHECK(str_is(item.title.text, "The matter of Applicant"));
	CHECK(str_is(item.subjects[0].slug, "applicant") &&
	      str_is(item.kind.effect, "member.admit"));
	CHECK(sitting_put(&a, m.id, "resolve", NULL, &second) == ERR_OK && second.number == 2);
	CHECK(meeting_item_by_number(ctx, m.id, 2, &item) == ERR_OK && item.id.v == second.id.v);
	CHECK(meeting_item_by_number(ctx, m.id, 3, &item) == ERR_NOT_FOUND);
	struct meeting_item *items;
	int n;

	CHECK(meeting_items(ctx, m.id, &items, &n) == ERR_OK && n == 2);
	CHECK(items[0].subject_count == 1 && items[1].subject_count == 0);
	assembly_free(&a);
}

static void a_subject_named_twice_counts_once(void)
{
	struct meeting m;
	struct meeting_item item;

	begin(1);
	m = sitting_convene(&a, 1);
	const member_government_id twice[] = { assembly_government(&a, "applicant"),
		                               assembly_government(&a, "observer"),
		                               assembly_government(&a, "applicant") };
	const struct meeting_item_new new = { .session = m.id,
		                              .kind = sitting_kind(&a, "admit"),
		                              .subjects = twice,
		                              .subject_count = 3 };

	CHECK(meeting_item_put(assembly_as(&a, a.secretariat), &new, &item) == ERR_OK);
	CHECK(item.subject_count == 2 &&
	      str_is(item.title.text, "The matter of Applicant and Observer"));
	assembly_free(&a);
}

static void what_the_organ_may_not_decide_is_refused_naming_the_power(void)
{
	struct meeting m;
	struct meeting_item item;
	struct sbuf why;

	begin(1);
	m = sitting_convene(&a, 1);
	note();
	CHECK(sitting_put(&a, m.id, "foreign", NULL, &item) == ERR_CHARTER_NO_POWER);
	why = (struct sbuf){ .arena = a.engine.ctx.arena };
	msg_text(&why, LANGUAGE_EN, err_message(ERR_CHARTER_NO_POWER), a.engine.ctx.why,
	         a.engine.ctx.why_count);
	CHECK(str_starts(sbuf_done(&why),
	                 S("Assembly has no power to decide on this: “Kind foreign”")));
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void an_item_that_could_not_be_carried_out_is_not_put(void)
{
	struct meeting m;
	struct meeting_item item;

	begin(2);
	m = sitting_convene(&a, 1);
	note();
	CHECK(sitting_put(&a, m.id, "admit", "g1", &item) == ERR_MEMBER_ALREADY);
	CHECK(sitting_put(&a, m.id, "expel", "applicant", &item) == ERR_MEMBER_NOT);
	CHECK(sitting_put(&a, m.id, "admit", NULL, &item) == ERR_ITEM_SUBJECTS);
	CHECK(sitting_put(&a, m.id, "resolve", "g1", &item) == ERR_ITEM_SUBJECTS);
	const struct meeting_item_new nowhere = { .session = { 99 },
		                                  .kind = sitting_kind(&a, "resolve") };

	CHECK(meeting_item_put(assembly_as(&a, a.secretariat), &nowhere, &item) == ERR_NOT_FOUND);
	CHECK(is_unchanged());
	CHECK(meeting_open(assembly_as(&a, a.chair), m.id) == ERR_OK);
	CHECK(sitting_put(&a, m.id, "resolve", NULL, &item) == ERR_OK);
	CHECK(db_write(assembly_as(&a, a.chair), close_tx, &m.id) == ERR_OK);
	CHECK(sitting_put(&a, m.id, "resolve", NULL, &item) == ERR_MEETING_CLOSED);
	assembly_free(&a);
}

static enum err settle_tx(struct tx *tx, void *arg)
{
	return meeting_item_settle(tx, *(meeting_item_id *)arg, MEETING_ITEM_ADOPTED);
}

static void an_item_is_settled_once(void)
{
	struct meeting m;
	struct meeting_item item;

	begin(1);
	m = sitting_convene(&a, 1);
	CHECK(sitting_put(&a, m.id, "resolve", NULL, &item) == ERR_OK);
	CHECK(db_write(&a.engine.ctx, settle_tx, &item.id) == ERR_OK);
	CHECK(db_write(&a.engine.ctx, settle_tx, &item.id) == ERR_ITEM_DECIDED);
	assembly_free(&a);
}

/* --- delegates and the roll --- */

static int roll_length(const struct meeting *m, bool good_standing, bool accredited)
{
	const struct charter_rule rule = { .good_standing = good_standing,
		                           .accredited = accredited };
	struct meeting_entitled *roll;
	int n = -1;

	CHECK(meeting_roll(&a.engine.ctx, m, &rule, &roll, &n) == ERR_OK);
	return n;
}

static void a_delegate_is_registered_once_and_for_the_own_government(void)
{
	struct meeting m;
	struct ctx *ctx;

	begin(3);
	m = sitting_convene(&a, 1);
	ctx = assembly_as(&a, a.secretariat);
	CHECK(meeting_delegate_add(ctx, m.id, a.members[0], a.delegates[0], true) == ERR_OK);
	note();
	CHECK(meeting_delegate_add(ctx, m.id, a.members[0], a.delegates[0], true) ==
	      ERR_DELEGATE_REGISTERED);
	CHECK(meeting_delegate_add(ctx, m.id, a.members[0], a.delegates[1], false) ==
	      ERR_DELEGATE_OTHER_GOVERNMENT);
	CHECK(meeting_delegate_add(ctx, m.id, a.members[0], a.chair, false) ==
	      ERR_DELEGATE_OTHER_GOVERNMENT);
	CHECK(is_unchanged());
	account_id second = assembly_person(&a, "second", ROLE_DELEGATE, SCOPE_GOVERNMENT,
	                                    a.members[0].v);
	note();
	CHECK(meeting_delegate_add(ctx, m.id, a.members[0], second, true) == ERR_DELEGATE_TWICE);
	CHECK(is_unchanged());
	CHECK(meeting_delegate_add(ctx, m.id, a.members[0], second, false) == ERR_OK);
	assembly_free(&a);
}

static void the_roll_is_of_members_whose_delegate_is_accredited(void)
{
	struct meeting m;
	struct meeting_delegate *d;
	struct ctx *ctx;
	int64_t changed;
	int n;

	begin(4);
	m = sitting_convene(&a, 1);
	ctx = assembly_as(&a, a.secretariat);
	for (int i = 0; i < 3; i++)
		CHECK(meeting_delegate_add(ctx, m.id, a.members[i], a.delegates[i], i != 2) ==
		      ERR_OK);
	CHECK(meeting_delegate_add(ctx, m.id, assembly_government(&a, "observer"), a.observer,
	                           true) == ERR_OK);
	CHECK(roll_length(&m, true, true) == 0 && roll_length(&m, true, false) == 2);
	CHECK(meeting_delegates(ctx, m.id, &d, &n) == ERR_OK && n == 4);
	CHECK(str_is(d[0].government.country, "JP") && str_is(d[0].person.text, "Person of g3"));
	for (int i = 0; i < n; i++)
		if (str_is(d[i].government.slug, "g1"))
			CHECK(meeting_accredit(ctx, d[i].id, true) == ERR_OK);
	CHECK(roll_length(&m, true, true) == 1);
	CHECK(meeting_accredit_all(ctx, m.id, &changed) == ERR_OK && changed == 3);
	CHECK(roll_length(&m, true, true) == 2);
	for (int i = 0; i < n; i++)
		if (str_is(d[i].government.slug, "g1"))
			CHECK(meeting_accredit(ctx, d[i].id, false) == ERR_OK);
	CHECK(roll_length(&m, true, true) == 1);
	CHECK(meeting_accredit(ctx, (meeting_delegate_id){ 999 }, true) == ERR_NOT_FOUND);
	assembly_free(&a);
}

static void a_suspended_member_is_not_on_the_roll_while_it_lasts(void)
{
	struct meeting m;
	struct meeting_entitled *roll;
	const struct charter_rule rule = { .good_standing = true, .accredited = true };
	int n;

	begin(4);
	m = sitting_convene(&a, 1);
	sitting_seat(&a, m.id, 4);
	engine_exec(&a.engine,
	            "INSERT INTO member_suspension (government_id, since, until, reason) "
	            "SELECT id, '2014-01-01', NULL, name FROM member_government WHERE slug = 'g2'");
	engine_exec(
		&a.engine,
		"INSERT INTO member_suspension (government_id, since, until, reason) "
		"SELECT id, '2012', '2014-10-22', name FROM member_government WHERE slug = 'g3'");
	engine_exec(&a.engine,
	            "INSERT INTO member_suspension (government_id, since, until, reason) "
	            "SELECT id, '2014-10-23', NULL, name FROM member_government WHERE slug = 'g4'");
	CHECK(roll_length(&m, false, true) == 4);
	CHECK(meeting_roll(&a.engine.ctx, &m, &rule, &roll, &n) == ERR_OK && n == 3);
	CHECK(roll[0].government.v == a.members[0].v && roll[0].is_chair && roll[0].weight == 1 &&
	      roll[0].account.v == a.delegates[0].v);
	CHECK(roll[1].government.v == a.members[2].v && !roll[1].is_chair);
	assembly_free(&a);
}

static void a_closed_session_stays_as_it_was(void)
{
	struct meeting m;
	struct meeting_delegate *d;
	int64_t changed;
	int n;

	begin(2);
	m = sitting_convene(&a, 1);
	sitting_seat(&a, m.id, 1);
	CHECK(meeting_open(assembly_as(&a, a.chair), m.id) == ERR_OK &&
	      db_write(&a.engine.ctx, close_tx, &m.id) == ERR_OK);
	note();
	struct ctx *ctx = assembly_as(&a, a.secretariat);

	CHECK(meeting_delegates(ctx, m.id, &d, &n) == ERR_OK && n == 1);
	CHECK(meeting_delegate_add(ctx, m.id, a.members[1], a.delegates[1], true) ==
	      ERR_MEETING_CLOSED);
	CHECK(meeting_accredit(ctx, d[0].id, false) == ERR_MEETING_CLOSED);
	CHECK(meeting_accredit_all(ctx, m.id, &changed) == ERR_MEETING_CLOSED);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void the_secretariat_may_convene_and_others_may_not(void)
{
	const struct {
		const account_id *who;
		bool may;
	} cases[] = { { &a.secretariat, true }, { &a.chair, false }, { &a.auditor, false },
		      {
			      &a.operator,
			      false },
	};
	bool may = true;

	begin(1);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CHECK(meeting_may_convene(assembly_as(&a, *cases[i].who), &may) == ERR_OK);
		CHECK(may == cases[i].may);
	}
	CHECK(meeting_may_convene(assembly_as(&a, (account_id){ 0 }), &may) == ERR_OK && !may);
	assembly_free(&a);
}

int main(void)
{
	RUN(a_session_is_convened_with_its_name_and_place);
	RUN(today_is_the_day_where_the_session_sits);
	RUN(what_cannot_be_convened_is_refused);
	RUN(sessions_are_listed_newest_first);
	RUN(whoever_presides_opens_and_closes_once);
	RUN(an_item_gets_its_title_in_each_language_and_its_number);
	RUN(a_subject_named_twice_counts_once);
	RUN(what_the_organ_may_not_decide_is_refused_naming_the_power);
	RUN(an_item_that_could_not_be_carried_out_is_not_put);
	RUN(an_item_is_settled_once);
	RUN(a_delegate_is_registered_once_and_for_the_own_government);
	RUN(the_roll_is_of_members_whose_delegate_is_accredited);
	RUN(a_suspended_member_is_not_on_the_roll_while_it_lasts);
	RUN(a_closed_session_stays_as_it_was);
	RUN(the_secretariat_may_convene_and_others_may_not);
	return TAP_DONE();
}
