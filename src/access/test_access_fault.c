/* test_access_fault.c -- whichever statement fails, there is no link that nobody got. */
#include "access/access.h"
#include "test/assembly_people.h"
#include "test/fault.h"

static struct assembly a;

static struct ctx *as(account_id who)
{
	struct ctx *ctx = assembly_as(&a, who);

	ctx->base = S("https://near.example");
	return ctx;
}

static enum err use_link(void *arg)
{
	enum access_way way;
	struct str token;

	(void)arg;
	return access_link(as(a.secretariat), a.delegates[0], &way, &token);
}

static enum err use_forgotten(void *arg)
{
	(void)arg;
	return access_forgotten(as((account_id){ 0 }), S("g1"));
}

static void whatever_fails_a_link_is_made_and_sent_or_neither(void)
{
	static enum err (*const uses[])(void *) = { use_link, use_forgotten };

	for (size_t i = 0; i < COUNT_OF(uses); i++) {
		assembly_new(&a, 1);
		MUST(account_set_password(as((account_id){ 0 }), a.delegates[0],
		                          S("herons cross the river")) == ERR_OK);
		MUST(account_set_email(as((account_id){ 0 }), a.delegates[0],
		                       S("somebody@near.example")) == ERR_OK);
		fault_loop(&a.engine, uses[i], NULL);
		assembly_free(&a);
	}
}

int main(void)
{
	RUN(whatever_fails_a_link_is_made_and_sent_or_neither);
	return TAP_DONE();
}
