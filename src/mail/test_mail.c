/* test_mail.c -- letters are held, released, sent, tried again: on either engine. */
#include "mail.sql.h"
#include "mail/test_outbox.h"

static struct outbox o;

static enum err queue(struct mail_new new)
{
	struct outbox_queuing q = { .new = new };

	return db_write(&o.engine.ctx, outbox_queue_tx, &q);
}

static void letter_with_a_wrong_subject_body_or_address_is_refused(void)
{
	static const char *const subjects[] = { "",       " ",    "a\nBcc: x@example.org",
		                                "a\r\nb", "\x01", "line\xe2\x80\xa8line" };
	struct mail_new new;
	uint64_t before;

	outbox_new(&o);
	before = engine_fingerprint(&o.engine);
	for (size_t i = 0; i < COUNT_OF(subjects); i++) {
		new = outbox_letter(o.bat, true);
		new.subject = str_of(subjects[i]);
		CHECK(queue(new) == ERR_MAIL_SUBJECT);
	}
	new = outbox_letter(o.bat, true);
	new.body = S("");
	CHECK(queue(new) == ERR_MAIL_BODY);
	new = outbox_letter((account_id){ 0 }, true);
	new.address = S("bat@dornod.example>\r\nRCPT TO:<x@example.org");
	CHECK(queue(new) == ERR_MAIL_ADDRESS);
	CHECK(engine_fingerprint(&o.engine) == before);
	outbox_free(&o);
}

static void held_letter_goes_when_it_was_released(void)
{
	mail_message_id id;
	struct mail m;

	outbox_new(&o);
	id = outbox_queue(&o, o.bat, true);
	CHECK(outbox_step(&o).kind == MAIL_STEP_IDLE && o.sent == 0);
	m = outbox_mail(&o, id);
	CHECK(m.state == MAIL_HELD && str_is(m.person.text, "Бат") &&
	      str_is(m.address, "bat@dornod.example") && !m.message_id.p);
	CHECK(mail_release(&o.engine.ctx, id, 2) == ERR_CONFLICT);
	CHECK(mail_release(&o.engine.ctx, id, 1) == ERR_OK);
	CHECK(mail_release(&o.engine.ctx, id, 1) == ERR_MAIL_STATE);
	CHECK(outbox_step(&o).kind == MAIL_STEP_SENT && o.sent == 1);
	m = outbox_mail(&o, id);
	CHECK(m.state == MAIL_SENT && m.tries == 1 && str_eq(m.message_id, o.ids[0]));
	CHECK(str_is(m.sent_to, "bat@dornod.example") && m.next_at.us == TIME_NONE.us);
	CHECK(outbox_step(&o).kind == MAIL_STEP_IDLE && o.sent == 1);
	outbox_free(&o);
}

static void letter_is_corrected_while_it_is_held_and_never_unseen(void)
{
	struct mail_edit edit = { .revision = 1, .subject = S(" New "), .body = S("Text") };
	struct str body;

	outbox_new(&o);
	edit.id = outbox_queue(&o, o.bat, true);
	CHECK(mail_edit(&o.engine.ctx, &edit) == ERR_OK);
	CHECK(mail_edit(&o.engine.ctx, &edit) == ERR_CONFLICT);
	CHECK(mail_body(&o.engine.ctx, edit.id, &body) == ERR_OK && str_is(body, "Text"));
	CHECK(str_is(outbox_mail(&o, edit.id).subject, "New"));
	CHECK(mail_release(&o.engine.ctx, edit.id, 1) == ERR_CONFLICT);
	CHECK(mail_release(&o.engine.ctx, edit.id, 2) == ERR_OK);
	edit.revision = 2;
	CHECK(mail_edit(&o.engine.ctx, &edit) == ERR_MAIL_STATE);
	outbox_free(&o);
}

static void nobody_is_written_to_without_an_address(void)
{
	mail_message_id held, queued;
	struct mail m;

	outbox_new(&o);
	held = outbox_queue(&o, o.ito, true);
	CHECK(mail_release(&o.engine.ctx, held, 0) == ERR_MAIL_NO_ADDRESS);
	queued = outbox_queue(&o, o.ito, false);
	CHECK(outbox_step(&o).kind == MAIL_STEP_FAILED && o.sent == 0);
	m = outbox_mail(&o, queued);
	CHECK(m.state == MAIL_FAILED && m.trouble == MAIL_TROUBLE_NO_ADDRESS && m.tries == 0);
	CHECK(account_set_email(&o.engine.ctx, o.ito, S("not an address")) == ERR_MAIL_ADDRESS);
	CHECK(account_set_email(&o.engine.ctx, o.ito, S(" ito@toyama.example ")) == ERR_OK);
	CHECK(mail_retry(&o.engine.ctx, queued) == ERR_OK);
	CHECK(outbox_step(&o).kind == MAIL_STEP_SENT && str_is(o.to[0], "ito@toyama.example"));
	CHECK(mail_release(&o.engine.ctx, held, 0) == ERR_OK);
	outbox_free(&o);
}

/* 1, 2, 4, 8, 16, 32, 60, 60 ... minutes. */
static void refusal_for_now_is_tried_again_later_and_later(void)
{
	static const int minutes[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
	mail_message_id id;

	outbox_new(&o);
	o.outcome = SMTP_AGAIN;
	id = outbox_queue(&o, o.bat, false);
	for (size_t i = 0; i < COUNT_OF(minutes); i++) {
		CHECK(outbox_step(&o).kind == MAIL_STEP_AGAIN);
		outbox_later(&o, minutes[i] * 60 - 1);
		CHECK(outbox_step(&o).kind == MAIL_STEP_IDLE && o.sent == (int)i + 1);
		outbox_later(&o, 1);
	}
	CHECK(outbox_mail(&o, id).trouble == MAIL_TROUBLE_AGAIN &&
	      str_is(outbox_mail(&o, id).said, "451 not now"));
	o.outcome = SMTP_ACCEPTED;
	CHECK(outbox_step(&o).kind == MAIL_STEP_SENT);
	for (int i = 1; i < o.sent; i++)
		CHECK(str_eq(o.ids[i], o.ids[0]));
	CHECK(outbox_mail(&o, id).trouble == MAIL_TROUBLE_NONE);
	outbox_free(&o);
}

static void after_five_days_it_is_given_up_and_can_be_tried_again(void)
{
	mail_message_id id;

	outbox_new(&o);
	o.outcome = SMTP_AGAIN;
	id = outbox_queue(&o, o.bat, false);
	CHECK(outbox_step(&o).kind == MAIL_STEP_AGAIN);
	outbox_later(&o, 5 * 24 * 3600 - 1);
	CHECK(outbox_step(&o).kind == MAIL_STEP_AGAIN);
	outbox_later(&o, 3600);
	CHECK(outbox_step(&o).kind == MAIL_STEP_FAILED);
	CHECK(outbox_mail(&o, id).state == MAIL_FAILED);
	CHECK(outbox_step(&o).kind == MAIL_STEP_IDLE);
	CHECK(mail_retry(&o.engine.ctx, id) == ERR_OK);
	CHECK(mail_retry(&o.engine.ctx, id) == ERR_MAIL_STATE);
	CHECK(outbox_step(&o).kind == MAIL_STEP_AGAIN && outbox_mail(&o, id).tries == 1);
	outbox_free(&o);
}

static void refusal_for_good_is_not_tried_again(void)
{
	mail_message_id id;

	outbox_new(&o);
	o.outcome = SMTP_REFUSED;
	id = outbox_queue(&o, o.bat, false);
	CHECK(outbox_step(&o).kind == MAIL_STEP_FAILED);
	CHECK(outbox_mail(&o, id).trouble == MAIL_TROUBLE_REFUSED);
	outbox_later(&o, 24 * 3600);
	CHECK(outbox_step(&o).kind == MAIL_STEP_IDLE && o.sent == 1);
	outbox_free(&o);
}

/* A mail server is down for an hour: once it is back, everything goes at once. */
static void when_a_server_is_back_no_letter_waits_on(void)
{
	outbox_new(&o);
	o.outcome = SMTP_UNREACHED;
	for (int i = 0; i < 5; i++)
		(void)outbox_queue(&o, o.bat, false);
	for (int minute = 0; minute < 60; minute++) {
		struct mail_step s = outbox_step(&o);

		CHECK(s.kind == MAIL_STEP_IDLE || s.is_unreached);
		outbox_later(&o, 60);
	}
	o.outcome = SMTP_ACCEPTED;
	o.sent = 0;
	outbox_later(&o, 3600);
	while (outbox_step(&o).kind == MAIL_STEP_SENT)
		;
	CHECK(o.sent == 5);
	outbox_free(&o);
}

static void accepted_letter_calls_those_that_found_no_server(void)
{
	outbox_new(&o);
	o.outcome = SMTP_UNREACHED;
	(void)outbox_queue(&o, o.bat, false);
	CHECK(outbox_step(&o).is_unreached && outbox_step(&o).kind == MAIL_STEP_IDLE);
	o.outcome = SMTP_ACCEPTED;
	(void)outbox_queue(&o, o.bat, false);
	CHECK(outbox_step(&o).kind == MAIL_STEP_SENT && outbox_step(&o).kind == MAIL_STEP_SENT);
	CHECK(outbox_step(&o).kind == MAIL_STEP_IDLE && o.sent == 3);
	outbox_free(&o);
}

static void waiting_letter_survives_a_clock_that_is_set_back(void)
{
	outbox_new(&o);
	o.outcome = SMTP_AGAIN;
	(void)outbox_queue(&o, o.bat, false);
	CHECK(outbox_step(&o).kind == MAIL_STEP_AGAIN);
	outbox_later(&o, -2 * 3600);
	CHECK(outbox_step(&o).kind == MAIL_STEP_AGAIN);
	CHECK(outbox_step(&o).kind == MAIL_STEP_IDLE);
	outbox_free(&o);
}

/* Whoever claimed it was killed before it could say that the server took the letter. */
static enum smtp_outcome send_and_die(void *arg, struct arena *a, const struct mime_letter *l,
                                      struct str *ret_said)
{
	struct outbox *box = arg;
	enum smtp_outcome outcome = outbox_send(arg, a, l, ret_said);

	db_fault(box->engine.store, 1);
	return outcome;
}

static void crash_between_acceptance_and_record_sends_again_with_the_same_id(void)
{
	struct mail_step s;
	mail_message_id id;

	outbox_new(&o);
	id = outbox_queue(&o, o.bat, false);
	o.post.send = send_and_die;
	CHECK(mail_step(&o.engine.ctx, &o.post, &s) != ERR_OK);
	db_fault(o.engine.store, 0);
	o.post.send = outbox_send;
	CHECK(outbox_mail(&o, id).state == MAIL_SENDING && o.sent == 1);
	CHECK(mail_cancel(&o.engine.ctx, id) == ERR_MAIL_STATE);
	outbox_later(&o, 179);
	CHECK(outbox_step(&o).kind == MAIL_STEP_IDLE && o.sent == 1);
	outbox_later(&o, 1);
	CHECK(outbox_step(&o).kind == MAIL_STEP_SENT && o.sent == 2);
	CHECK(str_eq(o.ids[0], o.ids[1]) && outbox_mail(&o, id).tries == 2);
	outbox_free(&o);
}

/* While one sends, another comes by. */
static enum smtp_outcome send_beside_another(void *arg, struct arena *a,
                                             const struct mime_letter *l, struct str *ret_said)
{
	struct outbox *box = arg;
	struct mail_post other = box->post;
	struct ctx ctx = box->engine.ctx;
	struct mail_step s;

	other.send = outbox_send;
	ctx.arena = arena_new();
	ctx.db = db_open(box->engine.store);
	CHECK(mail_step(&ctx, &other, &s) == ERR_OK && s.kind == MAIL_STEP_IDLE);
	db_close(ctx.db);
	arena_free(ctx.arena);
	return outbox_send(arg, a, l, ret_said);
}

static void of_two_senders_one_sends_a_letter(void)
{
	outbox_new(&o);
	(void)outbox_queue(&o, o.bat, false);
	o.post.send = send_beside_another;
	CHECK(outbox_step(&o).kind == MAIL_STEP_SENT && o.sent == 1);
	outbox_free(&o);
}

static void all_that_were_seen_are_released_or_cancelled_at_once(void)
{
	struct mail_all all = { .about = S("meeting_session:3") };
	struct mail_counts c;
	mail_message_id later;
	int64_t n;

	outbox_new(&o);
	(void)outbox_queue(&o, o.bat, true);
	(void)outbox_queue(&o, o.ito, true);
	all.through = outbox_queue(&o, o.bat, true);
	later = outbox_queue(&o, o.bat, true);
	CHECK(mail_counts(&o.engine.ctx, all.about, &c) == ERR_OK);
	CHECK(c.of[MAIL_HELD] == 4 && c.addressless == 1 && c.newest_held.v == later.v);
	CHECK(mail_release_all(&o.engine.ctx, &(struct mail_all){ S("x:1"), all.through }, &n) ==
	              ERR_OK &&
	      n == 0);
	CHECK(mail_release_all(&o.engine.ctx, &all, &n) == ERR_OK && n == 2);
	CHECK(outbox_mail(&o, later).state == MAIL_HELD);
	all.through = later;
	CHECK(mail_cancel_all(&o.engine.ctx, &all, &n) == ERR_OK && n == 2);
	o.outcome = SMTP_REFUSED;
	CHECK(outbox_step(&o).kind == MAIL_STEP_FAILED && outbox_step(&o).kind == MAIL_STEP_FAILED);
	CHECK(mail_retry_all(&o.engine.ctx, &all, &n) == ERR_OK && n == 2);
	CHECK(mail_counts(&o.engine.ctx, all.about, &c) == ERR_OK);
	CHECK(c.of[MAIL_QUEUED] == 2 && c.of[MAIL_CANCELLED] == 2);
	outbox_free(&o);
}

struct many {
	struct mail_new new[2];
	int64_t n;
};

static enum err queue_many(struct tx *tx, void *arg)
{
	struct many *m = arg;

	return mail_queue_all(tx, m->new, 2, &m->n);
}

static void held_letter_about_the_same_is_written_anew(void)
{
	struct many m = { 0 };
	struct mail *letters;
	bool has_more, is_released;
	int n;

	outbox_new(&o);
	m.new[0] = outbox_letter(o.bat, true);
	m.new[1] = outbox_letter(o.ito, true);
	CHECK(db_write(&o.engine.ctx, queue_many, &m) == ERR_OK && m.n == 2);
	m.new[0].subject = S("Second");
	CHECK(db_write(&o.engine.ctx, queue_many, &m) == ERR_OK);
	CHECK(mail_list(&o.engine.ctx, &(struct mail_filter){ 0 }, &letters, &n, &has_more) ==
	              ERR_OK &&
	      n == 2 && !has_more);
	CHECK(str_is(letters[1].subject, "Second") && letters[1].revision == 2);
	CHECK(mail_is_released(&o.engine.ctx, S("meeting_session:3"), o.bat, &is_released) ==
	              ERR_OK &&
	      !is_released);
	CHECK(mail_release(&o.engine.ctx, letters[1].id, 2) == ERR_OK);
	CHECK(mail_is_released(&o.engine.ctx, S("meeting_session:3"), o.bat, &is_released) ==
	              ERR_OK &&
	      is_released);
	outbox_free(&o);
}

static int listed(enum mail_state state, struct str about, mail_message_id before)
{
	struct mail_filter f = { .state = state, .about = about, .before = before };
	struct mail *letters;
	bool has_more;
	int n = 0;

	CHECK(mail_list(&o.engine.ctx, &f, &letters, &n, &has_more) == ERR_OK && !has_more);
	for (int i = 0; i < n; i++)
		CHECK((!state || letters[i].state == state) &&
		      (!about.p || str_eq(letters[i].about, about)) &&
		      (!before.v || letters[i].id.v < before.v));
	return n;
}

static void letters_are_listed_by_state_and_by_what_they_are_about(void)
{
	const struct str third = S("meeting_session:3"), ninth = S("meeting_session:9"),
			 all = { NULL, 0 };
	const mail_message_id none = { 0 };
	mail_message_id ids[4];
	struct mail_counts counts;

	outbox_new(&o);
	for (int i = 0; i < 4; i++) {
		struct outbox_queuing q = { .new = outbox_letter(o.bat, i != 3) };

		q.new.about = i < 3 ? third : ninth;
		MUST(db_write(&o.engine.ctx, outbox_queue_tx, &q) == ERR_OK);
		ids[i] = q.id;
	}
	CHECK(mail_cancel(&o.engine.ctx, ids[1]) == ERR_OK);
	CHECK(listed(0, all, none) == 4 && listed(0, third, none) == 3);
	CHECK(listed(MAIL_HELD, all, none) == 2 && listed(MAIL_QUEUED, all, none) == 1);
	CHECK(listed(MAIL_HELD, third, none) == 2 && listed(MAIL_HELD, ninth, none) == 0);
	CHECK(listed(MAIL_CANCELLED, third, none) == 1 && listed(0, ninth, none) == 1);
	CHECK(listed(0, all, ids[3]) == 3 && listed(0, third, ids[1]) == 1);
	CHECK(listed(MAIL_HELD, all, ids[2]) == 1 && listed(MAIL_HELD, third, ids[2]) == 1);
	CHECK(mail_counts(&o.engine.ctx, all, &counts) == ERR_OK && counts.of[MAIL_HELD] == 2 &&
	      counts.of[MAIL_QUEUED] == 1 && counts.of[MAIL_CANCELLED] == 1);
	CHECK(mail_counts(&o.engine.ctx, ninth, &counts) == ERR_OK && counts.of[MAIL_HELD] == 0 &&
	      counts.of[MAIL_QUEUED] == 1);
	outbox_free(&o);
}

static void every_statement_suits_the_engine(void)
{
	struct sbuf why = { 0 };

	outbox_new(&o);
	why.arena = o.engine.ctx.arena;
	for (int i = 0; mail_sql_all[i]; i++)
		CHECK(db_prepare(&o.engine.ctx, mail_sql_all[i], &why) == ERR_OK);
	outbox_free(&o);
}

int main(void)
{
	RUN(letter_with_a_wrong_subject_body_or_address_is_refused);
	RUN(held_letter_goes_when_it_was_released);
	RUN(letter_is_corrected_while_it_is_held_and_never_unseen);
	RUN(nobody_is_written_to_without_an_address);
	RUN(refusal_for_now_is_tried_again_later_and_later);
	RUN(after_five_days_it_is_given_up_and_can_be_tried_again);
	RUN(refusal_for_good_is_not_tried_again);
	RUN(when_a_server_is_back_no_letter_waits_on);
	RUN(accepted_letter_calls_those_that_found_no_server);
	RUN(waiting_letter_survives_a_clock_that_is_set_back);
	RUN(crash_between_acceptance_and_record_sends_again_with_the_same_id);
	RUN(of_two_senders_one_sends_a_letter);
	RUN(all_that_were_seen_are_released_or_cancelled_at_once);
	RUN(held_letter_about_the_same_is_written_anew);
	RUN(letters_are_listed_by_state_and_by_what_they_are_about);
	RUN(every_statement_suits_the_engine);
	return TAP_DONE();
}
