/* test_mail_fault.c -- whichever statement fails, nothing is half done, and no letter is lost. */
#include "mail/test_outbox.h"
#include "test/fault.h"

static struct outbox o;
static mail_message_id id;

static enum err use_queue(void *arg)
{
	struct outbox_queuing q = { .new = outbox_letter(o.bat, true) };

	(void)arg;
	return db_write(&o.engine.ctx, outbox_queue_tx, &q);
}

static enum err use_edit(void *arg)
{
	struct mail_edit edit = { .id = id, .revision = 1, .subject = S("a"), .body = S("b") };

	(void)arg;
	return mail_edit(&o.engine.ctx, &edit);
}

static enum err use_release(void *arg)
{
	(void)arg;
	return mail_release(&o.engine.ctx, id, 0);
}

static enum err use_release_all(void *arg)
{
	int64_t n;

	(void)arg;
	return mail_release_all(&o.engine.ctx, &(struct mail_all){ .through = id }, &n);
}

static enum err use_cancel(void *arg)
{
	(void)arg;
	return mail_cancel(&o.engine.ctx, id);
}

static enum err use_email(void *arg)
{
	(void)arg;
	return account_set_email(&o.engine.ctx, o.ito, S("ito@toyama.example"));
}

static void whatever_fails_the_outbox_is_as_it_was(void)
{
	enum err (*const uses[])(void *) = { use_queue,  use_edit,        use_email,
		                             use_cancel, use_release_all, use_release };

	for (size_t i = 0; i < COUNT_OF(uses); i++) {
		outbox_new(&o);
		id = outbox_queue(&o, o.bat, true);
		CHECK(fault_loop(&o.engine, uses[i], NULL) > 3);
		outbox_free(&o);
	}
}

/*
 * A step may stop halfway: then the letter is claimed, and taken up again when the claim has ended.
 * In the end it is sent, at least once and always under one Message-ID.
 */
static void whatever_fails_while_sending_the_letter_goes_in_the_end(void)
{
	int n, left = 0;

	for (n = 1; n < 50 && left == 0; n++) {
		struct mail_step s;
		enum err e;

		outbox_new(&o);
		id = outbox_queue(&o, o.bat, false);
		db_fault(o.engine.store, n);
		e = mail_step(&o.engine.ctx, &o.post, &s);
		left = db_fault_left(o.engine.store);
		db_fault(o.engine.store, 0);
		CHECK((e == ERR_OK) == (left > 0));
		outbox_later(&o, 180);
		(void)outbox_step(&o);
		CHECK(outbox_mail(&o, id).state == MAIL_SENT && o.sent >= 1 && o.sent <= 2);
		CHECK(o.sent == 1 || str_eq(o.ids[0], o.ids[1]));
		outbox_free(&o);
	}
	CHECK(n > 8 && left > 0);
}

int main(void)
{
	RUN(whatever_fails_the_outbox_is_as_it_was);
	RUN(whatever_fails_while_sending_the_letter_goes_in_the_end);
	return TAP_DONE();
}
