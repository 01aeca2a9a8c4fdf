/* member_effect.c -- how decisions change who belongs to the association. */
#include "audit/audit.h"
#include "base/str.h"
#include "member.sql.h"
#include "member/member.h"

static enum err may_admit(struct ctx *ctx, const struct charter_effect_arg *arg)
{
	enum err e = ERR_OK;

	for (int i = 0; i < arg->subject_count && e == ERR_OK; i++) {
		struct member m;

		e = member_get(ctx, arg->subjects[i], &m);
		if (e == ERR_OK && m.kind == MEMBER_MEMBER)
			return REFUSE(ctx, ERR_MEMBER_ALREADY, ARG_TR("government", m.name));
		if (e == ERR_OK && m.kind == MEMBER_PARTNER)
			return REFUSE(ctx, ERR_MEMBER_PARTNER, ARG_TR("government", m.name));
	}
	return e;
}

static enum err may_expel(struct ctx *ctx, const struct charter_effect_arg *arg)
{
	enum err e = ERR_OK;

	for (int i = 0; i < arg->subject_count && e == ERR_OK; i++) {
		struct member m;

		e = member_get(ctx, arg->subjects[i], &m);
		if (e == ERR_OK && m.kind != MEMBER_MEMBER)
			return REFUSE(ctx, ERR_MEMBER_NOT, ARG_TR("government", m.name));
	}
	return e;
}

static enum err record(struct tx *tx, const char *action, member_government_id id,
                       const struct charter_effect_arg *arg)
{
	struct arena *a = tx->ctx->arena;

	return audit_record(tx, action, arena_printf(a, "member_government:%" PRId64, id.v),
	                    arena_printf(a, "{\"decision\":\"%.*s\"}", STR_ARG(arg->decision)));
}

/* An observer that is admitted stops being one on the same day. */
static enum err admit(struct tx *tx, const struct charter_effect_arg *arg)
{
	enum err e = ERR_OK;

	for (int i = 0; i < arg->subject_count && e == ERR_OK; i++) {
		int64_t ended;

		e = member_sql_end_membership(tx, arg->subjects[i], arg->day, &ended);
		if (e == ERR_OK)
			e = member_sql_add_membership(tx, arg->subjects[i],
			                              str_of(member_kind_code(MEMBER_MEMBER)),
			                              arg->day, (struct str){ 0 }, true,
			                              arg->decision);
		if (e == ERR_OK)
			e = record(tx, "member.admit", arg->subjects[i], arg);
	}
	return e;
}

static enum err expel(struct tx *tx, const struct charter_effect_arg *arg)
{
	enum err e = ERR_OK;

	for (int i = 0; i < arg->subject_count && e == ERR_OK; i++) {
		int64_t ended;

		e = member_sql_end_membership(tx, arg->subjects[i], arg->day, &ended);
		if (e == ERR_OK)
			e = record(tx, "member.expel", arg->subjects[i], arg);
	}
	return e;
}

const struct charter_effect member_effects[] = {
	{ .name = "member.admit",
	  .doc = "The governments named become members on the day of the decision.",
	  .subjects = 2,
	  .done = N_("By this decision {governments} joined the association on {day}."),
	  .may = may_admit,
	  .run = admit },
	{ .name = "member.expel",
	  .doc = "The governments named are no longer members from the day of the decision.",
	  .subjects = 2,
	  .done = N_("By this decision {governments} left the association on {day}."),
	  .may = may_expel,
	  .run = expel },
	{ 0 },
};
