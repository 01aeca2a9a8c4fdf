/* vote_rule.c -- the rules of casting, as pure functions, and the commitment to a sealed vote. */
#include "vote/internal.h"
#include "base/str.h"
#include "crypto/hash.h"

/* In the fixed order in which choices are always shown. */
static const struct {
	const char *code, *name;
} choices[VOTE_CHOICES] = {
	[VOTE_NONE] = { "none", N_("choice|Not cast") },
	[VOTE_YES] = { "yes", N_("choice|Yes") },
	[VOTE_NO] = { "no", N_("choice|No") },
	[VOTE_ABSTAIN] = { "abstain", N_("choice|Abstention") },
};

const char *vote_choice_code(enum vote_choice c)
{
	MUST(c >= VOTE_NONE && c < VOTE_CHOICES);
	return choices[c].code;
}

const char *vote_choice_name(enum vote_choice c)
{
	MUST(c >= VOTE_NONE && c < VOTE_CHOICES);
	return choices[c].name;
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

enum err vote_may_cast(const struct vote_standing *s, const struct vote_cast *c)
{
	MUST(c->choice > VOTE_NONE && c->choice < VOTE_CHOICES);
	if (s->own.government.v == 0)
		return ERR_VOTE_NOT_ON_ROLL;
	if (c->government.v != 0 && c->government.v != s->own.government.v)
		return ERR_VOTE_OTHER_GOVERNMENT;
	if (s->is_closed)
		return ERR_VOTE_CLOSED;
	if (s->own.choice == c->choice)
		return ERR_OK;
	if (s->own.choice != VOTE_NONE && !s->may_change)
		return ERR_VOTE_CAST_ALREADY;
	if (c->revision >= 0 && c->revision != s->own.revision)
		return ERR_VOTE_STALE;
	return ERR_OK;
}

void vote_count_present(struct charter_count *c)
{
	c->present = c->yes + c->no + c->abstain + c->not_cast;
	c->present_weight = c->weight_yes + c->weight_no + c->weight_abstain + c->weight_not_cast;
}

void vote_commitment(const unsigned char salt[static VOTE_SALT_BYTES], enum vote_choice choice,
                     char ret[static VOTE_COMMITMENT_BYTES])
{
	unsigned char sealed[VOTE_SALT_BYTES + 1];

	memcpy(sealed, salt, VOTE_SALT_BYTES);
	sealed[VOTE_SALT_BYTES] = (unsigned char)choice;
	crypto_sha256_hex(sealed, sizeof(sealed), ret);
}
