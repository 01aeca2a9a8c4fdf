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

static enum err load_countries(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "countries.csv", "code own_language name_*", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		struct lang_set names = pack_texts(&rows[i], "name");
		struct str code = pack_get(&rows[i], "code"),
			   own = pack_get(&rows[i], "own_language");
		enum language l;
		lang_text_id name;

		if (!locale_country_is_known(code)) {
			pack_fault(&rows[i], "code", "%.*s is not an ISO 3166-1 code",
			           STR_ARG(code));
			continue;
		}
		if (!language_parse(own, &l)) {
			pack_fault(&rows[i], "own_language", "%.*s is not one of zh ja ko mn ru en",
			           STR_ARG(own));
			continue;
		}
		pack_bind(&rows[i], "country", code, i + 1);
		e = lang_add(tx, (struct str){ 0 }, &names, &name);
		if (e == ERR_OK)
			e = member_sql_add_country(tx, code, name, own);
	}
	/* A code that stands twice was told by pack_bind(); the table's refusal adds nothing. */
	return e == ERR_CONFLICT && pack_faults(pack) > 0 ? ERR_INVALID : e;
}

static struct maybe_int figure(const struct pack_row *r, const char *column)
{
	return (struct maybe_int){ pack_get(r, column).p != NULL,
		                   pack_int(r, column, 0, INT64_C(1000000000000000), 0) };
}

static enum err load_place(struct tx *tx, const struct pack_row *r, member_government_id id)
{
	struct str lat = pack_get(r, "latitude"), lon = pack_get(r, "longitude");
	int64_t y, x;

	if (!lat.p && !lon.p)
		return ERR_OK;
	if (!lat.p || !parse_degrees(lat, 90, &y)) {
		pack_fault(r, "latitude", "not a latitude in degrees, such as 36.695");
		return ERR_OK;
	}
	if (!lon.p || !parse_degrees(lon, 180, &x)) {
		pack_fault(r, "longitude", "not a longitude in degrees, such as 137.211");
		return ERR_OK;
	}
	return member_sql_set_place(tx, id, y, x);
}

static enum err load_government(struct tx *tx, const struct pack_row *r)
{
	struct lang_set names = pack_texts(r, "name");
	struct str slug = pack_slug(r, "slug"), country = pack_get(r, "country");
	struct member_sql_add_row added;
	lang_text_id name;
	enum err e;

	if (!pack_ref(r, "country", "country") || !slug.p)
		return ERR_OK;
	e = lang_add(tx, (struct str){ 0 }, &names, &name);
	if (e == ERR_OK)
		e = member_sql_add(tx, slug, country, pack_get(r, "iso_3166_2"), name,
		                   pack_get(r, "website"), &added);
	if (e == ERR_CONFLICT) {
		pack_fault(r, "slug", "%.*s stands twice", STR_ARG(slug));
		return ERR_INVALID;
	}
	if (e != ERR_OK)
		return e;
	pack_bind(r, "government", slug, added.id.v);
	e = load_place(tx, r, added.id);
	if (e == ERR_OK)
		e = member_sql_set_figures(tx, added.id, figure(r, "population"),
		                           figure(r, "area_km2"), figure(r, "grdp_usd"),
		                           figure(r, "stat_year"), pack_get(r, "source"));
	return e;
}

static enum err load_governments(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "governments.csv",
	           "slug country iso_3166_2? name_* website? latitude? longitude? "
	           "population? area_km2? grdp_usd? stat_year? source?",
	           &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_government(tx, &rows[i]);
	return e;
}

static enum err load_memberships(struct tx *tx, struct pack *pack)
{
	static const char *const kinds[] = { "member",   "associate", "special",
		                             "observer", "partner",   NULL };
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "memberships.csv", "government kind joined? left?", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		member_government_id g = { pack_ref(&rows[i], "government", "government") };
		struct str joined = pack_date(&rows[i], "joined"),
			   left = pack_date(&rows[i], "left");
		int kind = pack_choice(&rows[i], "kind", kinds);

		if (joined.p && left.p && str_cmp(left, joined) < 0)
			pack_fault(&rows[i], "left", "before it joined");
		if (!g.v || kind < 0)
			continue;
		e = member_sql_add_membership(tx, g, str_of(kinds[kind]), joined, left,
		                              left.p == NULL, (struct str){ 0 });
		if (e == ERR_CONFLICT) {
			pack_fault(&rows[i], "government", "has two memberships in force");
			return ERR_INVALID;
		}
	}
	return e;
}

static enum err load_suspensions(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "suspensions.csv?", "government since until? reason_*", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		member_government_id g = { pack_ref(&rows[i], "government", "government") };
		struct str since = pack_date(&rows[i], "since"),
			   until = pack_date(&rows[i], "until");
		struct lang_set reasons = pack_texts(&rows[i], "reason");
		lang_text_id reason;

		if (!g.v || !since.p)
			continue;
		e = lang_add(tx, (struct str){ 0 }, &reasons, &reason);
		if (e == ERR_OK)
			e = member_sql_add_suspension(tx, g, since, until, reason);
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

static enum err load_regions(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "regions.csv?", "government outline label_x label_y", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		member_government_id g = { pack_ref(&rows[i], "government", "government") };
		struct str outline = pack_get(&rows[i], "outline");
		int64_t x = pack_int(&rows[i], "label_x", -100000, 100000, 0);
		int64_t y = pack_int(&rows[i], "label_y", -100000, 100000, 0);

		if (!is_outline(outline)) {
			pack_fault(&rows[i], "outline", "is not SVG path data");
			continue;
		}
		if (g.v)
			e = member_sql_add_region(tx, g, outline, x, y);
		if (e == ERR_CONFLICT) {
			pack_fault(&rows[i], "government", "has two outlines");
			return ERR_INVALID;
		}
	}
	return e;
}

/* pack.csv belongs to the charter, which checks its keys; the map's frame is read here. */
static enum err load_map(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	int n;

	pack_table(pack, "pack.csv", "key value", &rows, &n);
	for (int i = 0; i < n; i++)
		if (str_is(pack_get(&rows[i], "key"), "map_view_box"))
			return member_sql_set_map(tx, pack_get(&rows[i], "value"));
	return ERR_OK;
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
