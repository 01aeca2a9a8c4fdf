/*
 * meeting/meeting_mail.h -- letters of a session in the outbox: invitations, and what was changed
 * after them.
 *
 * Every letter is held until the secretariat has read and released it (mail/).  They are about
 * "meeting_invitation:ID" and "meeting_change:ID".  A part of meeting/meeting.h, which other rooms
 * include.
 */
#pragma once
#include "mail/mail.h"
#include "organ/organ.h"

/*
 * Write the letters of meeting_letters() to all whose invitation has not been released yet; what is
 * still held is written anew.  ERR_PUBLIC_URL (base.p == NULL), errors of meeting_letters().
 * *ret_n: how many.
 */
enum err meeting_invite(struct ctx *ctx, meeting_session_id id, struct str base, int64_t *ret_n)
	MUST_USE;
/* Were invitations released, and how many changes since then, or since the last letters about
 * changes were released, would further letters tell of? */
enum err meeting_untold(struct ctx *ctx, meeting_session_id id, bool *ret_is_invited,
                        int64_t *ret_n) MUST_USE;
/* Write letters about those changes to all who were invited; those still held are written anew.
 * ERR_MEETING_UNTOLD: there is nothing to tell. */
enum err meeting_notify(struct ctx *ctx, meeting_session_id id, struct str base, int64_t *ret_n)
	MUST_USE;

extern const struct route meeting_mail_routes[];
