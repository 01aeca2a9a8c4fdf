/* meeting_presence_badge.c -- badges and name cards on paper, names in the scripts of their own. */
#include "base/str.h"
#include "meeting/internal_presence.h"

enum { NAME_POINTS = 22, LATIN_POINTS = 13, GOVERNMENT_POINTS = 12, ROLE_POINTS = 10 };
enum { CARD_NAME_POINTS = 72, CARD_GOVERNMENT_POINTS = 40, CARD_LATIN_POINTS = 24 };

/* A name as the person writes it: in the language of the government, or the next that there is. */
static struct tr own_name(const struct lang_set *set, enum language own)
{
	const enum language *order = language_fallback(own);

	for (int i = 0; i < LANGUAGE_COUNT; i++)
		if (set->in[order[i]].p)
			return (struct tr){ set->in[order[i]], order[i] };
	return (struct tr){ { 0 }, own };
}

/* Government and person in English, for those who read no other script of the six. */
struct in_english {
	struct tr government, person;
};

static enum err read_english(struct ctx *ctx, const struct meeting_delegate *d,
                             const struct lang_set *names, struct in_english *ret)
{
	struct ctx english = *ctx;
	struct member g;
	enum err e;

	english.lang = LANGUAGE_EN;
	e = member_get(&english, d->government.id, &g);
	if (e != ERR_OK)
		return e;
	ret->government = g.name;
	ret->person = (struct tr){ names->in[LANGUAGE_EN], LANGUAGE_EN };
	return ERR_OK;
}

static void add_line(struct pdf_card *card, struct tr text, int points, unsigned face)
{
	if (text.text.p && card->n < PDF_LINES_MAX)
		card->lines[card->n++] = (struct pdf_line){ text, points, face };
}

/* The same words twice help nobody. */
static bool differs(struct tr a, struct tr b)
{
	return a.text.p && !str_eq(a.text, b.text);
}

static struct tr role_in(const struct meeting_delegate *d, enum language l)
{
	return (struct tr){ msg(l, meeting_role_name(d->role)), l };
}

static void fill_badge(const struct meeting_delegate *d, struct tr name, const struct in_english *e,
                       struct pdf_card *card)
{
	struct tr own = d->government.own_name.text.p ? d->government.own_name : e->government;
	enum language l = own.lang;

	add_line(card, name, NAME_POINTS, PDF_STRONG);
	if (differs(e->person, name))
		add_line(card, e->person, LATIN_POINTS, 0);
	add_line(card, own, GOVERNMENT_POINTS, PDF_STRONG);
	if (differs(e->government, own))
		add_line(card, e->government, GOVERNMENT_POINTS, 0);
	add_line(card, role_in(d, l), ROLE_POINTS, PDF_MUTED);
	if (l != LANGUAGE_EN)
		add_line(card, role_in(d, LANGUAGE_EN), ROLE_POINTS, PDF_MUTED);
}

static void fill_name_card(const struct meeting_delegate *d, struct tr name,
                           const struct in_english *e, struct pdf_card *card)
{
	struct tr own = d->government.own_name.text.p ? d->government.own_name : e->government;

	add_line(card, own, CARD_GOVERNMENT_POINTS, 0);
	if (differs(e->government, own))
		add_line(card, e->government, CARD_LATIN_POINTS, PDF_MUTED);
	add_line(card, name, CARD_NAME_POINTS, PDF_STRONG);
	if (differs(e->person, name))
		add_line(card, e->person, CARD_LATIN_POINTS, 0);
}

static enum err fill_card(struct ctx *ctx, const struct meeting_delegate *d,
                          const struct meeting_badge_sheet *sheet, struct pdf_card *card)
{
	struct in_english english;
	struct lang_set names;
	struct tr name;
	enum err e = lang_get(ctx, d->person_id, &names);

	if (e == ERR_OK)
		e = read_english(ctx, d, &names, &english);
	if (e != ERR_OK)
		return e;
	name = own_name(&names, d->government.own_name.lang);
	*card = (struct pdf_card){ .n = 0 };
	if (sheet->sheet == PDF_NAME_CARDS) {
		fill_name_card(d, name, &english, card);
		return ERR_OK;
	}
	fill_badge(d, name, &english, card);
	card->code = arena_printf(ctx->arena, "%.*s/en/check-in/%s", STR_ARG(sheet->base),
	                          meeting_code(ctx, d->id).p);
	card->code_alt = (struct tr){ msg(ctx->lang, N_("Code for the door")), ctx->lang };
	return ERR_OK;
}

struct cards {
	enum pdf_sheet sheet;
	struct pdf_card *cards;
	int n;
};

static enum err print(struct ctx *ctx, const struct pdf_about *about, const struct cards *c,
                      struct str *ret_pdf)
{
	struct pdf *p = pdf_new(ctx->arena, about);
	enum err e;

	pdf_cards(p, c->sheet, c->cards, c->n);
	e = pdf_end(p, ret_pdf);
	pdf_free(p);
	return e;
}

enum err meeting_badges(struct ctx *ctx, const struct meeting *m,
                        const struct meeting_badge_sheet *sheet, struct str *ret_pdf)
{
	const struct pdf_about about = { .lang = ctx->lang,
		                         .title = meeting_name(ctx, m),
		                         .at = ctx->now };
	struct cards c = { .sheet = sheet->sheet };
	struct meeting_delegate *d;
	int n;
	enum err e = meeting_delegates(ctx, m->id, &d, &n);

	if (e != ERR_OK)
		return e;
	c.cards = arena_many(ctx->arena, struct pdf_card, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++)
		if (sheet->delegate.v == 0 || sheet->delegate.v == d[i].id.v)
			e = fill_card(ctx, &d[i], sheet, &c.cards[c.n++]);
	if (e == ERR_OK && c.n == 0)
		e = ERR_NOT_FOUND;
	return e == ERR_OK ? print(ctx, &about, &c, ret_pdf) : e;
}
