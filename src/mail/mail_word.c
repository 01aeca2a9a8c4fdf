/* mail_word.c -- what states and troubles are called. */
#include "base/str.h"
#include "mail/mail.h"

static const struct {
	const char *code, *name;
} states[] = {
	[MAIL_HELD] = { "held", N_("mail|Held to be read") },
	[MAIL_QUEUED] = { "queued", N_("mail|Waiting to be sent") },
	[MAIL_SENDING] = { "sending", N_("mail|Being sent") },
	[MAIL_SENT] = { "sent", N_("mail|Sent") },
	[MAIL_FAILED] = { "failed", N_("mail|Not sent") },
	[MAIL_CANCELLED] = { "cancelled", N_("mail|Cancelled") },
};
static const struct {
	const char *code, *name;
} troubles[] = {
	[MAIL_TROUBLE_NONE] = { NULL, NULL },
	[MAIL_TROUBLE_UNREACHED] = { "unreached", N_("No mail server could be reached.") },
	[MAIL_TROUBLE_AGAIN] = { "again", N_("The mail server asked to try again later.") },
	[MAIL_TROUBLE_REFUSED] = { "refused", N_("The mail server refused this letter.") },
	[MAIL_TROUBLE_NO_ADDRESS] = { "no-address",
	                              N_("There was no e-mail address to send it to.") },
};

const char *mail_state_code(enum mail_state s)
{
	MUST(s > 0 && (size_t)s < COUNT_OF(states)); /* the schema's check allows nothing else */
	return states[s].code;
}

const char *mail_state_name(enum mail_state s)
{
	MUST(s > 0 && (size_t)s < COUNT_OF(states));
	return states[s].name;
}

bool mail_state_parse(struct str code, enum mail_state *ret)
{
	for (size_t i = 1; i < COUNT_OF(states); i++)
		if (str_is(code, states[i].code)) {
			*ret = (enum mail_state)i;
			return true;
		}
	return false;
}

const char *mail_trouble_code(enum mail_trouble t)
{
	MUST((size_t)t < COUNT_OF(troubles));
	return troubles[t].code;
}

const char *mail_trouble_name(enum mail_trouble t)
{
	MUST((size_t)t < COUNT_OF(troubles));
	return troubles[t].name;
}
