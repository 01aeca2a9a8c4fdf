/* test_meeting_displace.c -- who may change other people, what a recall ends, and who is told. */
#include "mail/mail.h"
#include "meeting/internal_presence.h"
#include "meeting/test_sitting.h"
#include "test/pages.h"
#include "test/tap.h"

static const struct route *const routes[] = { meeting_routes, meeting_presence_routes, NULL };
static const char *const PASSWORD = "herons cross the river";
static struct assembly a;
static struct meeting m;
static uint64_t before;

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

static void begin(int n)
{
	assembly_new(&a, n);
	assembly_head(&a, 0);
	m = sitting_convene(&a, 10);
	sitting_seat(&a, m.id, n);
}

static meeting_delegate_id delegate_of(account_id who)
{
	struct meeting_delegate d = { .id = { 0 } };

	CHECK(meeting_delegate_own(as(who), m.id, &d) == ERR_OK);
	return d.id;
}

static struct meeting_delegate add(const char *name, enum meeting_role role, enum meeting_seat seat)
{
	struct meeting_delegate_new new = {
		.session = m.id,
		.government = a.members[0],
		.language = LANGUAGE_MN,
		.role = role,
		.seat = seat,
	};
	struct meeting_delegate d = { .id = { 0 } };
	meeting_delegate_id id = { 0 };

	new.person.in[LANGUAGE_MN] = str_of(name);
	CHECK(meeting_delegate_register(as(a.delegates[0]), &new, &id) == ERR_OK);
	CHECK(meeting_delegate_get(as(a.secretariat), id, &d) == ERR_OK);
	return d;
}

static bool has_role(account_id who, enum role role)
{
	const struct account_duty duty = { role, SCOPE_GOVERNMENT, a.members[0].v };
	bool has = false;

	CHECK(account_has_role(&a.engine.ctx, who, duty, &has) == ERR_OK);
	return has;
}

static bool has(struct str text, const char *words)
{
	return memmem(text.p, text.n, words, strlen(words)) != NULL;
}

/* The newest letter to a person; subject p == NULL: none. */
static struct mail letter_to(account_id who)
{
	struct mail *list;
	bool more;
	int n;

	CHECK(mail_list(as(a.secretariat), &(struct mail_filter){ 0 }, &list, &n, &more) == ERR_OK);
	for (int i = 0; i < n; i++)
		if (list[i].to.v == who.v)
			return list[i];
	return (struct mail){ .id = { 0 } };
}

static void a_delegate_changes_nobody(void)
{
	struct meeting_delegate other;
	struct meeting_delegate_change c;
	struct meeting_delegate_new new = { .session = m.id };
	meeting_delegate_id id;
	struct str token;

	begin(1);
	other = add("Бат", MEETING_DELEGATE, MEETING_SEAT_NONE);
	c = (struct meeting_delegate_change){ .id = other.id,
		                              .role = MEETING_DELEGATE,
		                              .seat = MEETING_SEAT_VOTES };
	new = (struct meeting_delegate_new){ .session = m.id,
		                             .government = a.members[0],
		                             .role = MEETING_DELEGATE };
	new.person.in[LANGUAGE_EN] = S("A stranger");
	note();
	CHECK(meeting_delegate_change(as(other.account), &c) == ERR_FORBIDDEN);
	CHECK(meeting_delegate_recall(as(other.account), delegate_of(a.delegates[0])) ==
	      ERR_FORBIDDEN);
	CHECK(meeting_delegate_recall(as(other.account), other.id) == ERR_FORBIDDEN);
	CHECK(meeting_delegate_register(as(other.account), &new, &id) == ERR_FORBIDDEN);
	CHECK(meeting_delegate_invite(as(other.account), other.id, &token) == ERR_FORBIDDEN);
	CHECK(is_unchanged());
	CHECK(meeting_delegate_change(as(a.delegates[0]), &c) == ERR_OK);
	assembly_free(&a);
}

static void who_is_registered_as_head_changes_others_at_that_session(void)
{
	struct meeting_delegate head, other;
	struct meeting_delegate_change c;

	begin(1);
	head = add("Дорж", MEETING_HEAD, MEETING_SEAT_NONE);
	other = add("Бат", MEETING_DELEGATE, MEETING_SEAT_NONE);
	c = (struct meeting_delegate_change){ .id = other.id,
		                              .role = MEETING_DELEGATE,
		                              .seat = MEETING_SEAT_STANDS_IN };
	CHECK(meeting_delegate_change(as(head.account), &c) == ERR_OK);
	CHECK(meeting_delegate_recall(as(a.delegates[0]), head.id) == ERR_OK);
	note();
	CHECK(meeting_delegate_recall(as(head.account), other.id) == ERR_FORBIDDEN);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void a_recall_ends_role_sessions_and_invitations(void)
{
	struct meeting_delegate d;
	struct str first, second, session = { 0 }, again;
	uint32_t rights = 0;

	begin(1);
	d = add("Бат", MEETING_DELEGATE, MEETING_SEAT_STANDS_IN);
	CHECK(has_role(d.account, ROLE_DELEGATE));
	CHECK(account_invite(as(a.secretariat), d.account, &first) == ERR_OK);
	CHECK(account_accept(as((account_id){ 0 }), first, str_of(PASSWORD), &session) == ERR_OK);
	CHECK(account_invite(as(a.secretariat), d.account, &second) == ERR_OK);
	CHECK(meeting_delegate_recall(as(a.delegates[0]), d.id) == ERR_OK);
	CHECK(!has_role(d.account, ROLE_DELEGATE));
	CHECK(account_identify(as((account_id){ 0 }), session, &rights) == ERR_OK &&
	      a.engine.ctx.who.v == 0 && !(rights & 1u << RIGHT_SIGNED_IN));
	CHECK(account_accept(as((account_id){ 0 }), second, (struct str){ 0 }, &again) ==
	      ERR_INVITATION);
	assembly_free(&a);
}

static void a_person_sent_to_another_session_still_acts_there(void)
{
	struct meeting other;
	meeting_delegate_id here;

	begin(1);
	here = delegate_of(a.delegates[0]);
	other = sitting_convene(&a, 11);
	sitting_seat(&a, other.id, 1);
	a.engine.ctx.now.us++;
	CHECK(meeting_delegate_recall(as(a.secretariat), here) == ERR_OK);
	CHECK(has_role(a.delegates[0], ROLE_DELEGATE));
	CHECK(!has_role(a.delegates[0], ROLE_HEAD));
	assembly_free(&a);
}

static void who_has_no_role_is_not_on_the_roll(void)
{
	const struct charter_rule rule = { .good_standing = true, .accredited = true };
	struct meeting_entitled *roll;
	struct meeting_seating *seatings;
	char sql[160];
	int n;

	begin(2);
	CHECK(meeting_roll(as(a.chair), &m, &rule, &roll, &n) == ERR_OK && n == 2);
	snprintf(sql, sizeof(sql),
	         "UPDATE account_grant SET until_at = since_at"
	         " WHERE scope = 'government' AND scope_id = %" PRId64,
	         a.members[0].v);
	engine_exec(&a.engine, sql);
	CHECK(meeting_roll(as(a.chair), &m, &rule, &roll, &n) == ERR_OK && n == 1);
	CHECK(meeting_seatings(as(a.chair), &m, &rule, &seatings, &n) == ERR_OK && n == 2);
	for (int i = 0; i < n; i++)
		CHECK(seatings[i].bar == (seatings[i].government.id.v == a.members[0].v
		                                  ? MEETING_BAR_NO_VOTER
		                                  : MEETING_BAR_NONE));
	assembly_free(&a);
}

static void who_is_displaced_is_told_by_letter_and_on_every_page(void)
{
	struct meeting_delegate d;
	struct meeting_delegate_change c;
	struct meeting_displacement *list;
	struct http_reply r;
	struct mail letter;
	struct str body;
	int n;

	begin(1);
	d = add("Бат", MEETING_DELEGATE, MEETING_SEAT_NONE);
	c = (struct meeting_delegate_change){ .id = d.id,
		                              .role = MEETING_DELEGATE,
		                              .seat = MEETING_SEAT_VOTES };
	CHECK(meeting_delegate_change(as(a.secretariat), &c) == ERR_OK);
	letter = letter_to(a.delegates[0]);
	CHECK(letter.state == MAIL_QUEUED && letter.by.v == a.secretariat.v);
	CHECK(mail_body(as(a.secretariat), letter.id, &body) == ERR_OK &&
	      has(body, "You no longer cast the vote of Government 1 at this session.") &&
	      has(body, "In your place: Бат") && has(body, "Changed by: Person of secretariat"));
	r = page_get(&a, routes, a.delegates[0], "/en/meetings/ga-10/delegation");
	CHECK(r.status == 200 && page_has(&r, "Who was displaced") &&
	      page_has(&r, "no longer casts the vote"));
	CHECK(meeting_displacements(as(a.secretariat), m.id, a.members[0], &list, &n) == ERR_OK &&
	      n == 1 && list[0].loss == MEETING_LOSS_VOTE && str_is(list[0].heir.text, "Бат"));
	struct sbuf out = { .arena = a.engine.ctx.arena };
	struct html h = { .buf = &out, .lang = LANGUAGE_EN };

	CHECK(meeting_put_displaced(&h, as(a.delegates[0])) == ERR_OK &&
	      has(sbuf_done(&out), "You no longer cast the vote of"));
	assembly_free(&a);
}

static void who_gives_up_a_seat_is_written_no_letter(void)
{
	struct meeting_delegate_change c;

	begin(1);
	c = (struct meeting_delegate_change){ .id = delegate_of(a.delegates[0]),
		                              .role = MEETING_DELEGATE,
		                              .seat = MEETING_SEAT_NONE };
	CHECK(meeting_delegate_change(as(a.delegates[0]), &c) == ERR_OK);
	CHECK(engine_count(&a.engine, "meeting_displacement") == 1);
	CHECK(letter_to(a.delegates[0]).id.v == 0);
	assembly_free(&a);
}

static void a_recall_and_refused_credentials_are_told_too(void)
{
	struct meeting_delegate d;
	struct mail letter;

	begin(2);
	CHECK(meeting_accredit(as(a.secretariat), delegate_of(a.delegates[1]), false) == ERR_OK);
	letter = letter_to(a.delegates[1]);
	CHECK(letter.id.v != 0);
	d = add("Бат", MEETING_DELEGATE, MEETING_SEAT_NONE);
	CHECK(meeting_delegate_recall(as(a.delegates[0]), d.id) == ERR_OK);
	letter = letter_to(d.account);
	CHECK(letter.id.v != 0 && letter.language == LANGUAGE_MN);
	assembly_free(&a);
}

/* --- two persons --- */

static account_id other_official(void)
{
	return assembly_person(&a, "second-official", ROLE_SECRETARIAT, SCOPE_ASSOCIATION, 0);
}

static void ask_for_two_persons(void)
{
	engine_exec(&a.engine, "UPDATE charter_association SET two_persons = 1");
}

static void who_registers_does_not_accredit(void)
{
	account_id second;
	struct meeting_delegate d;
	int64_t changed;

	assembly_new(&a, 2);
	ask_for_two_persons();
	second = other_official();
	m = sitting_convene(&a, 10);
	for (int i = 0; i < 2; i++)
		CHECK(meeting_delegate_add(as(a.secretariat), m.id, a.members[i], a.delegates[i],
		                           true) == ERR_OK);
	note();
	CHECK(meeting_accredit(as(a.secretariat), delegate_of(a.delegates[0]), true) ==
	      ERR_DELEGATE_TWO_PERSONS);
	CHECK(is_unchanged());
	CHECK(meeting_accredit_all(as(a.secretariat), m.id, &changed) == ERR_OK && changed == 0);
	CHECK(meeting_accredit(as(second), delegate_of(a.delegates[0]), true) == ERR_OK);
	CHECK(meeting_accredit_all(as(second), m.id, &changed) == ERR_OK && changed == 1);
	CHECK(meeting_delegate_own(as(a.delegates[1]), m.id, &d) == ERR_OK && d.is_accredited);
	assembly_free(&a);
}

static void who_accredited_an_onlooker_does_not_hand_them_the_vote(void)
{
	account_id second;
	struct meeting_delegate d;
	struct meeting_delegate_change c;

	begin(1);
	ask_for_two_persons();
	second = other_official();
	d = add("Бат", MEETING_DELEGATE, MEETING_SEAT_NONE);
	CHECK(meeting_accredit(as(second), d.id, true) == ERR_OK);
	c = (struct meeting_delegate_change){ .id = d.id,
		                              .role = MEETING_DELEGATE,
		                              .seat = MEETING_SEAT_VOTES };
	CHECK(meeting_delegate_change(as(second), &c) == ERR_OK);
	CHECK(meeting_delegate_get(as(second), d.id, &d) == ERR_OK && d.votes && !d.is_accredited);
	CHECK(meeting_accredit(as(second), d.id, true) == ERR_DELEGATE_TWO_PERSONS);
	CHECK(meeting_accredit(as(a.secretariat), d.id, true) == ERR_OK);
	assembly_free(&a);
}

int main(void)
{
	RUN(a_delegate_changes_nobody);
	RUN(who_is_registered_as_head_changes_others_at_that_session);
	RUN(a_recall_ends_role_sessions_and_invitations);
	RUN(a_person_sent_to_another_session_still_acts_there);
	RUN(who_has_no_role_is_not_on_the_roll);
	RUN(who_is_displaced_is_told_by_letter_and_on_every_page);
	RUN(who_gives_up_a_seat_is_written_no_letter);
	RUN(a_recall_and_refused_credentials_are_told_too);
	RUN(who_registers_does_not_accredit);
	RUN(who_accredited_an_onlooker_does_not_hand_them_the_vote);
	return TAP_DONE();
}
