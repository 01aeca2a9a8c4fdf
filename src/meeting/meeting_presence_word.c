/* meeting_presence_word.c -- what roles, seats, credentials and bars are called. */
#include "base/str.h"
#include "meeting/meeting.h"

struct word {
	const char *code, *name;
};

static const struct word roles[] = {
	[MEETING_HEAD] = { "head", N_("delegation|Head of delegation") },
	[MEETING_DELEGATE] = { "delegate", N_("delegation|Delegate") },
	[MEETING_ADVISER] = { "adviser", N_("delegation|Adviser") },
};
static const struct word seats[] = {
	[MEETING_SEAT_NONE] = { "none", N_("seat|Does not vote") },
	[MEETING_SEAT_VOTES] = { "votes", N_("seat|Casts the vote") },
	[MEETING_SEAT_STANDS_IN] = { "stands-in", N_("seat|Stands in") },
};
static const struct word credentials[] = {
	[MEETING_CREDENTIALS_WAITING] = { "waiting", N_("credentials|Not yet examined") },
	[MEETING_CREDENTIALS_ACCEPTED] = { "accepted", N_("credentials|Accepted") },
	[MEETING_CREDENTIALS_REFUSED] = { "refused", N_("credentials|Refused") },
};
static const struct word bars[] = {
	[MEETING_BAR_NONE] = { NULL, NULL },
	[MEETING_BAR_NO_MEMBER] = { "no-member",
	                            N_("It takes part without a vote: it is not a member.") },
	[MEETING_BAR_STANDING] = { "standing",
	                           N_("It is seated without a vote: its rights as a member are "
	                              "suspended.") },
	[MEETING_BAR_NO_VOTER] = { "no-voter",
	                           N_("It has no vote yet: nobody was named to cast it.") },
	[MEETING_BAR_REFUSED] = { "refused", N_("It has no vote: the credentials were refused.") },
	[MEETING_BAR_WAITING] = { "waiting", N_("It has no vote yet: the credentials have not "
	                                        "been accepted.") },
};

static const struct word *word_of(const struct word *words, size_t n, size_t i)
{
	MUST(i < n && (i > 0 || words == bars)); /* the schema's checks allow nothing else */
	return &words[i];
}

static bool parse(const struct word *words, size_t n, struct str code, size_t *ret)
{
	for (size_t i = 1; i < n; i++)
		if (str_is(code, words[i].code)) {
			*ret = i;
			return true;
		}
	return false;
}

const char *meeting_role_code(enum meeting_role r)
{
	return word_of(roles, COUNT_OF(roles), (size_t)r)->code;
}

const char *meeting_role_name(enum meeting_role r)
{
	return word_of(roles, COUNT_OF(roles), (size_t)r)->name;
}

bool meeting_role_parse(struct str code, enum meeting_role *ret)
{
	size_t i;
	bool known = parse(roles, COUNT_OF(roles), code, &i);

	if (known)
		*ret = (enum meeting_role)i;
	return known;
}

const char *meeting_seat_code(enum meeting_seat s)
{
	return word_of(seats, COUNT_OF(seats), (size_t)s)->code;
}

const char *meeting_seat_name(enum meeting_seat s)
{
	return word_of(seats, COUNT_OF(seats), (size_t)s)->name;
}

bool meeting_seat_parse(struct str code, enum meeting_seat *ret)
{
	size_t i;
	bool known = parse(seats, COUNT_OF(seats), code, &i);

	if (known)
		*ret = (enum meeting_seat)i;
	return known;
}

enum meeting_seat meeting_seat_of(const struct meeting_delegate *d)
{
	if (d->votes)
		return MEETING_SEAT_VOTES;
	return d->stands_in ? MEETING_SEAT_STANDS_IN : MEETING_SEAT_NONE;
}

const char *meeting_credentials_code(enum meeting_credentials c)
{
	return word_of(credentials, COUNT_OF(credentials), (size_t)c)->code;
}

const char *meeting_credentials_name(enum meeting_credentials c)
{
	return word_of(credentials, COUNT_OF(credentials), (size_t)c)->name;
}

const char *meeting_bar_code(enum meeting_bar b)
{
	return word_of(bars, COUNT_OF(bars), (size_t)b)->code;
}

const char *meeting_bar_name(enum meeting_bar b)
{
	return word_of(bars, COUNT_OF(bars), (size_t)b)->name;
}
