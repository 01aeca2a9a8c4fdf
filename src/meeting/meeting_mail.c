/* meeting_mail.c -- the letters of a session are written into the outbox. */
#include "base/str.h"
#include "meeting/internal.h"

struct posting {
	meeting_session_id id;
	struct str base;
	int64_t n;
};

static struct str about(struct ctx *ctx, const char *what, meeting_session_id id)
{
	return arena_printf(ctx->arena, "%s:%" PRId64, what, id.v);
}

static struct str about_invitation(struct ctx *ctx, meeting_session_id id)
{
	return about(ctx, "meeting_invitation", id);
}

static struct str about_change(struct ctx *ctx, meeting_session_id id)
{
	return about(ctx, "meeting_change", id);
}

static struct mail_new letter_of(const struct meeting_letter *l, struct str what)
{
	return (struct mail_new){ .to = l->to,
		                  .language = l->language,
		                  .subject = l->subject,
		                  .body = l->body,
		                  .about = what,
		                  .is_held = true };
}

/* --- invitations --- */

static enum err invite(struct tx *tx, void *arg)
{
	struct posting *p = arg;
	struct str what = about_invitation(tx->ctx, p->id);
	struct meeting_letter *letters;
	struct mail_new *new;
	int n, count = 0;
	enum err e = meeting_letters(tx->ctx, p->id, p->base, &letters, &n);

	if (e != ERR_OK)
		return e;
	new = arena_many(tx->ctx->arena, struct mail_new, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		bool is_released;

		e = mail_is_released(tx->ctx, what, letters[i].to, &is_released);
		if (e == ERR_OK && !is_released)
			new[count++] = letter_of(&letters[i], what);
	}
	return e == ERR_OK ? mail_queue_all(tx, new, count, &p->n) : e;
}

enum err meeting_invite(struct ctx *ctx, meeting_session_id id, struct str base, int64_t *ret_n)
{
	struct posting p = { .id = id, .base = base };
	enum err e = base.p ? db_write(ctx, invite, &p) : ERR_PUBLIC_URL;

	if (e == ERR_OK)
		*ret_n = p.n;
	return e;
}

/* --- changes --- */

/* What happens in the sittings is seen there. */
static bool is_told(const struct meeting_change *c, time_us since)
{
	return c->at.us > since.us && c->kind < MEETING_CHANGE_ITEM_POSTPONED;
}

/* TIME_NONE: nobody was invited. */
static enum err told_until(struct ctx *ctx, meeting_session_id id, time_us *ret)
{
	time_us invited, told;
	enum err e = mail_newest(ctx, about_invitation(ctx, id), &invited);

	if (e == ERR_OK)
		e = mail_newest(ctx, about_change(ctx, id), &told);
	if (e != ERR_OK)
		return e;
	/* TIME_NONE is before every other time. */
	*ret = invited.us != TIME_NONE.us && told.us > invited.us ? told : invited;
	return ERR_OK;
}

/* Those that are to be told, the earliest first. */
static enum err untold(struct ctx *ctx, meeting_session_id id, struct meeting_change **ret,
                       int *ret_n)
{
	struct meeting_change *all;
	struct meeting_change *some;
	time_us since;
	int n, count = 0;
	enum err e = told_until(ctx, id, &since);

	if (e == ERR_OK)
		e = meeting_changes(ctx, id, &all, &n);
	if (e != ERR_OK)
		return e;
	some = arena_many(ctx->arena, struct meeting_change, (size_t)n + 1);
	for (int i = n - 1; i >= 0 && since.us != TIME_NONE.us; i--)
		if (is_told(&all[i], since))
			some[count++] = all[i];
	*ret = some;
	*ret_n = count;
	return ERR_OK;
}

enum err meeting_untold(struct ctx *ctx, meeting_session_id id, bool *ret_is_invited,
                        int64_t *ret_n)
{
	struct meeting_change *changes;
	time_us since;
	int n;
	enum err e = told_until(ctx, id, &since);

	if (e == ERR_OK)
		e = untold(ctx, id, &changes, &n);
	if (e != ERR_OK)
		return e;
	*ret_is_invited = since.us != TIME_NONE.us;
	*ret_n = n;
	return ERR_OK;
}

static void put_line(struct sbuf *out, enum language l, const char *key, const struct msg_arg *args,
                     size_t n)
{
	msg_text(out, l, key, args, n);
	sbuf_char(out, '\n');
}
#define PUT_LINE(out, l, key, ...)                                                                 \
	put_line((out), (l), (key), (const struct msg_arg[]){ __VA_ARGS__ },                       \
	         COUNT_OF(((const struct msg_arg[]){ __VA_ARGS__ })))

static void put_change(struct sbuf *out, enum language l, const struct meeting_change *c)
{
	sbuf_lit(out, "- ");
	sbuf_str(out, msg(l, meeting_change_name(c->kind)));
	if (c->item > 0)
		sbuf_printf(out, ": %" PRId64 ". %.*s", c->item, STR_ARG(c->title.text));
	sbuf_char(out, '\n');
	if (c->after.text.p) {
		sbuf_lit(out, "  ");
		PUT_LINE(out, l, N_("now: {value}"), ARG_TR("value", c->after));
	}
	if (c->before.text.p) {
		sbuf_lit(out, "  ");
		PUT_LINE(out, l, N_("before: {value}"), ARG_TR("value", c->before));
	}
	if (c->reason.text.p) {
		sbuf_lit(out, "  ");
		PUT_LINE(out, l, N_("Reason: {reason}"), ARG_TR("reason", c->reason));
	}
}

/* What all letters of a language have in common; read in that language. */
struct notice {
	struct str session, link;
	struct tr association;
	struct meeting_change *changes;
	int count;
};

static enum err read_notice(struct ctx *ctx, const struct posting *p, struct notice *ret)
{
	struct charter_association a;
	struct meeting m;
	enum err e = meeting_get(ctx, p->id, &m);

	if (e == ERR_OK)
		e = charter_association_get(ctx, &a);
	if (e == ERR_OK)
		e = untold(ctx, p->id, &ret->changes, &ret->count);
	if (e != ERR_OK)
		return e;
	ret->association = a.name;
	ret->session = meeting_name(ctx, &m);
	ret->link = arena_printf(ctx->arena, "%.*s/%s/meetings/%.*s", STR_ARG(p->base),
	                         language_code(ctx->lang), STR_ARG(m.slug));
	return ERR_OK;
}

static void write_notice(struct arena *a, const struct notice *n, struct meeting_letter *letter)
{
	const struct msg_arg session[] = { ARG_STR("session", n->session) };
	struct sbuf subject = { .arena = a }, out = { .arena = a };
	enum language l = letter->language;

	msg_text(&subject, l, N_("letter|Changes: {session}"), session, COUNT_OF(session));
	PUT_LINE(&out, l, N_("letter|Dear {person},"), ARG_TR("person", letter->person));
	sbuf_char(&out, '\n');
	PUT_LINE(&out, l,
	         N_("letter|The Secretariat of {association} informs {government} of the following "
	            "changes to a session to which it was invited."),
	         ARG_TR("association", n->association), ARG_TR("government", letter->government));
	sbuf_char(&out, '\n');
	sbuf_str(&out, n->session);
	sbuf_lit(&out, "\n\n");
	for (int i = 0; i < n->count; i++)
		put_change(&out, l, &n->changes[i]);
	sbuf_char(&out, '\n');
	put_line(&out, l, N_("letter|The session as it stands now is found at this address:"), NULL,
	         0);
	sbuf_str(&out, n->link);
	sbuf_lit(&out, "\n\n");
	PUT_LINE(&out, l, N_("letter|The Secretariat of {association}"),
	         ARG_TR("association", n->association));
	letter->subject = sbuf_done(&subject);
	letter->body = sbuf_done(&out);
}

/* The letters stand in the order of languages: each language's part is read once. */
static enum err write_notices(struct ctx *ctx, const struct posting *p,
                              struct meeting_letter *letters, int n)
{
	enum language lang = ctx->lang;
	struct notice notice = { 0 };
	enum err e = ERR_OK;

	for (int i = 0; i < n && e == ERR_OK; i++) {
		ctx->lang = letters[i].language;
		if (i == 0 || letters[i].language != letters[i - 1].language)
			e = read_notice(ctx, p, &notice);
		if (e == ERR_OK && notice.count == 0)
			e = ERR_MEETING_UNTOLD;
		if (e == ERR_OK)
			write_notice(ctx->arena, &notice, &letters[i]);
	}
	ctx->lang = lang;
	return e;
}

static enum err notify(struct tx *tx, void *arg)
{
	struct posting *p = arg;
	struct ctx *ctx = tx->ctx;
	struct str what = about_change(ctx, p->id), invitation = about_invitation(ctx, p->id);
	struct meeting_letter *letters;
	struct mail_new *new;
	int n, count = 0;
	enum err e = meeting_letters(ctx, p->id, p->base, &letters, &n);

	if (e == ERR_OK)
		e = n > 0 ? write_notices(ctx, p, letters, n) : ERR_MEETING_UNTOLD;
	if (e != ERR_OK)
		return e;
	new = arena_many(ctx->arena, struct mail_new, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		bool is_invited;

		e = mail_is_released(ctx, invitation, letters[i].to, &is_invited);
		if (e == ERR_OK && is_invited)
			new[count++] = letter_of(&letters[i], what);
	}
	return e == ERR_OK ? mail_queue_all(tx, new, count, &p->n) : e;
}

enum err meeting_notify(struct ctx *ctx, meeting_session_id id, struct str base, int64_t *ret_n)
{
	struct posting p = { .id = id, .base = base };
	enum err e = base.p ? db_write(ctx, notify, &p) : ERR_PUBLIC_URL;

	if (e == ERR_OK)
		*ret_n = p.n;
	return e;
}
