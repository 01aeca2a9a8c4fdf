/* mail_outbox.c -- what the secretariat does with letters: read, correct, release, cancel, retry.
 */
#include "account/account.h"
#include "audit/audit.h"
#include "base/str.h"
#include "mail.sql.h"
#include "mail/internal.h"

static enum err record(struct tx *tx, const char *action, mail_message_id id)
{
	return audit_record(tx, action, mail_object(tx->ctx, id), S("{}"));
}

/* --- correcting --- */

static enum err edit(struct tx *tx, void *arg)
{
	const struct mail_edit *to = arg;
	struct mail m;
	int64_t changed = 0;
	enum err e = mail_get(tx->ctx, to->id, &m);

	if (e == ERR_OK && m.state != MAIL_HELD)
		e = ERR_MAIL_STATE;
	if (e == ERR_OK)
		e = mail_sql_edit(tx, to->id, to->revision, to->subject, to->body, &changed);
	if (e == ERR_OK && changed == 0)
		e = ERR_CONFLICT;
	return e == ERR_OK ? record(tx, "mail.edit", to->id) : e;
}

enum err mail_edit(struct ctx *ctx, const struct mail_edit *to)
{
	struct mail_edit trimmed = *to;
	enum err e;

	trimmed.subject = str_trim(to->subject);
	e = mail_check_subject(ctx, trimmed.subject);
	if (e == ERR_OK)
		e = mail_check_body(ctx, to->body);
	return e == ERR_OK ? db_write(ctx, edit, &trimmed) : e;
}

enum err mail_set_address(struct ctx *ctx, mail_message_id id, struct str email)
{
	struct mail m;
	enum err e = mail_get(ctx, id, &m);

	if (e == ERR_OK && m.to.v == 0)
		e = ERR_NOT_FOUND;
	return e == ERR_OK ? account_set_email(ctx, m.to, email) : e;
}

/* --- one letter --- */

static enum err refuse_addressless(struct ctx *ctx, const struct mail *m)
{
	return REFUSE(ctx, ERR_MAIL_NO_ADDRESS, ARG_TR("person", m->person));
}

struct releasing {
	mail_message_id id;
	int64_t revision; /* 0: as it is */
};

static enum err release(struct tx *tx, void *arg)
{
	const struct releasing *s = arg;
	struct maybe_int revision = { s->revision != 0, s->revision };
	struct mail m;
	int64_t changed = 0;
	enum err e = mail_get(tx->ctx, s->id, &m);

	if (e == ERR_OK && m.state != MAIL_HELD)
		e = ERR_MAIL_STATE;
	if (e == ERR_OK && !m.address.p)
		e = refuse_addressless(tx->ctx, &m);
	if (e == ERR_OK)
		e = mail_sql_release(tx, s->id, revision, tx->ctx->now, &changed);
	if (e == ERR_OK && changed == 0)
		e = ERR_CONFLICT;
	return e == ERR_OK ? record(tx, "mail.release", s->id) : e;
}

enum err mail_release(struct ctx *ctx, mail_message_id id, int64_t revision)
{
	struct releasing s = { .id = id, .revision = revision };

	return db_write(ctx, release, &s);
}

static enum err cancel(struct tx *tx, void *arg)
{
	const mail_message_id *id = arg;
	struct mail m;
	int64_t changed = 0;
	enum err e = mail_get(tx->ctx, *id, &m);

	if (e == ERR_OK)
		e = mail_sql_cancel(tx, *id, tx->ctx->now, &changed);
	if (e == ERR_OK && changed == 0)
		e = ERR_MAIL_STATE;
	return e == ERR_OK ? record(tx, "mail.cancel", *id) : e;
}

enum err mail_cancel(struct ctx *ctx, mail_message_id id)
{
	return db_write(ctx, cancel, &id);
}

static enum err retry(struct tx *tx, void *arg)
{
	const mail_message_id *id = arg;
	struct mail m;
	int64_t changed = 0;
	enum err e = mail_get(tx->ctx, *id, &m);

	if (e == ERR_OK)
		e = mail_sql_retry(tx, *id, tx->ctx->now, &changed);
	if (e == ERR_OK && changed == 0)
		e = ERR_MAIL_STATE;
	return e == ERR_OK ? record(tx, "mail.retry", *id) : e;
}

enum err mail_retry(struct ctx *ctx, mail_message_id id)
{
	return db_write(ctx, retry, &id);
}

/* --- all that were seen --- */

struct all {
	const struct mail_all *all;
	int64_t changed;
};

static enum err record_all(struct tx *tx, const char *action, const struct all *a)
{
	if (a->changed == 0)
		return ERR_OK;
	return audit_record(tx, action, mail_object(tx->ctx, a->all->through),
	                    mail_payload(tx->ctx, a->all->about, a->changed));
}

static enum err release_all(struct tx *tx, void *arg)
{
	struct all *a = arg;
	enum err e = mail_sql_release_all(tx, a->all->about, a->all->through, tx->ctx->now,
	                                  &a->changed);

	return e == ERR_OK ? record_all(tx, "mail.release_all", a) : e;
}

static enum err cancel_all(struct tx *tx, void *arg)
{
	struct all *a = arg;
	enum err e = mail_sql_cancel_all(tx, a->all->about, a->all->through, tx->ctx->now,
	                                 &a->changed);

	return e == ERR_OK ? record_all(tx, "mail.cancel_all", a) : e;
}

static enum err retry_all(struct tx *tx, void *arg)
{
	struct all *a = arg;
	enum err e = mail_sql_retry_all(tx, a->all->about, a->all->through, tx->ctx->now,
	                                &a->changed);

	return e == ERR_OK ? record_all(tx, "mail.retry_all", a) : e;
}

static enum err write_all(struct ctx *ctx, enum err (*fn)(struct tx *, void *),
                          const struct mail_all *all, int64_t *ret_n)
{
	struct all a = { .all = all };
	enum err e = db_write(ctx, fn, &a);

	if (e == ERR_OK)
		*ret_n = a.changed;
	return e;
}

enum err mail_release_all(struct ctx *ctx, const struct mail_all *all, int64_t *ret_n)
{
	return write_all(ctx, release_all, all, ret_n);
}

enum err mail_cancel_all(struct ctx *ctx, const struct mail_all *all, int64_t *ret_n)
{
	return write_all(ctx, cancel_all, all, ret_n);
}

enum err mail_retry_all(struct ctx *ctx, const struct mail_all *all, int64_t *ret_n)
{
	return write_all(ctx, retry_all, all, ret_n);
}
