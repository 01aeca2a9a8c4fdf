/* test_account.c -- signing in, invitations, grants: on either engine. */
#include "account/account.h"
#include "base/str.h"
#include "http/call.h"
#include "test/engine.h"
#include "test/tap.h"

static struct engine engine;
static struct ctx *const ctx = &engine.ctx;

static const char *const PASSWORD = "correct horse battery";

static account_id add(const char *name, const char *password)
{
	struct account_new new = { .name = str_of(name),
		                   .language = LANGUAGE_MN,
		                   .password = str_of(password) };
	account_id id = { 0 };

	new.person.in[LANGUAGE_EN] = S("Bat-Erdene");
	CHECK(account_add(ctx, &new, &id) == ERR_OK);
	return id;
}

/* A right or wrong password, from a network and with what the browser keeps. */
static struct account_signed signed_in;
static enum err sign_in_from(const char *name, const char *password, const char *network,
                             struct str device)
{
	const struct account_attempt a = { .name = str_of(name),
		                           .password = str_of(password),
		                           .network = str_of(network),
		                           .device = device };

	return account_sign_in(ctx, &a, &signed_in);
}

static enum err sign_in(const char *name, const char *password, struct str *ret_token)
{
	enum err e = sign_in_from(name, password, "192.0.2.1", S(""));

	if (e == ERR_OK)
		*ret_token = signed_in.token;
	return e;
}

static void later(int64_t minutes)
{
	ctx->now.us += minutes * 60 * 1000000;
}

static void right_password_opens_a_session_that_identifies(void)
{
	struct str token;
	uint32_t rights = 0;
	account_id id;

	engine_new(&engine);
	id = add("dornod", PASSWORD);
	CHECK(sign_in("dornod", PASSWORD, &token) == ERR_OK);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && ctx->who.v == id.v);
	CHECK(rights == (1u << RIGHT_PUBLIC | 1u << RIGHT_SIGNED_IN));
	engine_free(&engine);
}

static void wrong_password_and_unknown_name_say_the_same(void)
{
	struct str token;

	engine_new(&engine);
	add("dornod", PASSWORD);
	CHECK(sign_in("dornod", "wrong horse battery", &token) == ERR_SIGN_IN);
	CHECK(sign_in("nobody", "wrong horse battery", &token) == ERR_SIGN_IN);
	engine_free(&engine);
}

static void failures_ask_for_a_wait_that_doubles(void)
{
	struct str token;

	engine_new(&engine);
	add("dornod", PASSWORD);
	for (int i = 0; i < 5; i++)
		CHECK(sign_in("dornod", "guess", &token) == ERR_SIGN_IN);
	for (int64_t seconds = 1; seconds <= 512; seconds *= 2) {
		CHECK(sign_in("dornod", "guess", &token) == ERR_SIGN_IN_WAIT);
		CHECK(ctx->why_count == 1 && ctx->why[0].i == seconds);
	}
	CHECK(sign_in("dornod", "guess", &token) == ERR_SIGN_IN_WAIT && ctx->why[0].i == 900);
	later(16);
	CHECK(sign_in("dornod", "guess", &token) == ERR_SIGN_IN);
	engine_free(&engine);
}

static void nobody_is_locked_out_by_others(void)
{
	struct str token;

	engine_new(&engine);
	add("chair", PASSWORD);
	for (int i = 0; i < 30; i++)
		CHECK(sign_in_from("chair", "guess", "192.0.2.66", S("")) != ERR_OK);
	CHECK(sign_in_from("chair", PASSWORD, "192.0.2.66", S("")) == ERR_OK);
	CHECK(engine_count(&engine, "account_failure") == 0);
	CHECK(sign_in_from("chair", "guess", "192.0.2.1", S("")) == ERR_SIGN_IN);
	CHECK(sign_in("chair", PASSWORD, &token) == ERR_OK);
	engine_free(&engine);
}

static void a_flood_is_checked_once_a_second_and_a_known_device_passes(void)
{
	struct str device;

	engine_new(&engine);
	add("chair", PASSWORD);
	CHECK(sign_in_from("chair", PASSWORD, "192.0.2.66", S("")) == ERR_OK);
	device = signed_in.device;
	for (int i = 0; i < 60; i++)
		CHECK(sign_in_from("chair", "guess", "192.0.2.66", S("")) != ERR_OK);
	CHECK(sign_in_from("chair", PASSWORD, "192.0.2.66", S("")) == ERR_SIGN_IN_WAIT &&
	      ctx->why[0].i == 1);
	CHECK(sign_in_from("chair", PASSWORD, "192.0.2.66", device) == ERR_OK);
	CHECK(sign_in_from("chair", PASSWORD, "192.0.2.1", S("")) == ERR_OK);
	ctx->now.us += 1000000;
	CHECK(sign_in_from("chair", PASSWORD, "192.0.2.66", S("")) == ERR_OK);
	engine_free(&engine);
}

static void a_device_is_known_for_one_name_and_cannot_be_made_up(void)
{
	struct str device;
	char forged[65];

	engine_new(&engine);
	add("chair", PASSWORD);
	add("dornod", PASSWORD);
	CHECK(sign_in_from("dornod", PASSWORD, "192.0.2.66", S("")) == ERR_OK);
	device = signed_in.device;
	CHECK(device.n == 64);
	memset(forged, '0', sizeof(forged));
	for (int i = 0; i < 60; i++)
		CHECK(sign_in_from("chair", "guess", "192.0.2.66", S("")) != ERR_OK);
	CHECK(sign_in_from("chair", PASSWORD, "192.0.2.66", device) == ERR_SIGN_IN_WAIT);
	CHECK(sign_in_from("chair", PASSWORD, "192.0.2.66", (struct str){ forged, 64 }) ==
	      ERR_SIGN_IN_WAIT);
	engine_free(&engine);
}

static void names_are_taken_whatever_their_case_width_and_blanks(void)
{
	struct str token;

	engine_new(&engine);
	add("dornod", PASSWORD);
	CHECK(sign_in("Dornod", PASSWORD, &token) == ERR_OK);
	CHECK(sign_in("  dornod\t", PASSWORD, &token) == ERR_OK);
	CHECK(sign_in("ＤＯＲＮＯＤ", PASSWORD, &token) == ERR_OK);
	CHECK(sign_in("\343\200\200dornod", PASSWORD, &token) == ERR_OK); /* U+3000 */
	engine_free(&engine);
}

static void a_password_is_one_in_every_form_of_unicode(void)
{
	struct str token;
	account_id id;

	engine_new(&engine);
	id = add("dornod", NULL);
	/* e with an acute accent, as one character and as two. */
	CHECK(account_set_password(ctx, id, S("caf\303\251 horse battery")) == ERR_OK);
	CHECK(sign_in("dornod", "cafe\314\201 horse battery", &token) == ERR_OK);
	CHECK(sign_in("dornod", "caf\303\251 horse battery", &token) == ERR_OK);
	engine_free(&engine);
}

static void passwords_that_are_easily_guessed_are_refused(void)
{
	static const char *const common[] = { "password123",  "Password1234",
		                              "1234567890",   "0987654321",
		                              "qwertyuiop",   "aaaaaaaaaaaa",
		                              "abababababab", "toyama2014toyama2014",
		                              "Welcome-2024!" };
	static const char *const good[] = { "correct horse battery", "東北アジア地域自治体連合",
		                            "Зүүн хойд Азийн", "k3mp-x8rt-2vhd" };

	engine_new(&engine);
	for (size_t i = 0; i < COUNT_OF(common); i++)
		if (account_password_check(ctx, str_of(common[i])) != ERR_PASSWORD_COMMON) {
			printf("# taken: %s\n", common[i]);
			CHECK(!"refused");
		}
	for (size_t i = 0; i < COUNT_OF(good); i++)
		CHECK(account_password_check(ctx, str_of(good[i])) == ERR_OK);
	CHECK(account_password_check(ctx, S("short")) == ERR_PASSWORD_WEAK);
	CHECK(account_password_check(ctx, S("correct horse battery ")) == ERR_PASSWORD_BLANKS);
	CHECK(account_password_check(ctx, S("\343\200\200correct horse")) == ERR_PASSWORD_BLANKS);
	engine_free(&engine);
}

static void a_blank_at_an_end_is_said(void)
{
	struct str token;

	engine_new(&engine);
	add("dornod", PASSWORD);
	CHECK(sign_in("dornod", "correct horse battery ", &token) == ERR_SIGN_IN_BLANKS);
	CHECK(sign_in("dornod", PASSWORD, &token) == ERR_OK);
	engine_free(&engine);
}

static void signing_in_anew_ends_the_session_of_that_browser(void)
{
	struct account_attempt again = { .name = S("dornod"), .network = S("192.0.2.1") };
	struct str first;
	uint32_t rights;

	engine_new(&engine);
	add("dornod", PASSWORD);
	CHECK(sign_in("dornod", PASSWORD, &first) == ERR_OK);
	again.password = str_of(PASSWORD);
	again.session = first;
	CHECK(account_sign_in(ctx, &again, &signed_in) == ERR_OK);
	CHECK(account_identify(ctx, first, &rights) == ERR_OK && ctx->who.v == 0);
	CHECK(account_identify(ctx, signed_in.token, &rights) == ERR_OK && ctx->who.v != 0);
	engine_free(&engine);
}

static bool log_has(const char *action, int64_t n)
{
	char sql[200];
	int64_t before = engine_count(&engine, "account_invitation"), found;

	/* Rows are counted where a test can count them: as so many invitations that nobody has. */
	snprintf(sql, sizeof(sql),
	         "INSERT INTO account_invitation (account_id, token_hash, expires_at)"
	         " SELECT 1, previous, 0 FROM audit_event WHERE action = '%s'",
	         action);
	engine_exec(&engine, sql);
	found = engine_count(&engine, "account_invitation") - before;
	engine_exec(&engine, "DELETE FROM account_invitation WHERE expires_at = 0");
	return found == n;
}

static void failures_are_in_the_log_and_fill_it_not(void)
{
	struct str token;

	engine_new(&engine);
	add("dornod", PASSWORD);
	for (int i = 0; i < 20; i++)
		CHECK(sign_in("dornod", "guess", &token) != ERR_OK);
	CHECK(log_has("account.sign_in_failed", 5)); /* the 1st, 2nd, 4th, 8th, 16th */
	CHECK(sign_in("dornod", PASSWORD, &token) == ERR_OK);
	CHECK(log_has("account.sign_in", 1));
	engine_free(&engine);
}

static void signing_out_ends_the_session_at_once(void)
{
	struct str token;
	uint32_t rights;

	engine_new(&engine);
	add("dornod", PASSWORD);
	CHECK(sign_in("dornod", PASSWORD, &token) == ERR_OK);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && ctx->who.v != 0);
	CHECK(account_sign_out(ctx, token) == ERR_OK);
	ctx->who = (account_id){ 0 };
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && ctx->who.v == 0);
	CHECK(rights == 1u << RIGHT_PUBLIC);
	engine_free(&engine);
}

static void invitation_works_once_and_sets_a_password(void)
{
	struct str invitation, token;
	account_id id;

	engine_new(&engine);
	id = add("toyama", NULL);
	CHECK(account_invite(ctx, id, &invitation) == ERR_OK);
	CHECK(account_accept(ctx, invitation, S("short"), &token) == ERR_PASSWORD_WEAK);
	CHECK(account_accept(ctx, invitation, str_of(PASSWORD), &token) == ERR_OK);
	CHECK(account_accept(ctx, invitation, (struct str){ 0 }, &token) == ERR_INVITATION);
	CHECK(sign_in("toyama", PASSWORD, &token) == ERR_OK);
	engine_free(&engine);
}

static void old_invitation_is_refused(void)
{
	struct str invitation, token;
	account_id id;

	engine_new(&engine);
	id = add("toyama", NULL);
	CHECK(account_invite(ctx, id, &invitation) == ERR_OK);
	later(7 * 24 * 60);
	CHECK(account_accept(ctx, invitation, (struct str){ 0 }, &token) == ERR_INVITATION);
	engine_free(&engine);
}

static void new_password_ends_every_session(void)
{
	struct str token;
	uint32_t rights;
	account_id id;

	engine_new(&engine);
	id = add("toyama", PASSWORD);
	CHECK(sign_in("toyama", PASSWORD, &token) == ERR_OK);
	CHECK(account_set_password(ctx, id, S("another long word")) == ERR_OK);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && rights == 1u << RIGHT_PUBLIC);
	engine_free(&engine);
}

struct granting {
	account_id who;
	enum role role;
	enum scope scope;
	int64_t id;
};

static enum err write_grant(struct tx *tx, void *arg)
{
	struct granting *g = arg;

	return account_grant(tx, g->who, g->role, g->scope, g->id);
}

static void role_holds_within_its_scope_alone(void)
{
	struct granting g = { .role = ROLE_CHAIR, .scope = SCOPE_ORGAN, .id = 7 };
	struct account_duty duty = { .role = ROLE_CHAIR, .scope = SCOPE_ORGAN };
	struct str token;
	uint32_t rights = 0;
	bool has = false;

	engine_new(&engine);
	g.who = add("chair", PASSWORD);
	CHECK(db_write(ctx, write_grant, &g) == ERR_OK);
	duty.scope_id = 7;
	CHECK(account_has_role(ctx, g.who, duty, &has) == ERR_OK && has);
	duty.scope_id = 8;
	CHECK(account_has_role(ctx, g.who, duty, &has) == ERR_OK && !has);
	CHECK(sign_in("chair", PASSWORD, &token) == ERR_OK);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && rights & 1u << RIGHT_PRESIDE);
	CHECK(!(rights & 1u << RIGHT_VOTE));
	engine_free(&engine);
}

static void account_without_a_role_is_told_so(void)
{
	const struct route *const routes[] = { account_routes, NULL };
	struct http_call call = { .target = "/en/account" };
	struct granting g = { .role = ROLE_CHAIR, .scope = SCOPE_ORGAN, .id = 7 };
	struct http_reply r;

	engine_new(&engine);
	call.who = g.who = add("dornod", NULL);
	http_call(ctx, routes, &call, &r);
	CHECK(r.status == 200 && strstr(r.body.p, "<dd>No role has been given.</dd>") != NULL);
	CHECK(db_write(ctx, write_grant, &g) == ERR_OK);
	http_call(ctx, routes, &call, &r);
	CHECK(r.status == 200 && strstr(r.body.p, "No role") == NULL);
	engine_free(&engine);
}

static void a_newer_invitation_and_a_password_void_older_ones(void)
{
	struct str first, second, token;
	account_id id;

	engine_new(&engine);
	id = add("toyama", NULL);
	CHECK(account_invite(ctx, id, &first) == ERR_OK);
	CHECK(account_invite(ctx, id, &second) == ERR_OK);
	CHECK(account_accept(ctx, first, (struct str){ 0 }, &token) == ERR_INVITATION);
	CHECK(account_set_password(ctx, id, str_of(PASSWORD)) == ERR_OK);
	CHECK(account_accept(ctx, second, (struct str){ 0 }, &token) == ERR_INVITATION);
	engine_free(&engine);
}

static void who_accepts_ends_older_sessions(void)
{
	struct str link, first, second;
	uint32_t rights;
	account_id id;

	engine_new(&engine);
	id = add("toyama", PASSWORD);
	CHECK(sign_in("toyama", PASSWORD, &first) == ERR_OK);
	CHECK(account_invite(ctx, id, &link) == ERR_OK);
	CHECK(account_accept(ctx, link, (struct str){ 0 }, &second) == ERR_OK);
	CHECK(account_identify(ctx, first, &rights) == ERR_OK && ctx->who.v == 0);
	CHECK(account_identify(ctx, second, &rights) == ERR_OK && ctx->who.v == id.v);
	engine_free(&engine);
}

static enum err end_all(struct tx *tx, void *arg)
{
	return account_end_all_openings(tx, arg);
}

/* Also while the clock stands before what is in the tables. */
static void what_was_open_before_a_restore_is_over_for_everybody(void)
{
	struct str link, unused, first, second, used;
	struct account_openings n;
	uint32_t rights;
	account_id id;

	engine_new(&engine);
	id = add("toyama", PASSWORD);
	CHECK(account_invite(ctx, id, &used) == ERR_OK);
	CHECK(account_accept(ctx, used, (struct str){ 0 }, &first) == ERR_OK);
	CHECK(account_invite(ctx, id, &link) == ERR_OK);
	CHECK(account_invite(ctx, add("dornod", PASSWORD), &unused) == ERR_OK);
	CHECK(sign_in("dornod", PASSWORD, &second) == ERR_OK);
	CHECK(db_write(ctx, end_all, &n) == ERR_OK && n.sessions == 2 && n.invitations == 2);
	later(-10);
	CHECK(account_identify(ctx, first, &rights) == ERR_OK && ctx->who.v == 0);
	CHECK(account_identify(ctx, second, &rights) == ERR_OK && ctx->who.v == 0);
	CHECK(account_accept(ctx, link, (struct str){ 0 }, &first) == ERR_INVITATION);
	CHECK(account_accept(ctx, unused, (struct str){ 0 }, &first) == ERR_INVITATION);
	later(10);
	CHECK(sign_in("toyama", PASSWORD, &first) == ERR_OK);
	CHECK(account_identify(ctx, first, &rights) == ERR_OK && ctx->who.v == id.v);
	engine_free(&engine);
}

static void roles_are_withdrawn_and_accounts_closed(void)
{
	struct granting g = { .role = ROLE_CHAIR, .scope = SCOPE_ORGAN, .id = 7 };
	const struct account_duty duty = { ROLE_CHAIR, SCOPE_ORGAN, 7 };
	struct account_held *roles;
	struct str token, other;
	uint32_t rights;
	int n;

	engine_new(&engine);
	g.who = add("chair", PASSWORD);
	CHECK(db_write(ctx, write_grant, &g) == ERR_OK);
	CHECK(account_roles(ctx, g.who, &roles, &n) == ERR_OK && n == 1 &&
	      roles[0].role == ROLE_CHAIR && roles[0].scope_id == 7);
	CHECK(sign_in("chair", PASSWORD, &token) == ERR_OK);
	CHECK(account_withdraw(ctx, g.who, &duty) == ERR_OK);
	CHECK(account_withdraw(ctx, g.who, &duty) == ERR_NOT_FOUND);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && !(rights & 1u << RIGHT_PRESIDE));
	CHECK(account_close(ctx, g.who) == ERR_OK);
	CHECK(account_close(ctx, g.who) == ERR_NOT_FOUND);
	ctx->who.v = 0;
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && ctx->who.v == 0);
	CHECK(sign_in("chair", PASSWORD, &other) == ERR_SIGN_IN);
	engine_free(&engine);
}

static void one_changes_ones_own_password_by_the_old_one(void)
{
	struct account_password p = { S("wrong"), S("another long word") };
	struct str first, second;
	uint32_t rights;
	account_id id;

	engine_new(&engine);
	id = add("toyama", PASSWORD);
	CHECK(sign_in("toyama", PASSWORD, &first) == ERR_OK);
	ctx->who = id;
	CHECK(account_change_password(ctx, &p, &second) == ERR_SIGN_IN);
	p.before = str_of(PASSWORD);
	CHECK(account_change_password(ctx, &p, &second) == ERR_OK);
	ctx->who.v = 0;
	CHECK(account_identify(ctx, first, &rights) == ERR_OK && ctx->who.v == 0);
	CHECK(account_identify(ctx, second, &rights) == ERR_OK && ctx->who.v == id.v);
	engine_free(&engine);
}

static void names_are_corrected_in_the_languages_given(void)
{
	struct lang_set person = { .in[LANGUAGE_EN] = S_INIT("Bat-Erdene D.") };
	struct account *list;
	bool more;
	int n;
	account_id id;

	engine_new(&engine);
	id = add("dornod", NULL);
	CHECK(account_rename(ctx, id, &person) == ERR_OK);
	CHECK(account_list(ctx, (struct str){ 0 }, &list, &n, &more) == ERR_OK && n == 1 && !more &&
	      str_is(list[0].person.text, "Bat-Erdene D.") && !list[0].is_used);
	engine_free(&engine);
}

static void a_persons_name_is_one_line_that_can_be_seen(void)
{
	static const struct {
		const char *name;
		enum err e;
	} cases[] = {
		{ "Bat\x1b[2J", ERR_BAD_TEXT },
		{ "Bat\u202edene", ERR_TEXT_DIRECTION },
		{ "\u200b", ERR_TEXT_UNSEEN },
		{ " \u3000\n", ERR_TEXT_UNSEEN },
		{ "a\u0301\u0301\u0301\u0301\u0301", ERR_TEXT_MARKS },
	};
	struct account_new new = { .name = S("another"), .language = LANGUAGE_EN };
	struct lang_set person = { 0 };
	struct account_profile of;
	account_id id;

	engine_new(&engine);
	id = add("dornod", NULL);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		new.person.in[LANGUAGE_MN] = person.in[LANGUAGE_MN] = str_of(cases[i].name);
		CHECK(account_rename(ctx, id, &person) == cases[i].e);
		CHECK(str_is(ctx->why[0].s, "Name in Mongolian"));
		CHECK(account_add(ctx, &new, &(account_id){ 0 }) == cases[i].e);
	}
	CHECK(engine_count(&engine, "account") == 1);
	person = (struct lang_set){ .in[LANGUAGE_EN] = S_INIT(" Bat\u3000Erdene\n D.\t") };
	CHECK(account_rename(ctx, id, &person) == ERR_OK);
	CHECK(account_profile(ctx, id, &of) == ERR_OK && str_is(of.person.text, "Bat Erdene D."));
	engine_free(&engine);
}

static void two_people_cannot_have_one_name(void)
{
	struct account_new new = { .name = S("toyama") };
	account_id id;

	engine_new(&engine);
	add("toyama", NULL);
	new.person.in[LANGUAGE_EN] = S("Another");
	CHECK(account_add(ctx, &new, &id) == ERR_CONFLICT);
	new.name = S("To yama");
	CHECK(account_add(ctx, &new, &id) == ERR_ACCOUNT_NAME);
	CHECK(engine_count(&engine, "account") == 1);
	engine_free(&engine);
}

int main(void)
{
	RUN(right_password_opens_a_session_that_identifies);
	RUN(wrong_password_and_unknown_name_say_the_same);
	RUN(failures_ask_for_a_wait_that_doubles);
	RUN(nobody_is_locked_out_by_others);
	RUN(a_flood_is_checked_once_a_second_and_a_known_device_passes);
	RUN(a_device_is_known_for_one_name_and_cannot_be_made_up);
	RUN(names_are_taken_whatever_their_case_width_and_blanks);
	RUN(a_password_is_one_in_every_form_of_unicode);
	RUN(passwords_that_are_easily_guessed_are_refused);
	RUN(a_blank_at_an_end_is_said);
	RUN(signing_in_anew_ends_the_session_of_that_browser);
	RUN(failures_are_in_the_log_and_fill_it_not);
	RUN(signing_out_ends_the_session_at_once);
	RUN(invitation_works_once_and_sets_a_password);
	RUN(old_invitation_is_refused);
	RUN(new_password_ends_every_session);
	RUN(role_holds_within_its_scope_alone);
	RUN(account_without_a_role_is_told_so);
	RUN(a_newer_invitation_and_a_password_void_older_ones);
	RUN(who_accepts_ends_older_sessions);
	RUN(what_was_open_before_a_restore_is_over_for_everybody);
	RUN(roles_are_withdrawn_and_accounts_closed);
	RUN(one_changes_ones_own_password_by_the_old_one);
	RUN(names_are_corrected_in_the_languages_given);
	RUN(a_persons_name_is_one_line_that_can_be_seen);
	RUN(two_people_cannot_have_one_name);
	return TAP_DONE();
}
