/* metrics.c -- counting requests. */
#include "http/metrics.h"
#include "base/time.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Upper bounds in microseconds; the last bucket has none. */
static const int64_t bounds_us[METRICS_BUCKETS - 1] = {
	100,   250,   500,    1000,   2500,   5000,    10000,
	25000, 50000, 100000, 250000, 500000, 1000000, 2500000,
};

struct http_metrics *http_metrics_new(int routes)
{
	struct http_metrics *m = calloc(1, sizeof *m);

	MUST(m);
	m->routes = routes;
	m->started_s = time_now().us / 1000000;
	m->requests = calloc((size_t)(routes + 1) * METRICS_CLASSES, sizeof *m->requests);
	MUST(m->requests);
	return m;
}

void http_metrics_free(struct http_metrics *m)
{
	if (!m)
		return;
	free(m->requests);
	free(m);
}

static void add(_Atomic uint64_t *counter, uint64_t n)
{
	atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

void http_metrics_count(struct http_metrics *m, int route, int status, int64_t us, bool is_cached)
{
	int row = route >= 0 && route < m->routes ? route : m->routes;
	int class = status >= 100 && status < 600 ? status / 100 : 0;
	int bucket = 0;

	while (bucket < METRICS_BUCKETS - 1 && us > bounds_us[bucket])
		bucket++;
	add(&m->requests[row * METRICS_CLASSES + class], 1);
	add(&m->buckets[is_cached][bucket], 1);
	add(&m->total_us[is_cached], (uint64_t)(us > 0 ? us : 0));
}

int64_t http_resident_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	int64_t total = 0, resident = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%" SCNd64 " %" SCNd64, &total, &resident) != 2)
		resident = 0;
	fclose(f);
	return resident * sysconf(_SC_PAGESIZE);
}

static void head(struct sbuf *out, const char *name, const char *type, const char *help)
{
	sbuf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void gauge(struct sbuf *out, const char *name, const char *help, int64_t value)
{
	head(out, name, "gauge", help);
	sbuf_printf(out, "%s %" PRId64 "\n", name, value);
}

static void counter(struct sbuf *out, const char *name, const char *help, uint64_t value)
{
	head(out, name, "counter", help);
	sbuf_printf(out, "%s %" PRIu64 "\n", name, value);
}

static void write_row(struct sbuf *out, const struct route *route, const char *class, uint64_t n)
{
	sbuf_printf(out, "near_http_requests_total{method=\"%s\",",
	            route ? http_method_name(route->method) : "");
	sbuf_printf(out, "route=\"%s\",status=\"%s\"} %" PRIu64 "\n", route ? route->path : "",
	            class, n);
}

static void write_requests(const struct http_metrics *m, const struct http_router *router,
                           struct sbuf *out)
{
	static const char *const classes[METRICS_CLASSES] = { "none", "1xx", "2xx",
		                                              "3xx",  "4xx", "5xx" };

	head(out, "near_http_requests_total", "counter", "Requests by route and class of status.");
	for (int i = 0; i < (m->routes + 1) * METRICS_CLASSES; i++) {
		uint64_t n = atomic_load_explicit(&m->requests[i], memory_order_relaxed);
		int row = i / METRICS_CLASSES;
		const struct route *route = row < m->routes ? router->routes[row].route : NULL;

		if (n > 0)
			write_row(out, route, classes[i % METRICS_CLASSES], n);
	}
}

static void write_histogram(const struct http_metrics *m, int is_cached, struct sbuf *out)
{
	const char *label = is_cached ? "yes" : "no";
	uint64_t sum = 0;

	for (int i = 0; i < METRICS_BUCKETS; i++) {
		sum += atomic_load_explicit(&m->buckets[is_cached][i], memory_order_relaxed);
		sbuf_printf(out, "near_http_request_seconds_bucket{cached=\"%s\",le=\"", label);
		if (i < METRICS_BUCKETS - 1)
			sbuf_printf(out, "%g", (double)bounds_us[i] / 1e6);
		else
			sbuf_lit(out, "+Inf");
		sbuf_printf(out, "\"} %" PRIu64 "\n", sum);
	}
	sbuf_printf(out,
	            "near_http_request_seconds_sum{cached=\"%s\"} %.6f\n"
	            "near_http_request_seconds_count{cached=\"%s\"} %" PRIu64 "\n",
	            label,
	            (double)atomic_load_explicit(&m->total_us[is_cached], memory_order_relaxed) /
	                    1e6,
	            label, sum);
}

void http_metrics_write(const struct http_metrics *m, const struct http_router *router,
                        struct sbuf *out)
{
	write_requests(m, router, out);
	head(out, "near_http_request_seconds", "histogram",
	     "From the request line to the last byte handed to the system.");
	write_histogram(m, 0, out);
	write_histogram(m, 1, out);
	gauge(out, "near_http_connections", "Open connections.", m->connections);
	gauge(out, "near_http_streams", "Open live streams.", m->streams);
	counter(out, "near_http_stream_events_total", "States sent to live streams.", m->events);
	counter(out, "near_http_stream_renderings_total", "Live regions rendered again.",
	        m->renderings);
	gauge(out, "near_http_waiting", "Requests that wait for a worker.", m->waiting);
	gauge(out, "near_http_cache_pages", "Pages in the page cache.", m->cache_pages);
	gauge(out, "near_http_cache_bytes", "Bytes in the page cache.", m->cache_bytes);
	counter(out, "near_http_dropped_total", "Connections closed: too slow or too many.",
	        m->dropped);
	counter(out, "near_http_refused_total", "Requests refused: too many waited.", m->refused);
	gauge(out, "process_resident_memory_bytes", "Resident memory.", http_resident_bytes());
	gauge(out, "process_start_time_seconds", "Start, in seconds since 1970.", m->started_s);
}
