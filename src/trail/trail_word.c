/* trail_word.c -- what the log's codes are called. */
#include "base/parse.h"
#include "base/str.h"
#include "trail/trail.h"

struct word {
	const char *code, *name;
};

/* In the order of the codes. */
static const struct word actions[] = {
	{ "account.accept", N_("audit|Invitation used") },
	{ "account.add", N_("audit|Account made") },
	{ "account.close", N_("audit|Account closed") },
	{ "account.grant", N_("audit|Role given") },
	{ "account.invite", N_("audit|Invitation made") },
	{ "account.recall", N_("audit|Roles and sign-ins of a recalled delegate ended") },
	{ "account.rename", N_("audit|Name of a person corrected") },
	{ "account.set_email", N_("audit|E-mail address changed") },
	{ "account.set_password", N_("audit|Password set") },
	{ "account.sign_in", N_("audit|Signed in") },
	{ "account.sign_in_failed", N_("audit|Sign-in failed") },
	{ "account.sign_out", N_("audit|Signed out") },
	{ "account.withdraw", N_("audit|Role withdrawn") },
	{ "association.baseline", N_("audit|Tables recorded as they were") },
	{ "association.init", N_("audit|Association made") },
	{ "association.restore", N_("audit|Restored from a backup") },
	{ "clock.accept", N_("audit|Clock accepted by the operator") },
	{ "decision.register", N_("audit|Decision registered") },
	{ "mail.cancel", N_("audit|Letter cancelled") },
	{ "mail.cancel_all", N_("audit|Letters cancelled") },
	{ "mail.edit", N_("audit|Letter edited") },
	{ "mail.fail", N_("audit|Letter could not be sent") },
	{ "mail.queue", N_("audit|Letter written") },
	{ "mail.queue_all", N_("audit|Letters written") },
	{ "mail.release", N_("audit|Letter released") },
	{ "mail.release_all", N_("audit|Letters released") },
	{ "mail.retry", N_("audit|Letter tried again") },
	{ "mail.retry_all", N_("audit|Letters tried again") },
	{ "mail.sent", N_("audit|Letter sent") },
	{ "meeting.accredit", N_("audit|Credentials accepted") },
	{ "meeting.accredit_all", N_("audit|Credentials accepted together") },
	{ "meeting.accredit_withdraw", N_("audit|Accreditation withdrawn") },
	{ "meeting.check_in", N_("audit|Delegate checked in") },
	{ "meeting.check_out", N_("audit|Delegate checked out") },
	{ "meeting.close", N_("audit|Session closed") },
	{ "meeting.convene", N_("audit|Session convened") },
	{ "meeting.credentials_refuse", N_("audit|Credentials refused") },
	{ "meeting.delegate_add", N_("audit|Delegate registered") },
	{ "meeting.delegate_change", N_("audit|Delegate's registration changed") },
	{ "meeting.delegate_recall", N_("audit|Delegate recalled") },
	{ "meeting.draft", N_("audit|Session drafted") },
	{ "meeting.edit", N_("audit|Session changed") },
	{ "meeting.item_call", N_("audit|Item called") },
	{ "meeting.item_edit", N_("audit|Item changed") },
	{ "meeting.item_leave", N_("audit|Item left") },
	{ "meeting.item_move", N_("audit|Item moved") },
	{ "meeting.item_postpone", N_("audit|Item postponed") },
	{ "meeting.item_put", N_("audit|Item put on the agenda") },
	{ "meeting.item_withdraw", N_("audit|Item withdrawn") },
	{ "meeting.open", N_("audit|Session opened") },
	{ "meeting.publish", N_("audit|Session published") },
	{ "meeting.quorum_lost", N_("audit|Quorum lost") },
	{ "meeting.quorum_reached", N_("audit|Quorum reached") },
	{ "meeting.resume", N_("audit|Session resumed") },
	{ "meeting.suspend", N_("audit|Session suspended") },
	{ "member.admit", N_("audit|Member admitted") },
	{ "member.expel", N_("audit|Member expelled") },
	{ "organ.next_host", N_("audit|Next host named") },
	{ "vote.cancel", N_("audit|Vote cancelled") },
	{ "vote.cast", N_("audit|Vote cast") },
	{ "vote.close", N_("audit|Vote closed") },
	{ "vote.hands", N_("audit|Hands counted") },
	{ "vote.open", N_("audit|Vote opened") },
	{ "vote.seat", N_("audit|Stand-in seated on an open roll") },
};
static const struct word things[] = {
	{ "account", N_("audit|Account") },
	{ "association", N_("audit|Association") },
	{ "decision", N_("audit|Decision") },
	{ "mail_message", N_("audit|Letter") },
	{ "meeting_delegate", N_("audit|Delegate") },
	{ "meeting_displacement", N_("audit|Displaced delegate") },
	{ "meeting_item", N_("audit|Agenda item") },
	{ "meeting_session", N_("audit|Session") },
	{ "member_government", N_("audit|Government") },
	{ "organ", N_("audit|Organ") },
	{ "vote_question", N_("audit|Vote") },
};

const char *trail_action_name(struct str action)
{
	for (size_t i = 0; i < COUNT_OF(actions); i++)
		if (str_is(action, actions[i].code))
			return actions[i].name;
	return NULL;
}

const char *trail_action(int i)
{
	return i < (int)COUNT_OF(actions) ? actions[i].code : NULL;
}

const char *trail_object_name(struct str object, int64_t *ret_number)
{
	struct str rest = object, kind;

	if (!str_cut(&rest, ':', &kind) || !parse_i64(rest, 0, INT64_MAX, ret_number))
		return NULL;
	for (size_t i = 0; i < COUNT_OF(things); i++)
		if (str_is(kind, things[i].code))
			return things[i].name;
	return NULL;
}
