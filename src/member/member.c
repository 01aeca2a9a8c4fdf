/* member.c -- reading governments, and the order in which they are shown. */
#include "member/member.h"
#include "base/str.h"
#include "member.sql.h"
#include "view/locale.h"
#include <stdlib.h>

enum { LIST_LIMIT = 10000, COUNTRY_LIMIT = 250 };

static const struct {
	const char *code, *name;
} kinds[] = {
	[MEMBER_MEMBER] = { "member", N_("kind|Member") },
	[MEMBER_ASSOCIATE] = { "associate", N_("kind|Associate member") },
	[MEMBER_SPECIAL] = { "special", N_("kind|Special member") },
	[MEMBER_OBSERVER] = { "observer", N_("kind|Observer") },
	[MEMBER_PARTNER] = { "partner", N_("kind|Partner") },
	[MEMBER_NONE] = { NULL, N_("kind|Not a member") },
};

const char *member_kind_code(enum member_kind k)
{
	MUST(k <= MEMBER_NONE);
	return kinds[k].code;
}

const char *member_kind_name(enum member_kind k)
{
	MUST(k <= MEMBER_NONE);
	return kinds[k].name;
}

bool member_kind_parse(struct str code, enum member_kind *ret)
{
	for (int k = 0; k < MEMBER_NONE; k++)
		if (str_is(code, kinds[k].code)) {
			*ret = (enum member_kind)k;
			return true;
		}
	return false;
}

enum member_kind member_kind_of(struct str code)
{
	enum member_kind k = MEMBER_NONE;

	if (code.p)
		MUST(member_kind_parse(code, &k)); /* the table's CHECK allows nothing else */
	return k;
}

static bool is_another(struct tr own, struct tr name)
{
	return own.text.p && own.lang != name.lang;
}

enum err member_get(struct ctx *ctx, member_government_id id, struct member *ret)
{
	struct member_sql_get_row r;
	enum err e = member_sql_get(ctx, id, &r);

	if (e == ERR_OK)
		*ret = (struct member){
			.id = r.id,
			.slug = r.slug,
			.country = r.country,
			.iso_3166_2 = r.iso,
			.name = r.name,
			.own_name = r.own,
			.country_name = r.country_name,
			.has_own = is_another(r.own, r.name),
			.kind = member_kind_of(r.kind),
			.joined = r.joined,
			.decision = r.decision,
		};
	return e;
}

enum err member_by_slug(struct ctx *ctx, struct str slug, struct member *ret)
{
	struct member_sql_by_slug_row r;
	enum err e = member_sql_by_slug(ctx, slug, &r);

	return e == ERR_OK ? member_get(ctx, r.id, ret) : e;
}

/* --- order --- */

struct ordered {
	struct str country, name; /* sort keys */
	const struct member *member;
};

static int compare(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	int c = 0;

	/* Neighbours of one country share its key. */
	if (x->country.p != y->country.p)
		c = str_cmp(x->country, y->country);
	if (c == 0)
		c = str_cmp(x->member->country, y->member->country);
	if (c == 0)
		c = str_cmp(x->name, y->name);
	return c ? c : (x->member->id.v > y->member->id.v) - (x->member->id.v < y->member->id.v);
}

void member_sort(struct ctx *ctx, struct member *m, int n)
{
	struct ordered *o = arena_many(ctx->arena, struct ordered, (size_t)n + 1);
	struct member *copy = arena_many(ctx->arena, struct member, (size_t)n + 1);

	for (int i = 0; i < n; i++) {
		copy[i] = m[i];
		o[i].member = &copy[i];
		o[i].name = locale_sort_key(ctx->arena, ctx->lang, m[i].name.text);
		/* Few countries, many governments: a key is made once a country. */
		for (int k = i - 1; k >= 0 && !o[i].country.p; k--)
			if (str_eq(m[k].country, m[i].country))
				o[i].country = o[k].country;
		if (!o[i].country.p)
			o[i].country = locale_sort_key(ctx->arena, ctx->lang,
			                               m[i].country_name.text);
	}
	qsort(o, (size_t)n, sizeof *o, compare);
	for (int i = 0; i < n; i++)
		m[i] = *o[i].member;
}

static struct tr country_name(const struct member_sql_countries_row *countries, int n,
                              struct str code)
{
	for (int i = 0; i < n; i++)
		if (str_eq(countries[i].code, code))
			return countries[i].name;
	return (struct tr){ 0 };
}

static struct tr joined_text(struct str body, struct str language)
{
	struct tr tr = { { NULL, 0 }, LANGUAGE_EN };

	if (body.p)
		MUST(language_parse(language, &tr.lang)); /* lang/ writes nothing else */
	tr.text = body;
	return tr;
}

static struct member of_list_row(const struct member_sql_list_row *r)
{
	struct tr name = joined_text(r->name, r->name_language);
	/* Not looked up where the government's language is the reader's: it is the name. */
	struct tr own = r->own.p ? joined_text(r->own, r->own_language) : name;

	return (struct member){
		.id = r->id,
		.slug = r->slug,
		.country = r->country,
		.name = name,
		.own_name = own,
		.has_own = is_another(own, name),
		.kind = member_kind_of(r->kind),
	};
}

/* By what is asked for: everything, a kind, a country, or both. */
static enum err list_rows(struct ctx *ctx, const struct member_filter *f,
                          struct member_sql_list_row **ret, int *ret_n)
{
	struct str reader = str_of(language_code(ctx->lang));

	if (f->kind.p && f->country.p)
		return member_sql_list_both(ctx, reader, f->kind, f->country, LIST_LIMIT, ret,
		                            ret_n);
	if (f->kind.p)
		return member_sql_list_kind(ctx, reader, f->kind, LIST_LIMIT, ret, ret_n);
	if (f->country.p)
		return member_sql_list_country(ctx, reader, f->country, LIST_LIMIT, ret, ret_n);
	return member_sql_list(ctx, reader, LIST_LIMIT, ret, ret_n);
}

enum err member_list(struct ctx *ctx, const struct member_filter *f, struct member **ret,
                     int *ret_n)
{
	struct member_sql_countries_row *countries;
	struct member_sql_list_row *rows;
	int country_count, n;
	enum err e = member_sql_countries(ctx, COUNTRY_LIMIT, &countries, &country_count);

	if (e == ERR_OK)
		e = list_rows(ctx, f, &rows, &n);
	if (e != ERR_OK)
		return e;
	struct member *m = arena_many(ctx->arena, struct member, (size_t)n + 1);

	for (int i = 0; i < n; i++) {
		m[i] = of_list_row(&rows[i]);
		m[i].country_name = country_name(countries, country_count, m[i].country);
	}
	member_sort(ctx, m, n);
	*ret = m;
	*ret_n = n;
	return ERR_OK;
}

/* --- counts and names --- */

enum err member_count(struct ctx *ctx, int64_t *ret_members)
{
	struct member_sql_count_members_row r;
	enum err e = member_sql_count_members(ctx, &r);

	if (e == ERR_OK)
		*ret_members = r.n;
	return e;
}

enum err member_in_good_standing(struct ctx *ctx, member_government_id id, struct str day,
                                 bool *ret)
{
	struct member_sql_suspensions_on_row r;
	enum err e = member_sql_suspensions_on(ctx, id, day, &r);

	if (e == ERR_OK)
		*ret = r.n == 0;
	return e;
}

enum err member_names(struct ctx *ctx, const member_government_id *ids, int n, struct lang_set *ret)
{
	struct str *names = arena_many(ctx->arena, struct str, (size_t)n * LANGUAGE_COUNT + 1);
	enum err e = ERR_OK;

	for (int i = 0; i < n && e == ERR_OK; i++) {
		struct member_sql_name_in_row r;

		e = member_sql_name_in(ctx, ids[i], &r);
		if (e != ERR_OK)
			break;
		names[LANGUAGE_ZH * n + i] = r.zh.text;
		names[LANGUAGE_JA * n + i] = r.ja.text;
		names[LANGUAGE_KO * n + i] = r.ko.text;
		names[LANGUAGE_MN * n + i] = r.mn.text;
		names[LANGUAGE_RU * n + i] = r.ru.text;
		names[LANGUAGE_EN * n + i] = r.en.text;
	}
	if (e != ERR_OK)
		return e;
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		struct sbuf out = { .arena = ctx->arena };

		locale_list(&out, (enum language)l, &names[l * n], n);
		ret->in[l] = sbuf_done(&out);
	}
	return ERR_OK;
}
