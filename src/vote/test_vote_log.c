/* test_vote_log.c -- what the audit log holds of a vote: sealed until the close, open to everyone
 * after. */
#include "audit/audit.h"
#include "base/str.h"
#include "test/tap.h"
#include "vote/internal.h"
#include "vote/test_poll.h"

enum { EVENT_LIMIT = 100 };

static struct assembly a;

struct event {
	struct str action, payload;
};

/* The events of the log, as anyone with the right to audit reads them. */
static int events(struct event *ret)
{
	static const enum db_type args[] = { DB_INT }, cols[] = { DB_TEXT, DB_TEXT };
	static const struct db_stmt list = {
		.name = "test.events",
		.sqlite = "SELECT action, payload FROM audit_public ORDER BY id LIMIT ?1",
		.postgres = "SELECT action, payload FROM audit_public ORDER BY id LIMIT $1",
		.nargs = 1,
		.ncols = 2,
		.args = args,
		.cols = cols,
	};
	const struct db_val limit = { .type = DB_INT, .i = EVENT_LIMIT };
	struct db_val *rows;
	int n;

	MUST(db_run(&a.engine.ctx, &list, &limit, EVENT_LIMIT, &rows, &n, NULL) == ERR_OK);
	for (int i = 0; i < n; i++)
		ret[i] = (struct event){ rows[2 * i].s, rows[2 * i + 1].s };
	return n;
}

/* What stands behind "key": in a payload, up to the next comma or brace, without quotes. */
static struct str value(struct str json, const char *key)
{
	struct str quoted = arena_printf(a.engine.ctx.arena, "\"%s\":", key);
	size_t at = 0, end;

	while (at + quoted.n < json.n && !str_starts(str_sub(json, at, json.n), quoted))
		at++;
	if (at + quoted.n >= json.n)
		return (struct str){ 0 };
	at += quoted.n;
	for (end = at; end < json.n && !strchr(",}]", json.p[end]); end++)
		;
	if (json.p[at] == '"')
		return str_sub(json, at + 1, end - 1);
	return str_sub(json, at, end);
}

/* The last commitment to the vote of a government. */
static struct str commitment_of(const struct event *e, int n, struct str government)
{
	struct str found = { 0 };

	for (int i = 0; i < n; i++)
		if (str_is(e[i].action, "vote.cast") &&
		    str_eq(value(e[i].payload, "government"), government))
			found = value(e[i].payload, "commitment");
	return found;
}

static int digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* Does this entry of the published roll open its commitment? */
static bool opens(const struct event *e, int n, struct str entry)
{
	struct str salt = value(entry, "salt"), commitment;
	unsigned char bytes[VOTE_SALT_BYTES];
	char hex[VOTE_COMMITMENT_BYTES];
	enum vote_choice choice;

	commitment = commitment_of(e, n, value(entry, "government"));
	if (!vote_choice_parse(value(entry, "choice"), &choice))
		return !salt.p && !commitment.p;
	if (salt.n != sizeof(hex) / 2 || !commitment.p)
		return false;
	for (int i = 0; i < VOTE_SALT_BYTES; i++)
		bytes[i] = (unsigned char)(digit(salt.p[2 * i]) << 4 | digit(salt.p[2 * i + 1]));
	vote_commitment(bytes, choice, hex);
	return str_is(commitment, hex);
}

static int entries_that_open(const struct event *e, int n)
{
	struct str roll = e[n - 1].payload, entry;
	size_t at = str_find(roll, '[', 0) + 1;
	int good = 0;

	roll = str_sub(roll, at, roll.n);
	while (str_cut(&roll, '}', &entry) && str_find(entry, '{', 0) < entry.n)
		good += opens(e, n, entry);
	return good;
}

static void after_the_close_every_commitment_opens(void)
{
	struct event e[EVENT_LIMIT];
	struct poll p;
	int n;

	assembly_new(&a, 6);
	p = poll_new(&a, "simple", 6);
	for (int i = 0; i < 5; i++)
		CHECK(poll_cast(&p, i, (enum vote_choice)(i % 3 + 1)) == ERR_OK);
	CHECK(poll_cast(&p, 1, VOTE_YES) == ERR_OK && poll_cast(&p, 1, VOTE_ABSTAIN) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK);
	n = events(e);
	CHECK(str_is(e[n - 1].action, "vote.close"));
	CHECK(str_is(value(e[n - 1].payload, "yes"), "2") &&
	      str_is(value(e[n - 1].payload, "no"), "1") &&
	      str_is(value(e[n - 1].payload, "abstain"), "2") &&
	      str_is(value(e[n - 1].payload, "not_cast"), "1"));
	CHECK(entries_that_open(e, n) == 6);
	/* With one digit of one salt changed, that one alone does not. */
	struct str *last = &e[n - 1].payload;
	char *forged = arena_alloc(a.engine.ctx.arena, last->n + 1);
	char *salt;

	memcpy(forged, last->p, last->n);
	salt = strstr(forged, "\"salt\":\"");
	CHECK(salt != NULL);
	salt[8] = salt[8] == '0' ? '1' : '0';
	last->p = forged;
	CHECK(entries_that_open(e, n) == 5);
	assembly_free(&a);
}

static void each_change_is_an_event_and_a_repetition_is_none(void)
{
	struct event e[EVENT_LIMIT];
	struct poll p;
	int before, n;

	assembly_new(&a, 2);
	p = poll_new(&a, "simple", 2);
	before = events(e);
	CHECK(str_is(e[before - 1].action, "vote.open"));
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cast(&p, 0, VOTE_YES) == ERR_OK &&
	      poll_cast(&p, 0, VOTE_NO) == ERR_OK);
	n = events(e);
	CHECK(n == before + 2 && str_is(value(e[n - 1].payload, "revision"), "2"));
	CHECK(!str_eq(value(e[n - 1].payload, "commitment"),
	              value(e[n - 2].payload, "commitment")));
	assembly_free(&a);
}

/* The same votes, another choice: every event has the same words and the same length. */
static void before_the_close_the_log_does_not_tell_a_choice(void)
{
	struct event e[EVENT_LIMIT];
	struct str payloads[3];
	char texts[3][256];

	for (int c = VOTE_YES; c < VOTE_CHOICES; c++) {
		struct poll p;
		int n;

		assembly_new(&a, 2);
		p = poll_new(&a, "simple", 2);
		CHECK(poll_cast(&p, 0, (enum vote_choice)c) == ERR_OK);
		n = events(e);
		struct str at = value(e[n - 1].payload, "commitment"), all = e[n - 1].payload;
		char *copy = texts[c - 1];

		MUST(all.n < sizeof(texts[0]));
		memcpy(copy, all.p, all.n);
		memset(copy + (at.p - all.p), '*', at.n);
		payloads[c - 1] = (struct str){ copy, all.n };
		assembly_free(&a);
	}
	CHECK(str_eq(payloads[0], payloads[1]) && str_eq(payloads[0], payloads[2]));
	CHECK(str_is(payloads[0],
	             "{\"question\":1,\"government\":1,\"revision\":1,\"commitment\":\""
	             "****************************************************************\"}"));
}

static void what_the_desk_entered_is_logged_as_that(void)
{
	struct event e[EVENT_LIMIT];
	struct poll p;
	int n;

	assembly_new(&a, 3);
	p = poll_new(&a, "simple", 3);
	CHECK(poll_enter(&p, 1, VOTE_YES, 0) == ERR_OK && poll_cast(&p, 2, VOTE_NO) == ERR_OK);
	n = events(e);
	CHECK(value(e[n - 2].payload, "entered_by").n > 0 &&
	      value(e[n - 2].payload, "choice").n == 0);
	CHECK(!value(e[n - 1].payload, "entered_by").p);
	CHECK(poll_close(&p) == ERR_OK);
	n = events(e);
	CHECK(entries_that_open(e, n) == 3);
	assembly_free(&a);
}

/* The commitments stay in the log, and with the salts gone nothing opens them. */
static void a_cancelled_vote_leaves_commitments_that_nobody_can_open(void)
{
	struct event e[EVENT_LIMIT];
	struct str reason;
	struct poll p;
	int n;

	assembly_new(&a, 2);
	p = poll_new(&a, "simple", 2);
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cancel(&p) == ERR_OK);
	n = events(e);
	CHECK(str_is(e[n - 1].action, "vote.cancel"));
	/* Of what the chair wrote a digest alone: it may name somebody. */
	reason = audit_digest(&a.engine.ctx, S("The lamps went out."));
	CHECK(str_eq(e[n - 1].payload,
	             arena_printf(a.engine.ctx.arena,
	                          "{\"question\":1,\"reason\":\"%.*s\",\"destroyed\":1}",
	                          STR_ARG(reason))));
	CHECK(engine_count(&a.engine, "vote_ballot") == 0);
	assembly_free(&a);
}

/* Another teller may be allowed to read the log. */
static void hands_stay_out_of_the_log_until_the_close(void)
{
	const struct vote_hands hands = { 1, 0, 1 };
	struct event e[EVENT_LIMIT];
	struct poll p = { .a = &a,
		          .rule = "simple",
		          .entitled = 2,
		          .forum = 1,
		          .matter = 1,
		          .method = VOTE_HANDS };
	int n;

	assembly_new(&a, 2);
	CHECK(poll_open(&p) == ERR_OK && poll_count(&p, a.secretariat, hands) == ERR_OK);
	n = events(e);
	CHECK(str_is(e[n - 1].action, "vote.hands") &&
	      str_is(e[n - 1].payload, "{\"question\":1,\"round\":1}"));
	CHECK(poll_count(&p, a.auditor, hands) == ERR_OK && poll_close(&p) == ERR_OK);
	n = events(e);
	CHECK(str_is(value(e[n - 1].payload, "method"), "hands") &&
	      value(e[n - 1].payload, "teller").n > 0);
	assembly_free(&a);
}

int main(void)
{
	RUN(after_the_close_every_commitment_opens);
	RUN(each_change_is_an_event_and_a_repetition_is_none);
	RUN(before_the_close_the_log_does_not_tell_a_choice);
	RUN(what_the_desk_entered_is_logged_as_that);
	RUN(a_cancelled_vote_leaves_commitments_that_nobody_can_open);
	RUN(hands_stay_out_of_the_log_until_the_close);
	return TAP_DONE();
}
