/*
 * live_send.c -- the sender: one thread that owns the sockets of all streams.
 *
 * A stream is given a piece (its head, a state, a beat) and takes as much of it as its socket has
 * room for.  What comes next is decided when a piece is finished: the newest state, if the client
 * has another, or a beat that is due.  So whoever is slow skips states and is never sent half of
 * one.
 */
#include "base/time.h"
#include "http/live_hub.h"
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256 };

static void count(_Atomic uint64_t *counter)
{
	atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

/* --- the two lists of the sender --- */

static void append_to_beats(struct http_live *l, struct live_stream *s)
{
	s->beat_next = NULL;
	s->beat_prev = l->beat_last;
	if (l->beat_last)
		l->beat_last->beat_next = s;
	else
		l->beat_first = s;
	l->beat_last = s;
}

static void remove_from_beats(struct http_live *l, struct live_stream *s)
{
	if (s->beat_prev)
		s->beat_prev->beat_next = s->beat_next;
	else
		l->beat_first = s->beat_next;
	if (s->beat_next)
		s->beat_next->beat_prev = s->beat_prev;
	else
		l->beat_last = s->beat_prev;
}

static void append_to_region(struct live_stream *s)
{
	s->next = s->region->streams;
	if (s->next)
		s->next->prev = s;
	s->region->streams = s;
}

static void remove_from_region(struct live_stream *s)
{
	if (s->prev)
		s->prev->next = s->next;
	else
		s->region->streams = s->next;
	if (s->next)
		s->next->prev = s->prev;
}

/* libmicrohttpd may not have closed its own number of the socket yet, so closing is not enough. */
static void end(struct http_live *l, struct live_stream *s)
{
	remove_from_beats(l, s);
	remove_from_region(s);
	(void)epoll_ctl(l->epoll_fd, EPOLL_CTL_DEL, s->fd, NULL);
	close(s->fd);
	live_stream_free(l, s);
}

/* --- sending --- */

static bool next_piece(struct http_live *l, struct live_stream *s)
{
	struct live_bytes *shown = s->region->shown;

	if (shown && shown->id != s->seen)
		s->piece = live_bytes_ref(shown);
	else if (s->is_beat_due)
		s->piece = live_bytes_ref(l->beat);
	else
		return false;
	s->at = 0;
	/* A state tells as well that the connection is alive. */
	s->is_beat_due = false;
	return true;
}

static void finish_piece(struct http_live *l, struct live_stream *s)
{
	if (s->piece->id) {
		s->seen = s->piece->id;
		count(&l->core->metrics->events);
	}
	live_bytes_unref(s->piece);
	s->piece = NULL;
}

static void wait_for_room(struct http_live *l, struct live_stream *s, bool is_waiting)
{
	struct epoll_event want = { .events = EPOLLRDHUP | (is_waiting ? EPOLLOUT : 0),
		                    .data.ptr = s };

	if (s->is_waiting == is_waiting)
		return;
	s->is_waiting = is_waiting;
	MUST(epoll_ctl(l->epoll_fd, EPOLL_CTL_MOD, s->fd, &want) == 0);
}

/* As much as there is room for.  False: the client is gone. */
static bool push(struct http_live *l, struct live_stream *s, int64_t now_us)
{
	while (s->piece || next_piece(l, s)) {
		ssize_t n = send(s->fd, s->piece->p + s->at, s->piece->n - s->at,
		                 MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN)
			return false;
		if (n < 0) {
			if (s->stuck_us == 0)
				s->stuck_us = now_us;
			wait_for_room(l, s, true);
			return true;
		}
		s->stuck_us = 0;
		s->at += (size_t)n;
		if (s->at == s->piece->n)
			finish_piece(l, s);
	}
	wait_for_room(l, s, false);
	return true;
}

static bool may_go_on(const struct live_stream *s)
{
	return !s->guard || !atomic_load_explicit(&s->guard->is_gone, memory_order_acquire);
}

static void push_or_end(struct http_live *l, struct live_stream *s, int64_t now_us)
{
	if (!may_go_on(s) || !push(l, s, now_us))
		end(l, s);
}

/* --- what has happened --- */

static void begin(struct http_live *l, struct live_stream *s, int64_t now_us)
{
	struct epoll_event want = { .events = EPOLLRDHUP, .data.ptr = s };
	bool is_ended;

	append_to_region(s);
	s->beat_us = now_us + l->beat_us;
	append_to_beats(l, s);
	pthread_mutex_lock(&l->lock);
	is_ended = s->region->is_ended;
	if (!s->region->shown)
		s->region->shown = live_bytes_ref(s->region->state);
	pthread_mutex_unlock(&l->lock);
	if (!is_ended && epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD, s->fd, &want) == 0)
		push_or_end(l, s, now_us);
	else
		end(l, s);
}

static void take_inbox(struct http_live *l)
{
	int64_t now_us = time_monotonic_us();
	struct live_stream *s, *next;

	pthread_mutex_lock(&l->lock);
	s = l->inbox;
	l->inbox = NULL;
	pthread_mutex_unlock(&l->lock);
	for (; s; s = next) {
		next = s->next_new;
		begin(l, s, now_us);
	}
}

/* Tell all streams of a region of its newest state, or of its end. */
static void tell(struct http_live *l, struct http_live_region *r, bool is_ended)
{
	int64_t begun_us = time_monotonic_us();
	struct live_stream *next;

	for (struct live_stream *s = r->streams; s; s = next) {
		next = s->next;
		/* Whoever waits for room gets it when there is some. */
		if (is_ended)
			end(l, s);
		else if (!s->is_waiting || !may_go_on(s))
			push_or_end(l, s, begun_us);
	}
	pthread_mutex_lock(&l->lock);
	r->sending_us = time_monotonic_us() - begun_us;
	live_region_unref(l, r);
	pthread_mutex_unlock(&l->lock);
}

static void take_news(struct http_live *l)
{
	struct http_live_region *r;
	bool is_ended = false;

	for (;;) {
		pthread_mutex_lock(&l->lock);
		r = l->news;
		if (r) {
			l->news = r->next_news;
			r->is_news = false;
			is_ended = r->is_ended;
			live_bytes_unref(r->shown);
			r->shown = live_bytes_ref(r->state);
		}
		pthread_mutex_unlock(&l->lock);
		if (!r)
			return;
		tell(l, r, is_ended);
	}
}

/* Streams stand in the order in which their beats are due, for all wait equally long. */
static void beat(struct http_live *l)
{
	int64_t now_us = time_monotonic_us();
	struct live_stream *s;

	while ((s = l->beat_first) && s->beat_us <= now_us) {
		remove_from_beats(l, s);
		s->beat_us = now_us + l->beat_us;
		append_to_beats(l, s);
		s->is_beat_due = true;
		if (s->stuck_us && now_us - s->stuck_us >= l->take_us) {
			count(&l->core->metrics->dropped);
			end(l, s);
		} else if (!s->is_waiting) {
			push_or_end(l, s, now_us);
		}
	}
}

static void hear(struct http_live *l, struct live_stream *s, uint32_t events)
{
	if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		end(l, s);
	else
		push_or_end(l, s, time_monotonic_us());
}

/* --- the thread --- */

static int wait_ms(const struct http_live *l)
{
	int64_t span_us;

	if (!l->beat_first)
		return -1;
	span_us = l->beat_first->beat_us - time_monotonic_us();
	return span_us > 0 ? (int)((span_us + 999) / 1000) : 0;
}

static bool drain_wake(struct http_live *l)
{
	uint64_t n;

	return read(l->wake_fd, &n, sizeof n) == sizeof n;
}

void *live_run_sender(void *live)
{
	struct http_live *l = live;
	struct epoll_event events[EVENTS], want = { .events = EPOLLIN };

	l->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	MUST(l->epoll_fd >= 0 && epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD, l->wake_fd, &want) == 0);
	while (!atomic_load(&l->is_stopping)) {
		int n = epoll_wait(l->epoll_fd, events, EVENTS, wait_ms(l));

		/* An end frees a stream, and each is told of once: so nobody is told of after it.
		 */
		for (int i = 0; i < n; i++)
			if (events[i].data.ptr)
				hear(l, events[i].data.ptr, events[i].events);
		if (drain_wake(l)) {
			take_inbox(l);
			take_news(l);
		}
		beat(l);
	}
	while (l->beat_first)
		end(l, l->beat_first);
	close(l->epoll_fd);
	return NULL;
}
