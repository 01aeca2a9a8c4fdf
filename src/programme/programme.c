/* programme.c -- programmes and publications: reading them, and loading them from a pack. */
#include "programme/programme.h"
#include "base/str.h"
#include "programme.sql.h"

enum { LIST_LIMIT = 200 };

enum err programme_list(struct ctx *ctx, struct programme **ret, int *ret_n)
{
	struct programme_sql_list_row *rows;
	int n;
	enum err e = programme_sql_list(ctx, LIST_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	*ret = arena_many(ctx->arena, struct programme, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		(*ret)[i] = (struct programme){ rows[i].slug, rows[i].kind, rows[i].name,
			                        rows[i].about };
	*ret_n = n;
	return ERR_OK;
}

enum err programme_by_slug(struct ctx *ctx, struct str slug, struct programme *ret)
{
	struct programme_sql_by_slug_row r;
	enum err e = programme_sql_by_slug(ctx, slug, &r);

	if (e == ERR_OK)
		*ret = (struct programme){ r.slug, r.kind, r.name, r.about };
	return e;
}

static enum err load_one(struct tx *tx, const struct pack_row *r, int position)
{
	static const char *const kinds[] = { "programme", "publication", NULL };
	struct str slug = pack_slug(r, "slug");
	struct lang_set names = pack_texts(r, "name"), abouts;
	int kind = pack_choice(r, "kind", kinds);
	lang_text_id name, about;
	enum err e;

	pack_bind(r, "programme", slug, position);
	if (!str_is_slug(slug))
		return ERR_OK;
	abouts = pack_markdown(r->pack,
	                       arena_printf(tx->ctx->arena, "programmes.%.*s", STR_ARG(slug)).p);
	if (pack_faults(r->pack) > 0)
		return ERR_OK; /* told already; the rest of the pack is still to be checked */
	e = lang_add(tx, (struct str){ 0 }, &names, &name);
	if (e == ERR_OK)
		e = lang_add(tx, (struct str){ 0 }, &abouts, &about);
	if (e == ERR_OK)
		e = programme_sql_add(tx, slug, str_of(kinds[kind]), name, about, position);
	return e;
}

enum err programme_load(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "programmes.csv?", "slug kind name_*:200", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_one(tx, &rows[i], i + 1);
	return e;
}
