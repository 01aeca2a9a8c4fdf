/* access.c -- who may look after whom, and the links by which people get in. */
#include "access/access.h"
#include "base/str.h"
#include "charter/charter.h"

static const int64_t QUARTER_US = 15 * 60 * INT64_C(1000000);

/* --- who for whom --- */

/* Offices whose holders nobody but the operator helps in: they stand above the secretariat, or look
 * at what it does. */
static bool is_office(enum role r)
{
	switch (r) {
	case ROLE_CHAIR:
	case ROLE_SECRETARIAT:
	case ROLE_SECRETARY_GENERAL:
	case ROLE_AUDITOR:
	case ROLE_OPERATOR:
		return true;
	default:
		return false;
	}
}

static enum err is_operator(struct ctx *ctx, bool *ret)
{
	return account_has_role(ctx, ctx->who,
	                        (struct account_duty){ ROLE_OPERATOR, SCOPE_ASSOCIATION, 0 }, ret);
}

enum err access_may(struct ctx *ctx, account_id who)
{
	struct account_held *roles;
	bool all = false;
	int n;
	enum err e = is_operator(ctx, &all);

	if (e != ERR_OK || all)
		return e;
	e = account_roles(ctx, who, &roles, &n);
	for (int i = 0; e == ERR_OK && i < n; i++)
		if (is_office(roles[i].role))
			e = ERR_FORBIDDEN;
	return e;
}

/* --- links --- */

/* What the letter says, to whom. */
struct letter {
	account_id to;
	struct str token;
	enum language language;
};

static void put_line(struct sbuf *out, enum language l, const char *key, struct msg_arg arg)
{
	msg_text(out, l, key, &arg, 1);
	sbuf_lit(out, "\n\n");
}

static struct str body_of(struct ctx *ctx, const struct letter *l, struct tr person,
                          struct tr association)
{
	struct sbuf out = { .arena = ctx->arena };
	struct str link = arena_printf(ctx->arena, "%.*s/%s/invitation?token=%.*s",
	                               STR_ARG(ctx->base), language_code(l->language),
	                               STR_ARG(l->token));

	put_line(&out, l->language, N_("letter|Dear {person},"), ARG_TR("person", person));
	msg_text(&out, l->language,
	         N_("letter|A link was asked for by which you set a new password. It works once, "
	            "within seven days; sessions that are open then end."),
	         NULL, 0);
	sbuf_printf(&out, "\n\n%.*s\n\n", STR_ARG(link));
	msg_text(&out, l->language,
	         N_("letter|If you did not ask for it, you need do nothing; if it happens again, "
	            "please tell the Secretariat."),
	         NULL, 0);
	sbuf_lit(&out, "\n\n");
	put_line(&out, l->language, N_("letter|The Secretariat of {association}"),
	         ARG_TR("association", association));
	return sbuf_done(&out);
}

static enum err write_letter(struct tx *tx, const struct letter *l)
{
	struct ctx *ctx = tx->ctx;
	struct charter_association association;
	struct account_profile p;
	enum language own = ctx->lang;
	struct mail_new new = { .to = l->to, .language = l->language };
	mail_message_id id;
	enum err e;

	ctx->lang = l->language;
	e = account_profile(ctx, l->to, &p);
	if (e == ERR_OK)
		e = charter_association_get(ctx, &association);
	if (e == ERR_OK) {
		new.subject = msg(l->language, N_("letter|A new password"));
		new.body = body_of(ctx, l, p.person, association.name);
		new.about = arena_printf(ctx->arena, "account:%" PRId64, l->to.v);
	}
	ctx->lang = own;
	return e == ERR_OK ? mail_queue(tx, &new, &id) : e;
}

struct linking {
	account_id who;
	struct str token;
};

/* The link is made and the letter queued in one transaction: there is no link that nobody got. */
static enum err mail_link(struct tx *tx, void *arg)
{
	struct linking *l = arg;
	struct letter letter = { .to = l->who };
	enum err e = account_invite_tx(tx, l->who, &letter.token);

	if (e == ERR_OK)
		e = account_language(tx->ctx, l->who, &letter.language);
	return e == ERR_OK ? write_letter(tx, &letter) : e;
}

static enum err send_link(struct ctx *ctx, account_id who)
{
	return ctx->base.p ? db_write(ctx, mail_link, &(struct linking){ .who = who })
	                   : ERR_PUBLIC_URL;
}

enum err access_link(struct ctx *ctx, account_id who, enum access_way *ret_way,
                     struct str *ret_token)
{
	struct account_profile p;
	bool used, all = false;
	enum err e = access_may(ctx, who);

	if (e == ERR_OK)
		e = account_profile(ctx, who, &p);
	if (e == ERR_OK)
		e = account_is_used(ctx, who, &used);
	if (e == ERR_OK)
		e = is_operator(ctx, &all);
	if (e != ERR_OK)
		return e;
	if (p.is_closed)
		return ERR_NOT_FOUND;
	if (used && !p.email.p && !all)
		return ERR_ACCESS_NO_EMAIL;
	*ret_way = used && p.email.p ? ACCESS_MAILED : ACCESS_SHOWN;
	return *ret_way == ACCESS_MAILED ? send_link(ctx, who)
	                                 : account_invite(ctx, who, ret_token);
}

enum err access_forgotten(struct ctx *ctx, struct str name)
{
	struct account_profile p;
	time_us last;
	account_id who;
	enum err e;

	if (!ctx->base.p)
		return ERR_PUBLIC_URL;
	e = account_find_typed(ctx, name, &who);
	if (e == ERR_OK)
		e = account_profile(ctx, who, &p);
	if (e == ERR_OK)
		e = account_last_invitation(ctx, who, &last);
	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	if (!p.email.p || (last.us != TIME_NONE.us && ctx->now.us - last.us < QUARTER_US))
		return ERR_OK;
	return send_link(ctx, who);
}

/* --- roles, accounts, names --- */

enum err access_withdraw(struct ctx *ctx, account_id who, const struct account_duty *duty)
{
	enum err e = access_may(ctx, who);

	return e == ERR_OK ? account_withdraw(ctx, who, duty) : e;
}

enum err access_close(struct ctx *ctx, account_id who)
{
	enum err e = access_may(ctx, who);

	return e == ERR_OK ? account_close(ctx, who) : e;
}

enum err access_rename(struct ctx *ctx, account_id who, const struct lang_set *person)
{
	enum err e = access_may(ctx, who);

	return e == ERR_OK ? account_rename(ctx, who, person) : e;
}
