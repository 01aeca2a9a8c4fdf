/*
 * meeting/meeting_displace.h -- whoever loses a seat, their credentials or their place in a
 * delegation is told at once, and it stays on record.
 *
 * Told means: a letter is queued in the transaction that displaces them, and every page says it for
 * a day.  Decides nothing: who displaces whom is meeting_presence.h's and decision/'s.  A part of
 * meeting/meeting.h, which other rooms include.
 */
#pragma once
#include "organ/organ.h"
#include "view/html.h"

/* What a person lost who was displaced; they are told at once, on their pages and by a letter. */
enum meeting_loss {
	MEETING_LOSS_VOTE = 1,
	MEETING_LOSS_STAND_IN,
	MEETING_LOSS_PLACE, /* recalled from the delegation */
	MEETING_LOSS_CREDENTIALS,
	MEETING_LOSS_ROLL /* their place on the roll of a question that is open */
};
struct meeting_displacement {
	struct tr person;     /* of a delegation: who was displaced */
	struct tr government; /* of a person: whose delegation it was */
	enum meeting_loss loss;
	struct tr heir; /* who has it now; text.p == NULL: nobody */
	time_us at;
	struct tr by; /* text.p == NULL: the program */
};
const char *meeting_loss_name(enum meeting_loss l); /* a sentence; message key */
/* In the transaction that displaces somebody: it is recorded, and a letter to them is queued.
 * `heir` may be 0. */
struct meeting_displacing {
	meeting_session_id session;
	member_government_id government;
	account_id who, heir;
	enum meeting_loss loss;
};
enum err meeting_displace(struct tx *tx, const struct meeting_displacing *d) MUST_USE;
/* The name of a person, for readers who are signed in. */
enum err meeting_person(struct ctx *ctx, account_id who, struct tr *ret) MUST_USE;
/* What ctx->who has lost within a day at sessions that are not over, as every page says it. */
enum err meeting_put_displaced(struct html *h, struct ctx *ctx) MUST_USE;
/* Who was displaced in one delegation, the latest first; at most 200. */
enum err meeting_displacements(struct ctx *ctx, meeting_session_id id,
                               member_government_id government, struct meeting_displacement **ret,
                               int *ret_n) MUST_USE;
