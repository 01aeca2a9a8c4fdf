/* pack_cell.c -- checked cells: numbers, words, slugs, dates, terms and addresses. */
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "pack/pack_file.h"

int64_t pack_int(const struct pack_row *r, const char *column, int64_t min, int64_t max,
                 int64_t dflt)
{
	struct str cell = pack_get(r, column);
	int64_t v = dflt;

	if (cell.p && !parse_i64(cell, min, max, &v))
		pack_fault(r, column, "%.*s is no whole number from %" PRId64 " to %" PRId64,
		           STR_ARG(pack_shown(r->pack, cell)), min, max);
	return v;
}

bool pack_bool(const struct pack_row *r, const char *column)
{
	struct str cell = pack_get(r, column);

	if (cell.p && !str_is(cell, "yes") && !str_is(cell, "no"))
		pack_fault(r, column, "%.*s is neither yes nor no",
		           STR_ARG(pack_shown(r->pack, cell)));
	return str_is(cell, "yes");
}

struct str pack_slug(const struct pack_row *r, const char *column)
{
	struct str cell = pack_get(r, column);

	if (cell.p && !str_is_slug(cell))
		pack_fault(r, column,
		           "%.*s is no slug: lower-case letters, digits and hyphens, at most 64",
		           STR_ARG(pack_shown(r->pack, cell)));
	return cell;
}

struct str pack_date(const struct pack_row *r, const char *column)
{
	struct str cell = pack_get(r, column);

	if (cell.p && !date_is_valid(cell)) {
		pack_fault(r, column, "%.*s is no date such as 2014-10-22, 2014-10 or 2014",
		           STR_ARG(pack_shown(r->pack, cell)));
		return (struct str){ NULL, 0 };
	}
	return cell;
}

int pack_choice(const struct pack_row *r, const char *column, const char *const *choices)
{
	struct str cell = pack_get(r, column);
	struct sbuf offered = { .arena = r->pack->arena };

	if (!cell.p)
		return 0;
	for (int i = 0; choices[i]; i++) {
		if (str_is(cell, choices[i]))
			return i;
		sbuf_printf(&offered, "%s%s", i > 0 ? ", " : "", choices[i]);
	}
	pack_fault(r, column, "%.*s is none of: %.*s", STR_ARG(pack_shown(r->pack, cell)),
	           STR_ARG(sbuf_done(&offered)));
	return 0;
}

/* Which comes first, as far as the less exact of the two dates tells: 2003 and 2003-05 are equal.
 */
static int compare_dates(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;

	return str_cmp(str_sub(a, 0, n), str_sub(b, 0, n));
}

struct pack_term pack_term(const struct pack_row *r, const char *since, const char *until)
{
	struct pack_term t = { pack_date(r, since), pack_date(r, until) };
	bool is_known = t.until.p || !pack_get(r, until).p;

	if (t.since.p && t.until.p && compare_dates(t.until, t.since) < 0) {
		pack_fault(r, until, "%.*s is before %s, %.*s", STR_ARG(t.until), since,
		           STR_ARG(t.since));
		is_known = false;
	}
	if (!is_known)
		t.since = (struct str){ NULL, 0 };
	return t;
}

bool pack_terms_overlap(const struct pack_term *a, const struct pack_term *b)
{
	if (!a->since.p || !b->since.p)
		return false;
	if (a->until.p && compare_dates(a->until, b->since) <= 0)
		return false;
	return !b->until.p || compare_dates(b->until, a->since) > 0;
}

/* Of an address after its scheme: a host, and nothing that would end it in a page or a letter. */
static bool is_after_scheme(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("<>\"\\^`{|}", s.p[i]))
			return false;
	return s.n > 0 && !strchr("/?#:@.", s.p[0]);
}

struct str pack_url(const struct pack_row *r, const char *column)
{
	struct str cell = pack_get(r, column);
	size_t scheme = str_starts(cell, S("https://"))  ? 8
	                : str_starts(cell, S("http://")) ? 7
	                                                 : cell.n;

	if (!cell.p || is_after_scheme(str_sub(cell, scheme, cell.n)))
		return cell;
	pack_fault(r, column, "%.*s is no address that begins with http:// or https://",
	           STR_ARG(pack_shown(r->pack, cell)));
	return (struct str){ NULL, 0 };
}
