/*
 * mail/test_outbox.h -- an outbox to test with: people, letters, a post that does as it is told,
 * and a clock that is set.
 */
#pragma once
#include "account/account.h"
#include "base/str.h"
#include "mail/mail.h"
#include "test/engine.h"
#include "test/tap.h"

enum { OUTBOX_TRIES = 64 };

struct outbox {
	struct engine engine;
	account_id bat, ito; /* a Mongolian reader with an address, a Japanese one without */
	account_id secretary;
	enum smtp_outcome outcome; /* what the post comes to */
	int sent;                  /* letters that it was given */
	struct str ids[OUTBOX_TRIES], to[OUTBOX_TRIES];
	struct mail_post post;
};

static inline time_us outbox_clock(void *arg)
{
	const struct outbox *o = arg;

	return o->engine.ctx.now;
}

static inline enum smtp_outcome outbox_send(void *arg, struct arena *a, const struct mime_letter *l,
                                            struct str *ret_said)
{
	struct outbox *o = arg;
	struct str bytes;

	MUST(o->sent < OUTBOX_TRIES);
	CHECK(mime_write(a, l, &bytes) == ERR_OK);
	o->ids[o->sent] = l->id;
	o->to[o->sent++] = l->to.address;
	*ret_said = o->outcome == SMTP_ACCEPTED ? S("") : S("451 not now");
	return o->outcome;
}

static inline account_id outbox_person(struct outbox *o, const char *name, enum language l,
                                       struct str person, struct str email)
{
	struct account_new new = { .name = str_of(name), .language = l, .email = email };
	account_id id;

	new.person.in[l] = person;
	MUST(account_add(&o->engine.ctx, &new, &id) == ERR_OK);
	return id;
}

static inline void outbox_new(struct outbox *o)
{
	*o = (struct outbox){ .outcome = SMTP_ACCEPTED };
	engine_new(&o->engine);
	o->bat = outbox_person(o, "bat", LANGUAGE_MN, S("Бат"), S("bat@dornod.example"));
	o->ito = outbox_person(o, "ito", LANGUAGE_JA, S("伊藤"), (struct str){ 0 });
	o->secretary = outbox_person(o, "secretary", LANGUAGE_EN, S("Secretary"),
	                             (struct str){ 0 });
	o->post = (struct mail_post){ .from = S("office@near.example"),
		                      .send = outbox_send,
		                      .arg = o,
		                      .clock = outbox_clock,
		                      .clock_arg = o };
}

static inline void outbox_free(struct outbox *o)
{
	engine_free(&o->engine);
}

static inline void outbox_later(struct outbox *o, int64_t seconds)
{
	o->engine.ctx.now.us += seconds * 1000000;
}

struct outbox_queuing {
	struct mail_new new;
	mail_message_id id;
};

static inline enum err outbox_queue_tx(struct tx *tx, void *arg)
{
	struct outbox_queuing *q = arg;

	return mail_queue(tx, &q->new, &q->id);
}

static inline struct mail_new outbox_letter(account_id to, bool is_held)
{
	return (struct mail_new){ .to = to,
		                  .language = LANGUAGE_MN,
		                  .subject = S("Хуралдаан"),
		                  .body = S("Эрхэм ноён\n\nУрьж байна.\n"),
		                  .about = S("meeting_session:3"),
		                  .is_held = is_held };
}

static inline mail_message_id outbox_queue(struct outbox *o, account_id to, bool is_held)
{
	struct outbox_queuing q = { .new = outbox_letter(to, is_held) };

	MUST(db_write(&o->engine.ctx, outbox_queue_tx, &q) == ERR_OK);
	return q.id;
}

static inline struct mail outbox_mail(struct outbox *o, mail_message_id id)
{
	struct mail m;

	MUST(mail_get(&o->engine.ctx, id, &m) == ERR_OK);
	return m;
}

/* One step of whoever sends. */
static inline struct mail_step outbox_step(struct outbox *o)
{
	struct mail_step s = { 0 };

	CHECK(mail_step(&o->engine.ctx, &o->post, &s) == ERR_OK);
	return s;
}
