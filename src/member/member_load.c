/* member_load.c -- countries, governments, memberships, standing and outlines from a pack. */
#include "base/parse.h"
#include "base/str.h"
#include "member.sql.h"
#include "member/member.h"
#include "view/locale.h"

enum { MICRO = 1000000 };

/* "43.12" or "-130.4" as millionths of a degree; false when it is none. */
static bool parse_degrees(struct str s, int64_t limit, int64_t *ret)
{
	size_t dot = str_find(s, '.', 0);
	struct str whole = str_sub(s, 0, dot), part = str_sub(s, dot + 1, s.n);
	bool negative = s.n && s.p[0] == '-';
	int64_t degrees, micro = 0;

	if (!parse_i64(whole, -limit, limit, &degrees) || part.n > 6)
		return false;
	for (size_t i = 0; i < 6; i++) {
		char c = i < part.n ? part.p[i] : '0';

		if (c < '0' || c > '9')
			return false;
		micro = micro * 10 + (c - '0');
	}
	*ret = degrees * MICRO + (negative ? -micro : micro);
	return *ret >= -limit * MICRO && *ret <= limit * MICRO;
}

static enum err load_country(struct tx *tx, const struct pack_row *r)
{
	struct lang_set names = pack_texts(r, "name");
	struct str code = pack_get(r, "code"), own = pack_get(r, "own_language");
	enum language l;
	lang_text_id name;
	enum err e;

	if (code.p && !locale_country_is_known(code))
		pack_fault(r, "code", "%.*s is not an ISO 3166-1 code", STR_ARG(code));
	if (own.p && !language_parse(own, &l))
		pack_fault(r, "own_language", "%.*s is not one of zh ja ko mn ru en", STR_ARG(own));
	pack_bind(r, "country", code, r->line);
	if (!pack_is_good(r->pack))
		return ERR_OK;
	e = lang_add(tx, (struct str){ 0 }, &names, &name);
	return e == ERR_OK ? member_sql_add_country(tx, code, name, own) : e;
}

static enum err load_countries(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_sort(pack, "country", "countries.csv");
	pack_table(pack, "countries.csv", "code own_language name_*:200", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_country(tx, &rows[i]);
	return e;
}

static struct maybe_int figure(const struct pack_row *r, const char *column)
{
	return (struct maybe_int){ pack_get(r, column).p != NULL,
		                   pack_int(r, column, 0, INT64_C(1000000000000000), 0) };
}

/* Degrees of a cell; 0 with a fault when it holds none. */
static int64_t degrees(const struct pack_row *r, const char *column, int64_t limit,
                       const char *example)
{
	struct str cell = pack_get(r, column);
	int64_t micro = 0;

	if (!cell.p)
		pack_fault(r, column, "is empty, though the other coordinate is not");
	else if (!parse_degrees(cell, limit, &micro))
		pack_fault(r, column, "%.*s is not a %s in degrees, such as %s", STR_ARG(cell),
		           column, example);
	return micro;
}

static enum err load_place(struct tx *tx, const struct pack_row *r, member_government_id id)
{
	int64_t y, x;

	if (!pack_get(r, "latitude").p && !pack_get(r, "longitude").p)
		return ERR_OK;
	y = degrees(r, "latitude", 90, "36.695");
	x = degrees(r, "longitude", 180, "137.211");
	return pack_is_good(r->pack) ? member_sql_set_place(tx, id, y, x) : ERR_OK;
}

/* ISO 3166-2: the country, a hyphen, one to three capital letters or digits. */
static bool is_subdivision(struct str s, struct str country)
{
	struct str rest = str_sub(s, country.n, s.n);

	if (!str_starts(s, country) || rest.n < 2 || rest.n > 4 || rest.p[0] != '-')
		return false;
	for (size_t i = 1; i < rest.n; i++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", rest.p[i]))
			return false;
	return true;
}

/* Every figure is read, so that each wrong one is told. */
static enum err load_figures(struct tx *tx, const struct pack_row *r, member_government_id id)
{
	const struct maybe_int people = figure(r, "population"), area = figure(r, "area_km2"),
			       product = figure(r, "grdp_usd"),
			       year = { pack_get(r, "stat_year").p != NULL,
		                        pack_int(r, "stat_year", 1, 9999, 0) };

	if (!pack_is_good(r->pack))
		return ERR_OK;
	return member_sql_set_figures(tx, id, people, area, product, year, pack_get(r, "source"));
}

static enum err add_government(struct tx *tx, const struct pack_row *r, member_government_id *ret)
{
	struct lang_set names = pack_texts(r, "name");
	struct member_sql_add_row added;
	lang_text_id name;
	enum err e = lang_add(tx, (struct str){ 0 }, &names, &name);

	if (e == ERR_OK)
		e = member_sql_add(tx, pack_get(r, "slug"), pack_get(r, "country"),
		                   pack_get(r, "iso_3166_2"), name, pack_get(r, "website"), &added);
	if (e == ERR_OK)
		*ret = added.id;
	return e;
}

static enum err load_government(struct tx *tx, const struct pack_row *r)
{
	struct str slug = pack_slug(r, "slug"), iso = pack_get(r, "iso_3166_2"),
		   country = pack_get(r, "country");
	member_government_id id = { r->line }; /* while nothing is written: any that is not 0 */
	enum err e = ERR_OK;

	(void)pack_ref(r, "country", "country");
	(void)pack_url(r, "website");
	if (iso.p && country.p && !is_subdivision(iso, country))
		pack_fault(r, "iso_3166_2",
		           "%.*s is no ISO 3166-2 code of the country, such as %.*s-01",
		           STR_ARG(iso), STR_ARG(country));
	pack_bind(r, "government", slug, id.v);
	if (pack_is_good(r->pack)) {
		e = add_government(tx, r, &id);
		if (e == ERR_OK)
			pack_bind(r, "government", slug, id.v);
	}
	if (e == ERR_OK)
		e = load_place(tx, r, id);
	return e == ERR_OK ? load_figures(tx, r, id) : e;
}

static enum err load_governments(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_sort(pack, "government", "governments.csv");
	pack_table(pack, "governments.csv",
	           "slug country iso_3166_2? name_*:200 website?:200 latitude? longitude? "
	           "population? area_km2? grdp_usd? stat_year? source?:2000",
	           &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_government(tx, &rows[i]);
	return e;
}

/* What a government was, and when; the rows before are compared with the last. */
struct period {
	int64_t government;
	struct pack_term term;
};

static void check_memberships(const struct pack_row *rows, const struct period *periods, int at)
{
	const struct period *p = &periods[at];

	for (int i = 0; i < at; i++) {
		if (!p->government || periods[i].government != p->government)
			continue;
		if (!pack_get(&rows[at], "left").p && !pack_get(&rows[i], "left").p)
			pack_fault(&rows[at], "government",
			           "has two memberships in force: line %d has the other",
			           rows[i].line);
		else if (pack_terms_overlap(&periods[i].term, &p->term))
			pack_fault(&rows[at], "joined", "is within the membership in line %d",
			           rows[i].line);
	}
}

static void check_suspensions(const struct pack_row *rows, const struct period *periods, int at)
{
	for (int i = 0; i < at; i++)
		if (periods[at].government && periods[i].government == periods[at].government &&
		    pack_terms_overlap(&periods[i].term, &periods[at].term))
			pack_fault(&rows[at], "since", "is within the suspension in line %d",
			           rows[i].line);
}

static enum err load_memberships(struct tx *tx, struct pack *pack)
{
	static const char *const kinds[] = { "member",   "associate", "special",
		                             "observer", "partner",   NULL };
	const struct pack_row *rows;
	struct period *periods;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "memberships.csv", "government kind joined? left?", &rows, &n);
	periods = arena_many(pack_arena(pack), struct period, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		member_government_id g = { pack_ref(&rows[i], "government", "government") };
		int kind = pack_choice(&rows[i], "kind", kinds);
		struct pack_term t = pack_term(&rows[i], "joined", "left");

		periods[i] = (struct period){ g.v, t };
		check_memberships(rows, periods, i);
		if (pack_is_good(pack))
			e = member_sql_add_membership(tx, g, str_of(kinds[kind]), t.since, t.until,
			                              t.until.p == NULL, (struct str){ 0 });
	}
	return e;
}

static enum err load_suspensions(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	struct period *periods;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "suspensions.csv?", "government since until? reason_*+", &rows, &n);
	periods = arena_many(pack_arena(pack), struct period, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		member_government_id g = { pack_ref(&rows[i], "government", "government") };
		struct pack_term t = pack_term(&rows[i], "since", "until");
		struct lang_set reasons = pack_texts(&rows[i], "reason");
		lang_text_id reason;

		periods[i] = (struct period){ g.v, t };
		check_suspensions(rows, periods, i);
		if (!pack_is_good(pack))
			continue;
		e = lang_add(tx, (struct str){ 0 }, &reasons, &reason);
		if (e == ERR_OK)
			e = member_sql_add_suspension(tx, g, t.since, t.until, reason);
	}
	return e;
}

/* SVG path data is numbers and a few letters; anything else has no business in a page. */
static bool is_outline(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("MmLlHhVvZzCcQqSsTtAa0123456789.,- \n", s.p[i]) || !s.p[i])
			return false;
	return s.n > 0 && (s.p[0] == 'M' || s.p[0] == 'm');
}

/* pack.csv belongs to the charter, which checks its keys; the map's frame is read here. */
static struct str setting(struct pack *pack, const char *key)
{
	const struct pack_row *rows;
	int n;

	pack_table(pack, "pack.csv", "key value", &rows, &n);
	for (int i = 0; i < n; i++)
		if (str_is(pack_get(&rows[i], "key"), key))
			return pack_get(&rows[i], "value");
	return (struct str){ NULL, 0 };
}

static enum err load_regions(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "regions.csv?", "government outline+ label_x label_y", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		member_government_id g = { pack_ref(&rows[i], "government", "government") };
		struct str outline = pack_get(&rows[i], "outline");
		int64_t x = pack_int(&rows[i], "label_x", -100000, 100000, 0);
		int64_t y = pack_int(&rows[i], "label_y", -100000, 100000, 0);

		if (outline.p && !is_outline(outline))
			pack_fault(&rows[i], "outline",
			           "is not SVG path data: M or m, then numbers and the letters "
			           "of a path");
		if (!pack_bind(&rows[i], "outline of", pack_get(&rows[i], "government"), i + 1) ||
		    !pack_is_good(pack))
			continue;
		e = member_sql_add_region(tx, g, outline, x, y);
	}
	if (n > 0 && !setting(pack, "map_view_box").p && !pack_is_lost(pack, S("map_view_box")))
		pack_fault_file(pack, "regions.csv",
		                "has outlines, but pack.csv no setting \"map_view_box\"");
	return e;
}

static enum err load_map(struct tx *tx, struct pack *pack)
{
	struct str box = setting(pack, "map_view_box");

	return box.p && pack_is_good(pack) ? member_sql_set_map(tx, box) : ERR_OK;
}

enum err member_load(struct tx *tx, struct pack *pack)
{
	static enum err (*const loads[])(struct tx *, struct pack *) = {
		load_countries,   load_governments, load_memberships,
		load_suspensions, load_map,         load_regions,
	};
	enum err e = ERR_OK;

	for (size_t i = 0; i < COUNT_OF(loads) && e == ERR_OK; i++)
		e = loads[i](tx, pack);
	return e;
}
