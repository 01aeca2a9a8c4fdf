/* meeting_convene_letter.c -- whom to invite to a session, and what the letter says. */
#include "meeting/internal.h"
#include "base/str.h"
#include "meeting.sql.h"
#include "view/locale.h"

/* --- what it says --- */

static void put_line(struct sbuf *out, enum language l, const char *key, const struct msg_arg *args,
                     size_t n)
{
	msg_text(out, l, key, args, n);
	sbuf_char(out, '\n');
}
#define PUT_LINE(out, l, key, ...)                                                                 \
	put_line((out), (l), (key), (const struct msg_arg[]){ __VA_ARGS__ },                       \
	         COUNT_OF(((const struct msg_arg[]){ __VA_ARGS__ })))

static struct str session_name(struct arena *a, enum language l, const struct meeting *m)
{
	struct ctx ctx = { .arena = a, .lang = l };

	return meeting_name(&ctx, m);
}

static void put_facts(struct sbuf *out, enum language l, const struct meeting *m)
{
	if (str_eq(m->starts_on, m->ends_on))
		PUT_LINE(out, l, N_("letter|Date: {day}"), ARG_DATE("day", m->starts_on));
	else
		PUT_LINE(out, l, N_("letter|Dates: {first} to {last}"),
		         ARG_DATE("first", m->starts_on), ARG_DATE("last", m->ends_on));
	PUT_LINE(out, l, N_("letter|Time zone: {zone}"), ARG_STR("zone", m->zone));
	if (m->place.text.p)
		PUT_LINE(out, l, N_("letter|Place: {place}"), ARG_TR("place", m->place));
	if (m->host_slug.p)
		PUT_LINE(out, l, N_("letter|Host: {host}"), ARG_TR("host", m->host_name));
	PUT_LINE(out, l, N_("letter|Held: {mode}"), ARG_TEXT("mode", meeting_mode_name(m->mode)));
}

static void put_item(struct sbuf *out, enum language l, const struct meeting_item *i)
{
	struct ctx ctx = { .arena = out->arena, .lang = l };
	struct str plan = meeting_plan_text(out->arena, i->day, i->clock, i->minutes);

	sbuf_printf(out, "%" PRId64 ". %.*s", i->number, STR_ARG(i->title.text));
	if (plan.p) {
		sbuf_lit(out, "\n   ");
		sbuf_str(out, meeting_plan_words(&ctx, plan));
	}
	sbuf_char(out, '\n');
}

static void put_agenda(struct sbuf *out, enum language l, const struct meeting_invitation *inv)
{
	if (inv->item_count == 0)
		return;
	sbuf_char(out, '\n');
	put_line(out, l, N_("letter|Provisional agenda:"), NULL, 0);
	for (int i = 0; i < inv->item_count; i++)
		if (inv->items[i].state != MEETING_ITEM_WITHDRAWN)
			put_item(out, l, &inv->items[i]);
}

static struct str body_of(struct arena *a, const struct meeting_invitation *inv,
                          const struct meeting_letter *letter)
{
	enum language l = letter->language;
	const struct meeting *m = inv->meeting;
	struct sbuf out = { .arena = a };

	PUT_LINE(&out, l, N_("letter|Dear {person},"), ARG_TR("person", letter->person));
	sbuf_char(&out, '\n');
	PUT_LINE(&out, l,
	         N_("letter|The Secretariat of {association} has the honour to invite "
	            "{government} to the following session."),
	         ARG_TR("association", inv->association), ARG_TR("government", letter->government));
	sbuf_char(&out, '\n');
	sbuf_str(&out, session_name(a, l, m));
	sbuf_char(&out, '\n');
	put_facts(&out, l, m);
	put_agenda(&out, l, inv);
	sbuf_char(&out, '\n');
	put_line(&out, l,
	         N_("letter|The agenda as it stands and its documents are found at the address "
	            "below. Please register the delegation of your government there."),
	         NULL, 0);
	sbuf_str(&out, inv->link);
	sbuf_lit(&out, "\n\n");
	PUT_LINE(&out, l, N_("letter|The Secretariat of {association}"),
	         ARG_TR("association", inv->association));
	return sbuf_done(&out);
}

void meeting_invitation_write(struct arena *a, const struct meeting_invitation *inv,
                              struct meeting_letter *letter)
{
	struct str name = session_name(a, letter->language, inv->meeting);
	const struct msg_arg args[] = { ARG_STR("session", name) };
	struct sbuf subject = { .arena = a };

	msg_text(&subject, letter->language, N_("letter|Invitation: {session}"), args,
	         COUNT_OF(args));
	letter->subject = sbuf_done(&subject);
	letter->body = body_of(a, inv, letter);
}

/* --- to whom --- */

struct writing {
	meeting_session_id id;
	struct str base;
	struct meeting_letter *letters;
	int n;
};

/* The session as a reader of ctx->lang sees it. */
static enum err read_session(struct ctx *ctx, const struct writing *w, struct meeting *m,
                             struct meeting_invitation *ret)
{
	struct charter_association association;
	struct meeting_item *items;
	enum err e = meeting_get(ctx, w->id, m);

	if (e == ERR_OK && m->is_draft)
		e = ERR_MEETING_STATE;
	if (e == ERR_OK)
		e = meeting_items(ctx, w->id, &items, &ret->item_count);
	if (e == ERR_OK)
		e = charter_association_get(ctx, &association);
	if (e != ERR_OK)
		return e;
	ret->meeting = m;
	ret->items = items;
	ret->association = association.name;
	ret->link = arena_printf(ctx->arena, "%.*s/%s/meetings/%.*s", STR_ARG(w->base),
	                         language_code(ctx->lang), STR_ARG(m->slug));
	return ERR_OK;
}

/* Who is head and delegate, or stands for two, gets one letter. */
static bool has_letter(const struct writing *w, account_id who)
{
	return w->n > 0 && w->letters[w->n - 1].to.v == who.v;
}

static enum err write_one(struct ctx *ctx, struct writing *w, const struct meeting_invitation *inv,
                          const struct meeting_sql_invited_row *r)
{
	struct meeting_letter letter = { .to = r->who,
		                         .person = r->person,
		                         .government = r->government };
	enum err e = account_language(ctx, r->who, &letter.language);

	if (e != ERR_OK || letter.language != ctx->lang || has_letter(w, r->who))
		return e;
	meeting_invitation_write(ctx->arena, inv, &letter);
	w->letters[w->n++] = letter;
	return ERR_OK;
}

/* The letters to those who read ctx->lang. */
static enum err write_language(struct ctx *ctx, struct writing *w)
{
	struct meeting m;
	struct meeting_invitation inv;
	struct meeting_sql_invited_row *rows;
	int n;
	enum err e = read_session(ctx, w, &m, &inv);

	if (e == ERR_OK)
		e = meeting_sql_invited(ctx, ctx->now, MEETING_DELEGATE_LIMIT, &rows, &n);
	if (e == ERR_OK && !w->letters)
		w->letters = arena_many(ctx->arena, struct meeting_letter, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = write_one(ctx, w, &inv, &rows[i]);
	return e;
}

enum err meeting_letters(struct ctx *ctx, meeting_session_id id, struct str base,
                         struct meeting_letter **ret, int *ret_n)
{
	struct writing w = { .id = id, .base = base };
	enum language lang = ctx->lang;
	enum err e = ERR_OK;

	for (int l = 0; l < LANGUAGE_COUNT && e == ERR_OK; l++) {
		ctx->lang = (enum language)l;
		e = write_language(ctx, &w);
	}
	ctx->lang = lang;
	if (e != ERR_OK)
		return e;
	*ret = w.letters;
	*ret_n = w.n;
	return ERR_OK;
}
