/* test_meeting_presence.c -- delegations, presence, sittings and the quorum on the engine under
 * test. */
#include "meeting/internal_presence.h"
#include "meeting/test_sitting.h"
#include "test/tap.h"

static struct assembly a;
static uint64_t before;
static struct meeting m;

/* A session of an assembly of `n`; half of the members must be there when its organ decides. */
static void begin(int n, enum meeting_mode mode)
{
	struct meeting_new new;

	assembly_new(&a, n);
	assembly_head(&a, 0);
	a.engine.ctx.secret = S("0123456789abcdef0123456789abcdef");
	engine_exec(&a.engine, "UPDATE charter_power SET rule = 'quorate' WHERE rule IS NOT NULL");
	new = sitting_new(&a, 10);
	new.mode = mode;
	MUST(meeting_convene(assembly_as(&a, a.secretariat), &new, &m) == ERR_OK);
}

static struct ctx *as(account_id who)
{
	return assembly_as(&a, who);
}

static void note(void)
{
	before = engine_fingerprint(&a.engine);
}

static bool is_unchanged(void)
{
	return engine_fingerprint(&a.engine) == before;
}

static struct meeting_delegate_new new_one(int i, const char *name, enum meeting_role role,
                                           enum meeting_seat seat)
{
	struct meeting_delegate_new new = {
		.session = m.id,
		.government = a.members[i],
		.language = LANGUAGE_JA,
		.role = role,
		.seat = seat,
	};

	new.person.in[LANGUAGE_JA] = str_of(name);
	return new;
}

static meeting_delegate_id delegate_of(account_id who)
{
	struct meeting_delegate d = { .id = { 0 } };

	CHECK(meeting_delegate_own(as(who), m.id, &d) == ERR_OK);
	return d.id;
}

static struct meeting_delegate get(meeting_delegate_id id)
{
	struct meeting_delegate d = { .id = { 0 } };

	CHECK(meeting_delegate_get(&a.engine.ctx, id, &d) == ERR_OK);
	return d;
}

/* --- delegations --- */

static void a_government_registers_its_own_people_and_no_others(void)
{
	struct meeting_delegate_new new;
	meeting_delegate_id head, other;
	struct account_self self;
	member_government_id government;
	bool may = false;

	begin(2, MEETING_IN_HALL);
	new = new_one(0, "山田太郎", MEETING_HEAD, MEETING_SEAT_VOTES);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &head) == ERR_OK);
	CHECK(get(head).role == MEETING_HEAD && get(head).votes && !get(head).is_accredited);
	CHECK(meeting_delegate_own(as(get(head).account), m.id, &(struct meeting_delegate){ 0 }) ==
	      ERR_OK);
	CHECK(account_self(as(get(head).account), &self) == ERR_OK && str_is(self.name, "g1-1") &&
	      str_is(self.roles[0], "head"));
	CHECK(account_government(&a.engine.ctx, get(head).account, &government) == ERR_OK &&
	      government.v == a.members[0].v);
	/* An adviser gets no right by being one. */
	new = new_one(0, "顧問", MEETING_ADVISER, MEETING_SEAT_NONE);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &other) == ERR_OK);
	CHECK(account_has_role(&a.engine.ctx, get(other).account,
	                       (struct account_duty){ ROLE_DELEGATE, SCOPE_GOVERNMENT,
	                                              a.members[0].v },
	                       &may) == ERR_OK &&
	      !may);
	note();
	new = new_one(1, "不許可", MEETING_DELEGATE, MEETING_SEAT_NONE);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &other) == ERR_FORBIDDEN);
	CHECK(meeting_delegate_register(as(a.auditor), &new, &other) == ERR_FORBIDDEN);
	CHECK(meeting_delegate_register(as((account_id){ 0 }), &new, &other) == ERR_FORBIDDEN);
	CHECK(is_unchanged());
	CHECK(meeting_delegate_register(as(a.secretariat), &new, &other) == ERR_OK);
	assembly_free(&a);
}

static void what_a_registration_lacks_is_said(void)
{
	struct meeting_delegate_new new;
	meeting_delegate_id id;

	begin(2, MEETING_IN_HALL);
	new = new_one(0, "山田", MEETING_HEAD, MEETING_SEAT_VOTES);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &id) == ERR_OK);
	new.seat = MEETING_SEAT_STANDS_IN;
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &id) == ERR_OK);
	note();
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &id) == ERR_DELEGATE_SEAT);
	new.seat = MEETING_SEAT_VOTES;
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &id) == ERR_DELEGATE_TWICE);
	new.role = MEETING_ADVISER;
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &id) == ERR_DELEGATE_ADVISER);
	new = new_one(0, "x", MEETING_DELEGATE, MEETING_SEAT_NONE);
	new.person.in[LANGUAGE_JA] = (struct str){ 0 };
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &id) == ERR_DELEGATE_NAME);
	new.account = a.delegates[1];
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &id) ==
	      ERR_DELEGATE_OTHER_GOVERNMENT);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void two_change_places_and_an_adviser_is_looked_at_again(void)
{
	struct meeting_delegate_new new;
	meeting_delegate_id voter, second, adviser;
	int64_t changed;

	begin(1, MEETING_IN_HALL);
	new = new_one(0, "一", MEETING_HEAD, MEETING_SEAT_VOTES);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &voter) == ERR_OK);
	new = new_one(0, "二", MEETING_DELEGATE, MEETING_SEAT_STANDS_IN);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &second) == ERR_OK);
	new = new_one(0, "三", MEETING_ADVISER, MEETING_SEAT_NONE);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &adviser) == ERR_OK);
	CHECK(meeting_accredit_all(as(a.secretariat), m.id, &changed) == ERR_OK && changed == 3);
	struct meeting_delegate_change c = { .id = second,
		                             .role = MEETING_DELEGATE,
		                             .seat = MEETING_SEAT_VOTES };

	CHECK(meeting_delegate_change(as(a.delegates[0]), &c) == ERR_OK);
	CHECK(get(second).votes && !get(second).stands_in && get(second).is_accredited);
	CHECK(!get(voter).votes && get(voter).stands_in && get(voter).role == MEETING_HEAD);
	c = (struct meeting_delegate_change){ .id = adviser,
		                              .role = MEETING_DELEGATE,
		                              .seat = MEETING_SEAT_VOTES };
	CHECK(meeting_delegate_change(as(a.delegates[0]), &c) == ERR_OK);
	CHECK(get(adviser).votes && !get(adviser).is_accredited);
	CHECK(!get(second).votes && !get(second).stands_in);
	note();
	c.role = MEETING_ADVISER;
	CHECK(meeting_delegate_change(as(a.delegates[0]), &c) == ERR_DELEGATE_ADVISER);
	CHECK(meeting_delegate_change(as(a.auditor), &c) == ERR_FORBIDDEN);
	c.id.v = 999;
	CHECK(meeting_delegate_change(as(a.delegates[0]), &c) == ERR_NOT_FOUND);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void who_is_recalled_is_gone_and_may_be_sent_again(void)
{
	struct meeting_presence *p;
	struct meeting_delegate d;
	meeting_delegate_id id;
	int n;

	begin(1, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 1);
	id = delegate_of(a.delegates[0]);
	CHECK(meeting_check_in(as(a.secretariat), id) == ERR_OK);
	CHECK(meeting_delegate_recall(as(a.delegates[0]), id) == ERR_OK);
	CHECK(meeting_delegate_own(as(a.delegates[0]), m.id, &d) == ERR_NOT_FOUND);
	CHECK(meeting_presences(&a.engine.ctx, m.id, &p, &n) == ERR_OK && n == 1 &&
	      p[0].out_at.us != TIME_NONE.us);
	note();
	CHECK(meeting_delegate_recall(as(a.delegates[0]), id) == ERR_NOT_FOUND);
	CHECK(meeting_check_in(as(a.secretariat), id) == ERR_NOT_FOUND);
	CHECK(meeting_accredit(as(a.secretariat), id, true) == ERR_NOT_FOUND);
	CHECK(is_unchanged());
	a.engine.ctx.now.us++;
	CHECK(meeting_delegate_add(as(a.secretariat), m.id, a.members[0], a.delegates[0], true) ==
	      ERR_OK);
	d = get(id);
	CHECK(d.votes && d.credentials == MEETING_CREDENTIALS_WAITING);
	assembly_free(&a);
}

static void a_link_opens_only_what_nobody_uses(void)
{
	struct meeting_delegate_new new;
	meeting_delegate_id id;
	struct str token, session;

	begin(2, MEETING_IN_HALL);
	new = new_one(0, "山田", MEETING_DELEGATE, MEETING_SEAT_NONE);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &id) == ERR_OK);
	CHECK(meeting_delegate_invite(as(a.delegates[1]), id, &token) == ERR_FORBIDDEN);
	CHECK(meeting_delegate_invite(as(a.delegates[0]), id, &token) == ERR_OK);
	CHECK(account_accept(&a.engine.ctx, token, (struct str){ 0 }, &session) == ERR_OK);
	note();
	CHECK(meeting_delegate_invite(as(a.delegates[0]), id, &token) == ERR_ACCOUNT_USED);
	CHECK(meeting_delegate_invite(as(a.secretariat), id, &token) == ERR_ACCOUNT_USED);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void why_credentials_were_refused_is_for_the_government_alone(void)
{
	struct meeting_delegate d;
	struct tr reason;
	int64_t changed;

	begin(2, MEETING_IN_HALL);
	CHECK(meeting_delegate_add(as(a.secretariat), m.id, a.members[0], a.delegates[0], true) ==
	      ERR_OK);
	meeting_delegate_id id = delegate_of(a.delegates[0]);

	CHECK(meeting_credentials_refuse(as(a.secretariat), id, S("No signature")) == ERR_OK);
	d = get(id);
	CHECK(d.credentials == MEETING_CREDENTIALS_REFUSED && !d.is_accredited);
	CHECK(meeting_refusal(as(a.secretariat), &d, &reason) == ERR_OK &&
	      str_is(reason.text, "No signature"));
	CHECK(meeting_refusal(as(a.delegates[0]), &d, &reason) == ERR_OK &&
	      str_is(reason.text, "No signature"));
	CHECK(meeting_refusal(as(a.delegates[1]), &d, &reason) == ERR_OK && !reason.text.p);
	CHECK(meeting_refusal(as((account_id){ 0 }), &d, &reason) == ERR_OK && !reason.text.p);
	CHECK(meeting_accredit_all(as(a.secretariat), m.id, &changed) == ERR_OK && changed == 0);
	CHECK(meeting_accredit(as(a.secretariat), id, false) == ERR_OK);
	d = get(id);
	CHECK(d.credentials == MEETING_CREDENTIALS_WAITING);
	CHECK(meeting_refusal(as(a.secretariat), &d, &reason) == ERR_OK && !reason.text.p);
	CHECK(meeting_accredit(as(a.secretariat), id, true) == ERR_OK && get(id).is_accredited);
	assembly_free(&a);
}

/* --- presence --- */

static void twice_checked_in_is_as_good_as_once(void)
{
	struct meeting_presence *p;
	meeting_delegate_id id;
	int n;

	begin(1, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 1);
	id = delegate_of(a.delegates[0]);
	CHECK(meeting_check_in(as(a.secretariat), id) == ERR_OK);
	note();
	CHECK(meeting_check_in(as(a.secretariat), id) == ERR_OK && is_unchanged());
	a.engine.ctx.now.us += 60000000;
	CHECK(meeting_check_out(as(a.secretariat), id) == ERR_OK);
	note();
	CHECK(meeting_check_out(as(a.secretariat), id) == ERR_OK && is_unchanged());
	a.engine.ctx.now.us -= 1000000; /* a clock that is set back a little */
	CHECK(meeting_check_in(as(a.secretariat), id) == ERR_OK);
	a.engine.ctx.now.us -= 1000000;
	CHECK(meeting_check_out(as(a.secretariat), id) == ERR_OK);
	CHECK(meeting_presences(&a.engine.ctx, m.id, &p, &n) == ERR_OK && n == 2);
	CHECK(p[0].out_at.us - p[0].in_at.us == 60000000 || p[1].out_at.us > p[1].in_at.us);
	for (int i = 0; i < n; i++)
		CHECK(p[i].out_at.us >= p[i].in_at.us && p[i].government.id.v == a.members[0].v);
	CHECK(meeting_check_in(as(a.secretariat), (meeting_delegate_id){ 99 }) == ERR_NOT_FOUND);
	assembly_free(&a);
}

static void one_checks_oneself_in_where_the_session_is_not_in_the_hall(void)
{
	begin(2, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 1);
	note();
	CHECK(meeting_attend(as(a.delegates[0]), m.id, true) == ERR_MEETING_IN_HALL);
	CHECK(meeting_attend(as(a.delegates[1]), m.id, true) == ERR_DELEGATE_NONE);
	CHECK(is_unchanged());
	assembly_free(&a);
	begin(2, MEETING_BOTH);
	sitting_seat(&a, m.id, 1);
	CHECK(meeting_attend(as(a.delegates[0]), m.id, true) == ERR_OK);
	CHECK(get(delegate_of(a.delegates[0])).in_at.us == a.engine.ctx.now.us);
	CHECK(meeting_attend(as(a.delegates[0]), m.id, false) == ERR_OK);
	CHECK(get(delegate_of(a.delegates[0])).in_at.us == TIME_NONE.us);
	assembly_free(&a);
}

static void a_code_names_one_delegate_and_cannot_be_guessed(void)
{
	struct meeting_delegate d;
	struct str code, other;

	begin(2, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 2);
	code = meeting_code(&a.engine.ctx, delegate_of(a.delegates[0]));
	other = meeting_code(&a.engine.ctx, delegate_of(a.delegates[1]));
	CHECK(str_is_slug(code) && str_is_slug(other) && !str_eq(code, other));
	CHECK(meeting_by_code(&a.engine.ctx, code, &d) == ERR_OK &&
	      d.account.v == a.delegates[0].v);
	struct str forged = arena_printf(a.engine.ctx.arena, "2%.*s",
	                                 STR_ARG(str_sub(code, 1, code.n)));
	static const char *const wrong[] = {
		"", "1", "-", "x-y", "1-", "0-0", "99999999999999999999-a"
	};

	CHECK(meeting_by_code(&a.engine.ctx, forged, &d) == ERR_CHECK_IN_CODE);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		CHECK(meeting_by_code(&a.engine.ctx, str_of(wrong[i]), &d) == ERR_CHECK_IN_CODE);
	a.engine.ctx.secret = S("another association's own secret");
	CHECK(meeting_by_code(&a.engine.ctx, code, &d) == ERR_CHECK_IN_CODE);
	a.engine.ctx.secret = S("0123456789abcdef0123456789abcdef");
	CHECK(meeting_delegate_recall(as(a.secretariat), delegate_of(a.delegates[0])) == ERR_OK);
	CHECK(meeting_by_code(&a.engine.ctx, code, &d) == ERR_CHECK_IN_CODE);
	assembly_free(&a);
}

/* --- the roll --- */

static void who_is_there_votes_and_the_roll_says_who_is_present(void)
{
	const struct charter_rule rule = { .good_standing = true, .accredited = true };
	struct meeting_delegate_new new;
	struct meeting_entitled *roll;
	meeting_delegate_id stand_in;
	int64_t changed;
	int n;

	begin(2, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 2);
	new = new_one(0, "代理", MEETING_DELEGATE, MEETING_SEAT_STANDS_IN);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &stand_in) == ERR_OK);
	CHECK(meeting_accredit_all(as(a.secretariat), m.id, &changed) == ERR_OK);
	CHECK(meeting_roll(&a.engine.ctx, &m, &rule, &roll, &n) == ERR_OK && n == 2);
	CHECK(roll[0].is_present && roll[1].is_present && roll[0].account.v == a.delegates[0].v);
	CHECK(meeting_check_in(as(a.secretariat), stand_in) == ERR_OK);
	CHECK(meeting_roll(&a.engine.ctx, &m, &rule, &roll, &n) == ERR_OK && n == 2);
	CHECK(roll[0].is_present && roll[0].account.v == get(stand_in).account.v);
	CHECK(!roll[1].is_present && roll[1].account.v == a.delegates[1].v);
	CHECK(meeting_check_in(as(a.secretariat), delegate_of(a.delegates[0])) == ERR_OK);
	CHECK(meeting_roll(&a.engine.ctx, &m, &rule, &roll, &n) == ERR_OK &&
	      roll[0].account.v == a.delegates[0].v);
	assembly_free(&a);
}

#define NUMBERS "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"

/* Ten thousand and one who vote: a roll of the first ten thousand would decide for all. */
static void a_roll_that_is_too_long_is_refused_and_not_cut(void)
{
	const struct charter_rule rule = { .good_standing = false };
	struct meeting_entitled *roll;
	char sql[400];
	int n;

	begin(1, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 1);
	engine_exec(&a.engine, "INSERT INTO account (name, person, language, created_at) " NUMBERS
	                       " SELECT 'x' || i, (SELECT min(person) FROM account), 'en', 0"
	                       " FROM n");
	engine_exec(&a.engine, "INSERT INTO member_government (slug, country, name) " NUMBERS
	                       " SELECT 'x' || i, 'JP', (SELECT min(name) FROM member_government)"
	                       " FROM n");
	snprintf(sql, sizeof(sql),
	         "INSERT INTO meeting_delegate (session_id, government_id, account_id, votes)"
	         " SELECT %" PRId64 ", g.id, a.id, 1 FROM account a JOIN member_government g"
	         " ON g.slug = a.name WHERE a.name <> 'x10000' AND a.name LIKE 'x%%'",
	         m.id.v);
	engine_exec(&a.engine, sql);
	CHECK(meeting_roll(&a.engine.ctx, &m, &rule, &roll, &n) == ERR_OK);
	snprintf(sql, sizeof(sql),
	         "INSERT INTO meeting_delegate (session_id, government_id, account_id, votes)"
	         " SELECT %" PRId64 ", g.id, a.id, 1 FROM account a JOIN member_government g"
	         " ON g.slug = a.name WHERE a.name = 'x10000'",
	         m.id.v);
	engine_exec(&a.engine, sql);
	CHECK(meeting_roll(&a.engine.ctx, &m, &rule, &roll, &n) == ERR_ROLL_LIMIT);
	assembly_free(&a);
}

static void a_seat_without_a_vote_says_why(void)
{
	const struct charter_rule rule = { .good_standing = true, .accredited = true };
	struct meeting_seating *s;
	int n;

	begin(3, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 2);
	CHECK(meeting_delegate_add(as(a.secretariat), m.id, a.members[2], a.delegates[2], true) ==
	      ERR_OK);
	CHECK(meeting_delegate_add(as(a.secretariat), m.id, assembly_government(&a, "observer"),
	                           a.observer, true) == ERR_OK);
	engine_exec(&a.engine,
	            "INSERT INTO member_suspension (government_id, since, until, reason) "
	            "SELECT id, '2014-01-01', NULL, name FROM member_government WHERE slug = 'g2'");
	CHECK(meeting_seatings(&a.engine.ctx, &m, &rule, &s, &n) == ERR_OK && n == 4);
	for (int i = 0; i < n; i++) {
		bool is_g2 = str_is(s[i].government.slug, "g2");
		enum meeting_bar bar = MEETING_BAR_NO_MEMBER;

		if (str_is(s[i].government.slug, "g1"))
			bar = MEETING_BAR_NONE;
		if (is_g2)
			bar = MEETING_BAR_STANDING;
		if (str_is(s[i].government.slug, "g3"))
			bar = MEETING_BAR_WAITING;
		CHECK(s[i].bar == bar && (s[i].account.v != 0) == (bar == MEETING_BAR_NONE));
		CHECK(is_g2 == str_is(s[i].reason.text, "Government 2"));
	}
	assembly_free(&a);
}

/* --- sittings --- */

static enum err close_tx(struct tx *tx, void *arg)
{
	(void)arg;
	return meeting_close(tx, m.id);
}

static enum err suspend_tx(struct tx *tx, void *arg)
{
	return meeting_suspend(tx, m.id, *(time_us *)arg);
}

static void a_session_sits_in_sittings(void)
{
	struct meeting_sitting *s;
	struct meeting now;
	time_us later = { a.engine.ctx.now.us }, none = TIME_NONE;
	int n;

	begin(1, MEETING_IN_HALL);
	later.us = a.engine.ctx.now.us + 3600000000;
	note();
	CHECK(db_write(as(a.chair), suspend_tx, &later) == ERR_MEETING_STATE);
	CHECK(meeting_resume(as(a.chair), m.id) == ERR_MEETING_STATE && is_unchanged());
	CHECK(meeting_open(as(a.chair), m.id) == ERR_OK);
	note();
	CHECK(db_write(as(a.secretariat), suspend_tx, &later) == ERR_FORBIDDEN && is_unchanged());
	CHECK(db_write(as(a.chair), suspend_tx, &later) == ERR_OK);
	CHECK(meeting_get(&a.engine.ctx, m.id, &now) == ERR_OK && !meeting_is_sitting(&now) &&
	      now.state == MEETING_OPEN && now.resumes_at.us == later.us);
	note();
	CHECK(db_write(as(a.chair), suspend_tx, &later) == ERR_MEETING_STATE && is_unchanged());
	CHECK(meeting_resume(as(a.second_chair), m.id) == ERR_OK);
	CHECK(meeting_get(&a.engine.ctx, m.id, &now) == ERR_OK && meeting_is_sitting(&now) &&
	      now.resumes_at.us == TIME_NONE.us);
	CHECK(meeting_sittings(&a.engine.ctx, m.id, &s, &n) == ERR_OK && n == 2 &&
	      s[0].ended_at.us != TIME_NONE.us && s[1].ended_at.us == TIME_NONE.us);
	CHECK(db_write(as(a.chair), suspend_tx, &none) == ERR_OK);
	CHECK(db_write(as(a.chair), close_tx, NULL) == ERR_OK);
	CHECK(meeting_sittings(&a.engine.ctx, m.id, &s, &n) == ERR_OK && n == 2 &&
	      s[1].ended_at.us != TIME_NONE.us);
	CHECK(meeting_resume(as(a.chair), m.id) == ERR_MEETING_STATE);
	assembly_free(&a);
}

static void with_the_session_everyones_presence_ends(void)
{
	struct meeting_presence *p;
	int n;

	begin(2, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 2);
	for (int i = 0; i < 2; i++)
		CHECK(meeting_check_in(as(a.secretariat), delegate_of(a.delegates[i])) == ERR_OK);
	CHECK(meeting_open(as(a.chair), m.id) == ERR_OK);
	a.engine.ctx.now.us += 1000000;
	CHECK(db_write(as(a.chair), close_tx, NULL) == ERR_OK);
	CHECK(meeting_presences(&a.engine.ctx, m.id, &p, &n) == ERR_OK && n == 2);
	for (int i = 0; i < n; i++)
		CHECK(p[i].out_at.us == a.engine.ctx.now.us);
	CHECK(meeting_check_in(as(a.secretariat), p[0].delegate) == ERR_MEETING_CLOSED);
	CHECK(meeting_delegate_recall(as(a.secretariat), p[0].delegate) == ERR_MEETING_CLOSED);
	assembly_free(&a);
}

/* --- quorum --- */

static void the_quorum_is_the_rules_and_its_loss_is_recorded(void)
{
	struct meeting_quorum_change *c;
	struct meeting_quorum q;
	time_us none = TIME_NONE;
	int n;

	begin(4, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 4);
	CHECK(meeting_quorum(&a.engine.ctx, &m, NULL, &q) == ERR_OK);
	CHECK(q.is_asked && q.is_reached && !q.is_kept && q.present == 4 && q.needed == 2 &&
	      q.base == 4);
	for (int i = 0; i < 2; i++)
		CHECK(meeting_check_in(as(a.secretariat), delegate_of(a.delegates[i])) == ERR_OK);
	CHECK(meeting_quorum_changes(&a.engine.ctx, m.id, &c, &n) == ERR_OK && n == 0);
	CHECK(meeting_open(as(a.chair), m.id) == ERR_OK);
	CHECK(meeting_quorum_changes(&a.engine.ctx, m.id, &c, &n) == ERR_OK && n == 1 &&
	      c[0].is_reached && c[0].present == 2);
	a.engine.ctx.now.us += 1000000;
	CHECK(meeting_check_out(as(a.secretariat), delegate_of(a.delegates[1])) == ERR_OK);
	CHECK(meeting_quorum(&a.engine.ctx, &m, NULL, &q) == ERR_OK && !q.is_reached &&
	      q.lost_at.us == a.engine.ctx.now.us && q.is_kept && q.present == 1);
	a.engine.ctx.now.us += 1000000;
	CHECK(meeting_check_out(as(a.secretariat), delegate_of(a.delegates[0])) == ERR_OK);
	CHECK(meeting_check_in(as(a.secretariat), delegate_of(a.delegates[2])) == ERR_OK);
	CHECK(meeting_quorum_changes(&a.engine.ctx, m.id, &c, &n) == ERR_OK && n == 2);
	CHECK(meeting_check_in(as(a.secretariat), delegate_of(a.delegates[3])) == ERR_OK);
	CHECK(meeting_quorum(&a.engine.ctx, &m, NULL, &q) == ERR_OK && q.is_reached &&
	      q.lost_at.us == TIME_NONE.us);
	/* In a pause people go for lunch. */
	CHECK(db_write(as(a.chair), suspend_tx, &none) == ERR_OK);
	CHECK(meeting_check_out(as(a.secretariat), delegate_of(a.delegates[3])) == ERR_OK);
	CHECK(meeting_quorum_changes(&a.engine.ctx, m.id, &c, &n) == ERR_OK && n == 3);
	CHECK(meeting_resume(as(a.chair), m.id) == ERR_OK);
	CHECK(meeting_quorum_changes(&a.engine.ctx, m.id, &c, &n) == ERR_OK && n == 4 &&
	      !c[3].is_reached && c[3].needed == 2 && c[3].base == 4);
	assembly_free(&a);
}

static void withdrawn_credentials_may_cost_the_quorum(void)
{
	struct meeting_quorum_change *c;
	int n;

	begin(2, MEETING_IN_HALL);
	sitting_seat(&a, m.id, 1);
	CHECK(meeting_open(as(a.chair), m.id) == ERR_OK);
	CHECK(meeting_credentials_refuse(as(a.secretariat), delegate_of(a.delegates[0]),
	                                 S("Withdrawn by the governor")) == ERR_OK);
	CHECK(meeting_quorum_changes(&a.engine.ctx, m.id, &c, &n) == ERR_OK && n == 2 &&
	      c[0].is_reached && !c[1].is_reached);
	assembly_free(&a);
}

static void without_a_rule_there_is_no_quorum_to_lose(void)
{
	struct meeting_quorum q;

	begin(2, MEETING_IN_HALL);
	engine_exec(&a.engine, "DELETE FROM charter_power");
	sitting_seat(&a, m.id, 1);
	CHECK(meeting_quorum(&a.engine.ctx, &m, NULL, &q) == ERR_NOT_FOUND);
	CHECK(meeting_open(as(a.chair), m.id) == ERR_OK);
	CHECK(meeting_check_in(as(a.secretariat), delegate_of(a.delegates[0])) == ERR_OK);
	CHECK(engine_count(&a.engine, "meeting_quorum") == 0);
	assembly_free(&a);
}

int main(void)
{
	RUN(a_government_registers_its_own_people_and_no_others);
	RUN(what_a_registration_lacks_is_said);
	RUN(two_change_places_and_an_adviser_is_looked_at_again);
	RUN(who_is_recalled_is_gone_and_may_be_sent_again);
	RUN(a_link_opens_only_what_nobody_uses);
	RUN(why_credentials_were_refused_is_for_the_government_alone);
	RUN(twice_checked_in_is_as_good_as_once);
	RUN(one_checks_oneself_in_where_the_session_is_not_in_the_hall);
	RUN(a_code_names_one_delegate_and_cannot_be_guessed);
	RUN(who_is_there_votes_and_the_roll_says_who_is_present);
	RUN(a_roll_that_is_too_long_is_refused_and_not_cut);
	RUN(a_seat_without_a_vote_says_why);
	RUN(a_session_sits_in_sittings);
	RUN(with_the_session_everyones_presence_ends);
	RUN(the_quorum_is_the_rules_and_its_loss_is_recorded);
	RUN(withdrawn_credentials_may_cost_the_quorum);
	RUN(without_a_rule_there_is_no_quorum_to_lose);
	return TAP_DONE();
}
