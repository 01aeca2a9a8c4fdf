/* demo.c -- accounts to try the program with: everyone whom a session needs. */
#include "account/account.h"
#include "app/app.h"
#include "base/random.h"
#include "base/str.h"
#include "meeting/meeting.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PASSWORD_LENGTH = 14, PEOPLE_LIMIT = 1100 };

struct person {
	enum role role;
	enum scope scope;
	int64_t scope_id;
	const struct member *government; /* NULL: of none */
	struct account_new account;
	char password[PASSWORD_LENGTH + 1];
	account_id id;
};

struct demo {
	struct ctx *ctx;
	struct person *people;
	int n;
};

static void draw_password(char buf[static PASSWORD_LENGTH + 1])
{
	static const char alphabet[] = "abcdefghjkmnpqrstuvwxyz23456789x"; /* 32 */
	unsigned char r[PASSWORD_LENGTH];

	random_bytes(r, sizeof r);
	for (int i = 0; i < PASSWORD_LENGTH; i++)
		buf[i] = i % 5 == 4 ? '-' : alphabet[r[i] % 32];
	buf[PASSWORD_LENGTH] = 0;
}

/*
 * "k3mp-x8rt-2vhd": letters and digits that nobody mistakes for one another.  Chance makes some
 * that look easy to guess, and those are refused like anybody's.
 */
static void make_password(struct ctx *ctx, char buf[static PASSWORD_LENGTH + 1])
{
	do
		draw_password(buf);
	while (account_password_check(ctx, str_of(buf)) != ERR_OK);
}

static struct person *add(struct demo *d, enum role role, enum scope scope, int64_t scope_id)
{
	struct person *p = &d->people[d->n++];

	MUST(d->n <= PEOPLE_LIMIT);
	p->role = role;
	p->scope = scope;
	p->scope_id = scope_id;
	make_password(d->ctx, p->password);
	p->account.name = str_of(role_code(role));
	p->account.password = str_of(p->password);
	p->account.language = LANGUAGE_EN;
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		p->account.person.in[l] = msg((enum language)l, role_name(role));
	return p;
}

static enum language language_of(struct str country)
{
	static const struct {
		const char *country;
		enum language language;
	} map[] = {
		{ "CN", LANGUAGE_ZH }, { "JP", LANGUAGE_JA }, { "KR", LANGUAGE_KO },
		{ "KP", LANGUAGE_KO }, { "MN", LANGUAGE_MN }, { "RU", LANGUAGE_RU },
	};

	for (size_t i = 0; i < COUNT_OF(map); i++)
		if (str_is(country, map[i].country))
			return map[i].language;
	return LANGUAGE_EN;
}

static enum err add_delegates(struct demo *d)
{
	struct ctx *ctx = d->ctx;
	struct member_filter members = { .kind = S("member") };
	struct member *m;
	int n;
	enum err e = member_list(ctx, &members, &m, &n);

	for (int i = 0; e == ERR_OK && i < n; i++) {
		struct person *p = add(d, ROLE_DELEGATE, SCOPE_GOVERNMENT, m[i].id.v);
		struct lang_set names;

		e = member_names(ctx, &m[i].id, 1, &names);
		p->government = &m[i];
		p->account.name = m[i].slug;
		p->account.language = language_of(m[i].country);
		for (int l = 0; e == ERR_OK && l < LANGUAGE_COUNT; l++) {
			struct sbuf out = { .arena = ctx->arena };

			msg_text(&out, (enum language)l, N_("Delegate of {government}"),
			         &ARG_STR("government", names.in[l]), 1);
			p->account.person.in[l] = sbuf_done(&out);
		}
	}
	return e;
}

/* A chair for each organ that has a session convened. */
static enum err add_chairs(struct demo *d, const struct meeting *sessions, int n)
{
	for (int i = 0; i < n; i++) {
		bool seen = false;

		for (int k = 0; k < i; k++)
			seen |= sessions[k].organ.id.v == sessions[i].organ.id.v;
		if (seen)
			continue;
		struct person *p = add(d, ROLE_CHAIR, SCOPE_ORGAN, sessions[i].organ.id.v);

		if (i > 0)
			p->account.name = arena_printf(d->ctx->arena, "chair-%.*s",
			                               STR_ARG(sessions[i].organ.slug));
	}
	return ERR_OK;
}

static enum err grant_all(struct tx *tx, void *arg)
{
	struct demo *d = arg;
	enum err e = ERR_OK;

	for (int i = 0; i < d->n && e == ERR_OK; i++) {
		const struct person *p = &d->people[i];

		e = account_grant(tx, p->id, p->role, p->scope, p->scope_id);
		/* Whom a government sends alone leads its delegation. */
		if (e == ERR_OK && p->role == ROLE_DELEGATE)
			e = account_grant(tx, p->id, ROLE_HEAD, p->scope, p->scope_id);
	}
	return e;
}

static enum err make_accounts(struct demo *d)
{
	struct account_new *new = arena_many(d->ctx->arena, struct account_new, (size_t)d->n);
	account_id *ids = arena_many(d->ctx->arena, account_id, (size_t)d->n);
	enum err e;

	for (int i = 0; i < d->n; i++)
		new[i] = d->people[i].account;
	e = account_add_many(d->ctx, new, d->n, ids);
	if (e != ERR_OK)
		return e;
	for (int i = 0; i < d->n; i++)
		d->people[i].id = ids[i];
	return db_write(d->ctx, grant_all, d);
}

static enum err seat_delegates(struct demo *d, meeting_session_id session)
{
	int64_t changed;
	enum err e = ERR_OK;

	for (int i = 0; i < d->n && e == ERR_OK; i++)
		if (d->people[i].role == ROLE_DELEGATE)
			e = meeting_delegate_add(d->ctx, session, d->people[i].government->id,
			                         d->people[i].id, true);
	return e == ERR_OK ? meeting_accredit_all(d->ctx, session, &changed) : e;
}

static enum err write_list(const struct demo *d, const char *file)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	bool bad;

	if (!f) {
		if (fd >= 0)
			close(fd);
		return ERR_IO;
	}
	fputs("role,government,name,password\n", f);
	for (int i = 0; i < d->n; i++) {
		const struct person *p = &d->people[i];
		struct str slug = p->government ? p->government->slug : S("");

		fprintf(f, "%s,%.*s,%.*s,%s\n", role_code(p->role), STR_ARG(slug),
		        STR_ARG(p->account.name), p->password);
	}
	bad = ferror(f) || fflush(f) != 0 || fsync(fd) != 0;
	return fclose(f) == 0 && !bad ? ERR_OK : ERR_IO;
}

enum err demo_make(struct ctx *ctx, const char *file)
{
	struct demo d = { .ctx = ctx,
		          .people = arena_many(ctx->arena, struct person, PEOPLE_LIMIT) };
	struct meeting *sessions;
	int n;
	enum err e = meeting_list(ctx, &sessions, &n);

	if (e == ERR_OK)
		e = add_chairs(&d, sessions, n);
	add(&d, ROLE_SECRETARIAT, SCOPE_ASSOCIATION, 0);
	add(&d, ROLE_SECRETARY_GENERAL, SCOPE_ASSOCIATION, 0);
	add(&d, ROLE_AUDITOR, SCOPE_ASSOCIATION, 0);
	add(&d, ROLE_OPERATOR, SCOPE_ASSOCIATION, 0);
	if (e == ERR_OK)
		e = add_delegates(&d);
	if (e == ERR_OK)
		e = make_accounts(&d);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = seat_delegates(&d, sessions[i].id);
	return e == ERR_OK ? write_list(&d, file) : e;
}
