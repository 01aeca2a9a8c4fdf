/*
 * charter_load.c -- the association, its kinds of decision, powers and articles from a pack.
 *
 * Every row is checked, whatever was found before it; rows are written only while the pack has no
 * fault, since a pack with one is not kept anyway.
 */
#include "base/parse.h"
#include "base/time.h"
#include "charter/internal.h"
#include "lang/lang.h"
#include "view/locale.h"

enum { TEXT_MAX = 200 };

bool charter_load_may_write(const struct pack *pack)
{
	return pack_faults(pack) == 0;
}

enum err charter_load_text(struct tx *tx, const struct pack_row *r, const char *stem,
                           lang_text_id *ret)
{
	struct lang_set set = pack_texts(r, stem);

	return lang_add(tx, (struct str){ 0 }, &set, ret);
}

bool charter_load_is_new(const struct pack_row *r, const char *what, struct str name)
{
	int before = pack_faults(r->pack);

	pack_bind(r, what, name, r->line);
	return pack_faults(r->pack) == before;
}

void charter_load_limit(struct pack *pack, const char *file, int n, int max)
{
	if (n > max)
		pack_fault_file(pack, file, "has more than %d rows", max);
}

/* --- pack.csv and identity.csv --- */

enum setting {
	ID,
	LANGUAGE,
	ZONE,
	CONTACT_EMAIL,
	WEBSITE,
	FOUNDED,
	MAP_VIEW_BOX,
	TWO_PERSONS,
	TWO_PERSONS_SOURCE,
	TWO_PERSONS_ASSUMED,
	SETTINGS
};

static const struct {
	const char *key;
	bool required;
} settings[SETTINGS] = {
	[ID] = { "id", true },
	[LANGUAGE] = { "language", true },
	[ZONE] = { "zone", true },
	[CONTACT_EMAIL] = { "contact_email", false },
	[WEBSITE] = { "website", false },
	[FOUNDED] = { "founded", false },
	[MAP_VIEW_BOX] = { "map_view_box", false }, /* member/ reads it */
	[TWO_PERSONS] = { "accreditation_two_persons", false },
	[TWO_PERSONS_SOURCE] = { "accreditation_two_persons_source", false },
	[TWO_PERSONS_ASSUMED] = { "accreditation_two_persons_is_assumption", false },
};

static bool is_email(struct str s)
{
	size_t at = str_find(s, '@', 0);

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("<>\"'", s.p[i]))
			return false;
	return at > 0 && at + 1 < s.n && str_find(s, '@', at + 1) == s.n && s.n <= TEXT_MAX;
}

/* "0 0 1000 620": the units of the outlines, of which the last two are a width and a height. */
static bool is_view_box(struct str s)
{
	struct str number;
	int64_t v;
	int n = 0;

	for (; str_cut(&s, ' ', &number); n++)
		if (!parse_i64(number, n < 2 ? -100000 : 1, 100000, &v))
			return false;
	return n == 4;
}

static void check_setting(const struct pack_row *r, enum setting key, struct str v)
{
	enum language l;

	if (key == ID && !str_is_slug(v))
		pack_fault(r, "value", "is no slug: lower-case letters, digits and hyphens");
	if (key == LANGUAGE && !language_parse(v, &l))
		pack_fault(r, "value", "is not one of zh ja ko mn ru en");
	if (key == ZONE && !locale_zone_is_known(v))
		pack_fault(r, "value", "is no time zone that is known (IANA: \"Asia/Seoul\")");
	if (key == CONTACT_EMAIL && !is_email(v))
		pack_fault(r, "value", "is no e-mail address");
	if (key == WEBSITE)
		(void)pack_url(r, "value");
	if (key == MAP_VIEW_BOX && !is_view_box(v))
		pack_fault(r, "value",
		           "is no frame of a map: four whole numbers such as "
		           "0 0 1000 620");
	if (key == FOUNDED && !date_is_valid(v))
		pack_fault(r, "value", "is no date");
	if ((key == TWO_PERSONS || key == TWO_PERSONS_ASSUMED) && !str_is(v, "yes") &&
	    !str_is(v, "no"))
		pack_fault(r, "value", "is neither yes nor no");
}

/* Keep the value of one row under its key. */
static void read_setting(const struct pack_row *r, struct str values[static SETTINGS],
                         bool seen[static SETTINGS])
{
	struct str key = pack_get(r, "key"), value = pack_get(r, "value");
	int i = 0;

	while (i < SETTINGS && !str_is(key, settings[i].key))
		i++;
	if (i == SETTINGS) {
		pack_fault(r, "key", "is no setting of a pack");
		return;
	}
	if (seen[i])
		pack_fault(r, "key", "stands twice");
	seen[i] = true;
	values[i] = value;
	if (value.p)
		check_setting(r, (enum setting)i, value);
}

static void read_settings(struct pack *pack, struct str values[static SETTINGS])
{
	bool seen[SETTINGS] = { false };
	const struct pack_row *rows;
	int n;

	pack_table(pack, "pack.csv", "key value", &rows, &n);
	for (int i = 0; i < n; i++)
		read_setting(&rows[i], values, seen);
	for (int i = 0; i < SETTINGS; i++)
		if (settings[i].required && !seen[i] &&
		    !pack_is_lost(pack, str_of(settings[i].key)))
			pack_fault_file(pack, "pack.csv", "the setting \"%s\" is missing",
			                settings[i].key);
	if (str_is(values[TWO_PERSONS], "yes") && !seen[TWO_PERSONS_SOURCE] &&
	    !pack_is_lost(pack, str_of(settings[TWO_PERSONS_SOURCE].key)))
		pack_fault_file(pack, "pack.csv",
		                "accreditation_two_persons needs its source, in the setting "
		                "\"%s\"",
		                settings[TWO_PERSONS_SOURCE].key);
}

static enum err write_association(struct tx *tx, const struct pack_row *r,
                                  const struct str values[static SETTINGS])
{
	lang_text_id short_name, name, motto;
	enum err e = charter_load_text(tx, r, "short", &short_name);

	if (e == ERR_OK)
		e = charter_load_text(tx, r, "name", &name);
	if (e == ERR_OK)
		e = charter_load_text(tx, r, "motto", &motto);
	if (e != ERR_OK)
		return e;
	e = charter_sql_add_association(tx, values[ID], short_name, name, motto, values[LANGUAGE],
	                                values[ZONE], values[FOUNDED], values[WEBSITE],
	                                values[CONTACT_EMAIL]);
	if (e != ERR_OK || !str_is(values[TWO_PERSONS], "yes"))
		return e;
	return charter_sql_set_two_persons(tx, values[TWO_PERSONS_SOURCE],
	                                   str_is(values[TWO_PERSONS_ASSUMED], "yes"));
}

static enum err load_association(struct tx *tx, struct pack *pack)
{
	struct str values[SETTINGS] = { { 0 } };
	const struct pack_row *rows;
	int n, before;

	read_settings(pack, values);
	before = pack_faults(pack);
	pack_table(pack, "identity.csv", "short_*:60 name_*:200 motto_*:400", &rows, &n);
	if (n > 1 || (n == 0 && pack_faults(pack) == before))
		pack_fault_file(pack, "identity.csv", "must have one row, not %d", n);
	if (!charter_load_may_write(pack))
		return ERR_OK;
	return write_association(tx, &rows[0], values);
}

/* --- kinds.csv --- */

/* A title may hold {subjects}, and must hold nothing else in braces. */
static bool is_title(struct str title, bool has_subjects)
{
	const struct str place = S("{subjects}");

	for (size_t i = 0; i < title.n; i++) {
		if (title.p[i] == '}')
			return false;
		if (title.p[i] != '{')
			continue;
		if (!has_subjects || !str_starts(str_sub(title, i, title.n), place))
			return false;
		i += place.n - 1;
	}
	return true;
}

/* What an effect is done to must be named by the decisions of the kind. */
static void check_effect(const struct pack_row *r, const struct charter_effect *effect)
{
	struct str name = pack_get(r, "effect");

	if (!effect)
		pack_fault(r, "effect",
		           "the program has no effect \"%.*s\"; near effects lists them",
		           STR_ARG(name));
	else if (effect->subjects == 2 && str_is(pack_get(r, "subjects"), "none"))
		pack_fault(r, "subjects", "must be one or many: %.*s is done to governments",
		           STR_ARG(name));
	else if (effect->subjects == 1 && !str_is(pack_get(r, "subjects"), "one"))
		pack_fault(r, "subjects", "must be one: %.*s is done to one government",
		           STR_ARG(name));
}

static void check_kind(const struct ctx *ctx, const struct pack_row *r, int subjects)
{
	struct lang_set title = pack_texts(r, "title");
	struct str effect = pack_get(r, "effect");

	if (effect.p)
		check_effect(r, charter_effect_find(ctx, effect));
	for (enum language l = 0; l < LANGUAGE_COUNT; l++)
		if (!is_title(title.in[l], subjects > 0))
			pack_fault(
				r,
				arena_printf(pack_arena(r->pack), "title_%s", language_code(l)).p,
				"may hold {subjects}, where it has any, and no other braces");
}

static enum err write_kind(struct tx *tx, const struct pack_row *r, int position,
                           charter_kind_id *ret)
{
	int subjects = pack_choice(r, "subjects", charter_subjects_codes);
	struct charter_sql_add_kind_row row;
	lang_text_id name, title;
	enum err e = charter_load_text(tx, r, "name", &name);

	if (e == ERR_OK)
		e = charter_load_text(tx, r, "title", &title);
	if (e == ERR_OK)
		e = charter_sql_add_kind(tx, pack_get(r, "slug"), name, title,
		                         pack_get(r, "effect"), subjects, position, &row);
	if (e == ERR_OK)
		*ret = row.id;
	return e;
}

static enum err load_kind(struct tx *tx, const struct pack_row *r, int position)
{
	struct str slug = pack_slug(r, "slug");
	charter_kind_id id = { position }; /* while nothing is written: any that is not 0 */
	enum err e = ERR_OK;

	check_kind(tx->ctx, r, pack_choice(r, "subjects", charter_subjects_codes));
	if (!charter_load_is_new(r, "kind of decision", slug))
		return ERR_OK;
	if (charter_load_may_write(r->pack))
		e = write_kind(tx, r, position, &id);
	if (e == ERR_OK)
		pack_bind(r, "kind", slug, id.v);
	return e;
}

static enum err load_kinds(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_sort(pack, "kind", "kinds.csv");
	pack_table(pack, "kinds.csv", "slug effect? subjects name_*:200 title_*:400", &rows, &n);
	charter_load_limit(pack, "kinds.csv", n, CHARTER_KINDS_MAX);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_kind(tx, &rows[i], i + 1);
	return e;
}

/* --- powers.csv --- */

static enum err load_power(struct tx *tx, const struct pack_row *r)
{
	struct str organ_kind = pack_slug(r, "organ_kind"), kind = pack_get(r, "kind");
	charter_kind_id id = { pack_ref(r, "kind", "kind") };
	bool is_assumption = pack_bool(r, "is_assumption");

	(void)pack_ref(r, "rule", "rule");
	if (!charter_load_is_new(r, "power",
	                         arena_printf(pack_arena(r->pack), "%.*s %.*s", STR_ARG(organ_kind),
	                                      STR_ARG(kind))))
		return ERR_OK;
	if (!charter_load_may_write(r->pack))
		return ERR_OK;
	return charter_sql_add_power(tx, organ_kind, id, pack_get(r, "rule"), pack_get(r, "source"),
	                             is_assumption);
}

static enum err load_powers(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "powers.csv", "organ_kind kind rule? source:2000 is_assumption", &rows,
	           &n);
	charter_load_limit(pack, "powers.csv", n, CHARTER_POWERS_MAX);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_power(tx, &rows[i]);
	return e;
}

/* --- articles.csv --- */

static enum err load_article(struct tx *tx, const struct pack_row *r, int position)
{
	lang_text_id title, body;
	enum err e;

	if (!charter_load_is_new(r, "article", pack_get(r, "number")) ||
	    !charter_load_may_write(r->pack))
		return ERR_OK;
	e = charter_load_text(tx, r, "title", &title);
	if (e == ERR_OK)
		e = charter_load_text(tx, r, "body", &body);
	if (e != ERR_OK)
		return e;
	return charter_sql_add_article(tx, pack_get(r, "number"), title, body,
	                               pack_get(r, "source"), position);
}

static enum err load_articles(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "articles.csv", "number:32 title_*:200 body_*+ source:2000", &rows, &n);
	charter_load_limit(pack, "articles.csv", n, CHARTER_ARTICLES_MAX);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_article(tx, &rows[i], i + 1);
	return e;
}

enum err charter_load(struct tx *tx, struct pack *pack)
{
	static enum err (*const loads[])(struct tx *, struct pack *) = {
		load_association, load_kinds, charter_load_rules, load_powers, load_articles,
	};
	enum err e = ERR_OK;

	for (size_t i = 0; i < COUNT_OF(loads) && e == ERR_OK; i++)
		e = loads[i](tx, pack);
	return e;
}
