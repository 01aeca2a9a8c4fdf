/*
 * http/server.h -- what the files of the running server share; nobody else includes it.
 *
 * Threads:
 *   door       accepts connections, spreads them over the listeners, closes the slow ones (door.c)
 *   listeners  one libmicrohttpd daemon each: read requests, answer from the page cache, send
 * (listen.c) crews      all else: database, handlers, pages; one crew for GET, one for POST
 * (crew.c)
 *
 * A connection belongs to its listener; while a request of it is with a worker it is suspended and
 * belongs to the worker, until MHD_resume_connection().  The door looks at the atomic fields alone.
 */
#pragma once
#include "http/page_cache.h"
#include <pthread.h>
#include <stdarg.h>

struct MHD_Connection;
struct MHD_Daemon;

enum {
	LISTENERS_MAX = 64,
	CREW_MAX = 256,
	TARGET_NEAR = 192,
	BODY_DRAIN_MAX = 1024 *
	                 1024, /* a refused body up to this is read to its end and forgotten */
	CUT_ROOM = 128, /* connections that were cut and that their listener has not closed yet */
	POOL_BYTES = 80 * 1024, /* libmicrohttpd's memory for a connection */
};

/* What the door may think of a connection. */
enum http_phase {
	PHASE_READING, /* waiting for a request, or in the middle of one */
	PHASE_WORKING, /* read whole, being answered */
	PHASE_SENDING
};

struct http_conn {
	struct http_server *server;
	struct MHD_Connection *mhd;
	struct http_conn *next, *prev; /* the list of all, under http_server.conns_lock */
	int fd, listener;
	struct http_addr peer;

	/* The request under way. */
	bool is_begun, is_looked_at, is_too_large, is_cached;
	bool is_given_away; /* the socket is the live streams' now */
	enum err refused;
	char id[HTTP_ID_TEXT];
	struct str method, target;
	struct http_head head;
	char *body;
	size_t body_n, body_room;
	int64_t begun_us;
	struct http_wire *wire; /* its answer, once there is one */
	int route, status;
	size_t sent_bytes;
	struct http_addr client;
	char *far_target; /* of a target that does not fit below */
	/* The target without what the route does not declare, where that is another one; else p is
	 * NULL.  The page cache knows the page by it. */
	struct str page_target;
	char near_target[TARGET_NEAR];

	/* For the door. */
	_Atomic int phase;
	_Atomic int64_t phase_us;  /* when it began */
	_Atomic uint64_t answered; /* requests so far */
	_Atomic size_t sending_bytes;

	/* The door's own. */
	struct http_addr network; /* as http_addr_client() has it */
	uint64_t swept_answered;  /* `answered` when it last looked */
	uint64_t idle_bytes;      /* bytes received when the connection was last seen idle */
	int64_t reading_us;       /* when the request being read was first seen, or 0 */
	bool is_cut;
};

struct http_worker {
	struct http_server *server;
	struct http_crew *crew;
	pthread_t thread;
	pthread_cond_t wake;
	struct http_conn *job; /* handed over while it was idle */
	struct arena *arena;
	struct db *db; /* opened with the first job */
};

/*
 * Some workers and the requests that wait for them.  Pages keep a core busy: their crew is small,
 * for more threads than cores only take turns.  Writes wait for the disk, and the more of them wait
 * together the more share one sync: their crew is large.
 */
struct http_crew {
	struct http_server *server;
	pthread_mutex_t lock;
	struct http_worker *workers;
	int worker_count;
	struct http_worker *
		*idle; /* the last to become idle is the first to work: its memory is warm */
	int idle_count;
	struct http_conn **queue; /* a ring */
	int room, first, waiting;
	bool is_closing, is_hurried; /* hurried: refuse what waits, ERR_STOPPING */
	/* Of the hashers: threads that yield to all others, requests that are forgotten when their
	 * client has gone, and at most half of the line for one network. */
	bool is_patient;
};

struct http_door {
	pthread_t thread;
	int listen_fd, wake_fd, port;
	_Atomic int64_t stop_us; /* when to stop waiting for open connections; 0: not stopping */
};

struct http_listener {
	struct http_server *server;
	int number;
};

struct http_server {
	struct http_core core;
	struct http_cache *cache; /* NULL: off */
	struct http_crew readers, writers;
	/* Ballots have workers that nothing else uses up; whoever hashes a password shares two. */
	struct http_crew voters, hashers;
	struct http_door door;
	struct MHD_Daemon *daemons[LISTENERS_MAX];
	struct http_listener listeners[LISTENERS_MAX];
	_Atomic int load[LISTENERS_MAX]; /* connections of each */
	int listener_count;
	pthread_mutex_t conns_lock;
	struct http_conn *conns;
	int conn_count;
};

/* conn.c */
struct http_conn *http_conn_new(struct http_server *s, int fd, const struct http_addr *peer,
                                int listener);
void http_conn_free(struct http_conn *c);
void http_conn_set_phase(struct http_conn *c, enum http_phase phase);
/* A request line has come. */
void http_conn_begin(struct http_conn *c, const char *target);
/* Its answer has gone, or its client. */
void http_conn_end(struct http_conn *c);
void http_conn_add_body(struct http_conn *c, const char *p, size_t n);
/* Connections from this network (as http_addr_client() has it), and all; not those cut off. */
int http_conns_count(struct http_server *s, const struct http_addr *network, int *ret_all);

/* listen.c */
bool http_listeners_start(struct http_server *s, struct sbuf *why);
void http_listeners_stop(struct http_server *s);
bool http_listener_take(struct http_server *s, struct http_conn *c, const void *addr,
                        unsigned addr_n);

/* library.c: `method` and `version` are libmicrohttpd's own, still in its buffer. */
/* False when its head holds a zero, or a value in several lines, or lines that end in two ways. */
bool http_head_is_whole(const struct http_conn *c, const char *method, const char *version);
/* What libmicrohttpd says: MHD_OPTION_EXTERNAL_LOGGER. */
void http_library_log(void *listener, const char *fmt, va_list args) PRINTF_LIKE(2, 0);
/* A request has ended: take the status of what libmicrohttpd answered by itself. */
void http_library_answered(struct http_conn *c);

/* crew.c */
struct http_crew_size {
	int workers, room; /* requests that may wait */
	bool is_patient;
};
void http_crew_start(struct http_crew *crew, struct http_server *s,
                     const struct http_crew_size *size);
/* Finish what waits (after the deadline: refuse it); from then on everything is refused. */
void http_crew_stop(struct http_crew *crew, int64_t deadline_us);
void http_crew_free(struct http_crew *crew); /* when the listeners have stopped */
/* Hand a suspended connection over; false when too many wait already, or the crew has stopped. */
bool http_crew_give(struct http_crew *crew, struct http_conn *c);
/* The answer to a request that nobody has time for: ERR_BUSY or ERR_STOPPING, in a few bytes. */
void http_crew_refuse(struct http_conn *c, enum err e);
/* What the page cache would know the answer by. */
void http_conn_page_key(struct http_conn *c, struct http_page_key *ret);

/* door.c */
bool http_door_open(struct http_server *s, struct sbuf *why);
void http_door_start(struct http_server *s);
void http_door_close(struct http_server *s); /* opened, but not started */
/* Accept nothing more, wait for open connections to finish until the deadline. */
void http_door_stop(struct http_server *s, int64_t deadline_us);
/* When the crews have stopped: let the listeners send what they were given, a second at most. */
void http_door_finish(struct http_server *s);
