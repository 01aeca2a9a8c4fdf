/* mailer.c -- the thread that sends letters. */
#include "app/app.h"
#include "base/log.h"
#include "base/str.h"
#include "base/time.h"

static const int64_t second_us = 1000000;
enum {
	LOOK_SECONDS = 60,  /* at the latest, should a clock have jumped */
	PAUSE_SECONDS = 60, /* when no server could be reached: every letter would meet the same */
	FAULT_SECONDS = 10  /* when the database did not answer */
};

static enum smtp_outcome send_one(void *arg, struct arena *a, const struct mime_letter *letter,
                                  struct str *ret_said)
{
	return smtp_send(arg, a, letter, ret_said);
}

/* What a server says may name a person's address: it stands in the outbox, and not in the log. */
static void log_step(const struct mail_step *s)
{
	static const char *const words[] = { [MAIL_STEP_IDLE] = "idle",
		                             [MAIL_STEP_SENT] = "sent",
		                             [MAIL_STEP_FAILED] = "failed",
		                             [MAIL_STEP_AGAIN] = "again" };
	char id[24];
	struct log_pair pairs[] = { { "id", { id, 0 } },
		                    { "outcome", str_of(words[s->kind]) },
		                    { "why", s->said } };

	pairs[0].value.n = (size_t)snprintf(id, sizeof id, "%" PRId64, s->id.v);
	log_line(s->kind == MAIL_STEP_SENT ? LOG_INFO : LOG_WARN, "mail", pairs,
	         s->is_unreached ? 3 : 2);
}

/* How long to rest until the next step; *ret_reads: what another letter would change. */
static int64_t step(struct mailer *m, struct arena *a, struct table_set *ret_reads)
{
	struct home *h = m->home;
	const struct mail_post post = { .from = h->mail.way.from,
		                        .send = send_one,
		                        .arg = m->sender,
		                        .clock = home_now,
		                        .clock_arg = h };
	struct ctx ctx = { .arena = a,
		           .db = m->db,
		           .lang = LANGUAGE_EN,
		           .effects = h->ctx.effects,
		           .is_rehearsal = h->is_rehearsal };
	struct mail_step s;
	enum err e = mail_step(&ctx, &post, &s);
	int64_t wait_us;

	*ret_reads = (struct table_set){ 0 };
	if (e != ERR_OK) {
		log_why(LOG_ERROR, "mail", "%s: %s", err_message(e), db_why(m->db));
		return FAULT_SECONDS * second_us;
	}
	if (s.kind != MAIL_STEP_IDLE) {
		log_step(&s);
		return s.is_unreached ? PAUSE_SECONDS * second_us : 0;
	}
	*ret_reads = ctx.reads;
	wait_us = s.next_at.us == TIME_NONE.us ? LOOK_SECONDS * second_us
	                                       : s.next_at.us - ctx.now.us;
	return wait_us < LOOK_SECONDS * second_us ? wait_us : LOOK_SECONDS * second_us;
}

/* Until it is time, a letter was written or released, or the process stops. */
static void rest(struct mailer *m, uint64_t seen, const struct table_set *reads, int64_t wait_us)
{
	struct db_store *store = m->home->store;
	int64_t until_us = time_monotonic_us() + wait_us, left_us = wait_us;

	while (left_us > 0 && !m->is_stopping && db_is_current(store, reads, seen)) {
		db_wait(store, db_version(store), left_us, &m->is_stopping);
		left_us = until_us - time_monotonic_us();
	}
}

static void *run(void *arg)
{
	struct mailer *m = arg;
	struct arena *a = arena_new();

	while (!m->is_stopping) {
		uint64_t seen = db_version(m->home->store);
		struct table_set reads;
		int64_t wait_us = step(m, a, &reads);

		rest(m, seen, &reads, wait_us);
		arena_reset(a);
	}
	arena_free(a);
	return NULL;
}

static struct smtp_sender *new_sender(struct mailer *m)
{
	const struct mailer_conf *c = &m->home->mail;
	const struct smtp_server server = { .url = c->server,
		                            .user = c->user[0] ? c->user : NULL,
		                            .password = c->user[0] ? c->password : NULL,
		                            .tls = c->tls };

	return smtp_sender_new(&server, &m->is_stopping);
}

enum err mailer_start(struct mailer *m, struct home *h)
{
	m->home = h;
	m->is_stopping = m->is_running = false;
	if (!h->mail.way.is_open)
		return ERR_OK;
	m->db = db_open(h->store);
	if (!m->db)
		return ERR_DB;
	m->sender = new_sender(m);
	m->is_running = pthread_create(&m->thread, NULL, run, m) == 0;
	if (m->is_running)
		return ERR_OK;
	smtp_sender_free(m->sender);
	db_close(m->db);
	return ERR_IO;
}

void mailer_stop(struct mailer *m)
{
	if (!m->is_running)
		return;
	m->is_stopping = true;
	db_wake(m->home->store);
	pthread_join(m->thread, NULL);
	smtp_sender_free(m->sender);
	db_close(m->db);
	m->is_running = false;
}
