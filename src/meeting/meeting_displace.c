/*
 * meeting_displace.c -- whoever loses a seat, their credentials or their place is told at once, and
 * it stays on record.
 *
 * No one person's doing shall take a government's vote from somebody without their knowledge.
 */
#include "base/str.h"
#include "meeting.html.h"
#include "meeting.sql.h"
#include "meeting/internal_presence.h"

enum { DISPLACED_LIMIT = 20, DELEGATION_LIMIT = 200 };
static const int64_t DAY_US = 24 * 60 * 60 * INT64_C(1000000);

const char *meeting_loss_name(enum meeting_loss l)
{
	static const char *const names[] = {
		[MEETING_LOSS_VOTE] = N_("no longer casts the vote"),
		[MEETING_LOSS_STAND_IN] = N_("no longer stands in"),
		[MEETING_LOSS_PLACE] = N_("was recalled from the delegation"),
		[MEETING_LOSS_CREDENTIALS] = N_("credentials are no longer accepted"),
		[MEETING_LOSS_ROLL] = N_("was replaced on the electoral roll of the open question"),
	};

	MUST(l >= MEETING_LOSS_VOTE && l <= MEETING_LOSS_ROLL);
	return names[l];
}

/* --- the letter --- */

/* What it says, read in the language of whom it is for. */
struct notice {
	struct meeting meeting;
	struct member government;
	struct charter_association association;
	struct str person, heir, by; /* p == NULL: nobody */
};

enum err meeting_person(struct ctx *ctx, account_id who, struct tr *ret)
{
	struct meeting_sql_person_row row;
	enum err e = meeting_sql_person(ctx, who, &row);

	if (e == ERR_OK)
		*ret = row.person;
	return e;
}

static enum err name_of(struct ctx *ctx, account_id who, struct str *ret)
{
	struct tr person = { .text = { 0 } };
	enum err e = who.v == 0 ? ERR_OK : meeting_person(ctx, who, &person);

	*ret = person.text;
	return e;
}

static enum err read_notice(struct ctx *ctx, const struct meeting_displacing *d, struct notice *ret)
{
	enum err e = meeting_get(ctx, d->session, &ret->meeting);

	if (e == ERR_OK)
		e = member_get(ctx, d->government, &ret->government);
	if (e == ERR_OK)
		e = charter_association_get(ctx, &ret->association);
	if (e == ERR_OK)
		e = name_of(ctx, d->who, &ret->person);
	if (e == ERR_OK)
		e = name_of(ctx, d->heir, &ret->heir);
	return e == ERR_OK ? name_of(ctx, ctx->who, &ret->by) : e;
}

static void put(struct sbuf *out, enum language l, const char *key, struct msg_arg arg)
{
	msg_text(out, l, key, &arg, 1);
	sbuf_lit(out, "\n\n");
}

static struct str sentence(struct arena *a, enum language l, const struct meeting_displacing *d,
                           const struct notice *n)
{
	static const char *const sentences[] = {
		[MEETING_LOSS_VOTE] =
			N_("You no longer cast the vote of {government} at this session."),
		[MEETING_LOSS_STAND_IN] =
			N_("You no longer stand in for {government} at this session."),
		[MEETING_LOSS_PLACE] = N_("You have been recalled from the delegation of "
		                          "{government} to this session."),
		[MEETING_LOSS_CREDENTIALS] = N_("Your credentials as a delegate of {government} "
		                                "are no longer accepted."),
		[MEETING_LOSS_ROLL] = N_("Another person has your place for {government} on the "
		                         "electoral roll of the question that is open."),
	};
	struct sbuf out = { .arena = a };

	msg_text(&out, l, sentences[d->loss], &ARG_TR("government", n->government.name), 1);
	return sbuf_done(&out);
}

static struct str body_of(struct ctx *ctx, const struct meeting_displacing *d,
                          const struct notice *n)
{
	struct arena *a = ctx->arena;
	enum language l = ctx->lang;
	struct sbuf out = { .arena = a };

	put(&out, l, N_("letter|Dear {person},"), ARG_STR("person", n->person));
	sbuf_str(&out, meeting_name(ctx, &n->meeting));
	sbuf_lit(&out, "\n\n");
	sbuf_str(&out, sentence(a, l, d, n));
	sbuf_lit(&out, "\n\n");
	put(&out, l, N_("Time: {when}"), ARG_MOMENT("when", ctx->now, n->meeting.zone));
	if (n->heir.p)
		put(&out, l, N_("In your place: {person}"), ARG_STR("person", n->heir));
	if (n->by.p)
		put(&out, l, N_("Changed by: {person}"), ARG_STR("person", n->by));
	msg_text(&out, l,
	         N_("If you did not expect this, please ask the Secretariat and your "
	            "government at once."),
	         NULL, 0);
	sbuf_lit(&out, "\n\n");
	put(&out, l, N_("letter|The Secretariat of {association}"),
	    ARG_TR("association", n->association.name));
	return sbuf_done(&out);
}

static enum err write_letter(struct tx *tx, const struct meeting_displacing *d, struct str about)
{
	struct ctx *ctx = tx->ctx;
	enum language own = ctx->lang;
	struct mail_new letter = { .to = d->who, .about = about };
	struct notice n;
	struct sbuf subject = { .arena = ctx->arena };
	mail_message_id id;
	enum err e = account_language(ctx, d->who, &letter.language);

	if (e != ERR_OK)
		return e;
	ctx->lang = letter.language;
	e = read_notice(ctx, d, &n);
	if (e == ERR_OK) {
		msg_text(&subject, ctx->lang, N_("letter|Your part in the delegation: {session}"),
		         &ARG_STR("session", meeting_name(ctx, &n.meeting)), 1);
		letter.subject = sbuf_done(&subject);
		letter.body = body_of(ctx, d, &n);
	}
	ctx->lang = own;
	return e == ERR_OK ? mail_queue(tx, &letter, &id) : e;
}

/* --- on record --- */

enum err meeting_displace(struct tx *tx, const struct meeting_displacing *d)
{
	struct ctx *ctx = tx->ctx;
	struct meeting_sql_add_displacement_row row;
	struct str about;
	enum err e = meeting_sql_add_displacement(tx, d->session, d->government, d->who, d->loss,
	                                          d->heir, ctx->now, ctx->who, &row);

	/* Whoever did it knows. */
	if (e != ERR_OK || d->who.v == ctx->who.v)
		return e;
	about = arena_printf(ctx->arena, "meeting_displacement:%" PRId64, row.id.v);
	return write_letter(tx, d, about);
}

/* Who was displaced within a day sees it on every page. */
static enum err own_lines(struct ctx *ctx, struct meeting_displaced_line **ret, int *ret_n)
{
	struct meeting_sql_displaced_row *rows;
	struct meeting_displaced_line *list;
	int n;
	enum err e = meeting_sql_displaced(ctx, ctx->who, (time_us){ ctx->now.us - DAY_US },
	                                   DISPLACED_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	list = arena_many(ctx->arena, struct meeting_displaced_line, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		list[i].displacement = (struct meeting_displacement){
			.government = rows[i].government,
			.loss = (enum meeting_loss)rows[i].loss,
			.heir = rows[i].heir,
			.at = rows[i].at,
			.by = rows[i].by,
		};
		e = meeting_get(ctx, rows[i].session, &list[i].meeting);
	}
	*ret = list;
	*ret_n = n;
	return e;
}

enum err meeting_put_displaced(struct html *h, struct ctx *ctx)
{
	struct meeting_displaced_own_view v = { 0 };
	struct meeting_displaced_line *lines;
	enum err e = own_lines(ctx, &lines, &v.count);

	if (e != ERR_OK)
		return e;
	v.lines = lines;
	meeting_displaced_own_html(h, &v);
	return ERR_OK;
}

enum err meeting_displacements(struct ctx *ctx, meeting_session_id id,
                               member_government_id government, struct meeting_displacement **ret,
                               int *ret_n)
{
	struct meeting_sql_displacements_row *rows;
	struct meeting_displacement *list;
	int n;
	enum err e = meeting_sql_displacements(ctx, id, government, DELEGATION_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	list = arena_many(ctx->arena, struct meeting_displacement, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		list[i] = (struct meeting_displacement){
			.person = rows[i].person,
			.loss = (enum meeting_loss)rows[i].loss,
			.heir = rows[i].heir,
			.at = rows[i].at,
			.by = rows[i].by,
		};
	*ret = list;
	*ret_n = n;
	return ERR_OK;
}
