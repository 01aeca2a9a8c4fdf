/* trail_pages.c -- the page of the audit log. */
#include "base/str.h"
#include "http/page.h"
#include "trail.html.h"
#include "trail/view.h"

static struct trail_choice *choices(struct ctx *ctx, struct str chosen, int *ret_n)
{
	struct trail_choice *all;
	int n = 0;

	while (trail_action(n))
		n++;
	all = arena_many(ctx->arena, struct trail_choice, (size_t)n);
	for (int i = 0; i < n; i++) {
		struct str code = str_of(trail_action(i));

		all[i] = (struct trail_choice){ .value = code,
			                        .name = msg(ctx->lang, trail_action_name(code)),
			                        .is_chosen = str_eq(code, chosen) };
	}
	*ret_n = n;
	return all;
}

static enum err get_page(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct trail_list_view v = { .person = req_text(req, "person"),
		                     .object = req_text(req, "object"),
		                     .day = req_text(req, "day") };
	struct trail_list l = { .zone = S("UTC") };
	struct html h;
	enum err e = trail_read(ctx, req, &l);

	if (e == ERR_FIELD_CHOICE) {
		v.has_problem = true;
		v.problem = page_problem(ctx, res, e);
	} else if (e != ERR_OK || (e = trail_fill(ctx, &l)) != ERR_OK) {
		return e;
	}
	v.events = l.events;
	v.event_count = l.n;
	v.zone = l.zone;
	v.actions = choices(ctx, req_text(req, "action"), &v.action_count);
	if (l.has_more)
		v.older = trail_query(ctx, &l, l.events[l.n - 1].id);
	v.is_filtered = trail_query(ctx, &l, 0).n > 0 || v.has_problem;
	res->is_private = true;
	h = res_html(ctx, res);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Audit log")),
	                           .section = PAGE_ACCOUNT });
	trail_list_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

const struct param trail_params[] = {
	{ .name = "person",
	  .max = 80,
	  .label = N_("Sign-in name"),
	  .doc = "what the person with this sign-in name did" },
	{ .name = "object",
	  .max = 128,
	  .label = N_("audit|Done to"),
	  .doc = "what was done to this: vote_question:12" },
	{ .name = "action",
	  .max = 64,
	  .label = N_("audit|What was done"),
	  .doc = "events of this kind: vote.cast" },
	{ .name = "day",
	  .max = 10,
	  .label = N_("Day"),
	  .doc = "of this day in the association's time zone: 2026-05-01" },
	{ .name = "before",
	  .kind = PARAM_INT,
	  .label = N_("Number"),
	  .doc = "events with smaller numbers" },
	{ 0 },
};

const struct route trail_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/audit",
	  .need = RIGHT_AUDIT,
	  .run = get_page,
	  .doc = "The audit log, the newest events first.",
	  .params = trail_params },
	{ 0 },
};
