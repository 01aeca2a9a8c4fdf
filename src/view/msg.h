/*
 * view/msg.h -- the program's own words, in six languages.
 *
 * The English text is the key.  Translations come from po/LANG.po (gettext), compiled into the
 * program by genmsg, which stops the build when a key that the sources use lacks a translation.  A
 * key may begin with a context, "verb|Open", where one English word is two words elsewhere.
 *
 * Messages hold named places: "{yes} of {cast} votes".  Plurals choose by ICU's rules (CLDR).
 */
#pragma once
#include "view/html.h"

enum msg_kind { MSG_STR, MSG_INT, MSG_TR, MSG_DATE, MSG_DAY, MSG_MOMENT, MSG_TEXT, MSG_SAFE };

/* What stands in a place.  MSG_INT is grouped as the language does; MSG_TEXT is itself a message
 * key. */
struct msg_arg {
	const char *name;
	enum msg_kind kind;
	struct str s;    /* MSG_STR, MSG_DATE and MSG_DAY (a civil date), MSG_TEXT, MSG_SAFE */
	int64_t i;       /* MSG_INT, MSG_MOMENT (microseconds) */
	struct tr tr;    /* MSG_TR */
	struct str zone; /* MSG_MOMENT: IANA time zone */
};
#define ARG_STR(n, v) ((struct msg_arg){ .name = (n), .kind = MSG_STR, .s = (v) })
#define ARG_INT(n, v) ((struct msg_arg){ .name = (n), .kind = MSG_INT, .i = (v) })
#define ARG_TR(n, v) ((struct msg_arg){ .name = (n), .kind = MSG_TR, .tr = (v) })
#define ARG_DATE(n, v) ((struct msg_arg){ .name = (n), .kind = MSG_DATE, .s = (v) })
/* The date without its weekday. */
#define ARG_DAY(n, v) ((struct msg_arg){ .name = (n), .kind = MSG_DAY, .s = (v) })
#define ARG_TEXT(n, key) ((struct msg_arg){ .name = (n), .kind = MSG_TEXT, .s = str_of(key) })
#define ARG_SAFE(n, v) ((struct msg_arg){ .name = (n), .kind = MSG_SAFE, .s = (v).html })
#define ARG_MOMENT(n, at, z)                                                                       \
	((struct msg_arg){ .name = (n), .kind = MSG_MOMENT, .i = (at).us, .zone = (z) })

/* The message in the language; the English key (context cut off) for LANGUAGE_EN. */
struct str msg(enum language lang, const char *key);
/* The plural form of `key`/`many` that suits n. */
struct str msg_n(enum language lang, const char *key, const char *many, int64_t n);

/* Print a message into a page, its places filled and escaped.  An unknown place is a bug. */
void html_msg(struct html *h, const char *key, const struct msg_arg *args, size_t nargs);
/* The same without markup, for attributes and elements that hold text alone. */
void html_msg_attr(struct html *h, const char *key, const struct msg_arg *args, size_t nargs);
/* The same as plain text, for JSON, mail, titles and the terminal. */
void msg_text(struct sbuf *out, enum language lang, const char *key, const struct msg_arg *args,
              size_t nargs);

/* The same three with the form that suits n: html_msg_n(h, "one", "many", n, args, nargs). */
struct msg_plural {
	const char *key, *many;
	int64_t n;
};
void html_msg_plural(struct html *h, const struct msg_plural *p, const struct msg_arg *args,
                     size_t nargs);
void html_msg_plural_attr(struct html *h, const struct msg_plural *p, const struct msg_arg *args,
                          size_t nargs);
void msg_text_plural(struct sbuf *out, enum language lang, const struct msg_plural *p,
                     const struct msg_arg *args, size_t nargs);
#define html_msg_n(h, key, many, n, ...)                                                           \
	html_msg_plural((h), &(const struct msg_plural){ (key), (many), (n) }, __VA_ARGS__)
#define html_msg_n_attr(h, key, many, n, ...)                                                      \
	html_msg_plural_attr((h), &(const struct msg_plural){ (key), (many), (n) }, __VA_ARGS__)
#define msg_text_n(out, lang, key, many, n, ...)                                                   \
	msg_text_plural((out), (lang), &(const struct msg_plural){ (key), (many), (n) },           \
	                __VA_ARGS__)

/* Marks a key in a C table for extraction; the table is printed with html_msg later. */
#define N_(key) key
/* The same for both forms of a plural, which then stand side by side in the table. */
#define N_N(key, many) key, many

/*
 * Say no with particulars: `return REFUSE(ctx, ERR_MEMBER_ALREADY, ARG_TR("government", m.name))`.
 * The arguments are copied into the ctx's arena and fill the places of the error's message.
 */
enum err msg_refuse(struct ctx *ctx, enum err e, const struct msg_arg *args, size_t nargs) MUST_USE;
#define REFUSE(ctx, e, ...)                                                                        \
	msg_refuse((ctx), (e), (const struct msg_arg[]){ __VA_ARGS__ },                            \
	           COUNT_OF(((const struct msg_arg[]){ __VA_ARGS__ })))
