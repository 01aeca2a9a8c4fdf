/*
 * test_msg.c -- messages are found, chosen and filled.  genmsg reads this file and the translations
 * in test_po/ and makes the table that this program is linked with.
 */
#include "view/msg.h"

#include "base/str.h"
#include "test/tap.h"

#include <sys/wait.h>
#include <unistd.h>

static struct arena *arena;
static struct sbuf out;
static struct html page;

static void fresh(enum language l)
{
	out = (struct sbuf){ .arena = arena };
	page = (struct html){ &out, l };
}

static bool printed(const char *text)
{
	struct str got = sbuf_done(&out);
	bool is_same = str_is(got, text);

	if (!is_same)
		printf("# got  %.*s\n# not  %s\n", STR_ARG(got), text);
	fresh(page.lang);
	return is_same;
}

static void a_message_is_found_in_each_language(void)
{
	CHECK(str_is(msg(LANGUAGE_EN, "Members"), "Members"));
	CHECK(str_is(msg(LANGUAGE_ZH, "Members"), "成员"));
	CHECK(str_is(msg(LANGUAGE_JA, "Members"), "会員"));
	CHECK(str_is(msg(LANGUAGE_KO, "Members"), "회원"));
	CHECK(str_is(msg(LANGUAGE_MN, "Members"), "Гишүүд"));
	CHECK(str_is(msg(LANGUAGE_RU, "Members"), "Члены"));
}

static void a_context_is_cut_off_and_tells_two_words_apart(void)
{
	CHECK(str_is(msg(LANGUAGE_EN, "verb|Open"), "Open"));
	CHECK(str_is(msg(LANGUAGE_EN, "state|Open"), "Open"));
	CHECK(str_is(msg(LANGUAGE_RU, "verb|Open"), "Открыть"));
	CHECK(str_is(msg(LANGUAGE_RU, "state|Open"), "Открыто"));
	CHECK(str_is(msg(LANGUAGE_EN, "A | B"), "A | B"));
}

static void plurals_are_chosen_by_the_number(void)
{
	static const struct {
		enum language l;
		int64_t n;
		const char *text;
	} cases[] = {
		{ LANGUAGE_EN, 1, "One seconder" },
		{ LANGUAGE_EN, 2, "2 seconders" },
		{ LANGUAGE_EN, 0, "0 seconders" },
		{ LANGUAGE_RU, 1, "1 поддержавший" },
		{ LANGUAGE_RU, 21, "21 поддержавший" },
		{ LANGUAGE_RU, 3, "3 поддержавших" },
		{ LANGUAGE_RU, 5, "5 человек поддержали" },
		{ LANGUAGE_RU, 11, "11 человек поддержали" },
		{ LANGUAGE_MN, 1, "Нэг дэмжигч" },
		{ LANGUAGE_MN, 2, "2 дэмжигч" },
		{ LANGUAGE_JA, 1, "賛同者1人" },
		{ LANGUAGE_JA, 7, "賛同者7人" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		fresh(cases[i].l);
		html_msg_n(&page, "One seconder", "{count} seconders", cases[i].n,
		           &ARG_INT("count", cases[i].n), 1);
		CHECK(printed(cases[i].text));
	}
}

static void places_are_filled_in_the_order_of_the_translation(void)
{
	const struct msg_arg args[] = { ARG_STR("who", S("A")), ARG_DAY("day", S("2014-10-22")) };

	fresh(LANGUAGE_EN);
	html_msg(&page, "Moved by {who} on {day}", args, 2);
	CHECK(printed("Moved by A on 22 October 2014"));
	fresh(LANGUAGE_JA);
	html_msg(&page, "Moved by {who} on {day}", args, 2);
	CHECK(printed("2014年10月22日、A提出"));
}

static void messages_and_what_fills_them_are_escaped(void)
{
	fresh(LANGUAGE_EN);
	html_msg(&page, "“Yes” & {what} < \"no\"", &ARG_STR("what", S("<i>'")), 1);
	CHECK(printed("“Yes” &amp; &lt;i&gt;&#39; &lt; &quot;no&quot;"));
	html_msg_attr(&page, "“Yes” & {what} < \"no\"", &ARG_STR("what", S("<i>'")), 1);
	CHECK(printed("“Yes” &amp; &lt;i&gt;&#39; &lt; &quot;no&quot;"));
	msg_text(&out, LANGUAGE_EN, "“Yes” & {what} < \"no\"", &ARG_STR("what", S("<i>'")), 1);
	CHECK(printed("“Yes” & <i>' < \"no\""));
}

static void every_kind_fills_a_place(void)
{
	const struct tr name = { S_INIT("Якутия"), LANGUAGE_RU };
	const time_us at = { INT64_C(1413937800000000) };
	const struct {
		struct msg_arg arg;
		const char *html, *text;
	} cases[] = {
		{ ARG_INT("x", 12345), "[12,345]", "[12,345]" },
		{ ARG_TR("x", name),
		  "[<span lang=\"ru\" class=\"fallback\">Якутия<span class=\"fallback-mark\">"
		  " (Русский)</span></span>]",
		  "[Якутия]" },
		{ ARG_DATE("x", S("2014-10-22")), "[Wednesday, 22 October 2014]",
		  "[Wednesday, 22 October 2014]" },
		{ ARG_DAY("x", S("2014-10")), "[October 2014]", "[October 2014]" },
		{ ARG_TEXT("x", "verb|Open"), "[Open]", "[Open]" },
		{ ARG_MOMENT("x", at, S("Asia/Tokyo")),
		  "[Wednesday, 22 October 2014, 09:30 (Japan Standard Time)]",
		  "[Wednesday, 22 October 2014, 09:30 (Japan Standard Time)]" },
		{ ARG_STR("x", ((struct str){ NULL, 0 })), "[]", "[]" },
	};

	fresh(LANGUAGE_EN);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		html_msg(&page, "[{x}]", &cases[i].arg, 1);
		CHECK(printed(cases[i].html));
		html_msg_attr(&page, "[{x}]", &cases[i].arg, 1);
		CHECK(printed(cases[i].text));
		msg_text(&out, LANGUAGE_EN, "[{x}]", &cases[i].arg, 1);
		CHECK(printed(cases[i].text));
	}
	html_msg(&page, "[{x}]", &ARG_SAFE("x", ((struct safe_html){ S_INIT("<b>1</b>") })), 1);
	CHECK(printed("[<b>1</b>]"));
}

static void long_keys_may_be_written_in_pieces(void)
{
	CHECK(str_is(msg(LANGUAGE_RU, "The first part, "
	                              "the \"second\" part.\nThe \x74hird \164oo."),
	             "Длинный текст."));
}

static void a_marked_key_is_printed_later(void)
{
	static const char *const states[] = { N_("state|Closed"), N_("state|Adjourned") };

	fresh(LANGUAGE_RU);
	html_put_text(&page, states[0]);
	CHECK(printed("Закрыто"));
	html_put_text(&page, states[1]);
	CHECK(printed("Отложено"));
	html_put_text(&page, NULL);
	CHECK(printed(""));
}

static void text_with_a_plural(void)
{
	fresh(LANGUAGE_RU);
	msg_text_n(&out, LANGUAGE_RU, "One seconder", "{count} seconders", 2, &ARG_INT("count", 2),
	           1);
	CHECK(printed("2 поддержавших"));
	html_msg_n_attr(&page, "One seconder", "{count} seconders", 5, &ARG_INT("count", 5), 1);
	CHECK(printed("5 человек поддержали"));
	CHECK(str_is(msg_n(LANGUAGE_KO, "One seconder", "{count} seconders", 9),
	             "찬동자 {count}명"));
}

/* Does it end a child process otherwise than well? */
static bool is_bug(void (*f)(void))
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (freopen("/dev/null", "w", stderr))
			f();
		_exit(0);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid &&
	       !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void use_unknown_key(void)
{
	const char *key = "no source has this";

	msg(LANGUAGE_EN, key);
}

static void leave_place_empty(void)
{
	html_msg(&page, "[{x}]", &ARG_STR("y", S("")), 1);
}

static void use_another_plural(void)
{
	const char *many = "seconders";

	msg_n(LANGUAGE_EN, (const char *){ "One seconder" }, many, 2);
}

static void put_html_into_text(void)
{
	msg_text(&out, LANGUAGE_EN, "[{x}]", &ARG_SAFE("x", ((struct safe_html){ S_INIT("<b>") })),
	         1);
}

static void unknown_keys_and_empty_places_are_bugs(void)
{
	fresh(LANGUAGE_EN);
	CHECK(is_bug(use_unknown_key));
	CHECK(is_bug(leave_place_empty));
	CHECK(is_bug(use_another_plural));
	CHECK(is_bug(put_html_into_text));
}

static void a_refusal_keeps_what_it_names(void)
{
	struct ctx ctx = { .arena = arena };
	char name[] = "Jilin";
	enum err e = REFUSE(&ctx, ERR_MEMBER_ALREADY,
	                    ARG_STR("government", ((struct str){ name, 5 })),
	                    ARG_TR("x", ((struct tr){ { name, 3 }, LANGUAGE_RU })));

	memset(name, '!', 5);
	CHECK(e == ERR_MEMBER_ALREADY && ctx.why_count == 2);
	CHECK(str_is(ctx.why[0].s, "Jilin") && strcmp(ctx.why[0].name, "government") == 0);
	CHECK(str_is(ctx.why[1].tr.text, "Jil") && ctx.why[1].tr.lang == LANGUAGE_RU);
	CHECK(ctx.why[1].s.p == NULL);
}

int main(void)
{
	arena = arena_new();
	RUN(a_message_is_found_in_each_language);
	RUN(a_context_is_cut_off_and_tells_two_words_apart);
	RUN(plurals_are_chosen_by_the_number);
	RUN(places_are_filled_in_the_order_of_the_translation);
	RUN(messages_and_what_fills_them_are_escaped);
	RUN(every_kind_fills_a_place);
	RUN(long_keys_may_be_written_in_pieces);
	RUN(a_marked_key_is_printed_later);
	RUN(text_with_a_plural);
	RUN(unknown_keys_and_empty_places_are_bugs);
	RUN(a_refusal_keeps_what_it_names);
	arena_free(arena);
	return TAP_DONE();
}
