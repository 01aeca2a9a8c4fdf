/* vote_rule.c -- the rules of casting, as pure functions, and the commitment to a sealed vote. */
#include "vote/internal.h"
#include "base/str.h"
#include "crypto/hash.h"

struct word {
	const char *code, *name;
};

/* In the fixed order in which choices are always shown. */
static const struct word choices[VOTE_CHOICES] = {
	[VOTE_NONE] = { "none", N_("choice|Not cast") },
	[VOTE_YES] = { "yes", N_("choice|Yes") },
	[VOTE_NO] = { "no", N_("choice|No") },
	[VOTE_ABSTAIN] = { "abstain", N_("choice|Abstention") },
};
static const struct word answers[] = {
	[VOTE_NONE] = { "none", N_("choice|No answer") },
	[VOTE_YES] = { "no-objection", N_("choice|No objection") },
	[VOTE_NO] = { "objection", N_("choice|Objection") },
};
static const struct word methods[VOTE_METHODS] = {
	[VOTE_ROLL_CALL] = { "roll-call", N_("method|Roll call") },
	[VOTE_HANDS] = { "hands", N_("method|Show of hands") },
	[VOTE_CONSENSUS] = { "consensus", N_("method|Consensus") },
};

static const struct word *answer(enum vote_method m, enum vote_choice c)
{
	MUST(m >= VOTE_ROLL_CALL && m < VOTE_METHODS && c >= VOTE_NONE && c < VOTE_CHOICES);
	MUST(m != VOTE_CONSENSUS || c != VOTE_ABSTAIN);
	return m == VOTE_CONSENSUS ? &answers[c] : &choices[c];
}

const char *vote_answer_code(enum vote_method m, enum vote_choice c)
{
	return answer(m, c)->code;
}

const char *vote_answer_name(enum vote_method m, enum vote_choice c)
{
	return answer(m, c)->name;
}

const char *vote_choice_code(enum vote_choice c)
{
	return answer(VOTE_ROLL_CALL, c)->code;
}

const char *vote_choice_name(enum vote_choice c)
{
	return answer(VOTE_ROLL_CALL, c)->name;
}

bool vote_choice_parse(struct str code, enum vote_choice *ret)
{
	for (int c = VOTE_YES; c < VOTE_CHOICES; c++)
		if (str_is(code, choices[c].code)) {
			*ret = (enum vote_choice)c;
			return true;
		}
	return false;
}

bool vote_answer_parse(struct str code, enum vote_choice *ret)
{
	for (int c = VOTE_YES; c <= VOTE_NO; c++)
		if (str_is(code, answers[c].code)) {
			*ret = (enum vote_choice)c;
			return true;
		}
	return false;
}

const char *vote_method_code(enum vote_method m)
{
	MUST(m >= VOTE_ROLL_CALL && m < VOTE_METHODS);
	return methods[m].code;
}

const char *vote_method_name(enum vote_method m)
{
	MUST(m >= VOTE_ROLL_CALL && m < VOTE_METHODS);
	return methods[m].name;
}

bool vote_method_parse(struct str code, enum vote_method *ret)
{
	for (int m = VOTE_ROLL_CALL; m < VOTE_METHODS; m++)
		if (str_is(code, methods[m].code)) {
			*ret = (enum vote_method)m;
			return true;
		}
	return false;
}

const char *vote_state_code(enum vote_state s)
{
	static const char *const codes[] = { [VOTE_STATE_OPEN] = "open",
		                             [VOTE_STATE_CLOSED] = "closed",
		                             [VOTE_STATE_CANCELLED] = "cancelled" };

	MUST(s >= VOTE_STATE_OPEN && s <= VOTE_STATE_CANCELLED);
	return codes[s];
}

enum vote_state vote_state_of(time_us closed_at, lang_text_id cancel_reason)
{
	if (closed_at.us == TIME_NONE.us)
		return VOTE_STATE_OPEN;
	return cancel_reason.v ? VOTE_STATE_CANCELLED : VOTE_STATE_CLOSED;
}

enum err vote_must_be_open(enum vote_state state)
{
	if (state == VOTE_STATE_OPEN)
		return ERR_OK;
	return state == VOTE_STATE_CANCELLED ? ERR_VOTE_CANCELLED : ERR_VOTE_CLOSED;
}

/* Can the question take this choice at all? */
static enum err may_take(const struct vote_standing *s, const struct vote_cast *c)
{
	enum err e = vote_must_be_open(s->state);

	MUST(c->choice > VOTE_NONE && c->choice < VOTE_CHOICES);
	if (e != ERR_OK)
		return e;
	if (s->method == VOTE_HANDS)
		return ERR_VOTE_BY_HANDS;
	if (c->is_answer != (s->method == VOTE_CONSENSUS))
		return ERR_VOTE_ANSWER;
	return c->is_answer && c->choice == VOTE_ABSTAIN ? ERR_VOTE_ANSWER : ERR_OK;
}

enum err vote_may_cast(const struct vote_standing *s, const struct vote_cast *c)
{
	const struct vote_receipt *own = &s->own;
	enum err e;

	if (own->government.v == 0)
		return ERR_VOTE_NOT_ON_ROLL;
	if (c->government.v != 0 && c->government.v != own->government.v)
		return ERR_VOTE_OTHER_GOVERNMENT;
	if (s->is_stopped)
		return ERR_VOTE_STOPPED;
	e = may_take(s, c);
	if (e != ERR_OK || own->choice == c->choice)
		return e;
	/* An answer may be given again in the other sense whatever was seen: an objection counts.
	 */
	if (s->method == VOTE_CONSENSUS)
		return ERR_OK;
	if (own->revision > 0 && !s->may_change)
		return ERR_VOTE_CAST_ALREADY;
	return c->revision >= 0 && c->revision != own->revision ? ERR_VOTE_STALE : ERR_OK;
}

/*
 * Nothing here looks at the choice that stands, so that no answer of the program tells it.  An
 * objection is open by nature and is heard whatever the delegate had answered before.
 */
enum err vote_may_enter(const struct vote_standing *s, const struct vote_cast *c)
{
	const struct vote_receipt *own = &s->own;
	enum err e;

	if (own->government.v == 0)
		return ERR_VOTE_GOVERNMENT;
	e = may_take(s, c);
	if (e != ERR_OK || (s->method == VOTE_CONSENSUS && c->choice == VOTE_NO))
		return e;
	if (own->revision > 0 && own->entered_by.v == 0)
		return ERR_VOTE_OWN_DEVICE;
	if (own->revision > 0 && !s->may_change)
		return ERR_VOTE_ENTERED_ALREADY;
	return c->revision >= 0 && c->revision != own->revision ? ERR_VOTE_DESK_STALE : ERR_OK;
}

enum err vote_may_count(int64_t entitled, const struct vote_hands *hands)
{
	/* Each bounded first, so that the sum cannot overflow. */
	if (hands->yes > entitled || hands->no > entitled || hands->abstain > entitled ||
	    hands->yes + hands->no + hands->abstain > entitled)
		return ERR_VOTE_HANDS_TOO_MANY;
	return ERR_OK;
}

void vote_commitment(const unsigned char salt[static VOTE_SALT_BYTES], enum vote_choice choice,
                     char ret[static VOTE_COMMITMENT_BYTES])
{
	unsigned char sealed[VOTE_SALT_BYTES + 1];

	memcpy(sealed, salt, VOTE_SALT_BYTES);
	sealed[VOTE_SALT_BYTES] = (unsigned char)choice;
	crypto_sha256_hex(sealed, sizeof(sealed), ret);
}
