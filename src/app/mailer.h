/*
 * app/mailer.h -- the thread of a serving process that sends what stands in the outbox, and what
 * near.conf says about mail.
 *
 * Requests never wait for a mail server: they write letters, this sends them.  Several processes on
 * one database may each have one; a letter is claimed by one of them (mail/).
 */
#pragma once
#include "mail/mail.h"
#include <pthread.h>

struct home;

/* The keys of near.conf that begin with "mail"; server[0] == 0: no mail goes out. */
struct mailer_conf {
	char server[256], from[MIME_ADDRESS_MAX + 1], user[256];
	char password_file[512], password[1025];
	enum smtp_tls tls;
	bool in_rehearsal;   /* letters of a rehearsal go out as well */
	struct mail_way way; /* made by mailer_conf_open() */
};
/* Set one key; what is wrong with it, or NULL. */
const char *mailer_conf_set(struct mailer_conf *c, struct str key, struct str value);
/* Look at the keys together and read the password; complains on standard error. */
bool mailer_conf_open(struct home *h);

struct mailer {
	struct home *home;
	struct db *db;
	struct smtp_sender *sender;
	pthread_t thread;
	_Atomic bool is_stopping;
	bool is_running;
};
/* Begin to send, if there is a way out.  ERR_DB, ERR_IO: it cannot begin. */
enum err mailer_start(struct mailer *m, struct home *h) MUST_USE;
/* A letter under way is let go of within a second; it is tried again by whoever serves next. */
void mailer_stop(struct mailer *m);
