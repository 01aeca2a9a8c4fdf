/* test_mail.c -- letters as mail, read by a program that nobody here wrote. */
#include "doc/mail.h"
#include "base/sbuf.h"
#include "base/str.h"
#include "test/tap.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct arena *arena;

static struct mime_letter letter_new(void)
{
	return (struct mime_letter){
		.from = { S("Association of North East Asia Regional Governments"),
		          S("office@near.example") },
		.to = { S("Bat"), S("bat@dornod.example") },
		.subject = S("Invitation"),
		.body = S("Dear Bat,\n\nPlease come.\n"),
		.id = S("0123abcd@near.example"),
		.date = { INT64_C(1413937800000000) }, /* 2014-10-22T00:30:00Z */
		.language = LANGUAGE_EN,
	};
}

/* What test/mail/read tells of it. */
static struct str read_back(const struct mime_letter *l)
{
	const char *source = getenv("NEAR_SRC");
	char path[] = "/tmp/near-letter-XXXXXX";
	struct sbuf out = { .arena = arena };
	char buf[4096];
	struct str bytes, command;
	int fd = mkstemp(path);
	size_t n;
	FILE *f;

	MUST(fd >= 0 && mime_write(arena, l, &bytes) == ERR_OK);
	MUST(write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n && close(fd) == 0);
	command = arena_printf(arena, "'%s/test/mail/read' %s", source ? source : ".", path);
	f = popen(command.p, "r");
	MUST(f);
	while ((n = fread(buf, 1, sizeof buf, f)) > 0)
		sbuf_add(&out, buf, n);
	CHECK(pclose(f) == 0);
	unlink(path);
	return sbuf_done(&out);
}

static bool tells(struct str told, const char *fmt, ...)
{
	va_list args;
	struct str line;

	va_start(args, fmt);
	line = arena_vprintf(arena, fmt, args);
	va_end(args);
	if (memmem(told.p, told.n, line.p, line.n))
		return true;
	printf("# not told: %s\n", line.p);
	return false;
}

static bool is_sound(struct str told)
{
	return !memmem(told.p, told.n, "defect", 6) && tells(told, "bare 0\n") &&
	       tells(told, "type text/plain utf-8 False\n");
}

static void letter_is_read_as_it_was_written(void)
{
	struct mime_letter l = letter_new();
	struct str told;

	l.reply_to = (struct mime_party){ S("Secretariat \"desk\", \\ room 1"),
		                          S("secretariat@near.example") };
	told = read_back(&l);
	CHECK(is_sound(told) && tells(told, "subject Invitation\n"));
	CHECK(tells(told, "from office@near.example Association of North East Asia"));
	CHECK(tells(told, "to bat@dornod.example Bat\n"));
	CHECK(tells(told, "reply-to secretariat@near.example Secretariat \"desk\", \\ room 1\n"));
	CHECK(tells(told, "id <0123abcd@near.example>\nlanguage en\n"));
	CHECK(tells(told, "date 2014-10-22T00:30:00+00:00\n"));
	CHECK(str_ends(told, S("False\nDear Bat,\n\nPlease come.\n")));
}

static void letters_are_the_same_in_six_languages(void)
{
	static const struct {
		const char *name, *subject, *body;
	} words[LANGUAGE_COUNT] = {
		[LANGUAGE_ZH] = { "吉林省",
		                  "邀请函：第十届全体会议，二〇一四年十月，全罗南道灵岩郡",
		                  "尊敬的代表：\n\n谨邀请贵省出席会议。\n" },
		[LANGUAGE_JA] = { "富山県知事　石井隆一",
		                  "ご招待：第10回総会（2014年10月、全羅南道霊岩郡）のご案内",
		                  "拝啓\n\n総会にご出席くださいますよう。𠮷\n" },
		[LANGUAGE_KO] = { "경상북도",
		                  "초청장: 제10차 총회, 2014년 10월 22일 전라남도 영암군",
		                  "귀하께\n\n총회에 초청합니다.\n" },
		[LANGUAGE_MN] = { "Дорнод аймаг",
		                  "Урилга: Арав дугаар Бүгд хурал, Ёнам хот, 2014 он",
		                  "Эрхэм ноён,\n\nУрьж байна. Өндөр үнэлж.\n" },
		[LANGUAGE_RU] = { "Иркутская область",
		                  "Приглашение на десятую Генеральную Ассамблею в Ёнаме",
		                  "Уважаемый коллега!\n\nПриглашаем Вас.\n" },
		[LANGUAGE_EN] = { "Toyama",
		                  "Invitation to the tenth General Assembly, Yeongam, 22 to 23 "
		                  "October 2014, in the hall and online, with all its items",
		                  "Dear colleague,\n\nthe fare is 10 € — “please” come = soon.\n" },
	};

	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		struct mime_letter l = letter_new();
		struct str told;

		l.language = (enum language)i;
		l.to.name = str_of(words[i].name);
		l.subject = str_of(words[i].subject);
		l.body = str_of(words[i].body);
		told = read_back(&l);
		CHECK(is_sound(told));
		CHECK(tells(told, "subject %s\n", words[i].subject));
		CHECK(tells(told, "to bat@dornod.example %s\n", words[i].name));
		CHECK(str_ends(told, arena_printf(arena, "False\n%s", words[i].body)));
	}
}

/* Each length puts the ends of encoded words elsewhere in the characters. */
static void no_character_is_cut_at_any_length(void)
{
	struct sbuf subject = { .arena = arena };

	for (int n = 1; n <= 40; n++) {
		struct mime_letter l = letter_new();
		struct str bytes, line, rest;

		sbuf_lit(&subject, "日a");
		l.subject = sbuf_done(&subject);
		CHECK(mime_write(arena, &l, &bytes) == ERR_OK);
		rest = bytes;
		while (str_cut(&rest, '\n', &line))
			CHECK(line.n <= 77);
		if (n % 8 == 0)
			CHECK(tells(read_back(&l), "subject %.*s\n", STR_ARG(l.subject)));
	}
}

static void lines_of_the_text_keep_blanks_stops_and_length(void)
{
	struct mime_letter l = letter_new();
	struct sbuf body = { .arena = arena };
	struct str told;

	sbuf_lit(&body, ".\n..\nFrom here\ntrailing \t\nequals = sign =3D\r\nno end of line: ");
	for (int i = 0; i < 300; i++)
		sbuf_lit(&body, "long words ");
	l.body = sbuf_done(&body);
	told = read_back(&l);
	CHECK(is_sound(told) && tells(told, "longest 76\n"));
	CHECK(tells(told,
	            "False\n.\n..\nFrom here\ntrailing \t\nequals = sign =3D\nno end of line: "
	            "long words long"));
	CHECK(str_ends(told, S("long words \n")));
}

static void nothing_in_a_header_can_end_it(void)
{
	static const char *const lines[] = {
		"a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\x01", "a\x7f", "a\xc2\x85",
		"a\xe2\x80\xa8",         "",     "\xff"
	};
	static const char *const addresses[] = { "a@b.example\r\nx",
		                                 "a b@c.example",
		                                 "a@b@c.example",
		                                 "<a@b.example>",
		                                 "a@",
		                                 "@b",
		                                 ".a@b",
		                                 "a..b@c",
		                                 "a.@b.example",
		                                 "a@-b.example",
		                                 "a@b..example",
		                                 "a@b.example.",
		                                 "\"a\"@b.example",
		                                 "a@[127.0.0.1]",
		                                 "伊藤@b.example",
		                                 "a",
		                                 "" };
	struct str bytes;

	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct mime_letter subject = letter_new(), from = letter_new(), to = letter_new();

		subject.subject = from.from.name = to.to.name = str_of(lines[i]);
		CHECK(mime_write(arena, &subject, &bytes) == ERR_INVALID);
		CHECK(mime_write(arena, &from, &bytes) == ERR_INVALID);
		CHECK(mime_write(arena, &to, &bytes) == ERR_INVALID);
	}
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		struct mime_letter from = letter_new(), to = letter_new(), id = letter_new();

		from.from.address = to.to.address = id.id = str_of(addresses[i]);
		CHECK(mime_write(arena, &from, &bytes) == ERR_INVALID);
		CHECK(mime_write(arena, &to, &bytes) == ERR_INVALID);
		CHECK(mime_write(arena, &id, &bytes) == ERR_INVALID);
	}
}

/* An encoded word in what a person wrote is words, not code. */
static void what_looks_encoded_is_shown_as_it_was_written(void)
{
	struct mime_letter l = letter_new();

	l.subject = S("=?UTF-8?Q?a=0D=0ABcc:_x?=");
	CHECK(tells(read_back(&l), "subject =?UTF-8?Q?a=0D=0ABcc:_x?=\n"));
	l.subject = S(" blanks around ");
	CHECK(tells(read_back(&l), "subject  blanks around \n"));
}

static void plain_addresses_are_taken(void)
{
	static const char *const good[] = { "a@b", "office@near.example", "a.b+c@d-e.example",
		                            "o'neil_1@x.y.z.example" };

	for (size_t i = 0; i < COUNT_OF(good); i++)
		CHECK(mime_address_is_valid(str_of(good[i])));
	CHECK(!mime_address_is_valid((struct str){ 0 }));
}

int main(void)
{
	arena = arena_new();
	RUN(letter_is_read_as_it_was_written);
	RUN(letters_are_the_same_in_six_languages);
	RUN(no_character_is_cut_at_any_length);
	RUN(lines_of_the_text_keep_blanks_stops_and_length);
	RUN(nothing_in_a_header_can_end_it);
	RUN(what_looks_encoded_is_shown_as_it_was_written);
	RUN(plain_addresses_are_taken);
	arena_free(arena);
	return TAP_DONE();
}
