/* serve.c -- near serve: the program's normal life. */
#include "account/account.h"
#include "app/app.h"
#include "app/control.h"
#include "base/log.h"
#include "base/parse.h"
#include "base/str.h"
#include "site/site.h"
#include <getopt.h>
#include <pthread.h>
#include <signal.h>

enum { STOP_SECONDS = 20 };

enum err serve_start(struct home *h, const struct serve_options *o, struct http_server **ret,
                     struct sbuf *why)
{
	/* Kept in the home: the server goes on reading it. */
	h->http = (struct http_config){
		.listen = o->listen,
		.store = h->store,
		.routes = app_routes,
		.effects = h->ctx.effects,
		.frame = app_frame,
		.is_rehearsal = h->is_rehearsal,
		.mail = h->mail.way.server.n ? &h->mail.way : NULL,
		.assets = site_assets,
		.listeners = o->listeners,
		.workers = o->workers,
		.trusted_proxies = o->trusted_proxies,
		.limit_connections_client = o->limit_connections_client,
		.limit_connections = o->limit_connections,
		.limit_streams = o->limit_streams,
		.page_cache = o->page_cache,
		.clock = home_now,
		.clock_arg = h,
		.identify = account_identify,
		.error_page = site_error_page,
		.title = "near",
		.version = NEAR_VERSION,
		.secret = { (const char *)h->secret, sizeof h->secret },
		.metrics_token = str_of(h->metrics_token),
		.public_url = h->public_url[0] ? h->public_url : NULL,
	};
	return http_start(&h->http, ret, why);
}

/* The signals are blocked in every thread and taken here, so that stopping is an ordinary step. */
static void wait_for_signal(const sigset_t *set)
{
	int which;

	while (sigwait(set, &which) != 0)
		;
}

static int serve(struct home *h, const struct serve_options *o)
{
	struct sbuf why = { .arena = h->arena };
	struct http_server *server;
	struct mailer mailer;
	struct control control;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	log_start();
	if (mailer_start(&mailer, h) != ERR_OK) {
		log_stop();
		return refuse("%s: letters cannot be sent: the thread for it did not start",
		              h->dir);
	}
	if (serve_start(h, o, &server, &why) != ERR_OK) {
		mailer_stop(&mailer);
		log_stop();
		return refuse("cannot serve at %s: %s", o->listen, sbuf_done(&why).p);
	}
	control_start(&control, h);
	printf("ready http://127.0.0.1:%d/\n", http_port(server));
	fflush(stdout);
	wait_for_signal(&set);
	control_stop(&control);
	http_stop(server, STOP_SECONDS);
	mailer_stop(&mailer);
	log_stop();
	return EXIT_DONE;
}

enum { THREADS_MOST = 1024, CONNECTIONS_MOST = 1000000 };

/* 1 to `most`; -1 when it is not that. */
static int parse_count(const char *text, int most)
{
	int64_t n;

	return parse_i64(str_of(text), 1, most, &n) ? (int)n : -1;
}

static bool take_option(int o, struct serve_options *so, struct home_options *ho)
{
	switch (o) {
	case 'l':
		so->listen = optarg;
		break;
	case 'd':
		ho->db = optarg;
		break;
	case 't':
		so->trusted_proxies = optarg;
		break;
	case 'w':
		so->workers = parse_count(optarg, THREADS_MOST);
		break;
	case 'n':
		so->listeners = parse_count(optarg, THREADS_MOST);
		break;
	case 'c':
		so->limit_connections_client = parse_count(optarg, CONNECTIONS_MOST);
		break;
	case 'm':
		so->limit_connections = parse_count(optarg, CONNECTIONS_MOST);
		break;
	case 's':
		so->limit_streams = parse_count(optarg, CONNECTIONS_MOST);
		break;
	case 'C':
		so->page_cache = false;
		break;
	default:
		return false;
	}
	return so->workers >= 0 && so->listeners >= 0 && so->limit_connections_client >= 0 &&
	       so->limit_connections >= 0 && so->limit_streams >= 0;
}

int command_serve(int argc, char **argv)
{
	static const struct option options[] = {
		{ "listen", required_argument, NULL, 'l' },
		{ "db", required_argument, NULL, 'd' },
		{ "trust-proxy", required_argument, NULL, 't' },
		{ "workers", required_argument, NULL, 'w' },
		{ "listeners", required_argument, NULL, 'n' },
		{ "client-connections", required_argument, NULL, 'c' },
		{ "connections", required_argument, NULL, 'm' },
		{ "streams", required_argument, NULL, 's' },
		{ "no-page-cache", no_argument, NULL, 'C' },
		{ 0 },
	};
	struct serve_options so = { .listen = "127.0.0.1:8080", .page_cache = true };
	struct home_options ho = { .writer = true, .share = true };
	struct home h;
	int o, code;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (!take_option(o, &so, &ho))
			return usage("serve");
	if (optind + 1 != argc)
		return usage("serve");
	ho.dir = argv[optind];
	if (!home_open(&h, &ho))
		return EXIT_REFUSED;
	code = mailer_conf_open(&h) ? serve(&h, &so) : EXIT_REFUSED;
	home_close(&h);
	return code;
}
