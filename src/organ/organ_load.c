/* organ_load.c -- organs, chairs and seats from a pack. */
#include "base/str.h"
#include "organ.sql.h"
#include "organ/organ.h"

enum { ORGANS_MAX = 1000 };

static bool is_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9')))
			return false;
	return s.n > 0 && s.n <= 8;
}

static enum err add_organ(struct tx *tx, const struct pack_row *r, int position, organ_id *ret)
{
	struct lang_set names = pack_texts(r, "name"), purposes = pack_texts(r, "purpose");
	struct organ_sql_add_row added;
	lang_text_id name, purpose;
	enum err e = lang_add(tx, (struct str){ 0 }, &names, &name);

	if (e == ERR_OK)
		e = lang_add(tx, (struct str){ 0 }, &purposes, &purpose);
	if (e == ERR_OK)
		e = organ_sql_add(tx, pack_get(r, "slug"), pack_get(r, "kind"), pack_get(r, "code"),
		                  (organ_id){ 0 }, pack_get(r, "grouping"), position, name, purpose,
		                  &added);
	if (e == ERR_OK)
		*ret = added.id;
	return e;
}

static enum err load_organ(struct tx *tx, const struct pack_row *r, int position)
{
	struct str slug = pack_slug(r, "slug"), code = pack_get(r, "code");
	organ_id id = { r->line }; /* while nothing is written: any that is not 0 */
	enum err e = ERR_OK;

	(void)pack_slug(r, "kind");
	if (code.p && !is_code(code))
		pack_fault(r, "code", "1 to 8 capital letters and digits are asked for");
	pack_bind(r, "organ", slug, id.v);
	pack_bind(r, "organ's code", code, id.v);
	if (!pack_is_good(r->pack))
		return ERR_OK;
	e = add_organ(tx, r, position, &id);
	if (e == ERR_OK)
		pack_bind(r, "organ", slug, id.v);
	return e;
}

/* The organ that the one of this row belongs to, as an index of `rows`; -1: none, or not known. */
static int parent_of(const struct pack_row *rows, int n, int at)
{
	struct str parent = pack_get(&rows[at], "parent");

	for (int i = 0; parent.p && i < n; i++)
		if (str_eq(pack_get(&rows[i], "slug"), parent))
			return i;
	return -1;
}

/* Whoever goes from organ to parent must come to an end; each circle is told once, in its first
 * row. */
static void check_circle(const struct pack_row *rows, const int *parents, int n, int at)
{
	struct sbuf way = { .arena = pack_arena(rows->pack) };
	int first = at, k = parents[at];

	sbuf_str(&way, pack_get(&rows[at], "slug"));
	for (int steps = 0; k >= 0 && k != at && steps < n; steps++) {
		first = k < first ? k : first;
		sbuf_printf(&way, " - %.*s", STR_ARG(pack_get(&rows[k], "slug")));
		k = parents[k];
	}
	if (k != at || first != at)
		return;
	if (parents[at] == at)
		pack_fault(&rows[at], "parent", "an organ cannot be its own parent");
	else
		pack_fault(&rows[at], "parent", "goes round in a circle: %.*s - %.*s",
		           STR_ARG(sbuf_done(&way)), STR_ARG(pack_get(&rows[at], "slug")));
}

/* Parents may stand after their children, so they are joined when all are there. */
static enum err join_parents(struct tx *tx, struct pack *pack, const struct pack_row *rows, int n)
{
	int *parents = arena_many(pack_arena(pack), int, (size_t)n + 1);
	enum err e = ERR_OK;

	for (int i = 0; i < n; i++)
		parents[i] = parent_of(rows, n, i);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		organ_id parent = { pack_ref(&rows[i], "organ", "parent") };

		check_circle(rows, parents, n, i);
		if (parent.v && pack_is_good(pack))
			e = organ_sql_set_parent(tx,
			                         (organ_id){ pack_ref(&rows[i], "organ", "slug") },
			                         parent);
	}
	return e;
}

/* Powers of organs that there are none of would never be exercised: a misspelt kind. */
static void check_powers(struct pack *pack, const struct pack_row *organs, int organ_count)
{
	const struct pack_row *rows;
	int n;

	pack_table(pack, "powers.csv", "organ_kind kind rule? source:2000 is_assumption", &rows,
	           &n);
	for (int i = 0; i < n; i++) {
		struct str kind = pack_get(&rows[i], "organ_kind");
		int k = 0;

		while (k < organ_count && !str_eq(pack_get(&organs[k], "kind"), kind))
			k++;
		if (kind.p && k == organ_count && !pack_is_lost(pack, kind))
			pack_fault(&rows[i], "organ_kind", "%.*s is the kind of no organ",
			           STR_ARG(kind));
	}
}

static enum err load_organs(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_sort(pack, "organ", "organs.csv");
	pack_table(pack, "organs.csv", "slug kind code parent? grouping?:32 name_*:200 purpose_*+",
	           &rows, &n);
	check_powers(pack, rows, n);
	if (n > ORGANS_MAX)
		pack_fault_file(pack, "organs.csv", "has more than %d rows", ORGANS_MAX);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_organ(tx, &rows[i], i + 1);
	return e == ERR_OK && n <= ORGANS_MAX ? join_parents(tx, pack, rows, n) : e;
}

/* Who held what, and when; the rows before are compared with the last. */
struct tenure {
	int64_t organ, government;
	struct str office;
	struct pack_term term;
};

/* One government at a time is in the chair of an organ. */
static void check_chairs(const struct pack_row *rows, const struct tenure *all, int at)
{
	for (int i = 0; i < at; i++)
		if (all[at].organ && all[i].organ == all[at].organ &&
		    pack_terms_overlap(&all[i].term, &all[at].term))
			pack_fault(&rows[at], "since",
			           "is within the term in line %d: an organ has one chair at a "
			           "time",
			           rows[i].line);
}

static enum err load_chairs(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	struct tenure *all;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "chairs.csv?", "organ government ordinal since? until?", &rows, &n);
	all = arena_many(pack_arena(pack), struct tenure, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		const struct pack_row *r = &rows[i];
		organ_id organ = { pack_ref(r, "organ", "organ") };
		member_government_id government = { pack_ref(r, "government", "government") };
		int64_t ordinal = pack_int(r, "ordinal", 1, 10000, 0);
		struct pack_term t = pack_term(r, "since", "until");

		all[i] = (struct tenure){ .organ = organ.v, .term = t };
		check_chairs(rows, all, i);
		if (ordinal > 0)
			pack_bind(r, "chair",
			          arena_printf(pack_arena(pack), "%.*s %" PRId64,
			                       STR_ARG(pack_get(r, "organ")), ordinal),
			          i + 1);
		if (pack_is_good(pack))
			e = organ_sql_add_chair(tx, organ, government, ordinal, t.since, t.until,
			                        (struct str){ 0 });
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

/* Codes of offices that have a word of their own (organ_pages.c). */
static const char *const offices[] = { "chair", "secretary-general", "coordinator", "auditor",
	                               NULL };

static bool has_word(struct str office)
{
	for (int i = 0; offices[i]; i++)
		if (str_is(office, offices[i]))
			return true;
	return false;
}

/* A government holds the same office of an organ once at a time. */
static void check_seats(const struct pack_row *rows, const struct tenure *all, int at)
{
	const struct tenure *t = &all[at];

	for (int i = 0; i < at; i++)
		if (t->organ && t->government && all[i].organ == t->organ &&
		    all[i].government == t->government && str_eq(all[i].office, t->office) &&
		    pack_terms_overlap(&all[i].term, &t->term))
			pack_fault(&rows[at], "since", "is within the term in line %d",
			           rows[i].line);
}

static enum err add_seat(struct tx *tx, const struct pack_row *r, const struct tenure *t,
                         int position)
{
	struct lang_set titles = pack_texts(r, "title");
	lang_text_id title = { 0 };
	enum err e = ERR_OK;

	if (has_any(&titles))
		e = lang_add(tx, (struct str){ 0 }, &titles, &title);
	if (e != ERR_OK)
		return e;
	return organ_sql_add_seat(tx, (organ_id){ t->organ }, t->office,
	                          (member_government_id){ t->government }, title, t->term.since,
	                          t->term.until, position);
}

static enum err load_seats(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	struct tenure *all;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "seats.csv?", "organ office:32 government? title_*?:200 since? until?",
	           &rows, &n);
	all = arena_many(pack_arena(pack), struct tenure, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		const struct pack_row *r = &rows[i];
		struct lang_set titles = pack_texts(r, "title");

		all[i] = (struct tenure){
			.organ = pack_ref(r, "organ", "organ"),
			.government = pack_ref(r, "government", "government"),
			.office = pack_slug(r, "office"),
			.term = pack_term(r, "since", "until"),
		};
		if (all[i].office.p && !has_word(all[i].office) && !has_any(&titles))
			pack_fault(r, NULL,
			           "title_*: empty in every language; the program has no word "
			           "for the office %.*s",
			           STR_ARG(all[i].office));
		check_seats(rows, all, i);
		if (pack_is_good(pack))
			e = add_seat(tx, r, &all[i], i + 1);
	}
	return e;
}

/* Of an earlier holder the end is often not known: only terms with both dates are compared. */
static void check_holders(const struct pack_row *rows, const struct tenure *all, int at)
{
	const struct tenure *t = &all[at];

	for (int i = 0; i < at; i++)
		if (t->organ && all[i].organ == t->organ && str_eq(all[i].office, t->office) &&
		    all[i].term.until.p && t->term.until.p &&
		    pack_terms_overlap(&all[i].term, &t->term))
			pack_fault(&rows[at], "since", "is within the term in line %d",
			           rows[i].line);
}

static enum err load_holders(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	struct tenure *all;
	enum err e = ERR_OK;
	int n;

	pack_table(pack, "holders.csv?", "organ office ordinal name_*:200 since? until?", &rows,
	           &n);
	all = arena_many(pack_arena(pack), struct tenure, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		const struct pack_row *r = &rows[i];
		organ_id organ = { pack_ref(r, "organ", "organ") };
		const char *office = offices[pack_choice(r, "office", offices)];
		int64_t ordinal = pack_int(r, "ordinal", 1, 10000, 0);
		struct lang_set names = pack_texts(r, "name");
		struct pack_term t = pack_term(r, "since", "until");
		lang_text_id name;

		all[i] = (struct tenure){ .organ = organ.v,
			                  .office = pack_get(r, "office"),
			                  .term = t };
		check_holders(rows, all, i);
		if (!pack_is_good(pack))
			continue;
		e = lang_add(tx, (struct str){ 0 }, &names, &name);
		if (e == ERR_OK)
			e = organ_sql_add_holder(tx, organ, str_of(office), ordinal, i + 1, name,
			                         t.since, t.until);
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
