/* account.c -- accounts, passwords and grants. */
#include "account/internal.h"
#include "account.sql.h"
#include "audit/audit.h"
#include "base/str.h"
#include "base/utf8.h"
#include "crypto/password.h"
#include "crypto/token.h"
#include "doc/mail.h"
#include <pthread.h>

enum {
	NAME_LIMIT = 80,   /* bytes */
	PASSWORD_MIN = 10, /* code points */
	PASSWORD_LIMIT_BYTES = 1024,
	GRANT_LIMIT = 256, /* of one account */
	NAMES_TRIED = 1000
};

static bool name_is_valid(struct str name)
{
	if (name.n == 0 || name.n > NAME_LIMIT)
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr(".-_@", c)))
			return false;
	}
	return true;
}

static enum err check_new(struct ctx *ctx, const struct account_new *new, int n)
{
	for (int i = 0; i < n; i++) {
		enum err e = ERR_OK;

		if (!name_is_valid(new[i].name))
			return ERR_ACCOUNT_NAME;
		if (new[i].email.p && !mime_address_is_valid(new[i].email))
			return ERR_MAIL_ADDRESS;
		if (new[i].password.p)
			e = account_password_check(ctx, new[i].password);
		if (e != ERR_OK)
			return e;
	}
	return ERR_OK;
}

/* Hashes that two threads make side by side: argon2id is slow on purpose, and there are many to
 * make. */
struct hashing {
	const struct account_new *new;
	int n;
	char (*hashes)[CRYPTO_PASSWORD_BYTES];
	_Atomic int next;
	_Atomic bool failed;
};

static void *hash_some(void *arg)
{
	struct hashing *h = arg;

	for (int i = h->next++; i < h->n; i = h->next++)
		if (h->new[i].password.p &&
		    crypto_password_hash(h->new[i].password, h->hashes[i]) != ERR_OK)
			h->failed = true;
	return NULL;
}

static enum err hash_all(struct hashing *h)
{
	pthread_t second;
	bool has_second = h->n > 1 && pthread_create(&second, NULL, hash_some, h) == 0;

	hash_some(h);
	if (has_second)
		pthread_join(second, NULL);
	return h->failed ? ERR_IO : ERR_OK;
}

struct adding {
	struct hashing hashed;
	account_id *ids;
};

static struct str object_of(struct ctx *ctx, account_id id)
{
	return arena_printf(ctx->arena, "account:%" PRId64, id.v);
}

static enum err add_one(struct tx *tx, const struct account_new *new, const char *hash,
                        account_id *ret)
{
	struct account_sql_add_row row;
	struct lang_set names;
	lang_text_id person;
	enum err e = account_person_read(tx->ctx, &new->person, &names);

	if (e == ERR_OK)
		e = lang_add(tx, (struct str){ 0 }, &names, &person);
	if (e == ERR_OK)
		e = account_sql_add(tx, new->name, person, str_of(language_code(new->language)),
		                    new->password.p ? str_of(hash) : (struct str){ 0 }, new->email,
		                    tx->ctx->now, &row);
	if (e == ERR_OK)
		e = audit_record(tx, "account.add", object_of(tx->ctx, row.id), S("{}"));
	if (e == ERR_OK)
		*ret = row.id;
	return e;
}

enum err account_add_tx(struct tx *tx, const struct account_new *new, account_id *ret_id)
{
	enum err e = check_new(tx->ctx, new, 1);

	MUST(!new->password.p);
	return e == ERR_OK ? add_one(tx, new, NULL, ret_id) : e;
}

enum err account_free_name(struct ctx *ctx, struct str stem, struct str *ret)
{
	struct account_sql_name_taken_row row = { .n = 1 };
	struct str name = { 0 };
	enum err e = ERR_OK;

	for (int i = 1; i <= NAMES_TRIED && e == ERR_OK && row.n > 0; i++) {
		name = arena_printf(ctx->arena, "%.*s-%d", STR_ARG(stem), i);
		e = account_sql_name_taken(ctx, name, &row);
	}
	if (e == ERR_OK && row.n > 0)
		e = ERR_ACCOUNT_TAKEN;
	if (e == ERR_OK)
		*ret = name;
	return e;
}

enum err account_is_used(struct ctx *ctx, account_id who, bool *ret)
{
	struct account_sql_used_row row;
	enum err e = account_sql_used(ctx, who, &row);

	if (e == ERR_OK)
		*ret = row.passwords + row.sessions + row.invitations > 0;
	return e;
}

static enum err add_all(struct tx *tx, void *arg)
{
	struct adding *a = arg;
	enum err e = ERR_OK;

	for (int i = 0; i < a->hashed.n && e == ERR_OK; i++)
		e = add_one(tx, &a->hashed.new[i], a->hashed.hashes[i], &a->ids[i]);
	return e;
}

enum err account_add_many(struct ctx *ctx, const struct account_new *new, int n,
                          account_id *ret_ids)
{
	struct adding a = { .hashed = { .new = new, .n = n }, .ids = ret_ids };
	enum err e = check_new(ctx, new, n);

	if (e != ERR_OK)
		return e;
	a.hashed.hashes = arena_array(ctx->arena, (size_t)n, sizeof *a.hashed.hashes);
	e = hash_all(&a.hashed);
	return e == ERR_OK ? db_write(ctx, add_all, &a) : e;
}

enum err account_add(struct ctx *ctx, const struct account_new *new, account_id *ret_id)
{
	return account_add_many(ctx, new, 1, ret_id);
}

enum err account_find(struct ctx *ctx, struct str name, account_id *ret_id)
{
	struct account_sql_by_name_row row;
	enum err e = account_sql_by_name(ctx, name, &row);

	if (e == ERR_OK)
		*ret_id = row.id;
	return e;
}

enum err account_grant(struct tx *tx, account_id who, enum role role, enum scope scope,
                       int64_t scope_id)
{
	struct ctx *ctx = tx->ctx;
	struct str payload = arena_printf(ctx->arena,
	                                  "{\"role\":\"%s\",\"scope\":\"%s\",\"scope_id\":%" PRId64
	                                  "}",
	                                  role_code(role), scope_code(scope), scope_id);
	enum err e = account_sql_add_grant(tx, who, str_of(role_code(role)),
	                                   str_of(scope_code(scope)), scope_id, ctx->now, ctx->who);

	return e == ERR_OK ? audit_record(tx, "account.grant", object_of(ctx, who), payload) : e;
}

enum err account_end_openings(struct tx *tx, account_id who)
{
	enum err e = account_sql_revoke_sessions_of(tx, who, tx->ctx->now);

	return e == ERR_OK ? account_sql_void_invitations_of(tx, who, tx->ctx->now) : e;
}

enum err account_end_all_openings(struct tx *tx, struct account_openings *ret)
{
	struct account_openings n;
	enum err e = account_sql_revoke_every_session(tx, tx->ctx->now, &n.sessions);

	if (e == ERR_OK)
		e = account_sql_expire_every_invitation(tx, &n.invitations);
	if (e == ERR_OK)
		*ret = n;
	return e;
}

enum err account_recall(struct tx *tx, account_id who, member_government_id government)
{
	struct ctx *ctx = tx->ctx;
	struct str payload = arena_printf(ctx->arena, "{\"government\":%" PRId64 "}", government.v);
	int64_t ended;
	enum err e = account_sql_end_grants(tx, who, str_of(scope_code(SCOPE_GOVERNMENT)),
	                                    government.v, ctx->now, ctx->who, &ended);

	if (e == ERR_OK)
		e = account_end_openings(tx, who);
	return e == ERR_OK ? audit_record(tx, "account.recall", object_of(ctx, who), payload) : e;
}

struct password_change {
	account_id who;
	char hash[CRYPTO_PASSWORD_BYTES];
};

static enum err change_password(struct tx *tx, void *arg)
{
	struct password_change *c = arg;
	enum err e = account_sql_set_password(tx, c->who, str_of(c->hash));

	/* Whoever knew the old password, or has an invitation, is signed out and stays out. */
	if (e == ERR_OK)
		e = account_end_openings(tx, c->who);
	if (e == ERR_OK)
		e = audit_record(tx, "account.set_password", object_of(tx->ctx, c->who), S("{}"));
	return e;
}

enum err account_set_password(struct ctx *ctx, account_id who, struct str password)
{
	struct password_change c = { .who = who };
	enum err e = account_password_check(ctx, password);

	if (e == ERR_OK)
		e = crypto_password_hash(account_password_of(ctx, password), c.hash);
	return e == ERR_OK ? db_write(ctx, change_password, &c) : e;
}

/* --- one's own password --- */

struct own_change {
	struct password_change change;
	struct crypto_token token;
};

static enum err change_own(struct tx *tx, void *arg)
{
	struct own_change *o = arg;
	struct ctx *ctx = tx->ctx;
	time_us expires = { ctx->now.us + ACCOUNT_SESSION_SECONDS * INT64_C(1000000) };
	struct str hash = { (const char *)o->token.hash, sizeof o->token.hash };
	enum err e = change_password(tx, &o->change);

	return e == ERR_OK ? account_sql_add_session(tx, ctx->who, hash, ctx->now, expires) : e;
}

enum err account_change_password(struct ctx *ctx, const struct account_password *p,
                                 struct str *ret_token)
{
	struct own_change o = { .change.who = ctx->who };
	struct account_sql_person_row row;
	enum err e = account_password_check(ctx, p->after);

	if (e == ERR_OK)
		e = account_sql_person(ctx, ctx->who, &row);
	if (e == ERR_OK && row.password.p && !account_password_is(ctx, row.password, p->before))
		e = ERR_SIGN_IN;
	if (e == ERR_OK)
		e = crypto_password_hash(account_password_of(ctx, p->after), o.change.hash);
	if (e != ERR_OK)
		return e;
	crypto_token_new(&o.token);
	e = db_write(ctx, change_own, &o);
	if (e == ERR_OK)
		*ret_token = arena_str(ctx->arena, o.token.text, strlen(o.token.text));
	return e;
}

struct email_change {
	account_id who;
	struct str email;
};

/* The address itself stays out of the log, from which nothing is ever taken. */
static enum err change_email(struct tx *tx, void *arg)
{
	const struct email_change *c = arg;
	enum err e = account_sql_set_email(tx, c->who, c->email);

	if (e == ERR_OK)
		e = audit_record(tx, "account.set_email", object_of(tx->ctx, c->who), S("{}"));
	return e;
}

enum err account_set_email(struct ctx *ctx, account_id who, struct str email)
{
	struct email_change c = { .who = who, .email = str_trim(email) };

	if (c.email.n == 0)
		c.email = (struct str){ 0 };
	else if (!mime_address_is_valid(c.email))
		return REFUSE(ctx, ERR_MAIL_ADDRESS, ARG_STR("address", c.email));
	return db_write(ctx, change_email, &c);
}

enum err account_has_role(struct ctx *ctx, account_id who, struct account_duty duty, bool *ret_has)
{
	struct str role = str_of(role_code(duty.role)), scope = str_of(scope_code(duty.scope));
	struct account_sql_has_role_row row;
	enum err e = account_sql_has_role(ctx, who, role, scope, duty.scope_id, ctx->now, &row);

	if (e == ERR_OK)
		*ret_has = row.n > 0;
	return e;
}

enum err account_government(struct ctx *ctx, account_id who, member_government_id *ret)
{
	struct account_sql_government_row row = { 0 };
	enum err e = account_sql_government(ctx, who, ctx->now, &row);

	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	*ret = row.id;
	return ERR_OK;
}

enum err account_language(struct ctx *ctx, account_id who, enum language *ret)
{
	struct account_sql_get_row row;
	enum err e = account_sql_get(ctx, who, &row);

	if (e == ERR_OK)
		MUST(language_parse(row.language, ret)); /* written by account_add() */
	return e;
}

static bool has_role_code(const struct account_self *self, struct str code)
{
	for (int i = 0; i < self->role_count; i++)
		if (str_eq(self->roles[i], code))
			return true;
	return false;
}

enum err account_self(struct ctx *ctx, struct account_self *ret)
{
	struct account_sql_get_row row;
	struct account_sql_grants_row *grants;
	int n;
	enum err e = account_sql_get(ctx, ctx->who, &row);

	if (e == ERR_OK)
		e = account_sql_grants(ctx, ctx->who, ctx->now, GRANT_LIMIT, &grants, &n);
	if (e != ERR_OK)
		return e;
	*ret = (struct account_self){ .name = row.name, .person = row.person, .email = row.email };
	for (int i = 0; i < n && ret->role_count < (int)COUNT_OF(ret->roles); i++)
		if (!has_role_code(ret, grants[i].role))
			ret->roles[ret->role_count++] = grants[i].role;
	return ERR_OK;
}
