/* msg.c -- looking messages up and filling their places. */
#include "view/msg.h"

#include "base/str.h"
#include "view/locale.h"
#include "view/message.h"

/* A key that genmsg has not seen is a bug: it was not marked, and nobody can have translated it. */
static const struct message *find(const char *key)
{
	size_t mask = message_table.slot_count - 1;
	size_t at = str_hash(str_of(key)) & mask;

	for (; message_table.slots[at] != 0; at = (at + 1) & mask) {
		const struct message *m = &message_table.messages[message_table.slots[at] - 1];

		if (strcmp(m->key, key) == 0)
			return m;
	}
	must_fail(__FILE__, __LINE__, key);
}

struct str msg(enum language lang, const char *key)
{
	return find(key)->text[lang];
}

struct str msg_n(enum language lang, const char *key, const char *many, int64_t n)
{
	const struct message *m = find(key);

	MUST(m->plural != NULL && strcmp(m->plural->many, many) == 0);
	return m->plural->form[lang][locale_plural(lang, n)];
}

/* --- filling places --- */

/* How what stands in a message is written. */
enum manner { AS_TEXT, AS_ATTR, AS_HTML };

struct printer {
	struct html h;
	enum manner manner;
	const struct msg_arg *args;
	size_t count;
};

static void print_str(struct printer *p, struct str s)
{
	if (p->manner == AS_TEXT)
		sbuf_str(p->h.buf, s);
	else
		html_put_str(&p->h, s);
}

static void print_tr(struct printer *p, struct tr t)
{
	if (p->manner == AS_HTML)
		html_put_tr(&p->h, t);
	else
		print_str(p, t.text);
}

/* Only a page can hold sanitized HTML; gentmpl refuses it elsewhere. */
static void print_safe(struct printer *p, struct str s)
{
	MUST(p->manner == AS_HTML);
	sbuf_str(p->h.buf, s);
}

static void print_date(struct printer *p, struct str date, bool has_weekday)
{
	if (p->manner == AS_TEXT && has_weekday)
		locale_date(p->h.buf, p->h.lang, date);
	else if (p->manner == AS_TEXT)
		locale_date_short(p->h.buf, p->h.lang, date);
	else if (has_weekday)
		html_put_date(&p->h, date);
	else
		html_put_day(&p->h, date);
}

static void print_moment(struct printer *p, time_us at, struct str zone)
{
	if (p->manner == AS_TEXT)
		locale_moment(p->h.buf, p->h.lang, at, zone);
	else
		html_put_moment(&p->h, at, zone);
}

static void print_arg(struct printer *p, const struct msg_arg *a)
{
	switch (a->kind) {
	case MSG_STR:
		print_str(p, a->s);
		break;
	case MSG_INT:
		locale_int(p->h.buf, p->h.lang, a->i);
		break;
	case MSG_TR:
		print_tr(p, a->tr);
		break;
	case MSG_DATE:
	case MSG_DAY:
		print_date(p, a->s, a->kind == MSG_DATE);
		break;
	case MSG_MOMENT:
		print_moment(p, (time_us){ a->i }, a->zone);
		break;
	case MSG_TEXT:
		print_str(p, msg(p->h.lang, a->s.p));
		break;
	case MSG_SAFE:
		print_safe(p, a->s);
		break;
	}
}

static const struct msg_arg *arg_of(const struct printer *p, struct str place)
{
	for (size_t i = 0; i < p->count; i++)
		if (str_is(place, p->args[i].name))
			return &p->args[i];
	return NULL;
}

/* genmsg has seen to it that every brace belongs to a place. */
static void print(struct printer *p, struct str message)
{
	size_t at = 0;

	while (at < message.n) {
		size_t open = str_find(message, '{', at);
		size_t close = str_find(message, '}', open);
		const struct msg_arg *a;

		print_str(p, str_sub(message, at, open));
		if (open == message.n)
			break;
		a = arg_of(p, str_sub(message, open + 1, close));
		MUST(a != NULL);
		print_arg(p, a);
		at = close + 1;
	}
}

void html_msg(struct html *h, const char *key, const struct msg_arg *args, size_t nargs)
{
	print(&(struct printer){ *h, AS_HTML, args, nargs }, msg(h->lang, key));
}

void html_msg_attr(struct html *h, const char *key, const struct msg_arg *args, size_t nargs)
{
	print(&(struct printer){ *h, AS_ATTR, args, nargs }, msg(h->lang, key));
}

void msg_text(struct sbuf *out, enum language lang, const char *key, const struct msg_arg *args,
              size_t nargs)
{
	print(&(struct printer){ { out, lang }, AS_TEXT, args, nargs }, msg(lang, key));
}

void html_msg_plural(struct html *h, const struct msg_plural *p, const struct msg_arg *args,
                     size_t nargs)
{
	print(&(struct printer){ *h, AS_HTML, args, nargs }, msg_n(h->lang, p->key, p->many, p->n));
}

void html_msg_plural_attr(struct html *h, const struct msg_plural *p, const struct msg_arg *args,
                          size_t nargs)
{
	print(&(struct printer){ *h, AS_ATTR, args, nargs }, msg_n(h->lang, p->key, p->many, p->n));
}

void msg_text_plural(struct sbuf *out, enum language lang, const struct msg_plural *p,
                     const struct msg_arg *args, size_t nargs)
{
	print(&(struct printer){ { out, lang }, AS_TEXT, args, nargs },
	      msg_n(lang, p->key, p->many, p->n));
}

/* --- refusals --- */

static struct str keep(struct arena *a, struct str s)
{
	return s.p ? arena_str(a, s.p, s.n) : s;
}

enum err msg_refuse(struct ctx *ctx, enum err e, const struct msg_arg *args, size_t nargs)
{
	struct msg_arg *why = arena_many(ctx->arena, struct msg_arg, nargs);

	for (size_t i = 0; i < nargs; i++) {
		why[i] = args[i];
		why[i].name = arena_str(ctx->arena, args[i].name, strlen(args[i].name)).p;
		why[i].s = keep(ctx->arena, args[i].s);
		why[i].zone = keep(ctx->arena, args[i].zone);
		why[i].tr.text = keep(ctx->arena, args[i].tr.text);
	}
	ctx->why = why;
	ctx->why_count = nargs;
	return e;
}
