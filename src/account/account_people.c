/* account_people.c -- accounts as those see them who look after people: listed, renamed, closed. */
#include "account.sql.h"
#include "account/internal.h"
#include "audit/audit.h"
#include "base/str.h"
#include "base/utf8.h"
#include "view/text.h"

enum { GRANT_LIMIT = 256, PERSON_MAX = 200 /* code points */ };

static struct str object_of(struct ctx *ctx, account_id id)
{
	return arena_printf(ctx->arena, "account:%" PRId64, id.v);
}

/* --- reading --- */

enum err account_list(struct ctx *ctx, struct str after, struct account **ret, int *ret_n,
                      bool *ret_more)
{
	struct account_sql_list_row *rows;
	struct account *list;
	int n;
	/* One row more tells that there are more. */
	enum err e = account_sql_list(ctx, after.p ? after : S(""), ACCOUNT_PAGE + 1, &rows, &n);

	if (e != ERR_OK)
		return e;
	*ret_more = n > ACCOUNT_PAGE;
	n = *ret_more ? ACCOUNT_PAGE : n;
	list = arena_many(ctx->arena, struct account, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		list[i] = (struct account){
			.id = rows[i].id,
			.name = rows[i].name,
			.person = rows[i].person,
			.email = rows[i].email,
			.is_closed = rows[i].closed.us != TIME_NONE.us,
		};
		e = account_is_used(ctx, rows[i].id, &list[i].is_used);
	}
	*ret = list;
	*ret_n = n;
	return e;
}

enum err account_profile(struct ctx *ctx, account_id who, struct account_profile *ret)
{
	struct account_sql_profile_row row;
	enum err e = account_sql_profile(ctx, who, &row);

	if (e != ERR_OK)
		return e;
	*ret = (struct account_profile){
		.name = row.name,
		.email = row.email,
		.person = row.person,
		.person_id = row.person_id,
		.is_closed = row.closed.us != TIME_NONE.us,
	};
	return ERR_OK;
}

enum err account_find_typed(struct ctx *ctx, struct str typed, account_id *ret_id)
{
	return account_find(ctx, account_name_of(ctx, typed), ret_id);
}

enum err account_roles(struct ctx *ctx, account_id who, struct account_held **ret, int *ret_n)
{
	struct account_sql_grants_row *rows;
	struct account_held *list;
	int n, count = 0;
	enum err e = account_sql_grants(ctx, who, ctx->now, GRANT_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	list = arena_many(ctx->arena, struct account_held, (size_t)n + 1);
	for (int i = 0; i < n; i++) {
		struct account_held held = { .scope_id = rows[i].scope_id };

		if (role_parse(rows[i].role, &held.role) && scope_parse(rows[i].scope, &held.scope))
			list[count++] = held;
	}
	*ret = list;
	*ret_n = count;
	return ERR_OK;
}

/* --- roles --- */

struct withdrawing {
	account_id who;
	const struct account_duty *duty;
};

static enum err withdraw(struct tx *tx, void *arg)
{
	const struct withdrawing *w = arg;
	struct ctx *ctx = tx->ctx;
	struct str role = str_of(role_code(w->duty->role)),
		   scope = str_of(scope_code(w->duty->scope));
	struct str payload;
	int64_t n;
	enum err e = account_sql_end_grant(tx, w->who, role, scope, w->duty->scope_id, ctx->now,
	                                   ctx->who, &n);

	if (e == ERR_OK && n == 0)
		e = ERR_NOT_FOUND;
	if (e != ERR_OK)
		return e;
	payload = arena_printf(ctx->arena,
	                       "{\"role\":\"%.*s\",\"scope\":\"%.*s\",\"scope_id\":%" PRId64 "}",
	                       STR_ARG(role), STR_ARG(scope), w->duty->scope_id);
	return audit_record(tx, "account.withdraw", object_of(ctx, w->who), payload);
}

enum err account_withdraw(struct ctx *ctx, account_id who, const struct account_duty *duty)
{
	return db_write(ctx, withdraw, &(struct withdrawing){ who, duty });
}

/* --- closing --- */

static enum err close(struct tx *tx, void *arg)
{
	const account_id *who = arg;
	struct ctx *ctx = tx->ctx;
	int64_t n;
	enum err e = account_sql_close(tx, *who, ctx->now, &n);

	if (e == ERR_OK && n == 0)
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		e = account_sql_end_all_grants(tx, *who, ctx->now, ctx->who);
	if (e == ERR_OK)
		e = account_end_openings(tx, *who);
	return e == ERR_OK ? audit_record(tx, "account.close", object_of(ctx, *who), S("{}")) : e;
}

enum err account_close(struct ctx *ctx, account_id who)
{
	return db_write(ctx, close, &who);
}

/* --- names --- */

struct renaming {
	account_id who;
	const struct lang_set *person;
};

static enum err rename_one(struct tx *tx, void *arg)
{
	const struct renaming *r = arg;
	struct account_sql_person_row row;
	enum err e = account_sql_person(tx->ctx, r->who, &row);

	for (int l = 0; l < LANGUAGE_COUNT && e == ERR_OK; l++)
		if (r->person->in[l].p)
			e = lang_set_value(tx, row.person, (enum language)l, r->person->in[l]);
	/* The names stay out of the log, from which nothing is ever taken. */
	return e == ERR_OK ? audit_record(tx, "account.rename", object_of(tx->ctx, r->who), S("{}"))
	                   : e;
}

static enum err person_refuse(struct ctx *ctx, enum language l, enum err e)
{
	static const char *const labels[LANGUAGE_COUNT] = {
		[LANGUAGE_ZH] = N_("Name in Chinese"), [LANGUAGE_JA] = N_("Name in Japanese"),
		[LANGUAGE_KO] = N_("Name in Korean"),  [LANGUAGE_MN] = N_("Name in Mongolian"),
		[LANGUAGE_RU] = N_("Name in Russian"), [LANGUAGE_EN] = N_("Name in English"),
	};
	const char *name = arena_printf(ctx->arena, "person_%s", language_code(l)).p;

	return REFUSE(ctx, e, ARG_FIELD(name, labels[l]), ARG_INT("max", PERSON_MAX));
}

enum err account_person_read(struct ctx *ctx, const struct lang_set *person, struct lang_set *ret)
{
	struct lang_set lines = { 0 };

	for (enum language l = 0; l < LANGUAGE_COUNT; l++) {
		enum err e = ERR_OK;

		if (!person->in[l].p)
			continue;
		e = text_line(ctx->arena, person->in[l], &lines.in[l]);
		if (e == ERR_OK && lines.in[l].n == 0)
			e = ERR_TEXT_UNSEEN;
		if (e == ERR_OK && utf8_count(lines.in[l]) > PERSON_MAX)
			e = ERR_FIELD_LENGTH;
		if (e != ERR_OK)
			return person_refuse(ctx, l, e);
	}
	*ret = lines;
	return ERR_OK;
}

enum err account_rename_tx(struct tx *tx, account_id who, const struct lang_set *person)
{
	struct lang_set lines;
	enum err e = account_person_read(tx->ctx, person, &lines);

	return e == ERR_OK ? rename_one(tx, &(struct renaming){ who, &lines }) : e;
}

enum err account_rename(struct ctx *ctx, account_id who, const struct lang_set *person)
{
	struct lang_set lines;
	enum err e = account_person_read(ctx, person, &lines);

	return e == ERR_OK ? db_write(ctx, rename_one, &(struct renaming){ who, &lines }) : e;
}
