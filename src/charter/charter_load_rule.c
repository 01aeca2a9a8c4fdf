/*
 * charter_load_rule.c -- rules from a pack: read, checked as law and as arithmetic, written.
 *
 * A rule that can never be fulfilled, or of which two versions are in force at once, would be found
 * out in the middle of a vote; here it is a fault with a line.
 */
#include "charter/internal.h"
#include "lang/lang.h"

enum { DAYS_MAX = 3650, BLOCKING_MAX = 10000, VERSION_MAX = 1000 };

/* A fraction of a cell, or `dflt` where it is empty or wrong (which is told). */
static struct rational fraction(const struct pack_row *r, const char *column, struct rational dflt)
{
	struct str cell = pack_get(r, column);
	struct rational f = dflt;

	if (cell.p && !rational_parse(cell, &f))
		pack_fault(r, column, "%.*s is no fraction from 0 to 1, such as 2/3",
		           STR_ARG(cell));
	return f;
}

static int base_choice(const struct pack_row *r, const char *column, enum charter_base last)
{
	int base = pack_choice(r, column, charter_base_codes);

	if (base > (int)last) {
		pack_fault(r, column, "must be none, members or entitled");
		return CHARTER_BASE_NONE;
	}
	return base;
}

/* Does the cell say that there is nothing, and not something that cannot be read? */
static bool is_none(const struct pack_row *r, const char *column)
{
	struct str cell = pack_get(r, column);

	return !cell.p || str_is(cell, "none") || str_is(cell, "no");
}

/* The three columns of one condition; without a base there is nothing to compare. */
static struct charter_majority condition(const struct pack_row *r, const char *const columns[3],
                                         enum charter_base last)
{
	const struct rational nothing = { 0, 1 };
	struct charter_majority m = {
		.base = (enum charter_base)base_choice(r, columns[0], last),
		.fraction = fraction(r, columns[1], nothing),
		.more_than = pack_bool(r, columns[2]),
	};
	bool has_fraction = pack_get(r, columns[1]).p != NULL, has_none = is_none(r, columns[0]);

	if (m.base != CHARTER_BASE_NONE && !has_fraction)
		pack_fault(r, columns[1], "is empty, but %s asks for a fraction", columns[0]);
	if (has_none && has_fraction)
		pack_fault(r, columns[1], "stands there, but %s names nothing to compare with",
		           columns[0]);
	if (has_none && m.more_than)
		pack_fault(r, columns[2], "is yes, but %s names nothing to compare with",
		           columns[0]);
	if (m.more_than && m.fraction.num >= m.fraction.den)
		pack_fault(r, columns[1], "more than all can never be reached");
	return m;
}

static struct maybe_int days(const struct pack_row *r, const char *column)
{
	return (struct maybe_int){ pack_get(r, column).p != NULL,
		                   pack_int(r, column, 0, DAYS_MAX, 0) };
}

static void read_conditions(const struct pack_row *r, struct charter_rule *rule)
{
	static const char *const majority[] = { "base", "fraction", "more_than" };
	static const char *const quorum[] = { "quorum_base", "quorum_fraction", "quorum_more" };
	static const char *const weight[] = { "weight_base", "weight_fraction", "weight_more" };

	rule->majority = condition(r, majority, CHARTER_BASE_VALID);
	rule->quorum = condition(r, quorum, CHARTER_BASE_ENTITLED);
	rule->weight = condition(r, weight, CHARTER_BASE_VALID);
	rule->blocking = pack_int(r, "blocking", 0, BLOCKING_MAX, 0);
	rule->tie = (enum charter_tie)pack_choice(r, "tie", charter_tie_codes);
}

static void read_rule(const struct pack_row *r, struct charter_rule *ret)
{
	struct charter_rule rule = {
		.slug = pack_slug(r, "slug"),
		.version = pack_int(r, "version", 1, VERSION_MAX, 0),
		.valid_from = pack_date(r, "valid_from"),
		.valid_until = pack_date(r, "valid_until"),
		.source = pack_get(r, "source"),
		.is_assumption = pack_bool(r, "is_assumption"),
		.is_secret = pack_bool(r, "is_secret"),
		.may_change = pack_bool(r, "may_change"),
		.good_standing = pack_bool(r, "good_standing"),
		.accredited = pack_bool(r, "accredited"),
		.notice_days = days(r, "notice_days"),
		.written = pack_bool(r, "written"),
		.reply_days = days(r, "reply_days"),
		.silence = (enum charter_silence)pack_choice(r, "silence", charter_silence_codes),
	};

	read_conditions(r, &rule);
	*ret = rule;
}

/* The first day of a date, which a version of less precision begins or ends with. */
static void first_day(struct str date, char ret[static 11])
{
	memcpy(ret, "0000-01-01", 11);
	memcpy(ret, date.p, date.n < 10 ? date.n : 10);
}

static int compare_first_days(struct str a, struct str b)
{
	char a_day[11], b_day[11];

	first_day(a, a_day);
	first_day(b, b_day);
	return strcmp(a_day, b_day);
}

/* What no part of the program carries out would be promised and not kept. */
static void refuse_unknown_procedures(const struct pack_row *r, const struct charter_rule *rule)
{
	if (!is_none(r, "weight_base"))
		pack_fault(r, "weight_base",
		           "must be empty: every member's vote counts alike, and the program "
		           "knows no weights");
	if (rule->is_secret)
		pack_fault(r, "is_secret",
		           "must be no: the program takes no secret votes, so that nothing could "
		           "be decided by this rule");
	if (rule->written)
		pack_fault(r, "written",
		           "must be no: the program carries out no written procedure");
}

/* What one row says must agree with itself. */
static void check_rule(const struct pack_row *r, const struct charter_rule *rule)
{
	bool is_written = !is_none(r, "written");

	refuse_unknown_procedures(r, rule);
	if (str_is(pack_get(r, "base"), "none"))
		pack_fault(r, "base", "must be members, entitled, present, cast or valid");
	if (rule->blocking > 0 && is_none(r, "weight_base"))
		pack_fault(r, "blocking", "stands there without a condition on weights");
	if (!is_written && rule->reply_days.has)
		pack_fault(r, "reply_days", "stands there without a written procedure");
	if (!is_written && rule->silence != CHARTER_SILENCE_IGNORED)
		pack_fault(r, "silence", "stands there without a written procedure");
	if (rule->valid_from.p && rule->valid_until.p &&
	    compare_first_days(rule->valid_until, rule->valid_from) <= 0)
		pack_fault(r, "valid_until", "is not after valid_from");
}

/* Was an earlier row's version in force on a day of this one's? */
static bool overlaps(const struct charter_rule *a, const struct charter_rule *b)
{
	bool a_ends_first = a->valid_until.p &&
	                    compare_first_days(a->valid_until, b->valid_from) <= 0;
	bool b_ends_first = b->valid_until.p &&
	                    compare_first_days(b->valid_until, a->valid_from) <= 0;

	return !a_ends_first && !b_ends_first;
}

/* Can its place among the versions be told, or is a cell of it at fault? */
static bool has_place(const struct pack_row *row, const struct charter_rule *r)
{
	return r->slug.p && r->version > 0 && r->valid_from.p &&
	       (r->valid_until.p || !pack_get(row, "valid_until").p);
}

static void check_versions(const struct pack_row *rows, const struct charter_rule *rules, int at)
{
	const struct charter_rule *r = &rules[at];

	for (int i = 0; i < at; i++) {
		const struct charter_rule *o = &rules[i];

		if (!str_eq(o->slug, r->slug) || !has_place(&rows[i], o) ||
		    !has_place(&rows[at], r))
			continue;
		if (o->version == r->version)
			pack_fault(&rows[at], "version", "stands in line %d already", rows[i].line);
		else if (overlaps(o, r))
			pack_fault(&rows[at], "valid_from",
			           "in force together with the version in "
			           "line %d",
			           rows[i].line);
		else if ((o->version < r->version) !=
		         (compare_first_days(o->valid_from, r->valid_from) < 0))
			pack_fault(&rows[at], "version",
			           "the version in line %d is not in its "
			           "order of time",
			           rows[i].line);
	}
}

/* Powers refer to a rule, not to its versions: its first row stands for all. */
static void bind_rule(const struct pack_row *rows, const struct charter_rule *rules, int at)
{
	for (int i = 0; i < at; i++)
		if (str_eq(rules[i].slug, rules[at].slug))
			return;
	pack_bind(&rows[at], "rule", rules[at].slug, rows[at].line);
}

static enum err write_rule(struct tx *tx, const struct pack_row *row, const struct charter_rule *r)
{
	lang_text_id name;
	enum err e = charter_load_text(tx, row, "name", &name);

	if (e != ERR_OK)
		return e;
	return charter_sql_add_rule(tx, r->slug, r->version, r->valid_from, r->valid_until, name,
	                            r->source, r->is_assumption, r->majority.base,
	                            r->majority.fraction.num, r->majority.fraction.den,
	                            r->majority.more_than, r->quorum.base, r->quorum.fraction.num,
	                            r->quorum.fraction.den, r->quorum.more_than, r->weight.base,
	                            r->weight.fraction.num, r->weight.fraction.den,
	                            r->weight.more_than, r->blocking, r->tie, r->is_secret,
	                            r->may_change, r->good_standing, r->accredited, r->notice_days,
	                            r->written, r->reply_days, r->silence);
}

enum err charter_load_rules(struct tx *tx, struct pack *pack)
{
	static const char columns[] =
		"slug version valid_from valid_until? name_*:200 source:2000 is_assumption base "
		"fraction more_than quorum_base quorum_fraction? quorum_more? weight_base? "
		"weight_fraction? weight_more? blocking? tie is_secret may_change good_standing "
		"accredited notice_days? written reply_days? silence?";
	const struct pack_row *rows;
	struct charter_rule *rules;
	enum err e = ERR_OK;
	int n;

	pack_sort(pack, "rule", "rules.csv");
	pack_table(pack, "rules.csv", columns, &rows, &n);
	charter_load_limit(pack, "rules.csv", n, CHARTER_RULES_MAX);
	rules = arena_many(pack_arena(pack), struct charter_rule, (size_t)n);
	for (int i = 0; i < n; i++) {
		read_rule(&rows[i], &rules[i]);
		check_rule(&rows[i], &rules[i]);
		check_versions(rows, rules, i);
		bind_rule(rows, rules, i);
	}
	for (int i = 0; i < n && e == ERR_OK && charter_load_may_write(pack); i++)
		e = write_rule(tx, &rows[i], &rules[i]);
	return e;
}
