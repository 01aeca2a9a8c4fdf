/* mail.c -- letters are written, and read. */
#include "audit/audit.h"
#include "base/str.h"
#include "base/utf8.h"
#include "mail.sql.h"
#include "mail/internal.h"
#include "view/json.h"

struct str mail_object(struct ctx *ctx, mail_message_id id)
{
	return arena_printf(ctx->arena, "mail_message:%" PRId64, id.v);
}

struct str mail_payload(struct ctx *ctx, struct str about, int64_t count)
{
	struct sbuf out = { .arena = ctx->arena };
	struct json j = { .buf = &out };

	json_object(&j);
	if (about.p)
		json_put_str(&j, "about", about);
	if (count >= 0)
		json_put_int(&j, "count", count);
	json_end(&j);
	return sbuf_done(&out);
}

/* --- writing --- */

enum err mail_check_subject(struct ctx *ctx, struct str subject)
{
	if (!mime_line_is_valid(subject) || utf8_count(subject) > MAIL_SUBJECT_MAX)
		return REFUSE(ctx, ERR_MAIL_SUBJECT, ARG_INT("max", MAIL_SUBJECT_MAX));
	return ERR_OK;
}

enum err mail_check_body(struct ctx *ctx, struct str body)
{
	if (!body.p || body.n == 0 || !utf8_is_text(body) || utf8_count(body) > MAIL_BODY_MAX)
		return REFUSE(ctx, ERR_MAIL_BODY, ARG_INT("max", MAIL_BODY_MAX));
	return ERR_OK;
}

static enum err check_to(struct ctx *ctx, const struct mail_new *new)
{
	MUST((new->to.v != 0) == (new->address.p == NULL));
	if (new->address.p && !mime_address_is_valid(new->address))
		return REFUSE(ctx, ERR_MAIL_ADDRESS, ARG_STR("address", new->address));
	if (new->name.p && !mime_line_is_valid(new->name))
		return ERR_MAIL_ADDRESS;
	return ERR_OK;
}

static enum err add(struct tx *tx, const struct mail_new *new, mail_message_id *ret)
{
	struct ctx *ctx = tx->ctx;
	struct str subject = str_trim(new->subject);
	struct mail_sql_add_row row;
	enum err e = check_to(ctx, new);

	MUST(!new->about.p || (new->about.n > 0 && new->about.n <= MAIL_ABOUT_MAX));
	if (e == ERR_OK)
		e = mail_check_subject(ctx, subject);
	if (e == ERR_OK)
		e = mail_check_body(ctx, new->body);
	if (e == ERR_OK)
		e = mail_sql_add(tx, new->to, new->name, new->address,
		                 str_of(language_code(new->language)), subject, new->body,
		                 new->about, new->is_held ? MAIL_HELD : MAIL_QUEUED, ctx->now,
		                 ctx->who, new->is_held ? TIME_NONE : ctx->now, &row);
	if (e == ERR_OK)
		*ret = row.id;
	return e;
}

enum err mail_queue(struct tx *tx, const struct mail_new *new, mail_message_id *ret_id)
{
	mail_message_id id;
	enum err e = add(tx, new, &id);

	if (e == ERR_OK)
		e = audit_record(tx, "mail.queue", mail_object(tx->ctx, id),
		                 mail_payload(tx->ctx, new->about, -1));
	if (e == ERR_OK)
		*ret_id = id;
	return e;
}

/* A held letter about the same thing to the same person, or .v == 0. */
static enum err find_held(struct ctx *ctx, const struct mail_new *new, mail_message_id *ret)
{
	struct mail_sql_about_person_row row = { 0 };
	enum err e = ERR_OK;

	if (new->about.p &&new->to.v &&new->is_held)
		e = mail_sql_about_person(ctx, new->about, new->to, &row);
	if (e == ERR_OK)
		*ret = row.held;
	return e;
}

static enum err rewrite(struct tx *tx, const struct mail_new *new, mail_message_id id)
{
	struct str subject = str_trim(new->subject);
	int64_t changed;
	enum err e = mail_check_subject(tx->ctx, subject);

	if (e == ERR_OK)
		e = mail_check_body(tx->ctx, new->body);
	return e == ERR_OK ? mail_sql_rewrite(tx, id, str_of(language_code(new->language)), subject,
	                                      new->body, tx->ctx->now, &changed)
	                   : e;
}

enum err mail_queue_all(struct tx *tx, const struct mail_new *new, int n, int64_t *ret_n)
{
	enum err e = ERR_OK;

	for (int i = 0; i < n && e == ERR_OK; i++) {
		mail_message_id id;

		e = find_held(tx->ctx, &new[i], &id);
		if (e == ERR_OK)
			e = id.v ? rewrite(tx, &new[i], id) : add(tx, &new[i], &id);
	}
	if (e == ERR_OK && n > 0)
		e = audit_record(tx, "mail.queue_all", S("mail_message"),
		                 mail_payload(tx->ctx, new[0].about, n));
	if (e == ERR_OK)
		*ret_n = n;
	return e;
}

enum err mail_is_released(struct ctx *ctx, struct str about, account_id to, bool *ret)
{
	struct mail_sql_about_person_row row;
	enum err e = mail_sql_about_person(ctx, about, to, &row);

	if (e == ERR_OK)
		*ret = row.released > 0;
	return e;
}

enum err mail_newest(struct ctx *ctx, struct str about, time_us *ret)
{
	struct mail_sql_newest_row row;
	enum err e = mail_sql_newest(ctx, about, &row);

	if (e == ERR_OK)
		*ret = row.at;
	return e;
}

/* --- reading --- */

static struct mail of_row(const struct mail_sql_list_row *r)
{
	struct mail m = {
		.id = r->id,
		.to = r->account,
		.person = r->person,
		.address = r->address,
		.subject = r->subject,
		.about = r->about,
		.state = (enum mail_state)r->state,
		.revision = r->revision,
		.tries = r->tries,
		.trouble = (enum mail_trouble)r->trouble,
		.said = r->said,
		.message_id = r->message_id,
		.sent_to = r->sent_to,
		.created_at = r->created,
		.queued_at = r->queued,
		.next_at = r->next,
		.ended_at = r->ended,
		.by = r->by,
	};

	MUST(language_parse(r->language, &m.language));
	if (m.to.v == 0)
		m.person = (struct tr){ r->name, m.language };
	return m;
}

enum err mail_get(struct ctx *ctx, mail_message_id id, struct mail *ret)
{
	struct mail_sql_list_row row;
	enum err e = mail_sql_get(ctx, id, &row);

	if (e == ERR_OK)
		*ret = of_row(&row);
	return e;
}

enum err mail_body(struct ctx *ctx, mail_message_id id, struct str *ret)
{
	struct mail_sql_body_row row;
	enum err e = mail_sql_body(ctx, id, &row);

	if (e == ERR_OK)
		*ret = row.body;
	return e;
}

/* By what is asked for: everything, a state, what letters are about, or both. */
static enum err list_rows(struct ctx *ctx, const struct mail_filter *f,
                          struct mail_sql_list_row **ret, int *ret_n)
{
	mail_message_id before = { f->before.v ? f->before.v : INT64_MAX };

	if (f->state && f->about.p)
		return mail_sql_list_both(ctx, f->state, f->about, before, MAIL_PAGE + 1, ret,
		                          ret_n);
	if (f->state)
		return mail_sql_list_state(ctx, f->state, before, MAIL_PAGE + 1, ret, ret_n);
	if (f->about.p)
		return mail_sql_list_about(ctx, f->about, before, MAIL_PAGE + 1, ret, ret_n);
	return mail_sql_list(ctx, before, MAIL_PAGE + 1, ret, ret_n);
}

enum err mail_list(struct ctx *ctx, const struct mail_filter *f, struct mail **ret, int *ret_n,
                   bool *ret_more)
{
	struct mail_sql_list_row *rows;
	int n;
	enum err e = list_rows(ctx, f, &rows, &n);

	if (e != ERR_OK)
		return e;
	*ret_more = n > MAIL_PAGE;
	*ret_n = n > MAIL_PAGE ? MAIL_PAGE : n;
	*ret = arena_many(ctx->arena, struct mail, (size_t)n + 1);
	for (int i = 0; i < *ret_n; i++)
		(*ret)[i] = of_row(&rows[i]);
	return ERR_OK;
}

enum err mail_counts(struct ctx *ctx, struct str about, struct mail_counts *ret)
{
	struct mail_counts counts = { 0 };
	struct mail_sql_addressless_row none = { 0 };
	struct mail_sql_counts_row *rows;
	int n;
	enum err e = about.p ? mail_sql_counts_about(ctx, about, MAIL_CANCELLED, &rows, &n)
	                     : mail_sql_counts(ctx, MAIL_CANCELLED, &rows, &n);

	for (int i = 0; e == ERR_OK && i < n; i++) {
		counts.of[rows[i].state] = rows[i].n;
		if (rows[i].state == MAIL_HELD)
			counts.newest_held = rows[i].newest;
		if (rows[i].state == MAIL_FAILED)
			counts.newest_failed = rows[i].newest;
	}
	if (e == ERR_OK && counts.newest_held.v)
		e = mail_sql_addressless(ctx, about, counts.newest_held, &none);
	if (e != ERR_OK)
		return e;
	counts.addressless = none.n;
	*ret = counts;
	return ERR_OK;
}
