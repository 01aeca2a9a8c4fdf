/* meeting_word.c -- what states and ways of meeting are called, and the name of a session. */
#include "meeting/internal.h"
#include "base/str.h"
#include "doc/markdown.h"
#include "meeting.html.h"
#include "view/locale.h"

struct word {
	const char *code, *name;
};

static const struct word states[] = {
	[MEETING_CONVENED] = { "convened", N_("session|Convened") },
	[MEETING_OPEN] = { "open", N_("session|Sitting") },
	[MEETING_CLOSED] = { "closed", N_("session|Closed") },
};
static const struct word modes[] = {
	[MEETING_IN_HALL] = { "hall", N_("mode|In the hall") },
	[MEETING_ONLINE] = { "online", N_("mode|Online") },
	[MEETING_BOTH] = { "both", N_("mode|In the hall and online") },
};
static const struct word item_states[] = {
	[MEETING_ITEM_PENDING] = { "pending", N_("item|To be decided") },
	[MEETING_ITEM_ADOPTED] = { "adopted", N_("item|Adopted") },
	[MEETING_ITEM_REJECTED] = { "rejected", N_("item|Not adopted") },
	[MEETING_ITEM_WITHDRAWN] = { "withdrawn", N_("item|Withdrawn") },
};

static const struct word *word_of(const struct word *words, size_t n, size_t i)
{
	MUST(i > 0 && i < n); /* the schema's checks allow nothing else */
	return &words[i];
}

const char *meeting_state_code(enum meeting_state s)
{
	return word_of(states, COUNT_OF(states), (size_t)s)->code;
}

const char *meeting_state_name(enum meeting_state s)
{
	return word_of(states, COUNT_OF(states), (size_t)s)->name;
}

const char *meeting_mode_code(enum meeting_mode m)
{
	return word_of(modes, COUNT_OF(modes), (size_t)m)->code;
}

const char *meeting_mode_name(enum meeting_mode m)
{
	return word_of(modes, COUNT_OF(modes), (size_t)m)->name;
}

bool meeting_mode_parse(struct str code, enum meeting_mode *ret)
{
	for (size_t m = MEETING_IN_HALL; m < COUNT_OF(modes); m++)
		if (str_is(code, modes[m].code)) {
			*ret = (enum meeting_mode)m;
			return true;
		}
	return false;
}

const char *meeting_item_state_code(enum meeting_item_state s)
{
	return word_of(item_states, COUNT_OF(item_states), (size_t)s)->code;
}

const char *meeting_item_state_name(enum meeting_item_state s)
{
	return word_of(item_states, COUNT_OF(item_states), (size_t)s)->name;
}

/* --- the name of a session --- */

static const char *const name_key = N_("session|{organ}, session {number}");

void meeting_name_html(struct html *h, const struct meeting *m)
{
	const struct msg_arg args[] = { ARG_TR("organ", m->organ.name),
		                        ARG_INT("number", m->number) };

	html_msg(h, name_key, args, COUNT_OF(args));
}

struct str meeting_name(struct ctx *ctx, const struct meeting *m)
{
	const struct msg_arg args[] = { ARG_TR("organ", m->organ.name),
		                        ARG_INT("number", m->number) };
	struct sbuf out = { .arena = ctx->arena };

	msg_text(&out, ctx->lang, name_key, args, COUNT_OF(args));
	return sbuf_done(&out);
}

struct str meeting_today(struct ctx *ctx, const struct meeting *m)
{
	struct str day;

	MUST(locale_civil_date(ctx->arena, ctx->now, m->zone, &day)); /* checked when convened */
	return day;
}

void meeting_plan_html(struct html *h, const struct meeting_item *i)
{
	struct arena *a = h->buf->arena;
	struct ctx ctx = { .arena = a, .lang = h->lang };
	struct str plan = meeting_plan_text(a, i->day, i->clock, i->minutes);
	const struct meeting_item_text_view v = {
		.plan = plan.p ? meeting_plan_words(&ctx, plan) : plan,
		.note = markdown_html(a, i->note.text),
		.note_lang = i->note.lang,
		.note_language = language_name(i->note.lang),
		.is_other = i->note.lang != h->lang,
	};

	meeting_item_text_html(h, &v);
}
