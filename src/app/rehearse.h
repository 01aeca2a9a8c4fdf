/*
 * app/rehearse.h -- a session played over HTTP: the scenario as it was read, and who plays in it.
 *
 * rehearse.c reads the scenario, prepares the people and reports; rehearse_play.c does the steps,
 * each through the same pages that a person uses.
 */
#pragma once
#include "account/account.h"
#include "app/app.h"
#include "decision/decision.h"
#include "http/client.h"
#include "meeting/meeting.h"

enum rehearse_action {
	REHEARSE_ACCREDIT,
	REHEARSE_OPEN_SESSION,
	REHEARSE_OPEN_QUESTION,
	REHEARSE_VOTE,
	REHEARSE_CLOSE_QUESTION,
	REHEARSE_CLOSE_SESSION
};

struct rehearse_step {
	enum rehearse_action action;
	struct str actor, choice, who; /* who: "all" or slugs separated by spaces */
	int64_t item, pause;           /* seconds before the step at the speed of life */
	int line;                      /* in steps.csv, for complaints */
};

struct rehearse_person {
	struct str name;            /* what they sign in with */
	struct member government;   /* of a delegate; .id.v == 0: none */
	struct http_client *client; /* signed in; NULL: not yet */
	struct str invitation;
};

struct rehearsal {
	const char *dir; /* of the scenario */
	struct home *home;
	struct http_server *server;
	struct meeting session;
	struct str pack, session_slug, clock;
	struct rehearse_step *steps;
	int step_count;
	struct rehearse_person *people; /* chair, secretariat, then the delegations */
	int people_count;
	double speed; /* 0: no pauses; 1: as in life */
	bool quiet;   /* print nothing while playing */
};

enum { REHEARSE_CHAIR, REHEARSE_SECRETARIAT, REHEARSE_DELEGATES }; /* places in people */

/* Do every step; complains on standard error and gives false at the first that is refused. */
bool rehearse_play(struct rehearsal *r);
