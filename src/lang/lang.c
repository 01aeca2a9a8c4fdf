/* lang.c -- writing texts, and working out what a reader of each language gets. */
#include "lang/lang.h"
#include "base/str.h"
#include "base/utf8.h"
#include "lang.sql.h"
#include "view/text.h"

/* As the table's CHECK has it, in characters. */
#define BODY_MAX 65536

static bool may_be_body(struct str s)
{
	return s.n > 0 && text_check(s) == ERR_OK && utf8_count(s) <= BODY_MAX;
}

static enum err check(const struct lang_set *set)
{
	bool any = false;

	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		if (!set->in[l].p)
			continue;
		if (!may_be_body(set->in[l]))
			return ERR_INVALID;
		any = true;
	}
	return any ? ERR_OK : ERR_INVALID;
}

/* For every language the first that has a text, in the order of its fallback. */
static enum err resolve(struct tx *tx, lang_text_id id, const struct lang_set *set)
{
	enum err e = ERR_OK;

	for (int want = 0; want < LANGUAGE_COUNT && e == ERR_OK; want++) {
		const enum language *l = language_fallback((enum language)want);

		while (!set->in[*l].p)
			l++;
		e = lang_sql_set_resolved(tx, id, str_of(language_code((enum language)want)),
		                          str_of(language_code(*l)), set->in[*l]);
	}
	return e;
}

enum err lang_add(struct tx *tx, struct str name, const struct lang_set *set, lang_text_id *ret_id)
{
	struct lang_sql_add_text_row text;
	enum err e = check(set);

	if (e == ERR_OK)
		e = lang_sql_add_text(tx, name, &text);
	for (int l = 0; l < LANGUAGE_COUNT && e == ERR_OK; l++)
		if (set->in[l].p)
			e = lang_sql_set_value(tx, text.id, str_of(language_code((enum language)l)),
			                       set->in[l], tx->ctx->now);
	if (e == ERR_OK)
		e = resolve(tx, text.id, set);
	if (e == ERR_OK)
		*ret_id = text.id;
	return e;
}

enum err lang_get(struct ctx *ctx, lang_text_id id, struct lang_set *ret)
{
	struct lang_sql_values_row *rows;
	struct lang_set set = { 0 };
	enum language l;
	int n;
	enum err e = lang_sql_values(ctx, id, &rows, &n);

	if (e != ERR_OK)
		return e;
	if (n == 0)
		return ERR_NOT_FOUND;
	for (int i = 0; i < n; i++)
		if (language_parse(rows[i].language, &l))
			set.in[l] = rows[i].body;
	*ret = set;
	return ERR_OK;
}

enum err lang_set_value(struct tx *tx, lang_text_id id, enum language l, struct str body)
{
	struct lang_set set;
	enum err e = may_be_body(body) ? lang_get(tx->ctx, id, &set) : ERR_INVALID;

	if (e == ERR_OK)
		e = lang_sql_set_value(tx, id, str_of(language_code(l)), body, tx->ctx->now);
	if (e != ERR_OK)
		return e;
	set.in[l] = body;
	return resolve(tx, id, &set);
}

enum err lang_named(struct ctx *ctx, const char *name, struct tr *ret)
{
	struct lang_sql_named_row row;
	enum err e = lang_sql_named(ctx, str_of(name), &row);

	if (e == ERR_OK)
		*ret = row.text;
	else if (e == ERR_NOT_FOUND)
		*ret = (struct tr){ .text = { NULL, 0 }, .lang = ctx->lang };
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err lang_load(struct tx *tx, struct pack *pack)
{
	const struct str *names;
	enum err e = ERR_OK;
	int n;

	pack_text_names(pack, &names, &n);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		struct lang_set set = pack_text(pack, names[i]);
		lang_text_id id;

		if (check(&set) == ERR_OK)
			e = lang_add(tx, names[i], &set, &id);
		else if (pack_faults(pack) == 0)
			pack_fault_file(pack, "texts", "%.*s is not a text of 1 to %d characters",
			                STR_ARG(names[i]), BODY_MAX);
	}
	return e;
}
