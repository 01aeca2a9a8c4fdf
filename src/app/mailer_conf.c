/* mailer_conf.c -- what near.conf says about mail. */
#include "app/app.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/utf8.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PORT_MOST = 65535 };

static const char not_server[] = "mail must be smtp://HOST:PORT or smtps://HOST:PORT";

/* A name or an address in brackets, as it may stand in an address. */
static bool host_is_valid(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		               (c >= '0' && c <= '9');

		if (!is_word && !strchr(".-:[]", c))
			return false;
	}
	return s.n > 0;
}

static struct str host_of(struct str server)
{
	return str_sub(server, str_find(server, '/', 0) + 2, server.n);
}

static bool server_is_valid(struct str s)
{
	struct str host;
	size_t colon;
	int64_t port;

	if (!str_starts(s, S("smtp://")) && !str_starts(s, S("smtps://")))
		return false;
	host = host_of(s);
	if (!host_is_valid(host))
		return false;
	colon = host.p[0] == '[' ? str_find(host, ':', str_find(host, ']', 0))
	                         : str_find(host, ':', 0);
	return colon == host.n || parse_i64(str_sub(host, colon + 1, host.n), 1, PORT_MOST, &port);
}

static const char *keep(char *into, size_t size, struct str value, const char *too_long)
{
	if (value.n == 0 || value.n >= size)
		return too_long;
	memcpy(into, value.p, value.n);
	into[value.n] = 0;
	return NULL;
}

static const char *set_tls(struct mailer_conf *c, struct str value)
{
	if (str_is(value, "require"))
		c->tls = SMTP_TLS_REQUIRE;
	else if (str_is(value, "offered"))
		c->tls = SMTP_TLS_OFFERED;
	else if (str_is(value, "never"))
		c->tls = SMTP_TLS_NEVER;
	else
		return "mail_tls must be require, offered or never";
	return NULL;
}

static const char *set_in_rehearsal(struct mailer_conf *c, struct str value)
{
	if (!str_is(value, "yes") && !str_is(value, "no"))
		return "mail_in_rehearsal must be yes or no";
	c->in_rehearsal = str_is(value, "yes");
	return NULL;
}

const char *mailer_conf_set(struct mailer_conf *c, struct str key, struct str value)
{
	if (str_is(key, "mail"))
		return server_is_valid(value) ? keep(c->server, sizeof c->server, value, not_server)
		                              : not_server;
	if (str_is(key, "mail_from"))
		return mime_address_is_valid(value)
		               ? keep(c->from, sizeof c->from, value, NULL)
		               : "mail_from must be one e-mail address, without a name";
	if (str_is(key, "mail_user"))
		return keep(c->user, sizeof c->user, value, "mail_user has 1 to 255 bytes");
	if (str_is(key, "mail_password_file"))
		return keep(c->password_file, sizeof c->password_file, value,
		            "mail_password_file has 1 to 511 bytes");
	if (str_is(key, "mail_tls"))
		return set_tls(c, value);
	if (str_is(key, "mail_in_rehearsal"))
		return set_in_rehearsal(c, value);
	return "this key of mail is not known: there are mail, mail_from, mail_user, "
	       "mail_password_file, mail_tls and mail_in_rehearsal";
}

/* --- the keys together --- */

/* A name that means this machine, which no network lies before. */
static bool is_local(const struct mailer_conf *c)
{
	struct str host = host_of(str_of(c->server));

	return str_starts(host, S("127.")) || str_starts(host, S("[::1]")) ||
	       str_is(str_sub(host, 0, str_find(host, ':', 0)), "localhost");
}

/* What is wrong, or NULL. */
static const char *fault_of(const struct mailer_conf *c)
{
	bool is_smtps = str_starts(str_of(c->server), S("smtps:"));

	if (!c->from[0])
		return "mail is set and mail_from is not: from which address do letters come?";
	if ((c->user[0] != 0) != (c->password_file[0] != 0))
		return "mail_user and mail_password_file go together";
	if (c->user[0] && c->tls != SMTP_TLS_REQUIRE && !is_smtps && !is_local(c))
		return "a password goes over the network with mail_tls = require alone";
	return NULL;
}

static bool refuse_password(const struct home *h, const char *path, const char *why)
{
	refuse("%s: the mail server's password, %s, %s", h->dir, path, why);
	return false;
}

/* A relative path lies in the association's folder. */
static bool read_password(struct home *h)
{
	struct mailer_conf *c = &h->mail;
	struct str password;
	char path[2048];
	struct stat st;
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "%s%s%s", c->password_file[0] == '/' ? "" : h->dir,
	         c->password_file[0] == '/' ? "" : "/", c->password_file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return refuse_password(h, path, strerror(errno));
	n = fstat(fd, &st) == 0 ? read(fd, c->password, sizeof c->password) : -1;
	close(fd);
	if (n < 0 || n == (ssize_t)sizeof c->password)
		return refuse_password(h, path, "cannot be read or is too long");
	if (st.st_mode & (S_IROTH | S_IWOTH))
		return refuse_password(h, path, "is open to everybody.  Close it with: chmod 600");
	password = str_trim((struct str){ c->password, (size_t)n });
	if (password.n == 0 || memchr(password.p, 0, password.n))
		return refuse_password(h, path, "holds no password");
	memmove(c->password, password.p, password.n);
	c->password[password.n] = 0;
	return true;
}

bool mailer_conf_open(struct home *h)
{
	struct mailer_conf *c = &h->mail;
	const char *fault;

	if (!c->server[0])
		return true;
	fault = fault_of(c);
	if (fault) {
		refuse("%s/near.conf: %s", h->dir, fault);
		return false;
	}
	if (c->password_file[0] && !read_password(h))
		return false;
	c->way = (struct mail_way){ .server = str_of(c->server),
		                    .from = str_of(c->from),
		                    .is_open = !h->is_rehearsal || c->in_rehearsal };
	return true;
}
