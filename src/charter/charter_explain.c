/*
 * charter_explain.c -- outcomes, majorities and what is still needed, in words.
 *
 * Each idea is one whole sentence with named places, so that it can be said in every language; no
 * sentence is put together from pieces.  A page and a text print the same list of sentences.
 */
#include "charter/charter.h"

enum { SENTENCES_MAX = 8, PLACES_MAX = 3 };

struct sentence {
	const char *key, *many; /* many: NULL where no number decides the form */
	int64_t n;
	struct msg_arg args[PLACES_MAX + 1]; /* ended by .name == NULL */
};

/* Both forms of a sentence, as N_N() gives them. */
struct forms {
	const char *one, *many;
};

struct sentences {
	struct sentence s[SENTENCES_MAX];
	int n;
};

#define BASES (CHARTER_BASE_VALID + 1)

static size_t places(const struct sentence *s)
{
	size_t n = 0;

	while (s->args[n].name)
		n++;
	return n;
}

static void say(struct sentences *all, struct sentence s)
{
	MUST(all->n < SENTENCES_MAX);
	all->s[all->n++] = s;
}

static void say_plainly(struct sentences *all, const char *key)
{
	say(all, (struct sentence){ .key = key });
}

/* A sentence with one number, which decides its form. */
static void say_number(struct sentences *all, struct forms f, const char *place, int64_t n)
{
	say(all, (struct sentence){ f.one, f.many, n, { ARG_INT(place, n) } });
}

/* --- majorities --- */

/* In the form that "more than" and "at least" ask for in the language. */
static const struct {
	struct rational value;
	const char *key;
} fractions[] = {
	{ { 1, 2 }, N_("fraction|one half") },       { { 1, 3 }, N_("fraction|one third") },
	{ { 2, 3 }, N_("fraction|two thirds") },     { { 1, 4 }, N_("fraction|one quarter") },
	{ { 3, 4 }, N_("fraction|three quarters") }, { { 1, 5 }, N_("fraction|one fifth") },
	{ { 2, 5 }, N_("fraction|two fifths") },     { { 3, 5 }, N_("fraction|three fifths") },
	{ { 4, 5 }, N_("fraction|four fifths") },
};

static const char *const more_than[BASES] = {
	[CHARTER_BASE_MEMBERS] = N_("more than {fraction} of all members of the association"),
	[CHARTER_BASE_ENTITLED] = N_("more than {fraction} of those entitled to vote"),
	[CHARTER_BASE_PRESENT] = N_("more than {fraction} of those present"),
	[CHARTER_BASE_CAST] = N_("more than {fraction} of the votes cast, abstentions included"),
	[CHARTER_BASE_VALID] = N_("more than {fraction} of the votes for and against"),
};
static const char *const at_least[BASES] = {
	[CHARTER_BASE_MEMBERS] = N_("at least {fraction} of all members of the association"),
	[CHARTER_BASE_ENTITLED] = N_("at least {fraction} of those entitled to vote"),
	[CHARTER_BASE_PRESENT] = N_("at least {fraction} of those present"),
	[CHARTER_BASE_CAST] = N_("at least {fraction} of the votes cast, abstentions included"),
	[CHARTER_BASE_VALID] = N_("at least {fraction} of the votes for and against"),
};
static const char *const all_of[BASES] = {
	[CHARTER_BASE_MEMBERS] = N_("all members of the association"),
	[CHARTER_BASE_ENTITLED] = N_("all who are entitled to vote"),
	[CHARTER_BASE_PRESENT] = N_("all who are present"),
	[CHARTER_BASE_CAST] = N_("all votes cast, abstentions included"),
	[CHARTER_BASE_VALID] = N_("all votes for and against"),
};

/* "two thirds", "65%", or "5/7" where there is no word for it. */
static struct str fraction_text(struct arena *a, enum language l, struct rational r)
{
	enum { PER_CENT = 100 };
	struct sbuf out = { .arena = a };

	for (size_t i = 0; i < COUNT_OF(fractions); i++)
		if (rational_cmp(fractions[i].value, r) == 0)
			return msg(l, fractions[i].key);
	if (r.num * PER_CENT % r.den == 0) {
		struct msg_arg percent = ARG_INT("percent", r.num * PER_CENT / r.den);

		msg_text(&out, l, N_("fraction|{percent}%"), &percent, 1);
	} else {
		sbuf_printf(&out, "%" PRId64 "/%" PRId64, r.num, r.den);
	}
	return sbuf_done(&out);
}

void charter_majority_text(struct sbuf *out, enum language l, const struct charter_majority *m)
{
	struct msg_arg fraction;

	MUST(m->base > CHARTER_BASE_NONE && m->base < BASES);
	if (m->fraction.num == 0) {
		msg_text(out, l, N_("at least one vote in favour"), NULL, 0);
	} else if (m->fraction.num == m->fraction.den && !m->more_than) {
		msg_text(out, l, all_of[m->base], NULL, 0);
	} else {
		fraction = ARG_STR("fraction", fraction_text(out->arena, l, m->fraction));
		msg_text(out, l, m->more_than ? more_than[m->base] : at_least[m->base], &fraction,
		         1);
	}
}

void charter_majority_html(struct html *h, const struct charter_majority *m)
{
	struct sbuf text = { .arena = h->buf->arena };

	charter_majority_text(&text, h->lang, m);
	html_put_str(h, sbuf_done(&text));
}

/* --- outcomes --- */

static const struct forms quorum_forms[BASES] = {
	[CHARTER_BASE_MEMBERS] = { N_N(
		"The quorum is {needed} of {base} member; present: {present}.",
		"The quorum is {needed} of {base} members; present: {present}.") },
	[CHARTER_BASE_ENTITLED] = { N_N(
		"The quorum is {needed} of {base} entitled to vote; present: {present}.",
		"The quorum is {needed} of {base} entitled to vote; present: {present}.") },
};
static const struct forms required_forms[BASES] = {
	[CHARTER_BASE_MEMBERS] = { N_N(
		"The rule “{rule}” requires the votes of {needed} of {base} member.",
		"The rule “{rule}” requires the votes of {needed} of {base} members.") },
	[CHARTER_BASE_ENTITLED] = { N_N(
		"The rule “{rule}” requires the votes of {needed} of {base} entitled to vote.",
		"The rule “{rule}” requires the votes of {needed} of {base} entitled to vote.") },
	[CHARTER_BASE_PRESENT] = { N_N(
		"The rule “{rule}” requires the votes of {needed} of {base} present.",
		"The rule “{rule}” requires the votes of {needed} of {base} present.") },
	[CHARTER_BASE_CAST] = { N_N("The rule “{rule}” requires {needed} of {base} vote cast.",
	                            "The rule “{rule}” requires {needed} of {base} votes cast.") },
	[CHARTER_BASE_VALID] = { N_N(
		"The rule “{rule}” requires {needed} of {base} vote for and against.",
		"The rule “{rule}” requires {needed} of {base} votes for and against.") },
};

static void say_quorum(struct sentences *all, const struct charter_outcome *o)
{
	const struct forms *f = &quorum_forms[o->quorum.base];
	struct sentence s = {
		.key = f->one,
		.many = f->many,
		.n = o->quorum_base,
		.args = { ARG_INT("needed", o->quorum_needed), ARG_INT("base", o->quorum_base),
		          ARG_INT("present", o->quorum_present) },
	};

	if (o->quorum_needed == 0)
		return;
	say(all, s);
	if (o->quorum_present < o->quorum_needed)
		say_plainly(all, N_("Without a quorum nothing is carried, whatever the votes."));
}

static void say_required(struct sentences *all, const struct charter_outcome *o)
{
	const struct forms *f = &required_forms[o->majority.base];
	struct sentence s = {
		.key = f->one,
		.many = f->many,
		.n = o->base,
		.args = { ARG_TR("rule", o->rule_name), ARG_INT("needed", o->needed),
		          ARG_INT("base", o->base) },
	};

	say(all, s);
}

static void say_tie(struct sentences *all, const struct charter_outcome *o)
{
	struct sentence s = {
		.key = N_("The votes were tied: {yes} in favour, {no} against."),
		.args = { ARG_INT("yes", o->count.yes), ARG_INT("no", o->count.no) },
	};

	say(all, s);
	if (o->tie == CHARTER_TIE_REJECTED)
		say_plainly(all, N_("In a tie nothing is carried."));
	else if (o->reason == CHARTER_TIE_LOST)
		say_plainly(all, N_("The chair's vote decides, and it was not in favour."));
	else
		say_plainly(all, N_("The chair's vote decides, and it was in favour."));
}

static void say_in_favour(struct sentences *all, const struct charter_outcome *o)
{
	const struct forms f = { N_N("{yes} vote was in favour.", "{yes} votes were in favour.") };

	say_number(all, f, "yes", o->count.yes);
}

static void say_objections(struct sentences *all, const struct charter_outcome *o)
{
	const struct forms f = {
		N_N("{objections} objection was made. A consensus admits none.",
		    "{objections} objections were made. A consensus admits none.")
	};

	say_number(all, f, "objections", o->count.no);
}

static void say_unopposed(struct sentences *all, const struct charter_outcome *o)
{
	const struct forms f = {
		N_N("Nobody objected; {present} present counts as in favour.",
		    "Nobody objected; the {present} present count as in favour.")
	};

	say_number(all, f, "present", o->count.yes);
}

static void say_weight(struct sentences *all, const struct charter_outcome *o)
{
	struct sentence s = {
		.key = N_("By weight, {needed} of {base} are required; in favour: {weight}."),
		.args = { ARG_INT("needed", o->weight_needed), ARG_INT("base", o->weight_base),
		          ARG_INT("weight", o->count.weight_yes) },
	};

	say(all, s);
}

static void say_unblocked(struct sentences *all, const struct charter_outcome *o)
{
	const struct forms f = { N_N("{opponents} did not vote in favour.",
		                     "{opponents} did not vote in favour.") };
	struct sentence s = {
		.key = N_("Fewer than {blocking} cannot block by weight."),
		.args = { ARG_INT("blocking", o->blocking) },
	};

	say_number(all, f, "opponents", o->opponents);
	say(all, s);
}

/* Was the tie what decided?  A tie that was won may still have missed the weight. */
static bool was_tied(const struct charter_outcome *o)
{
	return o->reason == CHARTER_TIE_LOST ||
	       (o->reason > CHARTER_TOO_FEW && o->count.yes < o->needed);
}

static void explain(struct sentences *all, const struct charter_outcome *o)
{
	say_quorum(all, o);
	if (o->reason == CHARTER_NO_QUORUM)
		return;
	if (o->reason == CHARTER_OBJECTED) {
		say_objections(all, o);
		return;
	}
	if (o->reason == CHARTER_NO_VOTES) {
		say_plainly(all, N_("Nobody voted in favour."));
		return;
	}
	say_required(all, o);
	if (was_tied(o))
		say_tie(all, o);
	else if (o->count.way == CHARTER_WAY_CONSENSUS)
		say_unopposed(all, o);
	else
		say_in_favour(all, o);
	if (o->weight_needed > 0 && o->reason > CHARTER_TOO_FEW)
		say_weight(all, o);
	if (o->is_carried && o->count.weight_yes < o->weight_needed)
		say_unblocked(all, o);
}

const char *charter_outcome_key(const struct charter_outcome *o)
{
	static const char *const keys[][2] = {
		[CHARTER_WAY_ROLL_CALL] = { N_("Not adopted"), N_("Adopted") },
		[CHARTER_WAY_HANDS] = { N_("Not adopted by show of hands"),
		                        N_("Adopted by show of hands") },
		[CHARTER_WAY_CONSENSUS] = { N_("Not adopted by consensus"),
		                            N_("Adopted by consensus") },
	};

	return keys[o->count.way][o->is_carried];
}

/* Chinese and Japanese set no space between sentences. */
static bool parts_sentences(enum language l)
{
	return l != LANGUAGE_ZH && l != LANGUAGE_JA;
}

void charter_explain_html(struct html *h, const struct charter_outcome *o)
{
	struct sentences all = { .n = 0 };

	explain(&all, o);
	for (int i = 0; i < all.n; i++) {
		const struct sentence *s = &all.s[i];

		if (i > 0 && parts_sentences(h->lang))
			html_lit(h, " ");
		if (s->many)
			html_msg_n(h, s->key, s->many, s->n, s->args, places(s));
		else
			html_msg(h, s->key, s->args, places(s));
	}
}

static void print(struct sbuf *out, enum language l, const struct sentence *s)
{
	if (s->many)
		msg_text_n(out, l, s->key, s->many, s->n, s->args, places(s));
	else
		msg_text(out, l, s->key, s->args, places(s));
}

void charter_explain_text(struct sbuf *out, enum language l, const struct charter_outcome *o)
{
	struct sentences all = { .n = 0 };

	explain(&all, o);
	for (int i = 0; i < all.n; i++) {
		if (i > 0 && parts_sentences(l))
			sbuf_lit(out, " ");
		print(out, l, &all.s[i]);
	}
}

/* --- what is still needed --- */

static void say_least(struct sentences *all, int64_t votes)
{
	const struct forms f = {
		N_N("If nobody else votes, {votes} further vote in favour is needed.",
		    "If nobody else votes, {votes} further votes in favour are needed.")
	};

	if (votes == 0)
		say_plainly(all, N_("If nobody else votes, it is carried."));
	else
		say_number(all, f, "votes", votes);
}

static void say_need(struct sentences *all, const struct charter_need *need)
{
	const struct forms fixed = { N_N("{votes} further vote in favour is needed.",
		                         "{votes} further votes in favour are needed.") };
	const struct forms surely = {
		N_N("If all the others vote against, {votes} further vote in favour is needed.",
		    "If all the others vote against, {votes} further votes in favour are needed.")
	};

	if (need->least < 0) {
		say_plainly(all, N_("It can no longer be carried, however the others vote."));
	} else if (need->surely == 0) {
		say_plainly(all, N_("It is carried, however the others vote."));
	} else if (need->least == need->surely) {
		say_number(all, fixed, "votes", need->surely);
	} else {
		say_least(all, need->least);
		say_number(all, surely, "votes", need->surely);
	}
}

void charter_needed_text(struct sbuf *out, enum language l, const struct charter_rule *rule,
                         const struct charter_count *count)
{
	struct sentences all = { .n = 0 };
	struct sbuf majority = { .arena = out->arena };
	struct sentence required = { .key = N_("Majority required: {majority}.") };
	struct charter_outcome o;
	struct charter_need need;

	charter_decide(rule, count, &o);
	charter_need(rule, count, &need);
	charter_majority_text(&majority, l, &rule->majority);
	required.args[0] = ARG_STR("majority", sbuf_done(&majority));
	say(&all, required);
	say_quorum(&all, &o);
	if (need.has_quorum)
		say_need(&all, &need);
	if (need.has_quorum && o.weight_base > 0)
		say_weight(&all, &o);
	for (int i = 0; i < all.n; i++) {
		print(out, l, &all.s[i]);
		sbuf_lit(out, "\n");
	}
}
