/* mail_pages.c -- the outbox is looked at: the list, one letter, what would go over the network. */
#include "base/str.h"
#include "charter/charter.h"
#include "http/page.h"
#include "mail.html.h"
#include "mail/view.h"

struct html mail_page_begin(struct ctx *ctx, const struct request *req, struct response *res,
                            const char *title)
{
	struct html h = res_html(ctx, res);

	res->is_private = true;
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, title), .section = PAGE_SECRETARIAT });
	return h;
}

mail_message_id mail_path_id(const struct request *req)
{
	return (mail_message_id){ req_path_int(req, 0) };
}

struct mail_way_view mail_way_shown(const struct ctx *ctx)
{
	struct mail_way_view v = { .has_server = ctx->mail != NULL };

	if (ctx->mail) {
		v.server = ctx->mail->server;
		v.from = ctx->mail->from;
		v.is_open = ctx->mail->is_open;
	}
	return v;
}

/* --- the list --- */

enum err mail_filter_read(struct ctx *ctx, const struct request *req, struct mail_filter *ret)
{
	struct str state = req_text(req, "state");
	struct mail_filter f = { .about = req_text(req, "about"),
		                 .before = { req_int(req, "before", 0) } };

	struct mail last;
	enum err e = req_text(req, "before").p ? mail_get(ctx, f.before, &last) : ERR_OK;

	if (state.p && !mail_state_parse(state, &f.state))
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "state");
	/* Without it the list would begin anew. */
	if (e == ERR_NOT_FOUND)
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "before");
	if (e == ERR_OK)
		*ret = f;
	return e;
}

struct str mail_query(struct ctx *ctx, const struct mail_filter *f)
{
	struct sbuf out = { .arena = ctx->arena };

	page_query_put(&out, "about", f->about);
	if (f->state)
		sbuf_printf(&out, "%cstate=%s", out.n ? '&' : '?', mail_state_code(f->state));
	if (f->before.v)
		sbuf_printf(&out, "%cbefore=%" PRId64, out.n ? '&' : '?', f->before.v);
	return sbuf_done(&out);
}

static struct mail_pill pill(struct ctx *ctx, const struct mail_filter *f, enum mail_state state,
                             int64_t n)
{
	struct mail_filter to = { .state = state, .about = f->about };

	return (struct mail_pill){
		.name = msg(ctx->lang, state ? mail_state_name(state) : N_("mail|All")),
		.query = mail_query(ctx, &to),
		.n = n,
		.is_current = f->state == state,
	};
}

static void fill_pills(struct ctx *ctx, const struct mail_filter *f, const struct mail_counts *c,
                       struct mail_list_view *v)
{
	struct mail_pill *pills = arena_many(ctx->arena, struct mail_pill, MAIL_CANCELLED + 1);
	int64_t sum = 0;

	for (int s = MAIL_HELD; s <= MAIL_CANCELLED; s++) {
		pills[s] = pill(ctx, f, (enum mail_state)s, c->of[s]);
		sum += c->of[s];
	}
	pills[0] = pill(ctx, f, 0, sum);
	v->pills = pills;
	v->pill_count = MAIL_CANCELLED + 1;
}

static struct str older_than(struct ctx *ctx, const struct mail_filter *f, mail_message_id last)
{
	struct mail_filter to = *f;

	to.before = last;
	return mail_query(ctx, &to);
}

static enum err fill_list(struct ctx *ctx, const struct mail_filter *f, struct mail_list_view *v)
{
	const struct mail_filter about = { .about = f->about };
	struct mail_counts counts;
	struct mail *letters;
	bool has_more;
	enum err e = mail_list(ctx, f, &letters, &v->letter_count, &has_more);

	if (e == ERR_OK)
		e = mail_counts(ctx, f->about, &counts);
	if (e == ERR_OK)
		e = charter_zone(ctx, &v->zone);
	if (e != ERR_OK)
		return e;
	v->letters = letters;
	v->held = counts.of[MAIL_HELD];
	v->failed = counts.of[MAIL_FAILED];
	v->addressless = counts.addressless;
	v->about_query = mail_query(ctx, &about);
	v->is_filtered = f->state || f->about.p || f->before.v;
	if (has_more)
		v->older = older_than(ctx, f, letters[v->letter_count - 1].id);
	fill_pills(ctx, f, &counts, v);
	return ERR_OK;
}

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	const struct mail_way_view way = mail_way_shown(ctx);
	struct mail_list_view v = { .way = &way };
	struct mail_filter f;
	struct html h;
	enum err e = mail_filter_read(ctx, req, &f);

	if (e == ERR_OK)
		e = fill_list(ctx, &f, &v);
	if (e != ERR_OK)
		return e;
	h = mail_page_begin(ctx, req, res, N_("Outbox"));
	mail_list_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

/* --- one letter --- */

/* As it will go: the names in its own language.  Without a server there is no sender yet. */
static enum err fill_parties(struct ctx *ctx, const struct mail *m, struct mail_show_view *v)
{
	struct mime_letter letter;
	enum err e;

	v->person = m->person.text.p ? m->person.text : S("");
	e = mail_letter(ctx, m->id, ctx->mail ? ctx->mail->from : (struct str){ 0 }, &letter);
	if (e == ERR_MAIL_NO_ADDRESS)
		return ERR_OK;
	if (e != ERR_OK)
		return e;
	if (letter.to.name.p)
		v->person = letter.to.name;
	v->from_name = letter.from.name;
	v->from = letter.from.address;
	return ERR_OK;
}

static enum err show(struct ctx *ctx, const struct request *req, struct response *res, enum err why)
{
	const struct mail_way_view way = mail_way_shown(ctx);
	struct mail_show_view v = { .way = &way, .csrf = req->csrf };
	struct mail m;
	struct html h;
	enum err e;

	if (why != ERR_OK) {
		v.problem = page_problem(ctx, res, why);
		v.email = req_text(req, "email");
	}
	e = mail_get(ctx, mail_path_id(req), &m);
	v.letter = &m;
	if (e == ERR_OK)
		e = mail_body(ctx, m.id, &v.body);
	if (e == ERR_OK)
		e = fill_parties(ctx, &m, &v);
	if (e == ERR_OK)
		e = charter_zone(ctx, &v.zone);
	if (e != ERR_OK)
		return e;
	h = mail_page_begin(ctx, req, res, N_("Letter"));
	mail_show_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_one(struct ctx *ctx, const struct request *req, struct response *res)
{
	return show(ctx, req, res, ERR_OK);
}

static enum err get_message(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct mime_letter letter;
	struct str bytes;
	enum err e;

	if (!ctx->mail)
		return ERR_NOT_FOUND;
	e = mail_letter(ctx, mail_path_id(req), ctx->mail->from, &letter);
	if (e == ERR_OK)
		e = mime_write(ctx->arena, &letter, &bytes);
	if (e != ERR_OK)
		return e;
	res->is_private = true;
	res->content_type = "message/rfc822";
	res->filename = "letter.eml";
	sbuf_str(&res->body, bytes);
	return ERR_OK;
}

/* Whatever is wrong with the address is said on the letter's page. */
static enum err post_address(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = mail_set_address(ctx, mail_path_id(req), req_text(req, "email"));

	if (e == ERR_MAIL_ADDRESS)
		return show(ctx, req, res, e);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/mail/%" PRId64, language_code(ctx->lang),
	                    mail_path_id(req).v);
}

/* --- routes --- */

const struct param mail_list_params[] = {
	{ .name = "state",
	  .kind = PARAM_CHOICE,
	  .choices = "held queued sending sent failed cancelled",
	  .label = N_("State"),
	  .doc = "letters in this state alone" },
	{ .name = "about",
	  .max = MAIL_ABOUT_MAX,
	  .label = N_("What letters are about"),
	  .doc = "letters about this alone, such as meeting_session:3" },
	{ .name = "before",
	  .kind = PARAM_INT,
	  .label = N_("Number of a letter"),
	  .doc = "letters older than this one" },
	{ 0 },
};
const struct param mail_address_params[] = {
	{ .name = "email",
	  .max = MIME_ADDRESS_MAX,
	  .required = true,
	  .label = N_("E-mail address"),
	  .doc = "where letters to this person go" },
	{ 0 },
};

const struct route mail_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/mail",
	  .need = RIGHT_CONVENE,
	  .run = get_list,
	  .doc = "The outbox: letters that are held, waiting, sent or not sent.",
	  .params = mail_list_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/mail/:int",
	  .need = RIGHT_CONVENE,
	  .run = get_one,
	  .doc = "One letter as it will go." },
	{ .method = METHOD_GET,
	  .path = "/:lang/mail/:int/message",
	  .need = RIGHT_CONVENE,
	  .run = get_message,
	  .doc = "The same as it goes over the network (RFC 5322)." },
	{ .method = METHOD_POST,
	  .path = "/:lang/mail/:int/address",
	  .need = RIGHT_CONVENE,
	  .run = post_address,
	  .doc = "Enter the e-mail address of the person whom a letter is to.",
	  .params = mail_address_params },
	{ 0 },
};
