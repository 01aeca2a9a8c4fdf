/* meeting_presence_api.c -- delegations, presence, sittings and the quorum in JSON. */
#include "base/str.h"
#include "meeting/api.h"
#include "view/json.h"

/* --- writing JSON --- */

static void put_delegate(struct json *j, const struct meeting_line *l)
{
	const struct meeting_delegate *d = &l->delegate;

	json_object(j);
	json_put_int(j, "id", d->id.v);
	json_put_str(j, "person", d->person.text);
	json_put_str(j, "role", str_of(meeting_role_code(d->role)));
	json_put_str(j, "seat", str_of(meeting_seat_code(meeting_seat_of(d))));
	json_put_str(j, "credentials", str_of(meeting_credentials_code(d->credentials)));
	json_put_str(j, "refusal", l->refusal.text);
	json_put_time(j, "in_at", d->in_at);
	json_end(j);
}

static void put_delegation(struct json *j, const struct meeting_delegation *d,
                           const struct meeting_told *told)
{
	const char *bar = meeting_bar_code(d->seating.bar);

	json_object(j);
	json_put_str(j, "government", d->seating.government.slug);
	json_put_str(j, "no_vote", str_of(bar));
	json_put_str(j, "reason", d->seating.reason.text);
	json_key(j, "delegates");
	json_array(j);
	for (int i = 0; i < d->line_count; i++)
		put_delegate(j, &d->lines[i]);
	json_end(j);
	if (told)
		meeting_put_told(j, told);
	json_end(j);
}

static enum err answer_delegation(struct ctx *ctx, struct response *res, const struct meeting *m,
                                  const struct member *g, const struct meeting_told *told)
{
	struct meeting_delegation *found, none = { .seating.government = *g };
	struct json j = { .buf = &res->body };
	int n;
	enum err e = meeting_delegations(ctx, m, g->id, &found, &n);

	res->is_private = true;
	if (e == ERR_OK)
		put_delegation(&j, n > 0 ? &found[0] : &none, told);
	return e;
}

static void put_quorum(struct json *j, const struct meeting_quorum *q)
{
	json_key(j, "quorum");
	json_object(j);
	json_put_bool(j, "is_asked", q->is_asked);
	json_put_bool(j, "is_reached", q->is_reached);
	json_put_bool(j, "is_kept", q->is_kept);
	json_put_int(j, "present", q->present);
	json_put_int(j, "needed", q->needed);
	json_put_int(j, "base", q->base);
	json_put_time(j, "lost_at", q->lost_at);
	json_end(j);
}

static enum err put_sittings(struct json *j, struct ctx *ctx, const struct meeting *m)
{
	struct meeting_sitting *s;
	int n;
	enum err e = meeting_sittings(ctx, m->id, &s, &n);

	if (e != ERR_OK)
		return e;
	json_key(j, "sittings");
	json_array(j);
	for (int i = 0; i < n; i++) {
		json_object(j);
		json_put_time(j, "began_at", s[i].began_at);
		json_put_time(j, "ended_at", s[i].ended_at);
		json_end(j);
	}
	json_end(j);
	return ERR_OK;
}

/* --- reading --- */

/* For everyone: how many are there and whether they are enough, never who. */
static enum err answer_sitting(struct ctx *ctx, struct response *res, const struct meeting *m)
{
	struct json j = { .buf = &res->body };
	struct meeting_quorum q;
	bool has_quorum;
	enum err e = meeting_quorum_shown(ctx, m, &q, &has_quorum);

	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_str(&j, "state", str_of(meeting_state_code(m->state)));
	json_put_bool(&j, "is_sitting", meeting_is_sitting(m));
	json_put_time(&j, "suspended_at", m->suspended_at);
	json_put_time(&j, "resumes_at", m->resumes_at);
	if (has_quorum)
		put_quorum(&j, &q);
	e = put_sittings(&j, ctx, m);
	json_end(&j);
	return e;
}

static enum err get_sitting(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	return e == ERR_OK ? answer_sitting(ctx, res, &m) : e;
}

static enum err answer_presence(struct ctx *ctx, struct response *res, const struct meeting *m)
{
	struct json j = { .buf = &res->body };
	struct meeting_presence *p;
	int n;
	enum err e = meeting_presences(ctx, m->id, &p, &n);

	if (e != ERR_OK)
		return e;
	res->is_private = true;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++) {
		json_object(&j);
		json_put_int(&j, "delegate", p[i].delegate.v);
		json_put_str(&j, "government", p[i].government.slug);
		json_put_str(&j, "person", p[i].person.text);
		json_put_str(&j, "role", str_of(meeting_role_code(p[i].role)));
		json_put_time(&j, "in_at", p[i].in_at);
		json_put_time(&j, "out_at", p[i].out_at);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	return ERR_OK;
}

static enum err get_presence(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	return e == ERR_OK ? answer_presence(ctx, res, &m) : e;
}

/* --- writing --- */

/* The answer says what of the delegate is another by now. */
static enum err change_delegate(struct ctx *ctx, const struct request *req, struct response *res,
                                const struct meeting *m, const struct member *g)
{
	struct meeting_delegate_before was;
	struct meeting_told told;
	meeting_delegate_id id;
	enum err e = meeting_delegate_read(ctx, req, m, &id);

	if (e == ERR_OK)
		e = meeting_before_change(ctx, id, &was);
	if (e == ERR_OK)
		e = meeting_delegation_apply(ctx, req, m, g);
	if (e == ERR_OK)
		e = meeting_tell_delegate(ctx, &was, &told);
	return e == ERR_OK ? answer_delegation(ctx, res, m, g, &told) : e;
}

static enum err apply_delegation(struct ctx *ctx, const struct request *req, struct response *res,
                                 const struct meeting *m, const struct member *g)
{
	struct json j = { .buf = &res->body };
	meeting_delegate_id id;
	struct str token;
	enum err e;

	if (str_is(req_text(req, "action"), "change"))
		return change_delegate(ctx, req, res, m, g);
	if (!str_is(req_text(req, "action"), "invite")) {
		e = meeting_delegation_apply(ctx, req, m, g);
		return e == ERR_OK ? answer_delegation(ctx, res, m, g, NULL) : e;
	}
	e = meeting_delegate_read(ctx, req, m, &id);
	if (e == ERR_OK)
		e = meeting_delegate_invite(ctx, id, &token);
	if (e != ERR_OK)
		return e;
	res->is_private = true;
	json_object(&j);
	json_put_str(&j, "invitation", token);
	json_end(&j);
	return ERR_OK;
}

static enum err post_own_delegation(struct ctx *ctx, const struct request *req,
                                    struct response *res)
{
	struct meeting m;
	struct member g;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_own_government(ctx, &g);
	return e == ERR_OK ? apply_delegation(ctx, req, res, &m, &g) : e;
}

static enum err post_delegation(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct member g;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = member_by_slug(ctx, req->path_args[1], &g);
	return e == ERR_OK ? apply_delegation(ctx, req, res, &m, &g) : e;
}

static enum err post_presence(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_presence_apply(ctx, req, &m);
	return e == ERR_OK ? answer_presence(ctx, res, &m) : e;
}

static enum err post_badge(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_delegate d;
	enum err e = meeting_by_code(ctx, req->path_args[0], &d);

	if (e == ERR_OK)
		e = str_is(req_text(req, "action"), "in") ? meeting_check_in(ctx, d.id)
		                                          : meeting_check_out(ctx, d.id);
	if (e == ERR_OK)
		e = meeting_get(ctx, d.session, &m);
	return e == ERR_OK ? answer_presence(ctx, res, &m) : e;
}

static enum err post_seat(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_attend(ctx, m.id, str_is(req_text(req, "action"), "in"));
	return e == ERR_OK ? answer_sitting(ctx, res, &m) : e;
}

static enum err post_resume(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_resume(ctx, m.id);
	if (e == ERR_OK)
		e = meeting_get(ctx, m.id, &m);
	return e == ERR_OK ? answer_sitting(ctx, res, &m) : e;
}

/* --- routes --- */

#define BOOLEAN "{\"type\":\"boolean\"}"
#define OBJECT(fields) "{\"type\":\"object\",\"properties\":{" fields "}}"
#define ARRAY(items) "{\"type\":\"array\",\"items\":" items "}"
#define DELEGATION                                                                                 \
	"{\"type\":\"object\",\"properties\":{\"government\":" STRING ",\"no_vote\":" NULLABLE     \
	",\"reason\":" NULLABLE ",\"invitation\":" STRING ",\"delegates\":" ARRAY(OBJECT(          \
		"\"id\":" INTEGER ",\"person\":" NULLABLE ",\"role\":" STRING ",\"seat\":" STRING  \
		",\"credentials\":" STRING ",\"refusal\":" NULLABLE ",\"in_at\":" NULLABLE)) TOLD  \
		"}}"
#define QUORUM                                                                                     \
	OBJECT("\"is_asked\":" BOOLEAN ",\"is_reached\":" BOOLEAN ",\"is_kept\":" BOOLEAN          \
	       ",\"present\":" INTEGER ",\"needed\":" INTEGER ",\"base\":" INTEGER                 \
	       ",\"lost_at\":" NULLABLE)
#define SITTING                                                                                    \
	OBJECT("\"state\":" STRING ",\"is_sitting\":" BOOLEAN ",\"suspended_at\":" NULLABLE        \
	       ",\"resumes_at\":" NULLABLE ",\"quorum\":" QUORUM                                   \
	       ",\"sittings\":" ARRAY(OBJECT("\"began_at\":" STRING ",\"ended_at\":" NULLABLE)))
#define PRESENCE                                                                                   \
	OBJECT("\"items\":" ARRAY(OBJECT("\"delegate\":" INTEGER ",\"government\":" STRING         \
	                                 ",\"person\":" NULLABLE ",\"role\":" STRING               \
	                                 ",\"in_at\":" STRING ",\"out_at\":" NULLABLE)))

const struct route meeting_presence_api_routes[] = {
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/delegation",
	  .need = RIGHT_VOTE,
	  .run = post_own_delegation,
	  .doc = "Register, change or recall people of one's own government.",
	  .params = meeting_delegation_params,
	  .schema = DELEGATION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/delegates/:slug",
	  .need = RIGHT_CONVENE,
	  .run = post_delegation,
	  .doc = "Register, change or recall people of a government.",
	  .params = meeting_delegation_params,
	  .schema = DELEGATION },
	{ .method = METHOD_GET,
	  .path = "/api/v1/sessions/:slug/sitting",
	  .need = RIGHT_PUBLIC,
	  .run = get_sitting,
	  .doc = "Whether the session sits, when it sat, and the quorum.",
	  .schema = SITTING },
	{ .method = METHOD_GET,
	  .path = "/api/v1/sessions/:slug/presence",
	  .need = RIGHT_CONVENE,
	  .run = get_presence,
	  .doc = "Who was there and when.",
	  .schema = PRESENCE },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/presence",
	  .need = RIGHT_CONVENE,
	  .run = post_presence,
	  .doc = "Check a delegate in or out.",
	  .params = meeting_presence_params,
	  .schema = PRESENCE },
	{ .method = METHOD_POST,
	  .path = "/api/v1/check-in/:slug",
	  .need = RIGHT_CONVENE,
	  .run = post_badge,
	  .doc = "Check in or out whoever has the badge with this code.",
	  .params = meeting_attend_params,
	  .schema = PRESENCE },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/seat",
	  .need = RIGHT_SIGNED_IN,
	  .run = post_seat,
	  .doc = "Check oneself in or out where the session is not in the hall alone.",
	  .params = meeting_attend_params,
	  .schema = SITTING },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/resume",
	  .need = RIGHT_PRESIDE,
	  .run = post_resume,
	  .doc = "Resume a suspended session.",
	  .schema = SITTING },
	{ 0 },
};
