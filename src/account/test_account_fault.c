/* test_account_fault.c -- whichever statement fails, no use case of account/ is half done. */
#include "account/account.h"
#include "base/str.h"
#include "test/fault.h"

static const char *const PASSWORD = "correct horse battery";
static struct engine engine;
static struct ctx *const ctx = &engine.ctx;
static account_id who;
static struct str session, invitation;

struct granting {
	account_id who;
};

static enum err write_grant(struct tx *tx, void *arg)
{
	const struct granting *g = arg;

	return account_grant(tx, g->who, ROLE_DELEGATE, SCOPE_GOVERNMENT, 7);
}

/* A person with a password, a role, a session, and an invitation that nobody has used. */
static void begin(void)
{
	const struct account_new new = { .name = S("dornod"),
		                         .language = LANGUAGE_MN,
		                         .person.in[LANGUAGE_EN] = S("Bat-Erdene"),
		                         .password = str_of(PASSWORD) };
	const struct account_attempt a = { .name = S("dornod"),
		                           .password = str_of(PASSWORD),
		                           .network = S("192.0.2.1") };
	struct account_signed s;

	engine_new(&engine);
	MUST(account_add(ctx, &new, &who) == ERR_OK);
	MUST(db_write(ctx, write_grant, &(struct granting){ who }) == ERR_OK);
	MUST(account_sign_in(ctx, &a, &s) == ERR_OK);
	session = s.token;
	MUST(account_invite(ctx, who, &invitation) == ERR_OK);
	ctx->now.us += 1000000;
}

static enum err use_add(void *arg)
{
	const struct account_new new = { .name = S("toyama"),
		                         .language = LANGUAGE_JA,
		                         .person.in[LANGUAGE_JA] = S("山田"),
		                         .password = str_of(PASSWORD) };
	account_id id;

	(void)arg;
	return account_add(ctx, &new, &id);
}

static enum err use_grant(void *arg)
{
	(void)arg;
	return db_write(ctx, write_grant, &(struct granting){ who });
}

static enum err use_invite(void *arg)
{
	struct str token;

	(void)arg;
	return account_invite(ctx, who, &token);
}

static enum err use_accept(void *arg)
{
	struct str token;

	(void)arg;
	return account_accept(ctx, invitation, str_of(PASSWORD), &token);
}

static enum err use_set_password(void *arg)
{
	(void)arg;
	return account_set_password(ctx, who, S("another long word"));
}

static enum err use_change_password(void *arg)
{
	const struct account_password p = { str_of(PASSWORD), S("another long word") };
	struct str token;
	enum err e;

	(void)arg;
	ctx->who = who;
	e = account_change_password(ctx, &p, &token);
	ctx->who.v = 0;
	return e;
}

static enum err use_email(void *arg)
{
	(void)arg;
	return account_set_email(ctx, who, S("bat@dornod.example"));
}

static enum err use_sign_out(void *arg)
{
	(void)arg;
	return account_sign_out(ctx, session);
}

static enum err use_withdraw(void *arg)
{
	const struct account_duty duty = { ROLE_DELEGATE, SCOPE_GOVERNMENT, 7 };

	(void)arg;
	return account_withdraw(ctx, who, &duty);
}

static enum err recall(struct tx *tx, void *arg)
{
	(void)arg;
	return account_recall(tx, who, (member_government_id){ 7 });
}

static enum err use_recall(void *arg)
{
	(void)arg;
	return db_write(ctx, recall, NULL);
}

static enum err end_all(struct tx *tx, void *arg)
{
	return account_end_all_openings(tx, arg);
}

static enum err use_end_all(void *arg)
{
	struct account_openings n;

	(void)arg;
	return db_write(ctx, end_all, &n);
}

static enum err use_close(void *arg)
{
	(void)arg;
	return account_close(ctx, who);
}

static enum err use_rename(void *arg)
{
	const struct lang_set person = { .in[LANGUAGE_MN] = S_INIT("Бат-Эрдэнэ") };

	(void)arg;
	return account_rename(ctx, who, &person);
}

static void whatever_fails_each_use_case_is_whole_or_nothing(void)
{
	static const struct {
		const char *name;
		enum err (*use)(void *);
	} cases[] = { { "add", use_add },
		      { "grant", use_grant },
		      { "invite", use_invite },
		      { "accept", use_accept },
		      { "set a password", use_set_password },
		      { "change one's own", use_change_password },
		      { "e-mail", use_email },
		      { "sign out", use_sign_out },
		      { "withdraw", use_withdraw },
		      { "recall", use_recall },
		      { "end all openings", use_end_all },
		      { "close", use_close },
		      { "rename", use_rename } };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		begin();
		printf("# %s: %d steps\n", cases[i].name, fault_loop(&engine, cases[i].use, NULL));
		engine_free(&engine);
	}
}

/* An attempt is counted in a transaction of its own, before the password is looked at. */
static void whatever_fails_no_session_is_half_open(void)
{
	const struct account_attempt a = { .name = S("dornod"),
		                           .password = str_of(PASSWORD),
		                           .network = S("192.0.2.1") };
	struct account_signed s;
	int64_t sessions, events;
	int n;

	begin();
	for (n = 1; n < FAULT_STEPS_MAX; n++) {
		enum err e;

		sessions = engine_count(&engine, "account_session");
		events = engine_count(&engine, "audit_event");
		db_fault(engine.store, n);
		e = account_sign_in(ctx, &a, &s);
		db_fault(engine.store, 0);
		if (e == ERR_OK)
			break;
		CHECK(engine_count(&engine, "account_session") == sessions);
		CHECK(engine_count(&engine, "audit_event") == events);
	}
	CHECK(n > 5 && n < 60);
	CHECK(engine_count(&engine, "account_session") == sessions + 1);
	engine_free(&engine);
}

int main(void)
{
	RUN(whatever_fails_each_use_case_is_whole_or_nothing);
	RUN(whatever_fails_no_session_is_half_open);
	return TAP_DONE();
}
