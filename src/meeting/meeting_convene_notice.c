/* meeting_convene_notice.c -- how long before a session its members know of it, and how long they
 * must. */
#include "meeting/internal.h"
#include "base/time.h"
#include "meeting.sql.h"
#include "view/locale.h"

int64_t meeting_notice_given(struct str published_on, struct str first_day)
{
	return date_days(first_day) - date_days(published_on);
}

bool meeting_notice_suffices(const struct meeting_notice *n)
{
	return !n->is_asked || n->given >= n->asked;
}

static void take_longer(const struct charter_rule *rule, struct meeting_notice *n)
{
	if (!rule->notice_days.has || (n->is_asked && rule->notice_days.v <= n->asked))
		return;
	n->is_asked = true;
	n->rule = *rule;
	n->asked = rule->notice_days.v;
}

/* Each kind of decision is looked up once, however many items are of it. */
static enum err longest_asked(struct ctx *ctx, const struct meeting *m, struct meeting_notice *n)
{
	struct meeting_item *items;
	int count;
	enum err e = meeting_items(ctx, m->id, &items, &count);

	for (int i = 0; i < count && e == ERR_OK; i++) {
		struct charter_rule rule;
		int k = 0;

		while (items[k].kind.id.v != items[i].kind.id.v)
			k++;
		if (k < i || items[i].state == MEETING_ITEM_WITHDRAWN)
			continue;
		e = meeting_rule(ctx, m, items[i].kind.id, m->starts_on, &rule);
		if (e == ERR_OK)
			take_longer(&rule, n);
	}
	return e;
}

enum err meeting_notice_from(struct ctx *ctx, const struct meeting *m, struct str published_on,
                             struct meeting_notice *ret)
{
	struct meeting_notice n = { .given = meeting_notice_given(published_on, m->starts_on) };
	enum err e = longest_asked(ctx, m, &n);

	if (e == ERR_OK)
		*ret = n;
	return e;
}

enum err meeting_notice_check(struct ctx *ctx, const struct meeting_notice *n, struct str reason)
{
	if (meeting_notice_suffices(n) || reason.p)
		return ERR_OK;
	return REFUSE(ctx, ERR_MEETING_NOTICE, ARG_TR("rule", n->rule.name),
	              ARG_INT("asked", n->asked), ARG_INT("given", n->given));
}

enum err meeting_notice(struct ctx *ctx, const struct meeting *m, struct meeting_notice *ret)
{
	struct meeting_sql_notice_row row;
	struct meeting_notice n = { .is_asked = false };
	struct str day;
	enum err e;

	if (m->is_draft)
		return meeting_notice_from(ctx, m, meeting_today(ctx, m), ret);
	MUST(locale_civil_date(ctx->arena, m->published_at, m->zone, &day));
	n.given = meeting_notice_given(day, m->starts_on);
	e = meeting_sql_notice(ctx, m->id, &row);
	if (e == ERR_OK && row.rule.v) {
		e = charter_rule_get(ctx, row.rule, &n.rule);
		n.is_asked = true;
		n.asked = e == ERR_OK ? n.rule.notice_days.v : 0;
	}
	if (e != ERR_OK)
		return e;
	n.reason = row.reason;
	*ret = n;
	return ERR_OK;
}
