/* meeting_delegate.c -- whom a government sends: registered, given another seat, recalled. */
#include "meeting/internal_presence.h"
#include "audit/audit.h"
#include "meeting.sql.h"
#include "view/json.h"

/* --- what the steps share --- */

enum err meeting_check_not_closed(struct ctx *ctx, meeting_session_id id)
{
	struct meeting m;
	enum err e = meeting_get(ctx, id, &m);

	return e == ERR_OK && m.state == MEETING_CLOSED ? ERR_MEETING_CLOSED : e;
}

struct str meeting_delegate_object(struct ctx *ctx, meeting_delegate_id id)
{
	return arena_printf(ctx->arena, "meeting_delegate:%" PRId64, id.v);
}

static enum err is_head(struct ctx *ctx, meeting_session_id id, member_government_id government,
                        bool *ret)
{
	struct account_duty duty = { ROLE_HEAD, SCOPE_GOVERNMENT, government.v };
	struct meeting_delegate own;
	enum err e = account_has_role(ctx, ctx->who, duty, ret);

	if (e != ERR_OK || *ret)
		return e;
	e = meeting_delegate_own(ctx, id, &own);
	*ret = e == ERR_OK && own.government.id.v == government.v && own.role == MEETING_HEAD &&
	       own.is_acting;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err meeting_may_register(struct ctx *ctx, meeting_session_id id,
                              member_government_id government, bool *ret)
{
	enum err e = meeting_may_convene(ctx, ret);

	if (e == ERR_OK && !*ret && ctx->who.v != 0)
		e = is_head(ctx, id, government, ret);
	return e;
}

enum err meeting_check_registers(struct ctx *ctx, meeting_session_id id,
                                 member_government_id government)
{
	bool may;
	enum err e = meeting_may_register(ctx, id, government, &may);

	return e == ERR_OK && !may ? ERR_FORBIDDEN : e;
}

enum err meeting_seat_check(enum meeting_role role, enum meeting_seat seat)
{
	return role == MEETING_ADVISER && seat != MEETING_SEAT_NONE ? ERR_DELEGATE_ADVISER : ERR_OK;
}

static enum err record(struct tx *tx, const char *action, const struct meeting_delegate *d)
{
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };

	json_object(&j);
	json_put_int(&j, "session", d->session.v);
	json_put_int(&j, "government", d->government.id.v);
	json_put_int(&j, "account", d->account.v);
	json_put_bool(&j, "votes", d->votes);
	json_put_bool(&j, "stands_in", d->stands_in);
	json_put_str(&j, "role", str_of(meeting_role_code(d->role)));
	json_end(&j);
	return audit_record(tx, action, meeting_delegate_object(tx->ctx, d->id),
	                    sbuf_done(&payload));
}

/*
 * Whoever may vote or stand in must be able to sign in and do it: a role in the government, for who
 * has none in it.  An adviser gets no right by being one.
 */
static enum err grant_role(struct tx *tx, account_id who, enum meeting_role role,
                           member_government_id government)
{
	enum role wanted = role == MEETING_HEAD ? ROLE_HEAD : ROLE_DELEGATE;
	bool has_head = false, has = false;
	enum err e;

	if (role == MEETING_ADVISER)
		return ERR_OK;
	e = account_has_role(tx->ctx, who,
	                     (struct account_duty){ ROLE_HEAD, SCOPE_GOVERNMENT, government.v },
	                     &has_head);
	if (e == ERR_OK && !has_head)
		e = account_has_role(tx->ctx, who,
		                     (struct account_duty){ ROLE_DELEGATE, SCOPE_GOVERNMENT,
		                                            government.v },
		                     &has);
	if (e != ERR_OK || has_head || has)
		return e;
	return account_grant(tx, who, wanted, SCOPE_GOVERNMENT, government.v);
}

/* --- registering --- */

struct adding {
	struct meeting_delegate_new new;
	struct member government;
	bool is_asked; /* may ctx->who do this? */
	meeting_delegate_id id;
};

static enum err check_stands_for(struct ctx *ctx, const struct adding *a)
{
	const struct meeting_delegate_new *new = &a->new;
	struct meeting_sql_was_sent_row sent = { 0 };
	member_government_id own;
	enum err e = account_government(ctx, new->account, &own);

	/* Advisers have no role in their government; that it sent them before says whose they are.
	 */
	if (e == ERR_OK && own.v == 0)
		e = meeting_sql_was_sent(ctx, new->account, new->government, &sent);
	if (e == ERR_OK && own.v != new->government.v &&sent.n == 0)
		e = REFUSE(ctx, ERR_DELEGATE_OTHER_GOVERNMENT,
		           ARG_TR("government", a->government.name));
	return e;
}

static enum err check_once(struct ctx *ctx, const struct adding *a)
{
	const struct meeting_delegate_new *new = &a->new;
	struct meeting_sql_registered_row row;
	enum err e = meeting_sql_registered(ctx, new->session, new->account, new->government, &row);

	if (e != ERR_OK)
		return e;
	if (row.same > 0)
		return ERR_DELEGATE_REGISTERED;
	if (new->seat == MEETING_SEAT_VOTES && row.voting > 0)
		return REFUSE(ctx, ERR_DELEGATE_TWICE, ARG_TR("government", a->government.name));
	if (new->seat == MEETING_SEAT_STANDS_IN && row.standing_in > 0)
		return REFUSE(ctx, ERR_DELEGATE_SEAT, ARG_TR("government", a->government.name));
	return ERR_OK;
}

static enum err make_account(struct tx *tx, struct adding *a)
{
	struct account_new account = { .person = a->new.person, .language = a->new.language };
	bool named = false;
	enum err e;

	for (int l = 0; l < LANGUAGE_COUNT; l++)
		named |= account.person.in[l].p != NULL;
	if (!named)
		return ERR_DELEGATE_NAME;
	e = account_free_name(tx->ctx, a->government.slug, &account.name);
	return e == ERR_OK ? account_add_tx(tx, &account, &a->new.account) : e;
}

static enum err write_delegate(struct tx *tx, struct adding *a)
{
	const struct meeting_delegate_new *new = &a->new;
	struct meeting_sql_add_delegate_row row;
	struct meeting_delegate d;
	enum err e = meeting_sql_add_delegate(tx, new->session, new->government, new->account,
	                                      new->role, new->seat == MEETING_SEAT_VOTES,
	                                      new->seat == MEETING_SEAT_STANDS_IN, tx->ctx->who,
	                                      &row);

	if (e == ERR_OK)
		e = grant_role(tx, new->account, new->role, new->government);
	if (e == ERR_OK)
		e = meeting_delegate_get(tx->ctx, row.id, &d);
	if (e == ERR_OK)
		e = record(tx, "meeting.delegate_add", &d);
	if (e == ERR_OK)
		e = meeting_quorum_note(tx, new->session);
	if (e == ERR_OK)
		a->id = row.id;
	return e;
}

static enum err add(struct tx *tx, void *arg)
{
	const struct adding *asked = arg;
	struct adding a = *asked; /* a retry makes another account */
	struct ctx *ctx = tx->ctx;
	enum err e = meeting_check_not_closed(ctx, a.new.session);

	if (e == ERR_OK)
		e = member_get(ctx, a.new.government, &a.government);
	if (e == ERR_OK && a.is_asked)
		e = meeting_check_registers(ctx, a.new.session, a.new.government);
	if (e == ERR_OK)
		e = meeting_seat_check(a.new.role, a.new.seat);
	if (e == ERR_OK)
		e = a.new.account.v ? check_stands_for(ctx, &a) : make_account(tx, &a);
	if (e == ERR_OK)
		e = check_once(ctx, &a);
	if (e == ERR_OK)
		e = write_delegate(tx, &a);
	if (e == ERR_OK)
		((struct adding *)arg)->id = a.id;
	return e;
}

enum err meeting_delegate_register(struct ctx *ctx, const struct meeting_delegate_new *new,
                                   meeting_delegate_id *ret_id)
{
	struct adding a = { .new = *new, .is_asked = true };
	enum err e = db_write(ctx, add, &a);

	if (e == ERR_OK)
		*ret_id = a.id;
	return e;
}

enum err meeting_delegate_add(struct ctx *ctx, meeting_session_id id,
                              member_government_id government, account_id who, bool votes)
{
	struct adding a = { .new = {
				    .session = id,
				    .government = government,
				    .account = who,
				    .role = MEETING_DELEGATE,
				    .seat = votes ? MEETING_SEAT_VOTES : MEETING_SEAT_NONE,
			    } };

	return db_write(ctx, add, &a);
}

/* --- another role or seat --- */

static enum err set_seat(struct tx *tx, const struct meeting_delegate *d, enum meeting_role role,
                         enum meeting_seat seat)
{
	return meeting_sql_change(tx, d->id, role, seat == MEETING_SEAT_VOTES,
	                          seat == MEETING_SEAT_STANDS_IN);
}

static enum err tell_displaced(struct tx *tx, const struct meeting_delegate *d, account_id heir,
                               enum meeting_loss loss)
{
	return meeting_displace(tx, &(struct meeting_displacing){ .session = d->session,
	                                                          .government = d->government.id,
	                                                          .who = d->account,
	                                                          .heir = heir,
	                                                          .loss = loss });
}

/* Told is whoever has less than before. */
static enum err tell_lowered(struct tx *tx, const struct meeting_delegate *d,
                             enum meeting_seat seat, account_id heir)
{
	enum meeting_seat left = meeting_seat_of(d);

	if (left == MEETING_SEAT_VOTES && seat != left)
		return tell_displaced(tx, d, heir, MEETING_LOSS_VOTE);
	if (left == MEETING_SEAT_STANDS_IN && seat == MEETING_SEAT_NONE)
		return tell_displaced(tx, d, heir, MEETING_LOSS_STAND_IN);
	return ERR_OK;
}

/*
 * ctx->who has given the seat.  Where it takes two persons, credentials that the same person had
 * accepted must be looked at by another: else one could accept an onlooker and then hand them the
 * vote.
 */
static enum err seated(struct tx *tx, const struct meeting_delegate *d)
{
	struct ctx *ctx = tx->ctx;
	struct charter_association association;
	struct meeting_sql_seated_by_row row;
	enum err e = meeting_sql_set_seated_by(tx, d->id, ctx->who);

	if (e == ERR_OK)
		e = charter_association_get(ctx, &association);
	if (e == ERR_OK)
		e = meeting_sql_seated_by(ctx, d->id, &row);
	if (e != ERR_OK || !association.two_persons || row.accredited_by.v == 0 ||
	    row.accredited_by.v != ctx->who.v)
		return e;
	return meeting_sql_accredit(tx, d->id, TIME_NONE, (account_id){ 0 });
}

static enum err holder_of(struct ctx *ctx, const struct meeting_delegate *d, enum meeting_seat seat,
                          struct meeting_delegate *ret, bool *ret_has)
{
	struct meeting_sql_seated_row *rows;
	int n;
	enum err e = meeting_sql_seated(ctx, d->session, d->government.id,
	                                seat == MEETING_SEAT_VOTES, 1, &rows, &n);

	*ret_has = e == ERR_OK && n > 0;
	return *ret_has ? meeting_delegate_get(ctx, rows[0].id, ret) : e;
}

static enum err give_seat(struct tx *tx, const struct meeting_delegate *d, enum meeting_role role,
                          enum meeting_seat seat)
{
	enum err e = set_seat(tx, d, role, seat);

	if (e == ERR_OK && seat != MEETING_SEAT_NONE && seat != meeting_seat_of(d))
		e = seated(tx, d);
	return e;
}

/* Who has the seat takes the one that `d` leaves; at no moment do two have the same. */
static enum err change_places(struct tx *tx, const struct meeting_delegate *d,
                              enum meeting_seat wanted, account_id *ret_heir)
{
	enum meeting_seat left = meeting_seat_of(d);
	struct meeting_delegate holder;
	bool has = false;
	enum err e = ERR_OK;

	*ret_heir = (account_id){ 0 };
	if (wanted != MEETING_SEAT_NONE && wanted != left)
		e = holder_of(tx->ctx, d, wanted, &holder, &has);
	if (e != ERR_OK || !has)
		return e;
	*ret_heir = holder.account;
	e = set_seat(tx, d, d->role, MEETING_SEAT_NONE);
	if (e == ERR_OK)
		e = give_seat(tx, &holder, holder.role, left);
	return e == ERR_OK ? tell_lowered(tx, &holder, left, d->account) : e;
}

/* What the secretariat accepted was an adviser's credentials, or those of another name. */
static enum err look_again(struct tx *tx, const struct meeting_delegate *d,
                           const struct meeting_delegate_change *c)
{
	bool is_more = d->role == MEETING_ADVISER && c->role != MEETING_ADVISER;

	if (!d->is_accredited || (!is_more && meeting_lang_set_is_empty(&c->person)))
		return ERR_OK;
	return meeting_sql_accredit(tx, d->id, TIME_NONE, (account_id){ 0 });
}

/* Whoever has signed in has a name of their own, here and wherever else they act. */
static enum err correct_name(struct tx *tx, const struct meeting_delegate *d,
                             const struct lang_set *person)
{
	bool used = false;
	enum err e = ERR_OK;

	if (meeting_lang_set_is_empty(person))
		return ERR_OK;
	e = account_is_used(tx->ctx, d->account, &used);
	if (e == ERR_OK && used)
		e = ERR_DELEGATE_NAME_OWN;
	return e == ERR_OK ? account_rename_tx(tx, d->account, person) : e;
}

static enum err check_change(struct ctx *ctx, meeting_delegate_id id, struct meeting_delegate *ret)
{
	enum err e = meeting_delegate_get(ctx, id, ret);

	if (e == ERR_OK)
		e = meeting_check_not_closed(ctx, ret->session);
	return e == ERR_OK ? meeting_check_registers(ctx, ret->session, ret->government.id) : e;
}

static enum err change(struct tx *tx, void *arg)
{
	const struct meeting_delegate_change *c = arg;
	struct meeting_delegate d;
	account_id heir;
	enum err e = check_change(tx->ctx, c->id, &d);

	if (e == ERR_OK)
		e = meeting_seat_check(c->role, c->seat);
	if (e == ERR_OK)
		e = correct_name(tx, &d, &c->person);
	if (e == ERR_OK)
		e = change_places(tx, &d, c->seat, &heir);
	if (e == ERR_OK)
		e = give_seat(tx, &d, c->role, c->seat);
	if (e == ERR_OK)
		e = tell_lowered(tx, &d, c->seat, heir);
	if (e == ERR_OK)
		e = look_again(tx, &d, c);
	if (e == ERR_OK)
		e = grant_role(tx, d.account, c->role, d.government.id);
	if (e == ERR_OK)
		e = meeting_delegate_get(tx->ctx, c->id, &d);
	if (e == ERR_OK)
		e = record(tx, "meeting.delegate_change", &d);
	return e == ERR_OK ? meeting_quorum_note(tx, d.session) : e;
}

enum err meeting_delegate_change(struct ctx *ctx, const struct meeting_delegate_change *c)
{
	struct meeting_delegate_change copy = *c;

	return db_write(ctx, change, &copy);
}

/* --- recalling --- */

/* Whom the government sends to another session, which is not over, acts for it there. */
static enum err grant_elsewhere(struct tx *tx, const struct meeting_delegate *d)
{
	struct meeting_sql_sent_elsewhere_row row;
	enum err e = meeting_sql_sent_elsewhere(tx->ctx, d->account, d->government.id, d->session,
	                                        &row);

	if (e != ERR_OK || row.n == 0)
		return e;
	return grant_role(tx, d->account, row.heads > 0 ? MEETING_HEAD : MEETING_DELEGATE,
	                  d->government.id);
}

static enum err recall(struct tx *tx, void *arg)
{
	const meeting_delegate_id *id = arg;
	struct meeting_delegate d;
	enum err e = check_change(tx->ctx, *id, &d);

	if (e == ERR_OK)
		e = meeting_check_out_tx(tx, &d);
	if (e == ERR_OK)
		e = meeting_sql_recall(tx, *id, tx->ctx->now);
	if (e == ERR_OK)
		e = account_recall(tx, d.account, d.government.id);
	if (e == ERR_OK)
		e = grant_elsewhere(tx, &d);
	if (e == ERR_OK)
		e = record(tx, "meeting.delegate_recall", &d);
	if (e == ERR_OK)
		e = tell_displaced(tx, &d, (account_id){ 0 }, MEETING_LOSS_PLACE);
	return e == ERR_OK ? meeting_quorum_note(tx, d.session) : e;
}

enum err meeting_delegate_recall(struct ctx *ctx, meeting_delegate_id id)
{
	return db_write(ctx, recall, &id);
}

/* --- inviting --- */

/* Only for accounts that nobody has used: a link must not open what is somebody's already. */
enum err meeting_delegate_invite(struct ctx *ctx, meeting_delegate_id id, struct str *ret_token)
{
	struct meeting_delegate d;
	bool used;
	enum err e = check_change(ctx, id, &d);

	if (e == ERR_OK)
		e = account_is_used(ctx, d.account, &used);
	if (e == ERR_OK && used)
		e = ERR_ACCOUNT_USED;
	return e == ERR_OK ? account_invite(ctx, d.account, ret_token) : e;
}
