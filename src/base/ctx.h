/*
 * base/ctx.h -- what one request, command or test may use.  Passed to everything; there are no
 * globals.
 */
#pragma once
#include "base/arena.h"
#include "base/base.h"
#include "base/language.h"
#include "errors.h" /* generated from errors.txt: enum err */
#include "ids.h"    /* generated from every schema: one type per table's key, table_set */

struct db;
struct charter_effect;
struct msg_arg;
struct page_frame;
struct mail_way;

struct ctx {
	struct arena *arena;
	struct db *db;                        /* this thread's connection */
	time_us now;                          /* the association's clock, read once a request */
	enum language lang;                   /* the reader's */
	account_id who;                       /* .v == 0: nobody is signed in */
	const struct charter_effect *effects; /* ended by .name == NULL; listed in app/ */
	const struct page_frame *frame;       /* what stands around pages; NULL: nothing */
	struct str base;                      /* "https://near.example"; p == NULL: not set */
	struct str secret;                    /* the association's, 32 bytes: only it has them */
	bool is_rehearsal;                    /* for practice: every page says so */
	const struct mail_way *mail;          /* how letters go out; NULL: they do not */
	struct table_set reads;               /* tables read so far: what a cached page rests on */
	const struct msg_arg *why; /* what the last refusal names; see REFUSE in view/msg.h */
	size_t why_count;
};
