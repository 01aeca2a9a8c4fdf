/*
 * charter_decide.c -- the arithmetic of decisions.
 *
 * Pure functions of a rule and a count.  Everything is compared as exact fractions, so that the
 * 41.33 votes that are two thirds of 62 are never rounded the wrong way.
 */
#include "charter/internal.h"

enum { COUNT_MAX = 1000000000, CHAIR_YES = 1 };

/* One line of a count: heads, or weights.  The same conditions are asked of both. */
struct line {
	int64_t yes, no, abstain, entitled, members, present;
};

static int64_t checked_sum(const int64_t *parts, int n)
{
	int64_t sum = 0;

	for (int i = 0; i < n; i++) {
		MUST(parts[i] >= 0 && parts[i] <= COUNT_MAX);
		sum += parts[i];
	}
	MUST(sum <= COUNT_MAX);
	return sum;
}

static struct line heads(const struct charter_count *c)
{
	const int64_t parts[] = { c->yes, c->no, c->abstain, c->not_cast };

	return (struct line){ c->yes,     c->no,
		              c->abstain, checked_sum(parts, COUNT_OF(parts)),
		              c->members, c->present };
}

static struct line weights(const struct charter_count *c)
{
	const int64_t parts[] = { c->weight_yes, c->weight_no, c->weight_abstain,
		                  c->weight_not_cast };

	return (struct line){ c->weight_yes,     c->weight_no,
		              c->weight_abstain, checked_sum(parts, COUNT_OF(parts)),
		              c->member_weight,  c->present_weight };
}

static int64_t base_of(enum charter_base base, const struct line *l)
{
	switch (base) {
	case CHARTER_BASE_MEMBERS:
		return l->members;
	case CHARTER_BASE_ENTITLED:
		return l->entitled;
	case CHARTER_BASE_PRESENT:
		return l->present;
	case CHARTER_BASE_CAST:
		return l->yes + l->no + l->abstain;
	case CHARTER_BASE_VALID:
		return l->yes + l->no;
	case CHARTER_BASE_NONE:
		break;
	}
	return 0;
}

/* The least yes that fulfils the condition: at least 1, because no votes carry nothing. */
static int64_t yes_needed(const struct charter_majority *m, int64_t base)
{
	int64_t needed = rational_needed(base, m->fraction, m->more_than);

	return needed > 0 ? needed : 1;
}

bool charter_rule_has_ties(const struct charter_rule *r)
{
	const struct rational half = { 1, 2 };
	const struct charter_majority *m = &r->majority;

	return m->more_than && rational_cmp(m->fraction, half) == 0 &&
	       (m->base == CHARTER_BASE_CAST || m->base == CHARTER_BASE_VALID);
}

/* Half of the base are yes and half are no, so that one vote decides. */
static bool is_even(const struct charter_outcome *o)
{
	return o->count.yes == o->count.no && o->count.yes + o->count.no == o->base;
}

/* Does the second condition stand in the way?  Also says when it was missed but not blocked. */
static bool misses_weight(const struct charter_outcome *o, bool *ret_unblocked)
{
	*ret_unblocked = false;
	if (o->weight_needed == 0 || o->count.weight_yes >= o->weight_needed)
		return false;
	*ret_unblocked = o->opponents < o->blocking;
	return !*ret_unblocked;
}

static enum charter_reason reason_of(const struct charter_outcome *o, bool has_ties)
{
	bool tie, unblocked;

	if (o->quorum_present < o->quorum_needed)
		return CHARTER_NO_QUORUM;
	if (o->count.way == CHARTER_WAY_CONSENSUS && o->count.no > 0)
		return CHARTER_OBJECTED;
	if (o->count.yes == 0)
		return CHARTER_NO_VOTES;
	tie = has_ties && is_even(o);
	if (tie && !(o->tie == CHARTER_TIE_CHAIR && o->count.chair_choice == CHAIR_YES))
		return CHARTER_TIE_LOST;
	if (!tie && o->count.yes < o->needed)
		return CHARTER_TOO_FEW;
	if (misses_weight(o, &unblocked))
		return CHARTER_TOO_LITTLE_WEIGHT;
	if (tie)
		return CHARTER_TIE_WON;
	return unblocked ? CHARTER_CARRIED_UNBLOCKED : CHARTER_CARRIED;
}

void charter_decide(const struct charter_rule *rule, const struct charter_count *count,
                    struct charter_outcome *ret)
{
	struct line h = heads(count), w = weights(count);
	struct charter_outcome o = {
		.count = *count,
		.rule_name = rule->name,
		.majority = rule->majority,
		.quorum = rule->quorum,
		.weight = rule->weight,
		.blocking = rule->blocking,
		.tie = rule->tie,
		.base = base_of(rule->majority.base, &h),
		.quorum_present = count->present,
	};

	MUST(rule->majority.base != CHARTER_BASE_NONE);
	MUST(count->members >= 0 && count->members <= COUNT_MAX && count->present >= 0 &&
	     count->present <= COUNT_MAX);
	MUST(count->member_weight >= 0 && count->member_weight <= COUNT_MAX &&
	     count->present_weight >= 0 && count->present_weight <= COUNT_MAX);
	o.needed = yes_needed(&rule->majority, o.base);
	if (rule->quorum.base != CHARTER_BASE_NONE) {
		o.quorum_base = base_of(rule->quorum.base, &h);
		o.quorum_needed = rational_needed(o.quorum_base, rule->quorum.fraction,
		                                  rule->quorum.more_than);
	}
	if (rule->weight.base != CHARTER_BASE_NONE) {
		o.weight_base = base_of(rule->weight.base, &w);
		o.weight_needed = yes_needed(&rule->weight, o.weight_base);
		o.opponents = base_of(rule->weight.base, &h) - count->yes;
	}
	o.reason = reason_of(&o, charter_rule_has_ties(rule));
	o.is_carried = o.reason >= CHARTER_TIE_WON;
	*ret = o;
}

/* --- what is still needed --- */

/* Would it be carried by heads if `yes` more said yes and `no` more said no? */
static bool would_carry(const struct charter_rule *rule, const struct charter_count *count,
                        int64_t yes, int64_t no)
{
	struct charter_rule by_heads = *rule;
	struct charter_count then = *count;
	struct charter_outcome o;

	by_heads.weight.base = CHARTER_BASE_NONE;
	then.yes += yes;
	then.no += no;
	then.not_cast -= yes + no;
	charter_decide(&by_heads, &then, &o);
	return o.is_carried;
}

/* Halving works because one more yes in the place of silence or of a no never loses a vote. */
static int64_t least_yes(const struct charter_rule *rule, const struct charter_count *count,
                         bool rest_votes_no)
{
	int64_t low = 0, high = count->not_cast;

	if (!would_carry(rule, count, high, 0))
		return -1;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		int64_t no = rest_votes_no ? count->not_cast - middle : 0;

		if (would_carry(rule, count, middle, no))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

void charter_need(const struct charter_rule *rule, const struct charter_count *count,
                  struct charter_need *ret)
{
	struct charter_outcome now;
	struct charter_need need = { .least = -1, .surely = -1 };

	charter_decide(rule, count, &now);
	need.has_quorum = now.quorum_present >= now.quorum_needed;
	if (need.has_quorum) {
		need.least = least_yes(rule, count, false);
		need.surely = least_yes(rule, count, true);
	}
	*ret = need;
}
