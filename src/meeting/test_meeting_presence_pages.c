/* test_meeting_presence_pages.c -- the government's own page, the desk, the badge, the seat, and
 * the same in JSON. */
#include "meeting/test_sitting.h"
#include "test/pages.h"
#include "test/tap.h"

#define OWN "/en/meetings/ga-10/delegation"
#define DESK "/en/meetings/ga-10/check-in"
#define SEAT "/en/meetings/ga-10/seat"
#define YAMADA "person_ja=%E5%B1%B1%E7%94%B0"

static const struct route *const routes[] = { meeting_routes, meeting_api_routes,
	                                      meeting_presence_routes, meeting_presence_api_routes,
	                                      NULL };
static const account_id nobody = { 0 };
static struct assembly a;
static uint64_t before;

static struct http_reply get(account_id who, const char *target)
{
	return page_get(&a, routes, who, target);
}

static struct http_reply post(account_id who, const char *target, const char *form)
{
	return page_post(&a, routes, who, target, form);
}

static struct http_reply post_json(account_id who, const char *target, const char *json)
{
	return page_call(&a, routes,
	                 &(struct http_call){ .method = "POST",
	                                      .target = target,
	                                      .json = json,
	                                      .who = who,
	                                      .rights = page_rights(&a, who) });
}

static struct meeting begin(int n, enum meeting_mode mode)
{
	struct meeting_new new;
	struct meeting m;

	assembly_new(&a, n);
	assembly_head(&a, 0);
	new = sitting_new(&a, 10);
	new.mode = mode;
	MUST(meeting_convene(assembly_as(&a, a.secretariat), &new, &m) == ERR_OK);
	return m;
}

static void a_government_registers_its_delegation_by_form(void)
{
	struct http_reply r;

	begin(2, MEETING_IN_HALL);
	r = get(a.delegates[0], OWN);
	CHECK(r.status == 200 && !r.is_public && page_has(&r, "Government 1") &&
	      page_has(&r, "Nobody has been registered yet") && page_has(&r, "name=\"person_mn\""));
	r = post(a.delegates[0], OWN,
	         "action=register&role=head&seat=votes&language=ja&" YAMADA "&person_en=Yamada");
	CHECK(page_leads_to(&r, OWN));
	r = get(a.delegates[0], OWN);
	CHECK(page_has(&r, "Yamada") && page_has(&r, "Head of delegation · Casts the vote") &&
	      page_has(&r, "It has no vote yet: the credentials have not been accepted.") &&
	      page_has(&r, "Make an invitation link"));
	before = engine_fingerprint(&a.engine);
	static const struct {
		const char *form, *words;
	} cases[] = {
		{ "action=register&role=adviser&seat=votes&person_en=X",
		  "An adviser neither votes nor stands in" },
		{ "action=register&seat=votes&person_en=X", "has a voting delegate" },
		{ "action=register", "name in at least one language" },
		{ "action=register&account=ghost", "not offered: Sign-in name of the delegate" },
		{ "action=register&account=g2", "does not stand for Government 1" },
		{ "action=change&delegate=99", "not offered: Delegate" },
		{ "action=recall", "required field is empty: Delegate" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		r = post(a.delegates[0], OWN, cases[i].form);
		CHECK((r.status == 422 || r.status == 409) && page_has(&r, cases[i].words));
	}
	r = post(a.delegates[0], OWN,
	         "action=register&role=adviser&seat=votes&language=ko&person_ko=X");
	CHECK(page_has(&r, "value=\"adviser\" selected") && page_has(&r, "value=\"ko\" selected") &&
	      page_has(&r, "lang=\"ko\" maxlength=\"200\" "
	                   "value=\"X\""));
	r = post(a.delegates[1], OWN, "action=recall&delegate=1");
	CHECK(r.status == 422 && page_has(&r, "not offered: Delegate"));
	CHECK(get(a.secretariat, OWN).error == ERR_FORBIDDEN && get(nobody, OWN).status == 401);
	CHECK(get(a.delegates[0], "/en/meetings/ga-11/delegation").status == 404);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void a_delegation_is_changed_invited_and_recalled_by_form(void)
{
	const char *any = "/en/meetings/ga-10/delegates/g1";
	struct http_reply r;

	begin(2, MEETING_IN_HALL);
	r = get(a.secretariat, "/en/meetings/ga-10/delegates?government=g1");
	CHECK(page_leads_to(&r, any));
	CHECK(post(a.secretariat, any, "action=register&person_en=First&seat=votes").status == 303);
	CHECK(post(a.secretariat, any, "action=register&person_en=Second&seat=stands-in").status ==
	      303);
	r = post(a.delegates[0], OWN, "action=change&delegate=2&role=head&seat=votes");
	CHECK(page_leads_to(&r, OWN));
	r = get(a.secretariat, any);
	CHECK(page_find(&r, "Second") < page_find(&r, "First") &&
	      page_has(&r, "Head of delegation · Casts the vote") &&
	      page_has(&r, "Delegate · Stands in"));
	r = post(a.delegates[0], OWN, "action=invite&delegate=2");
	CHECK(r.status == 200 && page_has(&r, "/en/invitation?token=") && page_has(&r, "Second"));
	r = post(a.delegates[1], OWN, "action=invite&delegate=2");
	CHECK(r.error == ERR_FORBIDDEN);
	CHECK(post(a.delegates[0], OWN, "action=recall&delegate=1").status == 303);
	r = get(a.delegates[0], OWN);
	CHECK(page_find(&r, "First") > page_find(&r, "Who was displaced") &&
	      page_has(&r, "was recalled from the delegation"));
	CHECK(get(a.delegates[0], any).error == ERR_FORBIDDEN);
	assembly_free(&a);
}

static void a_refusal_is_read_by_those_whom_it_concerns(void)
{
	const char *list = "/en/meetings/ga-10/delegates", *reason = "The seal is missing";
	struct http_reply r;

	sitting_seat(&a, begin(2, MEETING_IN_HALL).id, 2);
	r = post(a.secretariat, list, "action=refuse&delegate=1&reason=+");
	CHECK(r.status == 422 && page_has(&r, "required field is empty: Reason"));
	CHECK(post(a.secretariat, list, "action=refuse&delegate=1&reason=The+seal+is+missing")
	              .status == 303);
	r = get(a.secretariat, list);
	CHECK(page_has(&r, reason) && page_has(&r, "Refused"));
	r = get(a.delegates[0], OWN);
	CHECK(page_has(&r, reason) && page_has(&r, "register another"));
	r = get(a.delegates[0], SEAT);
	CHECK(page_has(&r, reason) && page_has(&r, "the credentials were refused"));
	static const char *const elsewhere[] = { "/en/meetings/ga-10", OWN, SEAT,
		                                 "/api/v1/sessions/ga-10",
		                                 "/api/v1/sessions/ga-10/sitting" };

	for (size_t i = 0; i < COUNT_OF(elsewhere); i++) {
		r = get(a.delegates[1], elsewhere[i]);
		CHECK(r.status == 200 && page_find(&r, reason) < 0);
	}
	assembly_free(&a);
}

static void the_reason_for_a_seat_without_a_vote_is_shown(void)
{
	const char *bar = "It is seated without a vote: its rights as a member are suspended.";
	struct http_reply r;

	sitting_seat(&a, begin(2, MEETING_IN_HALL).id, 2);
	engine_exec(&a.engine,
	            "INSERT INTO member_suspension (government_id, since, until, reason) "
	            "SELECT id, '2014-01-01', NULL, name FROM member_government WHERE slug = 'g2'");
	r = get(a.secretariat, "/en/meetings/ga-10/delegates");
	CHECK(page_has(&r, bar));
	r = get(a.delegates[1], SEAT);
	CHECK(page_has(&r, bar) && page_has(&r, "suspended. Government 2"));
	r = get(a.delegates[1], OWN);
	CHECK(page_has(&r, bar));
	r = get(a.delegates[0], SEAT);
	CHECK(page_find(&r, bar) < 0);
	assembly_free(&a);
}

static void the_desk_finds_and_checks_in(void)
{
	struct http_reply r;

	sitting_seat(&a, begin(3, MEETING_IN_HALL).id, 3);
	r = get(a.secretariat, DESK);
	CHECK(r.status == 200 && page_has(&r, "0 of 3 registered people are checked in") &&
	      page_has(&r, "Attendance is not kept") && page_has(&r, "Person of g3"));
	r = get(a.secretariat, DESK "?find=GOVERNMENT+2");
	CHECK(page_has(&r, "Person of g2") && page_find(&r, "Person of g3") < 0 &&
	      page_has(&r, "value=\"in\" autofocus"));
	r = get(a.secretariat, DESK "?find=%E6%94%BF%E5%BA%9C3"); /* its own script */
	CHECK(page_find(&r, "Person of g2") < 0);
	r = get(a.secretariat, DESK "?find=zzz");
	CHECK(page_has(&r, "Nobody matches"));
	r = post(a.secretariat, DESK, "action=in&delegate=2");
	CHECK(page_leads_to(&r, DESK "?delegate=2"));
	r = get(a.secretariat, DESK "?delegate=2");
	CHECK(page_has(&r, "Checked in: Person of g2, Government 2.") &&
	      page_has(&r, "1 of 3 registered people are checked in") &&
	      page_find(&r, "Attendance is not kept") < 0);
	before = engine_fingerprint(&a.engine);
	CHECK(post(a.secretariat, DESK, "action=in&delegate=2").status == 303);
	r = post(a.secretariat, DESK, "action=in&delegate=99");
	CHECK(r.status == 422 && page_has(&r, "not offered: Delegate"));
	CHECK(post(a.delegates[1], DESK, "action=out&delegate=2").error == ERR_FORBIDDEN);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(post(a.secretariat, DESK, "action=out&delegate=2").status == 303);
	r = get(a.secretariat, DESK "?delegate=2");
	CHECK(page_has(&r, "Checked out: Person of g2"));
	assembly_free(&a);
}

static void a_badge_tells_whose_it_is_and_checks_in_with_one_tap(void)
{
	struct http_reply r;
	struct str path;

	sitting_seat(&a, begin(1, MEETING_IN_HALL).id, 1);
	get(a.secretariat, DESK); /* leaves the secret of tests in the ctx */
	path = arena_printf(a.engine.ctx.arena, "/en/check-in/%s",
	                    meeting_code(&a.engine.ctx, (meeting_delegate_id){ 1 }).p);
	r = get(a.secretariat, path.p);
	CHECK(r.status == 200 && page_has(&r, "Person of g1") && page_has(&r, "Government 1") &&
	      page_has(&r, "value=\"in\" autofocus"));
	CHECK(get(a.delegates[0], path.p).error == ERR_FORBIDDEN);
	CHECK(get(nobody, path.p).status == 401);
	CHECK(get(a.secretariat, "/en/check-in/1-0000000000000000").error == ERR_CHECK_IN_CODE);
	r = post(a.secretariat, path.p, "action=in");
	CHECK(page_leads_to(&r, path.p));
	r = get(a.secretariat, path.p);
	CHECK(page_has(&r, "Checked in:") && page_has(&r, "value=\"out\""));
	assembly_free(&a);
}

static void badges_and_name_cards_are_paper_for_the_secretariat(void)
{
	static const char *const targets[] = { "/ja/meetings/ga-10/badges",
		                               "/en/meetings/ga-10/badges?delegate=2",
		                               "/en/meetings/ga-10/badges?sheet=name-cards" };
	struct http_reply r;

	begin(2, MEETING_IN_HALL);
	CHECK(get(a.secretariat, targets[0]).status == 404); /* nobody to make one for */
	MUST(post(a.secretariat, "/en/meetings/ga-10/delegates/g1",
	          "action=register&role=head&person_en=Yamada&" YAMADA)
	             .status == 303);
	MUST(post(a.secretariat, "/en/meetings/ga-10/delegates/g2",
	          "action=register&person_mn=%D0%91%D0%B0%D1%82")
	             .status == 303);
	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		r = get(a.secretariat, targets[i]);
		CHECK(r.status == 200 && !r.is_public && str_starts(r.body, S("%PDF-")));
		CHECK(str_is(str_of(r.content_type), "application/pdf"));
		CHECK(get(a.delegates[0], targets[i]).error == ERR_FORBIDDEN);
	}
	CHECK(get(a.secretariat, "/en/meetings/ga-10/badges?delegate=99").status == 404);
	assembly_free(&a);
}

static void one_has_a_seat_of_ones_own(void)
{
	struct http_reply r;

	sitting_seat(&a, begin(2, MEETING_ONLINE).id, 1);
	r = get(a.delegates[0], SEAT);
	CHECK(r.status == 200 && page_has(&r, "You are not checked in.") &&
	      page_has(&r, "value=\"in\""));
	r = post(a.delegates[0], SEAT, "action=in");
	CHECK(page_leads_to(&r, SEAT));
	r = get(a.delegates[0], SEAT);
	CHECK(page_has(&r, "You are checked in:"));
	CHECK(get(a.delegates[1], SEAT).error == ERR_DELEGATE_NONE);
	CHECK(get(nobody, SEAT).status == 401);
	r = get(a.delegates[0], "/en/meetings/ga-10");
	CHECK(page_has(&r, "href=\"/en/meetings/ga-10/seat\"") &&
	      page_has(&r, "href=\"/en/meetings/ga-10/delegation\""));
	assembly_free(&a);
	sitting_seat(&a, begin(1, MEETING_IN_HALL).id, 1);
	r = get(a.delegates[0], SEAT);
	CHECK(page_find(&r, "value=\"in\"") < 0 && page_has(&r, "the desk checks you in"));
	r = post(a.delegates[0], SEAT, "action=in");
	CHECK(r.status == 409 && page_has(&r, "held in the hall"));
	assembly_free(&a);
}

static void a_session_shows_its_quorum_and_is_resumed_by_form(void)
{
	struct meeting m = begin(2, MEETING_IN_HALL);
	struct http_reply r;

	engine_exec(&a.engine, "UPDATE charter_power SET rule = 'quorate' WHERE rule IS NOT NULL");
	sitting_seat(&a, m.id, 2);
	CHECK(post(a.chair, "/en/meetings/ga-10/open", "").status == 303);
	r = get(nobody, "/en/meetings/ga-10");
	CHECK(r.is_public &&
	      page_has(&r, "There is a quorum: 2 governments are present, 1 of 2 are needed."));
	CHECK(post(a.secretariat, DESK, "action=in&delegate=1").status == 303);
	CHECK(post(a.secretariat, DESK, "action=out&delegate=1").status == 303);
	r = get(nobody, "/ja/meetings/ga-10");
	CHECK(r.status == 200);
	r = get(nobody, "/en/meetings/ga-10");
	CHECK(page_has(&r, "There is no quorum: 0 governments are present") &&
	      page_has(&r, "Since: "));
	engine_exec(&a.engine, "UPDATE meeting_session SET suspended_at = opened_at, "
	                       "resumes_at = opened_at + 3600000000");
	r = get(a.chair, "/en/meetings/ga-10");
	CHECK(page_has(&r, "The session is suspended.") && page_has(&r, "expected to resume") &&
	      page_has(&r, "action=\"/en/meetings/ga-10/resume\""));
	r = get(nobody, "/en/meetings/ga-10");
	CHECK(page_find(&r, "/resume\"") < 0);
	CHECK(post(a.secretariat, "/en/meetings/ga-10/resume", "").error == ERR_FORBIDDEN);
	engine_exec(&a.engine, "UPDATE meeting_sitting SET ended_at = began_at");
	r = post(a.chair, "/en/meetings/ga-10/resume", "");
	CHECK(page_leads_to(&r, "/en/meetings/ga-10"));
	CHECK(post(a.chair, "/en/meetings/ga-10/resume", "").error == ERR_MEETING_STATE);
	assembly_free(&a);
}

static void a_name_is_corrected_until_the_account_is_in_use(void)
{
	const char *own = "/api/v1/sessions/ga-10/delegation";
	struct str token, session;
	struct http_reply r;

	begin(1, MEETING_IN_HALL);
	CHECK(post(a.delegates[0], OWN, "action=register&person_en=Frist&seat=votes").status ==
	      303);
	r = get(a.delegates[0], OWN);
	CHECK(page_has(&r, "name=\"person_en\"") && page_has(&r, "Correct the name"));
	CHECK(post_json(a.secretariat, "/api/v1/sessions/ga-10/delegates",
	                "{\"action\":\"accredit\",\"delegate\":1}")
	              .status == 200);
	r = post_json(a.delegates[0], own,
	              "{\"action\":\"change\",\"delegate\":1,\"person_en\":\"First\\n Name\"}");
	CHECK(r.status == 200 && page_has(&r, "\"person\":\"First Name\",\"role\":\"delegate\",") &&
	      page_has(&r, "\"seat\":\"votes\",\"credentials\":\"waiting\""));
	CHECK(page_has(&r, "\"changed\":[\"person_en\"],\"unchanged\":[\"role\",\"seat\","
	                   "\"person_zh\","));
	r = post_json(a.delegates[0], own,
	              "{\"action\":\"register\",\"account\":\"g1\",\"person_en\":\"X\"}");
	CHECK(r.error == ERR_DELEGATE_NAME);
	CHECK(meeting_delegate_invite(assembly_as(&a, a.delegates[0]), (meeting_delegate_id){ 1 },
	                              &token) == ERR_OK);
	CHECK(account_accept(&a.engine.ctx, token, (struct str){ 0 }, &session) == ERR_OK);
	r = post_json(a.delegates[0], own,
	              "{\"action\":\"change\",\"delegate\":1,\"person_en\":\"Other\"}");
	CHECK(r.error == ERR_DELEGATE_NAME_OWN);
	assembly_free(&a);
}

static void programs_do_what_people_do(void)
{
	struct http_reply r;

	begin(2, MEETING_BOTH);
	r = post_json(a.delegates[0], "/api/v1/sessions/ga-10/delegation",
	              "{\"action\":\"register\",\"account\":\"g1\",\"seat\":\"votes\"}");
	CHECK(r.status == 200 && page_has(&r, "\"government\":\"g1\",\"no_vote\":\"waiting\"") &&
	      page_has(&r, "\"role\":\"delegate\",\"seat\":\"votes\",\"credentials\":\"waiting\""));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/delegates/g1",
	              "{\"action\":\"register\",\"person_mn\":\"Bat\",\"role\":\"adviser\"}");
	CHECK(r.status == 200 && page_has(&r, "\"role\":\"adviser\""));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/delegates/g1",
	              "{\"action\":\"invite\",\"delegate\":2}");
	CHECK(r.status == 200 && page_has(&r, "\"invitation\":\""));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/delegates",
	              "{\"action\":\"refuse\",\"delegate\":1,\"reason\":\"No seal\"}");
	CHECK(r.status == 200 && page_find(&r, "No seal") < 0);
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/presence",
	              "{\"action\":\"in\",\"delegate\":1}");
	CHECK(r.status == 200 && page_has(&r, "\"out_at\":null"));
	r = get(a.secretariat, "/api/v1/sessions/ga-10/presence");
	CHECK(page_has(&r, "\"government\":\"g1\"") && !r.is_public);
	r = post_json(a.delegates[0], "/api/v1/sessions/ga-10/seat", "{\"action\":\"out\"}");
	CHECK(r.status == 200 && page_has(&r, "\"is_sitting\":false"));
	struct str path = arena_printf(a.engine.ctx.arena, "/api/v1/check-in/%s",
	                               meeting_code(&a.engine.ctx, (meeting_delegate_id){ 1 }).p);

	r = post_json(a.secretariat, path.p, "{\"action\":\"in\"}");
	CHECK(r.status == 200);
	CHECK(post_json(a.chair, "/api/v1/sessions/ga-10/open", "{}").status == 200);
	r = get(nobody, "/api/v1/sessions/ga-10/sitting");
	CHECK(r.status == 200 && page_has(&r, "\"is_sitting\":true") &&
	      page_has(&r, "\"quorum\":{") && page_has(&r, "\"sittings\":[{\"began_at\":\""));
	CHECK(post_json(a.chair, "/api/v1/sessions/ga-10/resume", "{}").error == ERR_MEETING_STATE);
	assembly_free(&a);
}

int main(void)
{
	RUN(a_government_registers_its_delegation_by_form);
	RUN(a_delegation_is_changed_invited_and_recalled_by_form);
	RUN(a_refusal_is_read_by_those_whom_it_concerns);
	RUN(the_reason_for_a_seat_without_a_vote_is_shown);
	RUN(the_desk_finds_and_checks_in);
	RUN(a_badge_tells_whose_it_is_and_checks_in_with_one_tap);
	RUN(badges_and_name_cards_are_paper_for_the_secretariat);
	RUN(one_has_a_seat_of_ones_own);
	RUN(a_session_shows_its_quorum_and_is_resumed_by_form);
	RUN(a_name_is_corrected_until_the_account_is_in_use);
	RUN(programs_do_what_people_do);
	return TAP_DONE();
}
