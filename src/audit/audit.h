/*
 * audit/audit.h -- the log of who did what: one hash chain, written in the transaction that does
 * it.
 *
 * hash = SHA-256(previous || id || at || person || action || object || payload), integers as 8
 * bytes big-endian, texts as their length (8 bytes) and their bytes.  Changing, removing or
 * inserting an event breaks the chain from there on.
 */
#pragma once
#include "db/db.h"

/* One event as it is hashed. */
struct audit_event {
	int64_t id; /* 1, 2, 3 ... without a gap */
	time_us at;
	account_id person;
	struct str action, object, payload;
};
void audit_hash(const struct audit_event *e, const unsigned char previous[static 32],
                unsigned char ret[static 32]);

/*
 * Add an event.  `action` is a stable name such as "vote.cast", `object` what it was done to
 * ("vote_question:12"), `payload` a JSON object.  The person is the ctx's.  A clock that stands up
 * to five seconds before the last event is taken to stand at it; further back: ERR_CLOCK_BACK.
 */
enum err audit_record(struct tx *tx, const char *action, struct str object, struct str payload)
	MUST_USE;

/*
 * Add the event that the operator accepts the clock as it stands at ctx->now: the only kind that
 * may go back in time (action "clock.accept", with the last event's time).
 */
enum err audit_record_clock(struct tx *tx) MUST_USE;

/*
 * A text or an address of a person as the log may hold it, for nothing of a person stands in it in
 * clear: a digest that only the association's secret makes, or none (p NULL) of no text.
 */
struct str audit_digest(struct ctx *ctx, struct str text);

struct audit_check {
	int64_t events;         /* verified up to here */
	int64_t bad;            /* sequence number of the first event that does not fit; 0: none */
	unsigned char head[32]; /* hash of the last event that fits; zeros when there is none */
};
/*
 * Walk the whole chain, in pieces that need little memory.  ERR_OK also when it is broken: see
 * ret->bad. That events are missing at the end shows only when a head noted earlier is compared.
 */
enum err audit_verify(struct ctx *ctx, struct audit_check *ret) MUST_USE;
/* The newest event, or the one of a number (not 0): whoever notes its hash can tell later that
 * nothing up to it was changed or cut off.  ERR_NOT_FOUND. */
struct audit_head {
	int64_t id;
	time_us at;
	unsigned char hash[32];
};
enum err audit_head_at(struct ctx *ctx, int64_t id, struct audit_head *ret) MUST_USE;

/* --- holding tables against the log --- */

/* What does not agree, a line each, in English: for the operator and the auditor. */
struct audit_faults {
	struct sbuf *out;
	int64_t n;
};
void audit_fault(struct audit_faults *f, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Every event in its order, whatever the chain is worth; stops at the first error of `fn`.  The
 * event lives as long as the call; ctx->arena is the caller's own. */
typedef enum err audit_each(void *arg, const struct audit_event *e);
enum err audit_walk(struct ctx *ctx, audit_each *fn, void *arg) MUST_USE;
/* A member of the payload's object; false when there is none of that kind. */
bool audit_int(struct str payload, const char *key, int64_t *ret);
bool audit_text(struct arena *a, struct str payload, const char *key, struct str *ret);
/* Every object of an array in it, as a payload of its own. */
typedef void audit_item(void *arg, struct str item);
bool audit_items(struct str payload, const char *key, audit_item *fn, void *arg);

/* --- reading --- */

enum { AUDIT_PAGE = 100 };
struct audit_filter {
	account_id person;         /* who did it; 0: anybody */
	struct str action, object; /* exactly; p NULL: any */
	time_us from, to;          /* from <= at < to; TIME_NONE: open */
	int64_t before;            /* those with smaller numbers; 0: from the newest */
};
/* The newest first, at most AUDIT_PAGE; *ret_more: are there others? */
enum err audit_list(struct ctx *ctx, const struct audit_filter *f, struct audit_event **ret,
                    int *ret_n, bool *ret_more) MUST_USE;

/* When the last event was; TIME_NONE for an empty log.  Where a paused clock goes on. */
enum err audit_last_at(struct ctx *ctx, time_us *ret_at) MUST_USE;
