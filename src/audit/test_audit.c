/* test_audit.c -- the chain: its links, its clock, and that tampering shows where it was done. */
#include "audit/audit.h"
#include "audit.sql.h"
#include "base/str.h"
#include "test/engine.h"
#include "test/tap.h"
#include <stdio.h>
#include <stdlib.h>

static struct engine e;

static enum err record(struct tx *tx, void *arg)
{
	return audit_record(tx, "vote.cast", S("vote_question:12"), *(struct str *)arg);
}

static enum err record_one(void)
{
	struct str payload = S("{\"choice\":\"採択\"}");

	return db_write(&e.ctx, record, &payload);
}

static void record_many(int n)
{
	for (int i = 0; i < n; i++) {
		e.ctx.now.us += 1000;
		e.ctx.who.v = i % 7;
		CHECK(record_one() == ERR_OK);
	}
}

static struct audit_check verify(void)
{
	struct audit_check c = { .bad = -1 };

	CHECK(audit_verify(&e.ctx, &c) == ERR_OK);
	return c;
}

static void to_hex(const unsigned char *p, char ret[static 65])
{
	for (int i = 0; i < 32; i++)
		snprintf(ret + 2 * i, 3, "%02x", p[i]);
}

/* Computed by another program (Python's hashlib) from the words of audit.h. */
static void the_hash_of_an_event_is_what_the_header_says(void)
{
	const unsigned char zeros[32] = { 0 };
	struct audit_event event = {
		.id = 1,
		.at = { INT64_C(1413937800000000) },
		.person = { 258 },
		.action = S("a.b"),
		.object = S(""),
		.payload = S("{\"x\":\"日\"}"),
	};
	unsigned char hash[32], other[32];
	char hex[65];

	audit_hash(&event, zeros, hash);
	to_hex(hash, hex);
	CHECK(strcmp(hex, "9af3984de5c12a622f820f0dd345729a25ac2e18d560fab1960afef03ea415ab") == 0);
	/* Bytes that move from one text to the next make another hash. */
	event.action = S("a.");
	event.object = S("b");
	audit_hash(&event, zeros, other);
	CHECK(memcmp(hash, other, 32) != 0);
}

static void an_empty_log_verifies(void)
{
	static const unsigned char zeros[32];
	struct audit_check c;
	time_us at = { 1 };

	engine_new(&e);
	c = verify();
	CHECK(c.events == 0 && c.bad == 0 && memcmp(c.head, zeros, 32) == 0);
	CHECK(audit_last_at(&e.ctx, &at) == ERR_OK && at.us == TIME_NONE.us);
	engine_free(&e);
}

static void events_form_a_chain_without_gaps(void)
{
	struct audit_sql_list_after_row *rows;
	struct audit_check c;
	time_us at;
	int n;

	engine_new(&e);
	record_many(5);
	c = verify();
	CHECK(c.events == 5 && c.bad == 0);
	CHECK(audit_sql_list_after(&e.ctx, 0, 100, &rows, &n) == ERR_OK && n == 5);
	for (int i = 0; i < n; i++) {
		CHECK(rows[i].id == i + 1 && rows[i].person == i % 7);
		CHECK(i == 0 || str_eq(rows[i].previous, rows[i - 1].hash));
		CHECK(str_is(rows[i].action, "vote.cast") &&
		      str_is(rows[i].object, "vote_question:12"));
		CHECK(str_is(rows[i].payload, "{\"choice\":\"採択\"}"));
	}
	CHECK(memcmp(c.head, rows[4].hash.p, 32) == 0);
	CHECK(audit_last_at(&e.ctx, &at) == ERR_OK && at.us == e.ctx.now.us);
	engine_free(&e);
}

static enum err record_twice(struct tx *tx, void *arg)
{
	enum err err = record(tx, arg);

	return err == ERR_OK ? record(tx, arg) : err;
}

static enum err record_and_refuse(struct tx *tx, void *arg)
{
	enum err err = record_twice(tx, arg);

	return err == ERR_OK ? ERR_FORBIDDEN : err;
}

static void what_is_rolled_back_leaves_no_gap(void)
{
	struct str payload = S("{}");

	engine_new(&e);
	CHECK(db_write(&e.ctx, record_twice, &payload) == ERR_OK);
	CHECK(db_write(&e.ctx, record_and_refuse, &payload) == ERR_FORBIDDEN);
	CHECK(db_write(&e.ctx, record_twice, &payload) == ERR_OK);
	CHECK(verify().events == 4 && verify().bad == 0);
	engine_free(&e);
}

static void a_chain_longer_than_a_piece_verifies(void)
{
	engine_new_with_writer(&e);
	record_many(1203);
	CHECK(verify().events == 1203 && verify().bad == 0);
	engine_exec(&e, "UPDATE audit_event SET payload = '{}' WHERE id = 1100");
	CHECK(verify().events == 1099 && verify().bad == 1100);
	engine_free(&e);
}

/* The sequence number at which the chain of ten breaks after `sql`; 0: it does not. */
static int64_t breaks_at(const char *sql)
{
	struct audit_check c;

	engine_new(&e);
	record_many(10);
	engine_exec(&e, sql);
	c = verify();
	CHECK(c.bad == 0 || c.events == c.bad - 1);
	engine_free(&e);
	return c.bad;
}

static void every_change_breaks_the_chain_where_it_was_made(void)
{
	CHECK(breaks_at("UPDATE audit_event SET at = at + 1 WHERE id = 4") == 4);
	CHECK(breaks_at("UPDATE audit_event SET person = 9 WHERE id = 1") == 1);
	CHECK(breaks_at("UPDATE audit_event SET action = 'vote.casT' WHERE id = 10") == 10);
	CHECK(breaks_at("UPDATE audit_event SET object = object || ' ' WHERE id = 2") == 2);
	CHECK(breaks_at("UPDATE audit_event SET payload = '{\"choice\":\"否決\"}' WHERE id = 7") ==
	      7);
	CHECK(breaks_at("UPDATE audit_event SET previous = hash WHERE id = 3") == 3);
	CHECK(breaks_at("UPDATE audit_event SET hash = previous WHERE id = 1") == 1);
	CHECK(breaks_at("DELETE FROM audit_event WHERE id = 5") == 5);
	CHECK(breaks_at("DELETE FROM audit_event WHERE id = 1") == 1);
	CHECK(breaks_at("UPDATE audit_event SET id = id + 100 WHERE id > 8") == 9);
	/* The end alone can be cut off unseen; a head that was published shows that. */
	CHECK(breaks_at("DELETE FROM audit_event WHERE id > 8") == 0);
}

static void a_clock_a_little_behind_stands_at_the_last_event(void)
{
	time_us first, at;

	engine_new(&e);
	record_many(1);
	first = e.ctx.now;
	e.ctx.now.us -= 5000000;
	CHECK(record_one() == ERR_OK);
	CHECK(audit_last_at(&e.ctx, &at) == ERR_OK && at.us == first.us);
	CHECK(verify().events == 2 && verify().bad == 0);
	engine_free(&e);
}

static enum err accept_clock(struct tx *tx, void *arg)
{
	(void)arg;
	return audit_record_clock(tx);
}

static void a_clock_that_was_accepted_goes_on_from_there(void)
{
	time_us at;

	engine_new(&e);
	record_many(2);
	e.ctx.now.us -= INT64_C(3600000000);
	CHECK(record_one() == ERR_CLOCK_BACK);
	CHECK(db_write(&e.ctx, accept_clock, NULL) == ERR_OK);
	CHECK(audit_last_at(&e.ctx, &at) == ERR_OK && at.us == e.ctx.now.us);
	CHECK(record_one() == ERR_OK);
	CHECK(verify().events == 4 && verify().bad == 0);
	/* No other event may stand before the one before it. */
	engine_exec(&e, "UPDATE audit_event SET action = 'test.done' WHERE id = 3");
	CHECK(verify().bad == 3);
	engine_free(&e);
}

static void a_clock_far_behind_is_refused(void)
{
	uint64_t before;

	engine_new(&e);
	record_many(1);
	before = engine_fingerprint(&e);
	e.ctx.now.us -= 5000001;
	CHECK(record_one() == ERR_CLOCK_BACK);
	CHECK(engine_fingerprint(&e) == before);
	engine_free(&e);
}

static enum err record_long(struct tx *tx, void *arg)
{
	return audit_record(tx, "a", *(struct str *)arg, S("{}"));
}

static void an_object_that_does_not_fit_is_refused(void)
{
	char text[129];
	struct str object = { text, sizeof(text) };

	engine_new(&e);
	memset(text, 'x', sizeof(text));
	CHECK(db_write(&e.ctx, record_long, &object) == ERR_CONFLICT);
	object.n--;
	CHECK(db_write(&e.ctx, record_long, &object) == ERR_OK);
	CHECK(verify().events == 1 && verify().bad == 0);
	engine_free(&e);
}

static void recording_fails_whole_at_every_step(void)
{
	uint64_t before;
	enum err err = ERR_DB;

	engine_new(&e);
	record_many(2);
	before = engine_fingerprint(&e);
	for (int n = 1; n <= 20 && err != ERR_OK; n++) {
		db_fault(e.store, n);
		err = record_one();
		CHECK((err == ERR_OK) == (db_fault_left(e.store) > 0));
		db_fault(e.store, 0);
		CHECK((engine_fingerprint(&e) == before) == (err != ERR_OK));
	}
	CHECK(err == ERR_OK && verify().events == 3 && verify().bad == 0);
	engine_free(&e);
}

static void every_statement_suits_the_engine(void)
{
	struct sbuf why = { 0 };

	engine_new(&e);
	why.arena = e.ctx.arena;
	for (int i = 0; audit_sql_all[i]; i++)
		CHECK(db_prepare(&e.ctx, audit_sql_all[i], &why) == ERR_OK);
	CHECK(why.n == 0);
	engine_free(&e);
}

int main(void)
{
	RUN(the_hash_of_an_event_is_what_the_header_says);
	RUN(an_empty_log_verifies);
	RUN(events_form_a_chain_without_gaps);
	RUN(what_is_rolled_back_leaves_no_gap);
	RUN(a_chain_longer_than_a_piece_verifies);
	RUN(every_change_breaks_the_chain_where_it_was_made);
	RUN(a_clock_a_little_behind_stands_at_the_last_event);
	RUN(a_clock_far_behind_is_refused);
	RUN(a_clock_that_was_accepted_goes_on_from_there);
	RUN(an_object_that_does_not_fit_is_refused);
	RUN(recording_fails_whole_at_every_step);
	RUN(every_statement_suits_the_engine);
	return TAP_DONE();
}
