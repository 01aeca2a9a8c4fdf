/*
 * http/live_hub.h -- what live.c, live_render.c and live_send.c share; nobody else includes it.
 *
 * One lock guards all that is said to be "under the lock"; it is held for moments and never while
 * something is rendered, read or sent.
 */
#pragma once
#include "http/core.h"
#include "http/live.h"
#include <pthread.h>

enum {
	LIVE_BUCKETS = 256,
	LIVE_CLIENT_BUCKETS = 4096,
	LIVE_SEND_BUFFER =
		32 * 1024, /* the system's, of each stream: old states must not pile up in it */
};

/* Bytes on their way to any number of streams. */
struct live_bytes {
	_Atomic int refs;
	uint64_t id; /* of a state; 0: something else */
	size_t n;
	char p[];
};

/* A stream's right to go on. */
struct live_guard {
	struct live_guard *next, *prev; /* of its region, under the lock */
	int refs;                       /* under the lock */
	_Atomic bool is_gone;
	/* The renderer's own. */
	struct table_set reads;
	uint64_t since;
	int64_t checked_us;
	size_t session_n;
	char session[];
};

struct live_stream {
	struct http_live_region *region;
	struct live_guard *guard;                      /* NULL: everyone may */
	struct live_stream *client_next, *client_prev; /* those of like clients, under the lock */
	struct live_stream *next_new;                  /* in the inbox, under the lock */
	struct http_addr network;                      /* as http_addr_client() has it */
	int fd;
	/* The sender's own. */
	struct live_stream *next, *prev; /* of its region */
	struct live_stream *beat_next,
		*beat_prev;           /* all, in the order in which their beats are due */
	struct live_bytes *piece;     /* what is being sent; NULL: nothing */
	size_t at;                    /* as far as it has been taken */
	uint64_t seen;                /* the state that the client has */
	int64_t beat_us, stuck_us;    /* when the next is due; since when it takes nothing, or 0 */
	bool is_beat_due, is_waiting; /* waiting: for room in the socket */
};

struct http_live_region {
	/* Under the lock. */
	struct http_live_region *next_in_bucket, *next, *prev, *next_news;
	int refs;
	struct live_bytes *state; /* the newest */
	struct live_guard *guards;
	struct table_set reads; /* what the newest state rests on, and when it was begun */
	uint64_t since;
	int64_t rendered_us, due_us; /* due: not again before */
	int64_t checked_us;          /* its guards */
	int64_t sending_us;          /* how long it last took to tell all streams */
	bool is_news, is_ended;
	/* Never changed. */
	struct http_live_key key; /* its strings lie in `text` */
	uint64_t hash;
	int need;
	/* The sender's own. */
	struct live_bytes *shown;
	struct live_stream *streams;
	char text[];
};

struct http_live {
	struct http_core *core;
	_Atomic bool is_stopping;
	_Atomic bool is_called; /* there is something new for the renderer */
	pthread_t sender, renderer;
	int wake_fd;     /* of the sender */
	int64_t beat_us; /* between two beats */
	int64_t take_us; /* whoever takes nothing for so long is given up */
	struct live_bytes *beat;

	pthread_mutex_t lock;
	struct http_live_region *buckets[LIVE_BUCKETS];
	struct http_live_region *regions; /* a ring; NULL: none */
	int region_count;
	struct http_live_region *news; /* those whose state or end the sender has not seen */
	struct live_stream *inbox;     /* streams that the sender has not seen */
	struct live_stream *clients[LIVE_CLIENT_BUCKETS];
	int stream_count;

	/* The sender's own. */
	int epoll_fd;
	struct live_stream *beat_first, *beat_last;
};

/* live.c */
struct live_bytes *live_bytes_new(uint64_t id, size_t n);
struct live_bytes *live_bytes_ref(struct live_bytes *b);
void live_bytes_unref(struct live_bytes *b);
/* A state as an event: id, data, an empty line. */
struct live_bytes *live_event(struct str fragment);
void live_wake(struct http_live *l); /* the sender */
/* Under the lock. */
void live_region_unref(struct http_live *l, struct http_live_region *r);
void live_guard_unref(struct live_guard *g);
void live_news(struct http_live *l, struct http_live_region *r); /* the sender must look at it */
/* The socket is closed already. */
void live_stream_free(struct http_live *l, struct live_stream *s);

void *live_run_sender(void *live);
void *live_run_renderer(void *live);
