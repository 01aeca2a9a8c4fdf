/*
 * charter/charter_decide.h -- from a rule and a count to an outcome, and the outcome in words.
 *
 * One pure function, charter_decide(), gives an outcome and the numbers it rests on, and everything
 * that shows a result (page, projector, API, minutes) prints these.  All arithmetic is on integers
 * and exact fractions.  Included by charter/charter.h, not by itself.
 */
#pragma once
#include "base/rational.h"
#include "ids.h"
#include "view/msg.h"

enum charter_base {
	CHARTER_BASE_NONE,
	CHARTER_BASE_MEMBERS,  /* all members of the association */
	CHARTER_BASE_ENTITLED, /* all on the electoral roll */
	CHARTER_BASE_PRESENT,  /* those on the roll who are present */
	CHARTER_BASE_CAST,     /* yes, no and abstentions: an abstention works like a no */
	CHARTER_BASE_VALID     /* yes and no: an abstention counts for nothing */
};
enum charter_tie { CHARTER_TIE_REJECTED, CHARTER_TIE_CHAIR };
enum charter_silence { CHARTER_SILENCE_IGNORED, CHARTER_SILENCE_CONSENT, CHARTER_SILENCE_REFUSAL };

struct charter_majority {
	enum charter_base base; /* CHARTER_BASE_NONE: no such condition */
	struct rational fraction;
	bool more_than; /* more than the fraction; else at least */
};

struct charter_rule {
	charter_rule_id id;
	struct str slug;
	int64_t version;
	struct str valid_from, valid_until;
	struct tr name;
	struct str source;
	bool is_assumption;
	struct charter_majority majority, quorum, weight;
	int64_t blocking;
	enum charter_tie tie;
	bool is_secret, may_change, good_standing, accredited;
	struct maybe_int notice_days;
	bool written;
	struct maybe_int reply_days;
	enum charter_silence silence;
};

/* How the count came about. */
enum charter_way {
	CHARTER_WAY_ROLL_CALL,
	CHARTER_WAY_HANDS,    /* a show of hands, counted in heads: all weights are 0 */
	CHARTER_WAY_CONSENSUS /* yes: present and did not object; no: objected; not_cast: absent */
};

/*
 * What was counted, in heads and in weights.  Every number lies in 0 .. 10^9, and so do those
 * entitled and their weight (larger weights are given in thousands); anything else is a bug.
 */
struct charter_count {
	enum charter_way way;
	int64_t yes, no, abstain, not_cast; /* entitled = their sum */
	int64_t weight_yes, weight_no, weight_abstain, weight_not_cast;
	int64_t members, member_weight;  /* of the association, at the opening */
	int64_t present, present_weight; /* of the entitled */
	int chair_choice;                /* 0 none, 1 yes, 2 no, 3 abstain */
};

/* Why it was carried or not: the first that applies. */
enum charter_reason {
	CHARTER_NO_QUORUM,
	CHARTER_OBJECTED, /* in a consensus */
	CHARTER_NO_VOTES, /* nobody voted yes: 0:0 carries nothing */
	CHARTER_TIE_LOST,
	CHARTER_TOO_FEW, /* below the majority */
	CHARTER_TOO_LITTLE_WEIGHT,
	/* From here on it is carried. */
	CHARTER_TIE_WON,           /* by the chair's vote */
	CHARTER_CARRIED_UNBLOCKED, /* weight missed, but too few opposed it */
	CHARTER_CARRIED
};

struct charter_outcome {
	bool is_carried;
	enum charter_reason reason;
	int64_t base, needed; /* of the majority: base counted, yes needed */
	int64_t quorum_base, quorum_needed, quorum_present; /* quorum_needed 0: none asked */
	int64_t weight_base, weight_needed; /* weight_needed 0: no second condition */
	int64_t opponents; /* who stand in the base of the second condition and did not say yes */
	struct charter_count count;
	struct tr rule_name; /* what follows: as the rule had them */
	struct charter_majority majority, quorum, weight;
	int64_t blocking;
	enum charter_tie tie;
};

/*
 * The one function that computes an outcome.  Pure; exact.  The reason is the first that applies:
 *
 * 1. Quorum: count->present against all members or against those entitled.
 *    In a consensus one objection then is enough: CHARTER_OBJECTED.
 * 2. Nobody voted yes: nothing is carried, under any rule, "at least 0" included.
 * 3. Majority: `needed` is the least number of yes in the base that carries, at least 1.  The
 *    bases members, entitled and present stand when the vote opens; cast and valid are what came.
 * 4. Tie, where the majority is missed: the rule asks for more than one half of the votes cast or
 *    valid, and exactly half of them are yes and half are no.  CHARTER_TIE_CHAIR: carried when the
 *    chair voted yes.  (Equal votes under a rule that asks for more, or beside abstentions that
 *    work like a no, are no tie: there one vote would not decide.)
 * 5. Second condition: the same on weights.  Missed, it is taken as met when fewer than `blocking`
 *    of those who stand in its base did not vote yes.  Its model is the qualified majority of the
 *    Council of the European Union: Article 16(4) TEU, Article 238 TFEU.
 *
 * A consensus never asks for less than a vote would: whoever is present and does not object counts
 * as a yes, and the majority is asked of these (two thirds of all members must still be present).
 *
 * What silence means in a written procedure is applied by whoever counts, before asking.
 */
void charter_decide(const struct charter_rule *rule, const struct charter_count *count,
                    struct charter_outcome *ret);

/*
 * How many of those who have not voted yet must vote yes, by heads alone (weights depend on who
 * they are): `least` if the rest stay silent, `surely` if all the rest vote no.  -1: not to be
 * reached, which is so in both or in neither.
 */
struct charter_need {
	bool has_quorum;
	int64_t least, surely;
};
void charter_need(const struct charter_rule *rule, const struct charter_count *count,
                  struct charter_need *ret);

/* --- in words --- */

/* "Adopted", "Not adopted by consensus" ...: a message key. */
const char *charter_outcome_key(const struct charter_outcome *o);
/* The arithmetic in words, a few sentences, in a page or as text. */
void charter_explain_html(struct html *h, const struct charter_outcome *o);
void charter_explain_text(struct sbuf *out, enum language l, const struct charter_outcome *o);
/* "more than one half of the votes for and against": a majority in words. */
void charter_majority_html(struct html *h, const struct charter_majority *m);
void charter_majority_text(struct sbuf *out, enum language l, const struct charter_majority *m);
/* What would be needed now for the question to be carried, a sentence a line. */
void charter_needed_text(struct sbuf *out, enum language l, const struct charter_rule *rule,
                         const struct charter_count *count);
