/*
 * mail_send.c -- one letter is claimed, sent, and settled.
 *
 * No transaction is open while a server is spoken to.  What would be lost by a crash is only that
 * the server took the letter: then it is sent again, under the same Message-ID, by which mail
 * readers know it.
 */
#include "audit/audit.h"
#include "base/random.h"
#include "base/str.h"
#include "charter/charter.h"
#include "mail.sql.h"
#include "mail/internal.h"

static const int64_t second_us = 1000000;
enum {
	CLAIM_SECONDS = 180, /* sending takes at most 120 (doc/mail.h) */
	WAIT_FIRST_SECONDS = 60,
	WAIT_MOST_SECONDS = 3600,
	GIVE_UP_SECONDS = 5 * 24 * 3600, /* RFC 5321, 4.5.4.1: at least four to five days */
	DOUBLINGS = 6,
	KEY_BYTES = 16
};

struct sending {
	const struct mail_post *post;
	struct str message_id; /* if it has none yet */
	struct mail mail;
	int64_t tries;
	bool is_claimed;
	enum smtp_outcome outcome;
	struct str said;
	struct mail_step step;
};

static time_us after(time_us at, int64_t seconds)
{
	return (time_us){ at.us + seconds * second_us };
}

/* --- the letter --- */

static enum err fill_letter(struct ctx *ctx, const struct mail *m, struct str from,
                            struct mime_letter *l)
{
	struct charter_association a = { 0 };
	enum err e = charter_association_get(ctx, &a);

	if (e == ERR_NOT_FOUND) /* an association without a pack has no name */
		e = ERR_OK;
	if (e != ERR_OK)
		return e;
	l->from = (struct mime_party){ a.name.text, from };
	if (mime_address_is_valid(a.contact_email) && !str_eq(a.contact_email, from))
		l->reply_to = (struct mime_party){ a.name.text, a.contact_email };
	l->to = (struct mime_party){ m->person.text, m->state >= MAIL_SENDING && m->sent_to.p
		                                             ? m->sent_to
		                                             : m->address };
	l->subject = m->subject;
	l->id = m->message_id.p ? m->message_id : S("not-yet@sent.invalid");
	l->date = m->queued_at.us != TIME_NONE.us ? m->queued_at : ctx->now;
	l->language = m->language;
	return mail_body(ctx, m->id, &l->body);
}

/* Names in it are in its own language, not in that of whoever looks. */
enum err mail_letter(struct ctx *ctx, mail_message_id id, struct str from, struct mime_letter *ret)
{
	enum language lang = ctx->lang;
	struct mime_letter l = { 0 };
	struct mail m;
	enum err e = mail_get(ctx, id, &m);

	if (e != ERR_OK)
		return e;
	ctx->lang = m.language;
	e = mail_get(ctx, id, &m);
	if (e == ERR_OK)
		e = fill_letter(ctx, &m, from, &l);
	ctx->lang = lang;
	if (e == ERR_OK && !l.to.address.p)
		e = REFUSE(ctx, ERR_MAIL_NO_ADDRESS, ARG_TR("person", m.person));
	if (e == ERR_OK)
		*ret = l;
	return e;
}

/* --- claiming --- */

/*
 * What is due first.  Nothing waits longer than an hour: what seems to, waits for a clock that has
 * been set back since.
 */
static enum err find_due(struct ctx *ctx, struct mail_step *step, time_us *ret_seen)
{
	struct mail_sql_next_row *next;
	struct mail_sql_overdue_row *overdue;
	int n, m = 0;
	enum err e = mail_sql_next(ctx, 1, &next, &n);

	if (e == ERR_OK)
		e = mail_sql_overdue(ctx, after(ctx->now, WAIT_MOST_SECONDS), 1, &overdue, &m);
	if (e != ERR_OK)
		return e;
	if (n > 0 && next[0].at.us <= ctx->now.us) {
		step->id = next[0].id;
		*ret_seen = next[0].at;
	} else if (m > 0) {
		step->id = overdue[0].id;
		*ret_seen = overdue[0].at;
	}
	step->next_at = n > 0 ? next[0].at : TIME_NONE;
	return ERR_OK;
}

static enum err fail(struct tx *tx, struct sending *s, enum mail_trouble why)
{
	int64_t changed = 0;
	enum err e = mail_sql_fail(tx, s->mail.id, s->tries, why, s->said, tx->ctx->now, &changed);

	s->step.kind = MAIL_STEP_FAILED;
	if (e != ERR_OK || changed == 0)
		return e;
	return audit_record(tx, "mail.fail", mail_object(tx->ctx, s->mail.id), S("{}"));
}

static enum err claim(struct tx *tx, void *arg)
{
	struct sending *s = arg;
	struct mail_sql_claim_row row;
	time_us seen = TIME_NONE;
	enum err e;

	s->step = (struct mail_step){ .kind = MAIL_STEP_IDLE };
	s->is_claimed = false;
	e = find_due(tx->ctx, &s->step, &seen);
	if (e != ERR_OK || s->step.id.v == 0)
		return e;
	e = mail_get(tx->ctx, s->step.id, &s->mail);
	if (e != ERR_OK)
		return e;
	s->tries = s->mail.tries;
	if (!s->mail.address.p)
		return fail(tx, s, MAIL_TROUBLE_NO_ADDRESS);
	e = mail_sql_claim(tx, s->mail.id, seen, tx->ctx->now, after(tx->ctx->now, CLAIM_SECONDS),
	                   s->message_id, s->mail.address, &row);
	if (e == ERR_OK) {
		s->tries = row.tries;
		s->is_claimed = true;
	}
	return e;
}

/* --- settling --- */

static enum err accepted(struct tx *tx, struct sending *s)
{
	int64_t changed = 0, hastened;
	enum err e = mail_sql_sent(tx, s->mail.id, tx->ctx->now, &changed);

	s->step.kind = MAIL_STEP_SENT;
	if (e == ERR_OK && changed > 0)
		e = audit_record(tx, "mail.sent", mail_object(tx->ctx, s->mail.id),
		                 mail_payload(tx->ctx, s->mail.about, -1));
	return e == ERR_OK ? mail_sql_hasten(tx, tx->ctx->now, &hastened) : e;
}

static int64_t wait_seconds(int64_t tries)
{
	int64_t doubled = tries > DOUBLINGS ? DOUBLINGS : tries - 1;
	int64_t seconds = WAIT_FIRST_SECONDS * (INT64_C(1) << doubled);

	return seconds < WAIT_MOST_SECONDS ? seconds : WAIT_MOST_SECONDS;
}

static enum err again(struct tx *tx, struct sending *s, enum mail_trouble why)
{
	struct mail_sql_tried_row first;
	time_us now = tx->ctx->now;
	int64_t changed;
	enum err e = mail_sql_tried(tx->ctx, s->mail.id, &first);

	if (e != ERR_OK)
		return e;
	if (now.us >= after(first.at, GIVE_UP_SECONDS).us)
		return fail(tx, s, why);
	s->step.kind = MAIL_STEP_AGAIN;
	s->step.next_at = after(now, wait_seconds(s->tries));
	return mail_sql_put_back(tx, s->mail.id, s->tries, why, s->said, s->step.next_at, &changed);
}

static enum err settle(struct tx *tx, void *arg)
{
	struct sending *s = arg;

	s->step = (struct mail_step){ .id = s->mail.id,
		                      .is_unreached = s->outcome == SMTP_UNREACHED,
		                      .said = s->said };
	if (s->outcome == SMTP_ACCEPTED)
		return accepted(tx, s);
	if (s->outcome == SMTP_REFUSED)
		return fail(tx, s, MAIL_TROUBLE_REFUSED);
	return again(tx, s, s->outcome == SMTP_AGAIN ? MAIL_TROUBLE_AGAIN : MAIL_TROUBLE_UNREACHED);
}

/* --- one step --- */

static struct str new_message_id(struct ctx *ctx, struct str from)
{
	char key[2 * KEY_BYTES + 1];

	random_hex(key, KEY_BYTES);
	return arena_printf(ctx->arena, "%s%.*s", key,
	                    STR_ARG(str_sub(from, str_find(from, '@', 0), from.n)));
}

enum err mail_step(struct ctx *ctx, const struct mail_post *post, struct mail_step *ret)
{
	struct sending s = { .post = post, .message_id = new_message_id(ctx, post->from) };
	struct mime_letter letter;
	time_us seen;
	enum err e;

	ctx->now = post->clock(post->clock_arg);
	/* Whoever looks in vain opens no transaction. */
	e = find_due(ctx, &s.step, &seen);
	if (e == ERR_OK && s.step.id.v)
		e = db_write(ctx, claim, &s);
	if (e == ERR_OK && s.is_claimed) {
		e = mail_letter(ctx, s.mail.id, post->from, &letter);
		if (e != ERR_OK)
			return e;
		s.outcome = post->send(post->arg, ctx->arena, &letter, &s.said);
		ctx->now = post->clock(post->clock_arg);
		e = db_write(ctx, settle, &s);
	}
	if (e == ERR_OK)
		*ret = s.step;
	return e;
}
