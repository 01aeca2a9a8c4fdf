/*
 * test_gensql_code.c -- what the generated functions do, with a db_run() that answers by a table.
 *
 * Compiled together with what gensql makes of the fixtures in gensql/.
 */
#include "base/str.h"
#include "db/db.h"
#include "motion.sql.h"
#include "test/tap.h"
#include "view/html.h"

enum { ARGS_MAX = 16, ROWS_MAX = 4 };

/* What db_run() was asked last, and what it is to answer. */
static struct {
	struct ctx *ctx;
	const struct db_stmt *st;
	struct db_val args[ARGS_MAX];
	int max;
	enum err result;
	struct db_val *rows;
	int n;
	int64_t changed;
} db;

enum err db_run(struct ctx *ctx, const struct db_stmt *st, const struct db_val *args, int max,
                struct db_val **ret_rows, int *ret_n, int64_t *ret_changed)
{
	db.ctx = ctx;
	db.st = st;
	for (int i = 0; i < st->nargs; i++)
		db.args[i] = args[i];
	db.max = max;
	*ret_rows = db.rows;
	*ret_n = db.n;
	if (ret_changed != NULL)
		*ret_changed = db.changed;
	return db.result;
}

/* What pages print of a key. */
static int64_t printed;

void html_put_int(struct html *h, int64_t i)
{
	(void)h;
	printed = i;
}

static struct ctx ctx;
static struct tx tx = { &ctx };

static void answer(enum err result, struct db_val *rows, int n)
{
	db.result = result;
	db.rows = rows;
	db.n = n;
}

static struct db_val of_int(int64_t i)
{
	return (struct db_val){ .type = DB_INT, .i = i };
}

static struct db_val of_text(enum db_type type, struct str s)
{
	return (struct db_val){ .type = type, .s = s };
}

static struct db_val null(enum db_type type)
{
	return (struct db_val){ .type = type, .null = true };
}

static void every_type_of_column_is_read(void)
{
	struct db_val row[] = {
		of_int(7),
		of_text(DB_TR, S("ja題")),
		of_text(DB_TR, S("mnГарчиг")),
		of_int(3),
		of_int(2),
		of_int(90),
		of_int(1),
		of_int(1000),
		of_int(2000),
		of_text(DB_TEXT, S("mn")),
		of_text(DB_TEXT, S("")),
		of_text(DB_BLOB, S("\0\1")),
		of_text(DB_BLOB, S("\2")),
		of_int(55),
	};
	struct motion_sql_get_row r;

	answer(ERR_OK, row, 1);
	CHECK(db.st == NULL || db.st->ncols > 0);
	CHECK(motion_sql_get(&ctx, (motion_id){ 7 }, &r) == ERR_OK);
	CHECK(r.id.v == 7 && r.mover.v == 3 && r.parent.v == 2 && r.name_text.v == 55);
	CHECK(str_is(r.title.text, "題") && r.title.lang == LANGUAGE_JA);
	CHECK(str_is(r.own.text, "Гарчиг") && r.own.lang == LANGUAGE_MN);
	CHECK(r.weight.has && r.weight.v == 90 && r.is_open);
	CHECK(r.moved_at.us == 1000 && r.closes_at.us == 2000);
	CHECK(str_is(r.language, "mn") && r.note.p != NULL && r.note.n == 0);
	CHECK(r.seal.n == 2 && memcmp(r.seal.p, "\0\1", 2) == 0 && r.proof.n == 1);
}

static void null_columns_become_what_the_contract_says(void)
{
	struct db_val row[] = {
		of_int(7),
		null(DB_TR),
		of_text(DB_TR, S("xxno language of ours")),
		of_int(3),
		null(DB_INT),
		null(DB_INT),
		of_int(0),
		of_int(1000),
		null(DB_INT),
		of_text(DB_TEXT, S("mn")),
		null(DB_TEXT),
		of_text(DB_BLOB, S("")),
		null(DB_BLOB),
		of_int(55),
	};
	struct motion_sql_get_row r;

	/* Rubbish beside a NULL must not come through. */
	row[4].i = row[5].i = row[8].i = 99;
	row[10].s = row[12].s = S("rubbish");
	answer(ERR_OK, row, 1);
	CHECK(motion_sql_get(&ctx, (motion_id){ 7 }, &r) == ERR_OK);
	CHECK(r.title.text.p == NULL && r.own.text.p == NULL);
	CHECK(r.parent.v == 0 && !r.weight.has && r.weight.v == 0 && !r.is_open);
	CHECK(r.closes_at.us == TIME_NONE.us && r.note.p == NULL && r.proof.p == NULL);
}

static void parameters_are_bound_with_their_types_and_the_readers_language_last(void)
{
	struct motion_sql_get_row r;

	ctx.lang = LANGUAGE_KO;
	answer(ERR_OK, NULL, 0);
	CHECK(motion_sql_get(&ctx, (motion_id){ 7 }, &r) == ERR_NOT_FOUND);
	CHECK(db.ctx == &ctx && db.max == 1 && db.st->nargs == 2);
	CHECK(db.st->args[0] == DB_INT && db.args[0].i == 7 && !db.args[0].null);
	CHECK(db.st->args[1] == DB_TEXT && str_is(db.args[1].s, "ko"));
}

static void every_type_of_parameter_is_bound(void)
{
	struct db_val row[] = { of_int(12) };
	struct motion_sql_add_row r;

	answer(ERR_OK, row, 1);
	CHECK(motion_sql_add(&tx, (lang_text_id){ 1 }, (account_id){ 2 }, (motion_id){ 3 },
	                     (struct maybe_int){ true, 4 }, true, (time_us){ 5 }, (time_us){ 6 },
	                     S("ru"), S("note"), S("seal"), S("proof"), &r) == ERR_OK);
	CHECK(r.id.v == 12 && db.st->nargs == 11 && db.st->writes_rows);
	for (int i = 0; i < 7; i++)
		CHECK(db.args[i].type == DB_INT && !db.args[i].null &&
		      db.args[i].i == (i < 4    ? i + 1
		                       : i == 4 ? 1
		                                : i));
	CHECK(db.args[7].type == DB_TEXT && str_is(db.args[7].s, "ru") &&
	      str_is(db.args[8].s, "note"));
	CHECK(db.args[9].type == DB_BLOB && str_is(db.args[9].s, "seal") &&
	      str_is(db.args[10].s, "proof"));
}

static void only_a_parameter_that_may_be_null_becomes_null(void)
{
	const struct str none = { NULL, 0 };
	struct db_val row[] = { of_int(12) };
	struct motion_sql_add_row r;

	answer(ERR_OK, row, 1);
	CHECK(motion_sql_add(&tx, (lang_text_id){ 0 }, (account_id){ 0 }, (motion_id){ 0 },
	                     (struct maybe_int){ false, 0 }, false, (time_us){ 0 }, TIME_NONE,
	                     S(""), none, S(""), none, &r) == ERR_OK);
	CHECK(!db.args[0].null && !db.args[1].null && db.args[2].null && db.args[3].null);
	CHECK(!db.args[4].null && !db.args[5].null && db.args[6].null && !db.args[7].null);
	CHECK(db.args[8].null && !db.args[9].null && db.args[10].null);
}

static void rows_of_many_are_put_into_the_arena(void)
{
	struct db_val rows[] = {
		of_int(1), of_text(DB_TEXT, S("Toyama")), of_int(5),
		of_int(2), of_text(DB_TEXT, S("Jilin")),  of_int(0),
	};
	struct motion_sql_list_row *list = NULL;
	int n = -1;

	answer(ERR_OK, rows, 2);
	CHECK(motion_sql_list(&ctx, (struct str){ NULL, 0 }, (motion_id){ 0 }, 50, &list, &n) ==
	      ERR_OK);
	CHECK(n == 2 && db.max == 50 && db.args[0].null && db.args[1].null && db.args[2].i == 50);
	CHECK(list[0].id.v == 1 && str_is(list[0].mover, "Toyama") && list[0].seconders == 5);
	CHECK(list[1].id.v == 2 && str_is(list[1].mover, "Jilin") && list[1].seconders == 0);
	answer(ERR_OK, NULL, 0);
	CHECK(motion_sql_list(&ctx, S("x"), (motion_id){ 9 }, 0, &list, &n) == ERR_OK && n == 0);
}

static void another_way_of_asking_gives_rows_of_the_same_type(void)
{
	struct db_val rows[] = { of_int(2), of_text(DB_TEXT, S("Jilin")), of_int(4) };
	struct motion_sql_list_row *list = NULL;
	int n = -1;

	answer(ERR_OK, rows, 1);
	CHECK(motion_sql_moved_by(&ctx, (account_id){ 7 }, &list, &n) == ERR_OK && n == 1);
	CHECK(strcmp(db.st->name, "motion.moved_by") == 0 && db.args[0].i == 7 && db.max == 20);
	CHECK(list[0].id.v == 2 && str_is(list[0].mover, "Jilin") && list[0].seconders == 4);
}

static void a_written_limit_bounds_the_rows(void)
{
	struct motion_sql_newest_row *rows;
	int n;

	answer(ERR_OK, NULL, 0);
	CHECK(motion_sql_newest(&ctx, &rows, &n) == ERR_OK && db.max == 3 && db.st->nargs == 0);
}

static void on_failure_results_are_left_alone(void)
{
	struct motion_sql_get_row get = { .id = { 42 } };
	struct motion_sql_list_row *list = NULL;
	int64_t changed = 42;
	int n = 42;

	answer(ERR_DB, NULL, 0);
	CHECK(motion_sql_get(&ctx, (motion_id){ 7 }, &get) == ERR_DB && get.id.v == 42);
	CHECK(motion_sql_list(&ctx, S("x"), (motion_id){ 0 }, 5, &list, &n) == ERR_DB &&
	      list == NULL && n == 42);
	CHECK(motion_sql_close(&tx, (time_us){ 1 }, &changed) == ERR_DB && changed == 42);
	CHECK(motion_sql_second(&tx, (motion_id){ 1 }, (account_id){ 2 }) == ERR_DB);
}

static void count_says_how_many_rows_were_touched(void)
{
	int64_t changed = 0;

	answer(ERR_OK, NULL, 0);
	db.changed = 17;
	CHECK(motion_sql_close(&tx, (time_us){ 1 }, &changed) == ERR_OK && changed == 17);
}

static bool is_set(const struct table_set *s, const enum table *tables, size_t n)
{
	struct table_set expected = { { 0 } };

	for (size_t i = 0; i < n; i++)
		table_set_add(&expected, tables[i]);
	return memcmp(s, &expected, sizeof(expected)) == 0;
}

#define IS_SET(s, ...)                                                                             \
	is_set((s), (const enum table[]){ __VA_ARGS__ },                                           \
	       COUNT_OF(((const enum table[]){ __VA_ARGS__ })))

static void statements_know_the_tables_that_they_read_and_write(void)
{
	struct motion_sql_list_row *list;
	struct motion_sql_any_people_row people;
	struct motion_sql_get_row get;
	int n;

	answer(ERR_OK, NULL, 0);
	CHECK(motion_sql_list(&ctx, S("x"), (motion_id){ 0 }, 5, &list, &n) == ERR_OK);
	CHECK(IS_SET(&db.st->reads, TABLE_ACCOUNT, TABLE_MOTION, TABLE_MOTION_SECONDER));
	CHECK(is_set(&db.st->writes, NULL, 0) && !db.st->writes_rows);
	CHECK(motion_sql_get(&ctx, (motion_id){ 7 }, &get) == ERR_NOT_FOUND);
	CHECK(IS_SET(&db.st->reads, TABLE_MOTION, TABLE_LANG_RESOLVED));
	/* Nothing but the number of rows is read, and through a view. */
	CHECK(motion_sql_any_people(&ctx, &people) == ERR_NOT_FOUND);
	CHECK(IS_SET(&db.st->reads, TABLE_ACCOUNT));
	CHECK(motion_sql_second(&tx, (motion_id){ 1 }, (account_id){ 2 }) == ERR_OK);
	CHECK(IS_SET(&db.st->writes, TABLE_MOTION_SECONDER) && db.st->writes_rows);
}

static const struct db_stmt *find(const char *name)
{
	for (int i = 0; motion_sql_all[i] != NULL; i++)
		if (strcmp(motion_sql_all[i]->name, name) == 0)
			return motion_sql_all[i];
	return NULL;
}

static void each_engine_gets_its_own_sql(void)
{
	const struct db_stmt *close = find("motion.close"), *list = find("motion.list"),
			     *add = find("motion.add");

	CHECK(strcmp(close->sqlite,
	             "UPDATE motion SET is_open = 0\nWHERE closes_at <= ?1 AND is_open = 1 "
	             "AND note <> ':now; -- not a comment'") == 0);
	CHECK(strcmp(close->postgres,
	             "UPDATE motion SET is_open = 0\nWHERE closes_at <= $1::bigint AND is_open = 1 "
	             "AND note <> ':now; -- not a comment'") == 0);
	CHECK(strstr(list->postgres, "CAST($1::text AS TEXT) IS NULL OR m.note = $1::text") !=
	      NULL);
	CHECK(strstr(list->sqlite, "LIMIT ?3") != NULL &&
	      strstr(list->postgres, "LIMIT $3::bigint") != NULL);
	CHECK(strstr(add->postgres, "$10::bytea, $11::bytea)") != NULL &&
	      strstr(add->sqlite, "?10, ?11)") != NULL);
	CHECK(strstr(find("motion.get")->sqlite, "comment") == NULL);
}

static void every_statement_is_listed(void)
{
	static const char *const names[] = {
		"motion.get",    "motion.list",       "motion.newest",   "motion.add",
		"motion.second", "motion.close",      "motion.weights",  "motion.dated",
		"motion.people", "motion.any_people", "motion.moved_by",
	};
	size_t n = 0;

	while (motion_sql_all[n] != NULL)
		n++;
	CHECK(n == COUNT_OF(names));
	for (size_t i = 0; i < COUNT_OF(names); i++)
		CHECK(find(names[i]) != NULL);
}

static void sets_of_tables_overlap_where_they_share_one(void)
{
	struct table_set a = { { 0 } }, b = { { 0 } };

	table_set_add(&a, TABLE_MOTION);
	table_set_add(&b, TABLE_VOTE);
	CHECK(!table_set_overlaps(&a, &b) && table_set_has(&a, TABLE_MOTION) &&
	      !table_set_has(&a, TABLE_VOTE));
	table_set_merge(&a, &b);
	CHECK(table_set_overlaps(&a, &b) && table_set_has(&a, TABLE_VOTE) &&
	      table_set_has(&a, TABLE_MOTION));
	CHECK(TABLE_COUNT == 6);
}

static void keys_print_as_their_numbers(void)
{
	struct html h = { NULL, LANGUAGE_EN };

	html_put_motion_id(&h, (motion_id){ 77 });
	CHECK(printed == 77);
}

static void migrations_carry_both_engines_and_the_hash_of_their_file(void)
{
	CHECK(db_migrations[0].number == 1 && strcmp(db_migrations[0].name, "0001_lang") == 0);
	CHECK(db_migrations[3].number == 4 && db_migrations[4].name == NULL);
	for (int i = 0; i < 4; i++)
		CHECK(strspn(db_migrations[i].sha256, "0123456789abcdef") == 64 &&
		      strlen(db_migrations[i].sha256) == 64);
	/* sha256sum 0004_vote.schema.sql */
	CHECK(strcmp(db_migrations[3].sha256,
	             "609803210ad015f3cb22bea82c7ab75f6b1c53605bd5535b9d9be9cd27953d86") == 0);
	CHECK(strstr(db_migrations[1].sqlite,
	             " closed INTEGER CHECK (closed IN (0, 1)) NOT NULL\n) STRICT;") != NULL);
	CHECK(strstr(db_migrations[1].postgres,
	             " closed bigint CHECK (closed IN (0, 1)) NOT NULL\n);") != NULL);
	CHECK(strstr(db_migrations[1].postgres,
	             "id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY") != NULL);
	CHECK(strstr(db_migrations[1].sqlite, "id INTEGER PRIMARY KEY") != NULL);
	CHECK(strstr(db_migrations[1].sqlite, "name <> 'it''s; nobody'") != NULL);
	CHECK(strstr(db_migrations[2].postgres, "seal bytea NOT NULL") != NULL);
	CHECK(strstr(db_migrations[2].postgres, "title bigint NOT NULL") != NULL);
	CHECK(strstr(db_migrations[2].sqlite, "WHERE is_open = 1;\n") != NULL);
}

int main(void)
{
	ctx.arena = arena_new();
	RUN(every_type_of_column_is_read);
	RUN(null_columns_become_what_the_contract_says);
	RUN(parameters_are_bound_with_their_types_and_the_readers_language_last);
	RUN(every_type_of_parameter_is_bound);
	RUN(only_a_parameter_that_may_be_null_becomes_null);
	RUN(rows_of_many_are_put_into_the_arena);
	RUN(another_way_of_asking_gives_rows_of_the_same_type);
	RUN(a_written_limit_bounds_the_rows);
	RUN(on_failure_results_are_left_alone);
	RUN(count_says_how_many_rows_were_touched);
	RUN(statements_know_the_tables_that_they_read_and_write);
	RUN(each_engine_gets_its_own_sql);
	RUN(every_statement_is_listed);
	RUN(sets_of_tables_overlap_where_they_share_one);
	RUN(keys_print_as_their_numbers);
	RUN(migrations_carry_both_engines_and_the_hash_of_their_file);
	arena_free(ctx.arena);
	return TAP_DONE();
}
