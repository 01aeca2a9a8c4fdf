/* meeting_delegate_pages.c -- delegations: the secretariat's page of all, and each government's
 * own.
 */
#include "base/str.h"
#include "http/page.h"
#include "meeting/internal_presence.h"
#include "meeting.html.h"

/* --- what the pages show --- */

enum err meeting_rule_shown(struct ctx *ctx, const struct meeting *m, struct charter_rule *ret)
{
	struct charter_rule rule;
	enum err e = meeting_rule_now(ctx, m, &rule);

	if (e == ERR_NOT_FOUND || e == ERR_CHARTER_NO_RULE || e == ERR_CHARTER_NO_POWER) {
		*ret = (struct charter_rule){ .good_standing = true, .accredited = true };
		return ERR_OK;
	}
	if (e == ERR_OK)
		*ret = rule;
	return e;
}

static enum err line_of(struct ctx *ctx, const struct meeting_delegate *d, struct meeting_line *ret)
{
	ret->delegate = *d;
	return d->credentials == MEETING_CREDENTIALS_REFUSED
	               ? meeting_refusal(ctx, d, &ret->refusal)
	               : ERR_OK;
}

static enum err take_lines(struct ctx *ctx, const struct meeting_delegate *d, int n,
                           struct meeting_delegation *ret)
{
	struct meeting_line *lines = arena_many(ctx->arena, struct meeting_line, (size_t)n + 1);
	enum err e = ERR_OK;

	for (int i = 0; i < n && e == ERR_OK; i++) {
		lines[i] = (struct meeting_line){ .is_first = i == 0 };
		e = line_of(ctx, &d[i], &lines[i]);
	}
	ret->lines = lines;
	ret->line_count = n;
	return e;
}

enum err meeting_delegations(struct ctx *ctx, const struct meeting *m,
                             member_government_id government, struct meeting_delegation **ret,
                             int *ret_n)
{
	struct meeting_delegate *d;
	struct meeting_seating *seatings;
	struct meeting_delegation *all;
	struct charter_rule rule;
	int n, seating_count, count = 0, at = 0;
	enum err e = meeting_rule_shown(ctx, m, &rule);

	if (e == ERR_OK)
		e = meeting_seatings(ctx, m, &rule, &seatings, &seating_count);
	if (e == ERR_OK)
		e = meeting_delegates(ctx, m->id, &d, &n);
	if (e != ERR_OK)
		return e;
	all = arena_many(ctx->arena, struct meeting_delegation, (size_t)seating_count + 1);
	for (int i = 0; i < seating_count && e == ERR_OK; i++) {
		int from = at;

		while (at < n && d[at].government.id.v == seatings[i].government.id.v)
			at++;
		if (government.v != 0 && government.v != seatings[i].government.id.v)
			continue;
		all[count].seating = seatings[i];
		e = take_lines(ctx, &d[from], at - from, &all[count++]);
	}
	*ret = all;
	*ret_n = count;
	return e;
}

/* --- the secretariat's page --- */

static enum err government_options(struct ctx *ctx, struct str chosen,
                                   struct meeting_delegates_view *v)
{
	struct meeting_option *options;
	struct member *m;
	enum err e = member_list(ctx, &(struct member_filter){ { 0 }, { 0 } }, &m,
	                         &v->government_count);

	if (e != ERR_OK)
		return e;
	options = arena_many(ctx->arena, struct meeting_option, (size_t)v->government_count + 1);
	for (int i = 0; i < v->government_count; i++)
		options[i] = (struct meeting_option){ m[i].slug, m[i].name,
			                              str_eq(m[i].slug, chosen) };
	v->governments = options;
	return ERR_OK;
}

static int count_waiting(const struct meeting_delegation *d, int n)
{
	int waiting = 0;

	for (int i = 0; i < n; i++)
		for (int k = 0; k < d[i].line_count; k++)
			waiting += d[i].lines[k].delegate.credentials ==
			           MEETING_CREDENTIALS_WAITING;
	return waiting;
}

static enum err show_delegates(struct ctx *ctx, const struct request *req, struct response *res,
                               const struct meeting *m, enum err why)
{
	bool is_sent = req->method == METHOD_POST;
	struct meeting_delegates_view v = { .meeting = m,
		                            .csrf = req->csrf,
		                            .has_problem = why != ERR_OK };
	struct meeting_delegation *delegations;
	struct html h;
	enum err e;

	if (is_sent)
		v.account = req_text(req, "account");
	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	e = meeting_delegations(ctx, m, (member_government_id){ 0 }, &delegations,
	                        &v.delegation_count);
	if (e == ERR_OK)
		e = government_options(ctx,
		                       is_sent ? req_text(req, "government") : (struct str){ 0 },
		                       &v);
	if (e != ERR_OK)
		return e;
	v.delegations = delegations;
	v.waiting = count_waiting(delegations, v.delegation_count);
	h = meeting_page_begin(ctx, req, res, N_("Register and accredit delegates"));
	meeting_delegates_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

/* With a government chosen it leads on to that one's delegation. */
enum err meeting_get_delegates(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct str government = req_text(req, "government");
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK && government.p)
		return res_redirect(ctx, res, "/%s/meetings/%.*s/delegates/%.*s",
		                    language_code(ctx->lang), STR_ARG(m.slug), STR_ARG(government));
	return e == ERR_OK ? show_delegates(ctx, req, res, &m, ERR_OK) : e;
}

enum err meeting_post_delegates(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e != ERR_OK)
		return e;
	e = meeting_delegates_change(ctx, req, &m);
	if (e != ERR_OK && meeting_is_repairable(e))
		return show_delegates(ctx, req, res, &m, e);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s/delegates", language_code(ctx->lang),
	                    STR_ARG(m.slug));
}

/* --- one delegation --- */

/* The page of one delegation: of which, where it stands, what it says besides. */
struct delegation_page {
	struct meeting meeting;
	struct member government;
	struct str path; /* "meetings/ga-10/delegation" */
	enum err why;
	struct str invitation; /* p == NULL: none was made */
	struct tr invited;
};

static void fill_form(struct ctx *ctx, const struct request *req, bool is_again,
                      struct meeting_delegation_form *f)
{
	struct str none = { 0 }, language = is_again ? req_text(req, "language") : none;

	*f = (struct meeting_delegation_form){ .role = MEETING_DELEGATE,
		                               .seat = MEETING_SEAT_NONE };
	if (is_again) {
		meeting_role_parse(req_text(req, "role"), &f->role);
		meeting_seat_parse(req_text(req, "seat"), &f->seat);
		f->account = req_text(req, "account");
	}
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		enum language lang = (enum language)l;
		struct str code = str_of(language_code(lang)), name = language_name(lang);
		struct str field = arena_printf(ctx->arena, "person_%s", code.p);

		f->names[l] = (struct meeting_place){ lang, field, name,
			                              is_again ? req_text(req, field.p) : none };
		f->languages[l] = (struct meeting_option){ code,
			                                   { name, lang },
			                                   language.p ? str_eq(language, code)
			                                              : lang == ctx->lang };
	}
}

static enum err mark_unused(struct ctx *ctx, struct meeting_delegation *d)
{
	struct meeting_line *lines = arena_many(ctx->arena, struct meeting_line,
	                                        (size_t)d->line_count + 1);
	enum err e = ERR_OK;

	for (int i = 0; i < d->line_count && e == ERR_OK; i++) {
		bool used = true;

		lines[i] = d->lines[i];
		e = account_is_used(ctx, lines[i].delegate.account, &used);
		lines[i].is_unused = !used;
	}
	d->lines = lines;
	return e;
}

static enum err show_delegation(struct ctx *ctx, const struct request *req, struct response *res,
                                const struct delegation_page *p)
{
	struct meeting_delegation *found, delegation = { .seating.government = p->government };
	struct meeting_displacement *displaced;
	struct meeting_delegation_form form;
	struct meeting_delegation_view v = { .meeting = &p->meeting,
		                             .delegation = &delegation,
		                             .form = &form,
		                             .path = p->path,
		                             .invitation = p->invitation,
		                             .invited = p->invited,
		                             .has_base = ctx->base.p != NULL,
		                             .csrf = req->csrf,
		                             .has_problem = p->why != ERR_OK };
	struct html h;
	int n;
	enum err e;

	if (p->why != ERR_OK)
		v.problem = page_problem(ctx, res, p->why);
	fill_form(ctx, req, p->why != ERR_OK, &form);
	e = meeting_delegations(ctx, &p->meeting, p->government.id, &found, &n);
	if (e == ERR_OK && n > 0)
		delegation = found[0];
	if (e == ERR_OK)
		e = mark_unused(ctx, &delegation);
	if (e == ERR_OK)
		e = meeting_may_register(ctx, p->meeting.id, p->government.id, &v.may_change);
	if (e == ERR_OK)
		e = meeting_displacements(ctx, p->meeting.id, p->government.id, &displaced,
		                          &v.displaced_count);
	if (e != ERR_OK)
		return e;
	v.displaced = displaced;
	h = meeting_page_begin(ctx, req, res, N_("Delegation"));
	meeting_delegation_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err invite(struct ctx *ctx, const struct request *req, struct response *res,
                       struct delegation_page *p)
{
	meeting_delegate_id id;
	struct meeting_delegate d;
	struct str token;
	enum err e = meeting_delegate_read(ctx, req, &p->meeting, &id);

	if (e == ERR_OK)
		e = meeting_delegate_get(ctx, id, &d);
	if (e == ERR_OK)
		e = meeting_delegate_invite(ctx, id, &token);
	p->why = e;
	if (e != ERR_OK)
		return meeting_is_repairable(e) ? show_delegation(ctx, req, res, p) : e;
	p->invited = d.person;
	p->invitation = arena_printf(ctx->arena, "%.*s/%s/invitation?token=%.*s",
	                             STR_ARG(ctx->base), language_code(ctx->lang), STR_ARG(token));
	return show_delegation(ctx, req, res, p);
}

static enum err post_page(struct ctx *ctx, const struct request *req, struct response *res,
                          struct delegation_page *p)
{
	enum err e;

	if (str_is(req_text(req, "action"), "invite"))
		return invite(ctx, req, res, p);
	e = meeting_delegation_apply(ctx, req, &p->meeting, &p->government);
	p->why = e;
	if (e != ERR_OK && meeting_is_repairable(e))
		return show_delegation(ctx, req, res, p);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/%.*s", language_code(ctx->lang), STR_ARG(p->path));
}

static enum err own_page(struct ctx *ctx, const struct request *req, struct delegation_page *ret)
{
	enum err e;

	*ret = (struct delegation_page){ .why = ERR_OK };
	e = meeting_by_slug(ctx, req->path_args[0], &ret->meeting);
	if (e == ERR_OK)
		e = meeting_own_government(ctx, &ret->government);
	if (e == ERR_OK)
		ret->path = arena_printf(ctx->arena, "meetings/%.*s/delegation",
		                         STR_ARG(ret->meeting.slug));
	return e;
}

static enum err named_page(struct ctx *ctx, const struct request *req, struct delegation_page *ret)
{
	enum err e;

	*ret = (struct delegation_page){ .why = ERR_OK };
	e = meeting_by_slug(ctx, req->path_args[0], &ret->meeting);
	if (e == ERR_OK)
		e = member_by_slug(ctx, req->path_args[1], &ret->government);
	if (e == ERR_OK)
		ret->path = arena_printf(ctx->arena, "meetings/%.*s/delegates/%.*s",
		                         STR_ARG(ret->meeting.slug), STR_ARG(ret->government.slug));
	return e;
}

enum err meeting_get_own_delegation(struct ctx *ctx, const struct request *req,
                                    struct response *res)
{
	struct delegation_page p;
	enum err e = own_page(ctx, req, &p);

	return e == ERR_OK ? show_delegation(ctx, req, res, &p) : e;
}

enum err meeting_post_own_delegation(struct ctx *ctx, const struct request *req,
                                     struct response *res)
{
	struct delegation_page p;
	enum err e = own_page(ctx, req, &p);

	return e == ERR_OK ? post_page(ctx, req, res, &p) : e;
}

enum err meeting_get_delegation(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct delegation_page p;
	enum err e = named_page(ctx, req, &p);

	return e == ERR_OK ? show_delegation(ctx, req, res, &p) : e;
}

enum err meeting_post_delegation(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct delegation_page p;
	enum err e = named_page(ctx, req, &p);

	return e == ERR_OK ? post_page(ctx, req, res, &p) : e;
}
