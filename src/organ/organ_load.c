/* organ_load.c -- organs, chairs and seats from a pack. */
#include "base/str.h"
#include "organ.sql.h"
#include "organ/organ.h"

static bool is_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9')))
			return false;
	return s.n > 0 && s.n <= 8;
}

static enum err load_organ(struct tx *tx, const struct pack_row *r, int position)
{
	struct lang_set names = pack_texts(r, "name"), purposes = pack_texts(r, "purpose");
	struct str slug = pack_slug(r, "slug"), kind = pack_slug(r, "kind"),
		   code = pack_get(r, "code");
	struct organ_sql_add_row added;
	lang_text_id name, purpose;
	enum err e;

	if (!is_code(code)) {
		pack_fault(r, "code", "1 to 8 capital letters and digits are asked for");
		return ERR_OK;
	}
	if (!slug.p || !kind.p)
		return ERR_OK;
	e = lang_add(tx, (struct str){ 0 }, &names, &name);
	if (e == ERR_OK)
		e = lang_add(tx, (struct str){ 0 }, &purposes, &purpose);
	if (e == ERR_OK)
		e = organ_sql_add(tx, slug, kind, code, (organ_id){ 0 }, pack_get(r, "grouping"),
		                  position, name, purpose, &added);
	if (e == ERR_CONFLICT) {
		pack_fault(r, "slug", "slug or code stands twice");
		return ERR_INVALID;
	}
	if (e == ERR_OK)
		pack_bind(r, "organ", slug, added.id.v);
	return e;
}

/* Parents may stand after their children, so they are joined when all are there. */
static enum err load_organs(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "organs.csv", "slug kind code parent? grouping? name_* purpose_*", &rows,
	           &n);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_organ(tx, &rows[i], i + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		organ_id parent = { pack_ref(&rows[i], "organ", "parent") };
		organ_id self = { parent.v ? pack_ref(&rows[i], "organ", "slug") : 0 };

		if (parent.v && parent.v == self.v)
			pack_fault(&rows[i], "parent", "an organ cannot be its own parent");
		else if (parent.v && self.v)
			e = organ_sql_set_parent(tx, self, parent);
	}
	return e;
}

static enum err load_chairs(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "chairs.csv?", "organ government ordinal since? until?", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		const struct pack_row *r = &rows[i];
		organ_id organ = { pack_ref(r, "organ", "organ") };
		member_government_id government = { pack_ref(r, "government", "government") };
		int64_t ordinal = pack_int(r, "ordinal", 1, 10000, 0);
		struct str since = pack_date(r, "since"), until = pack_date(r, "until");

		if (since.p && until.p && str_cmp(until, since) < 0)
			pack_fault(r, "until", "before the term began");
		if (!organ.v || !government.v)
			continue;
		e = organ_sql_add_chair(tx, organ, government, ordinal, since, until,
		                        (struct str){ 0 });
		if (e == ERR_CONFLICT) {
			pack_fault(r, "ordinal", "stands twice for this organ");
			return ERR_INVALID;
		}
	}
	return e;
}

static bool has_any(const struct lang_set *set)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (set->in[l].p)
			return true;
	return false;
}

static enum err load_seats(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "seats.csv?", "organ office government? title_*? since? until?", &rows,
	           &n);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		const struct pack_row *r = &rows[i];
		organ_id organ = { pack_ref(r, "organ", "organ") };
		member_government_id government = { pack_ref(r, "government", "government") };
		struct lang_set titles = pack_texts(r, "title");
		struct str office = pack_slug(r, "office");
		lang_text_id title = { 0 };

		if (!organ.v || !office.p)
			continue;
		if (has_any(&titles))
			e = lang_add(tx, (struct str){ 0 }, &titles, &title);
		if (e == ERR_OK)
			e = organ_sql_add_seat(tx, organ, office, government, title,
			                       pack_date(r, "since"), pack_date(r, "until"), i + 1);
	}
	return e;
}

/* Codes of offices that have a word of their own (organ_pages.c). */
static const char *const offices[] = { "chair", "secretary-general", "coordinator", "auditor",
	                               NULL };

static enum err load_holders(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "holders.csv?", "organ office ordinal name_* since? until?", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		const struct pack_row *r = &rows[i];
		organ_id organ = { pack_ref(r, "organ", "organ") };
		const char *office = offices[pack_choice(r, "office", offices)];
		int64_t ordinal = pack_int(r, "ordinal", 1, 10000, 0);
		struct lang_set names = pack_texts(r, "name");
		struct str since = pack_date(r, "since"), until = pack_date(r, "until");
		lang_text_id name;

		if (since.p && until.p && str_cmp(until, since) < 0)
			pack_fault(r, "until", "before it began");
		if (!organ.v || pack_faults(pack) > 0)
			continue;
		e = lang_add(tx, (struct str){ 0 }, &names, &name);
		if (e == ERR_OK)
			e = organ_sql_add_holder(tx, organ, str_of(office), ordinal, i + 1, name,
			                         since, until);
	}
	return e;
}

enum err organ_load(struct tx *tx, struct pack *pack)
{
	enum err e = load_organs(tx, pack);

	if (e == ERR_OK)
		e = load_chairs(tx, pack);
	if (e == ERR_OK)
		e = load_seats(tx, pack);
	return e == ERR_OK ? load_holders(tx, pack) : e;
}
