/* meeting_delegate_form.c -- what the forms and JSON bodies about delegations and presence ask. */
#include "base/str.h"
#include "meeting/internal_presence.h"

#define DELEGATE(what)                                                                             \
	{                                                                                          \
		.name = "delegate", .kind = PARAM_INT, .max = INT64_MAX, .label = N_("Delegate"),  \
		.doc = what ": key of the delegate"                                                \
	}

const struct param meeting_delegate_params[] = {
	{ .name = "action",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = "add accredit withdraw refuse accredit-all",
	  .label = N_("What is to be done"),
	  .doc = "what is to be done; withdraw takes an acceptance or a refusal back" },
	{ .name = "government",
	  .kind = PARAM_SLUG,
	  .label = N_("Government"),
	  .doc = "add: slug of the government" },
	{ .name = "account",
	  .max = 80,
	  .label = N_("Sign-in name of the delegate"),
	  .doc = "add: the delegate's sign-in name" },
	{ .name = "votes",
	  .kind = PARAM_CHOICE,
	  .choices = "yes no",
	  .label = N_("Casts the vote"),
	  .doc = "add: casts the government's vote; no when not given" },
	DELEGATE("accredit, withdraw, refuse"),
	{ .name = "reason",
	  .kind = PARAM_LINES,
	  .max = 500,
	  .label = N_("Reason"),
	  .doc = "refuse: why, for the government; in the reader's language" },
	{ 0 },
};

const struct param meeting_delegates_query[] = {
	{ .name = "government",
	  .kind = PARAM_SLUG,
	  .label = N_("Government"),
	  .doc = "leads on to the delegation of this government" },
	{ 0 },
};

const struct param meeting_delegation_params[] = {
	{ .name = "action",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = "register change recall invite",
	  .label = N_("What is to be done"),
	  .doc = "what is to be done" },
	{ .name = "account",
	  .max = 80,
	  .label = N_("Sign-in name of the delegate"),
	  .doc = "register: of who has an account; else a name" },
	{ .name = "person_zh",
	  .label = N_("Name in Chinese"),
	  .doc = "register, change: in Chinese" },
	{ .name = "person_ja",
	  .label = N_("Name in Japanese"),
	  .doc = "register, change: in Japanese" },
	{ .name = "person_ko",
	  .label = N_("Name in Korean"),
	  .doc = "register, change: in Korean" },
	{ .name = "person_mn",
	  .label = N_("Name in Mongolian"),
	  .doc = "register, change: in Mongolian" },
	{ .name = "person_ru",
	  .label = N_("Name in Russian"),
	  .doc = "register, change: in Russian" },
	{ .name = "person_en",
	  .label = N_("Name in English"),
	  .doc = "register, change: in English" },
	{ .name = "language",
	  .kind = PARAM_CHOICE,
	  .choices = "zh ja ko mn ru en",
	  .label = N_("Language"),
	  .doc = "register: in which a new account is written to; the page's when not given" },
	{ .name = "role",
	  .kind = PARAM_CHOICE,
	  .choices = "head delegate adviser",
	  .label = N_("Role"),
	  .doc = "register: role, delegate when not given; change: another role" },
	{ .name = "seat",
	  .kind = PARAM_CHOICE,
	  .choices = "none votes stands-in",
	  .label = N_("Vote"),
	  .doc = "register: casts the vote, stands in, or none, none when not given; change: "
	         "another seat" },
	DELEGATE("change, recall, invite"),
	{ 0 },
};

const struct param meeting_presence_params[] = {
	{ .name = "action",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = "in out",
	  .label = N_("What is to be done"),
	  .doc = "check in or out" },
	DELEGATE("in, out"),
	{ .name = "find", .label = N_("Find"), .doc = "the list shows who matches" },
	{ 0 },
};

const struct param meeting_attend_params[] = {
	{ .name = "action",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = "in out",
	  .label = N_("What is to be done"),
	  .doc = "check in or out" },
	{ 0 },
};

/* A name that stands for nothing is a choice that was not offered, not a page that is missing. */
static enum err named(struct ctx *ctx, const struct request *req, const char *field, enum err e)
{
	return e == ERR_NOT_FOUND ? req_refuse(ctx, req, ERR_FIELD_CHOICE, field) : e;
}

enum err meeting_delegate_read(struct ctx *ctx, const struct request *req, const struct meeting *m,
                               meeting_delegate_id *ret)
{
	const meeting_delegate_id id = { req_int(req, "delegate", 0) };
	struct meeting_delegate d;
	enum err e;

	if (id.v == 0)
		return req_refuse(ctx, req, ERR_MISSING_FIELD, "delegate");
	e = named(ctx, req, "delegate", meeting_delegate_get(ctx, id, &d));
	/* The address says of which session. */
	if (e == ERR_OK && d.session.v != m->id.v)
		e = named(ctx, req, "delegate", ERR_NOT_FOUND);
	if (e == ERR_OK)
		*ret = id;
	return e;
}

/* --- the secretariat --- */

static enum err add(struct ctx *ctx, const struct request *req, const struct meeting *m)
{
	struct str slug = req_text(req, "government"), name = req_text(req, "account");
	struct member government;
	account_id who;
	enum err e;

	if (!slug.p)
		return req_refuse(ctx, req, ERR_MISSING_FIELD, "government");
	if (!name.p)
		return req_refuse(ctx, req, ERR_MISSING_FIELD, "account");
	e = named(ctx, req, "government", member_by_slug(ctx, slug, &government));
	if (e == ERR_OK)
		e = named(ctx, req, "account", account_find(ctx, name, &who));
	if (e == ERR_OK)
		e = meeting_delegate_add(ctx, m->id, government.id, who,
		                         str_is(req_text(req, "votes"), "yes"));
	return e;
}

static enum err judge(struct ctx *ctx, const struct request *req, const struct meeting *m)
{
	struct str action = req_text(req, "action"), reason = str_trim(req_text(req, "reason"));
	meeting_delegate_id id;
	enum err e = meeting_delegate_read(ctx, req, m, &id);

	if (e != ERR_OK)
		return e;
	if (!str_is(action, "refuse"))
		return meeting_accredit(ctx, id, str_is(action, "accredit"));
	if (reason.n == 0)
		return req_refuse(ctx, req, ERR_MISSING_FIELD, "reason");
	return meeting_credentials_refuse(ctx, id, reason);
}

enum err meeting_delegates_change(struct ctx *ctx, const struct request *req,
                                  const struct meeting *m)
{
	struct str action = req_text(req, "action");
	int64_t changed;

	if (str_is(action, "add"))
		return add(ctx, req, m);
	if (str_is(action, "accredit-all"))
		return meeting_accredit_all(ctx, m->id, &changed);
	return judge(ctx, req, m);
}

/* --- a delegation --- */

/* What is not given stays as it is. */
static void read_role_seat(const struct request *req, enum meeting_role *ret_role,
                           enum meeting_seat *ret_seat)
{
	struct str role = req_text(req, "role"), seat = req_text(req, "seat");

	if (role.p)
		MUST(meeting_role_parse(role, ret_role)); /* PARAM_CHOICE */
	if (seat.p)
		MUST(meeting_seat_parse(seat, ret_seat));
}

static enum err register_one(struct ctx *ctx, const struct request *req, const struct meeting *m,
                             const struct member *g)
{
	struct str name = req_text(req, "account"), language = req_text(req, "language");
	struct meeting_delegate_new new = { .session = m->id,
		                            .government = g->id,
		                            .role = MEETING_DELEGATE,
		                            .seat = MEETING_SEAT_NONE,
		                            .language = ctx->lang };
	meeting_delegate_id id;
	enum err e = ERR_OK;

	read_role_seat(req, &new.role, &new.seat);
	if (language.p)
		MUST(language_parse(language, &new.language)); /* PARAM_CHOICE */
	meeting_set_read(ctx, req, "person", &new.person);
	/* A name beside an account would be passed over unsaid. */
	if (name.p && !meeting_lang_set_is_empty(&new.person))
		return ERR_DELEGATE_NAME;
	if (name.p)
		e = named(ctx, req, "account", account_find(ctx, name, &new.account));
	return e == ERR_OK ? meeting_delegate_register(ctx, &new, &id) : e;
}

enum err meeting_delegation_apply(struct ctx *ctx, const struct request *req,
                                  const struct meeting *m, const struct member *g)
{
	struct str action = req_text(req, "action");
	struct meeting_delegate_change c;
	struct meeting_delegate d;
	enum err e;

	if (str_is(action, "register"))
		return register_one(ctx, req, m, g);
	e = meeting_delegate_read(ctx, req, m, &c.id);
	if (e == ERR_OK)
		e = meeting_delegate_get(ctx, c.id, &d);
	if (e == ERR_OK && d.government.id.v != g->id.v)
		e = named(ctx, req, "delegate", ERR_NOT_FOUND);
	if (e != ERR_OK)
		return e;
	if (str_is(action, "recall"))
		return meeting_delegate_recall(ctx, c.id);
	c.role = d.role;
	c.seat = meeting_seat_of(&d);
	read_role_seat(req, &c.role, &c.seat);
	meeting_set_read(ctx, req, "person", &c.person);
	return meeting_delegate_change(ctx, &c);
}

/* --- presence --- */

enum err meeting_presence_apply(struct ctx *ctx, const struct request *req, const struct meeting *m)
{
	meeting_delegate_id id;
	enum err e = meeting_delegate_read(ctx, req, m, &id);

	if (e != ERR_OK)
		return e;
	return str_is(req_text(req, "action"), "in") ? meeting_check_in(ctx, id)
	                                             : meeting_check_out(ctx, id);
}
