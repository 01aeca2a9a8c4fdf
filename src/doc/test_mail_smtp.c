/* test_mail_smtp.c -- letters handed to a mail server that nobody here wrote (aiosmtpd). */
#include "doc/mail.h"
#include "base/str.h"
#include "test/mail/sink.h"
#include "test/tap.h"

static struct arena *arena;
static struct sink sink;
static struct str said;

static enum smtp_outcome send_to(struct smtp_sender *s, const char *to)
{
	const struct mime_letter l = {
		.from = { S("北東アジア"), S("office@near.example") },
		.to = { S("Бат"), str_of(to) },
		.subject = S("Урилга"),
		.body = S("Эрхэм ноён\n.\nTo the end.\n"),
		.id = S("0123abcd@near.example"),
		.language = LANGUAGE_MN,
	};

	return smtp_send(s, arena, &l, &said);
}

static struct smtp_sender *sender(struct smtp_server server)
{
	static char url[64];

	snprintf(url, sizeof url, "smtp://127.0.0.1:%d", sink.port);
	server.url = url;
	return smtp_sender_new(&server, NULL);
}

static enum smtp_outcome send_once(struct smtp_server server, const char *to)
{
	struct smtp_sender *s = sender(server);
	enum smtp_outcome outcome = send_to(s, to);

	smtp_sender_free(s);
	return outcome;
}

static const struct smtp_server plain = { .tls = SMTP_TLS_NEVER };

static void accepted_letter_arrives_whole(void)
{
	struct smtp_sender *s;

	sink_begin(&sink, "");
	s = sender(plain);
	CHECK(send_to(s, "bat@dornod.example") == SMTP_ACCEPTED && said.n == 0);
	CHECK(send_to(s, "ito@toyama.example") == SMTP_ACCEPTED);
	smtp_sender_free(s);
	CHECK(sink_holds(&sink, "1.env", "office@near.example bat@dornod.example plain -\n"));
	CHECK(sink_holds(&sink, "2.env", "ito@toyama.example"));
	CHECK(sink_holds(&sink, "1.eml", "Message-ID: <0123abcd@near.example>\r\n"));
	sink_end(&sink);
}

static void what_the_server_says_is_told_apart(void)
{
	struct smtp_sender *s;

	sink_begin(&sink, "");
	s = sender(plain);
	CHECK(send_to(s, "refuse@x.example") == SMTP_REFUSED &&
	      str_is(said, "550 5.1.1 no such person here"));
	CHECK(send_to(s, "content@x.example") == SMTP_REFUSED &&
	      str_is(said, "554 5.6.0 not this"));
	CHECK(send_to(s, "later@x.example") == SMTP_AGAIN &&
	      str_is(said, "451 4.7.1 come back later"));
	CHECK(send_to(s, "leaving@x.example") == SMTP_UNREACHED &&
	      str_is(said, "421 4.3.2 shutting down"));
	CHECK(send_to(s, "bat@dornod.example") == SMTP_ACCEPTED);
	CHECK(send_to(s, "two words@x.example") == SMTP_REFUSED);
	smtp_sender_free(s);
	sink_end(&sink);
}

static void server_that_is_away_is_found_again(void)
{
	struct smtp_sender *s;

	sink_begin(&sink, "");
	s = sender(plain);
	CHECK(send_to(s, "bat@dornod.example") == SMTP_ACCEPTED);
	sink_stop(&sink);
	CHECK(send_to(s, "bat@dornod.example") == SMTP_UNREACHED && said.n > 0);
	sink_again(&sink, "");
	CHECK(send_to(s, "bat@dornod.example") == SMTP_ACCEPTED);
	smtp_sender_free(s);
	sink_end(&sink);
}

static void encryption_is_what_was_asked_for(void)
{
	sink_begin(&sink, "");
	CHECK(send_once((struct smtp_server){ .tls = SMTP_TLS_REQUIRE }, "a@x.example") ==
	      SMTP_UNREACHED);
	CHECK(send_once((struct smtp_server){ .tls = SMTP_TLS_OFFERED }, "a@x.example") ==
	      SMTP_ACCEPTED);
	sink_stop(&sink);
	sink_again(&sink, "--tls");
	/* Nobody vouches for this server's name. */
	CHECK(send_once((struct smtp_server){ .tls = SMTP_TLS_REQUIRE }, "a@x.example") ==
	      SMTP_UNREACHED);
	CHECK(send_once((struct smtp_server){ .tls = SMTP_TLS_OFFERED }, "a@x.example") ==
	      SMTP_ACCEPTED);
	CHECK(sink_holds(&sink, "1.env", " plain -\n") && sink_holds(&sink, "2.env", " tls -\n"));
	sink_end(&sink);
}

static void wrong_password_is_no_fault_of_the_letter(void)
{
	struct smtp_server server = { .tls = SMTP_TLS_NEVER, .user = "near", .password = "wrong" };

	sink_begin(&sink, "--auth near:right");
	CHECK(send_once(server, "a@x.example") == SMTP_UNREACHED && str_starts(said, S("535")));
	CHECK(memmem(said.p, said.n, "wrong", 5) == NULL);
	server.password = "right";
	CHECK(send_once(server, "a@x.example") == SMTP_ACCEPTED);
	CHECK(sink_holds(&sink, "1.env", " plain near\n"));
	sink_end(&sink);
}

static void stopping_lets_go_of_a_letter(void)
{
	static const _Atomic bool is_stopping = true;
	char url[64];
	struct smtp_sender *s;

	sink_begin(&sink, "");
	snprintf(url, sizeof url, "smtp://127.0.0.1:%d", sink.port);
	s = smtp_sender_new(&(struct smtp_server){ .url = url, .tls = SMTP_TLS_NEVER },
	                    &is_stopping);
	CHECK(send_to(s, "a@x.example") == SMTP_UNREACHED);
	smtp_sender_free(s);
	sink_end(&sink);
}

int main(void)
{
	arena = arena_new();
	RUN(accepted_letter_arrives_whole);
	RUN(what_the_server_says_is_told_apart);
	RUN(server_that_is_away_is_found_again);
	RUN(encryption_is_what_was_asked_for);
	RUN(wrong_password_is_no_fault_of_the_letter);
	RUN(stopping_lets_go_of_a_letter);
	arena_free(arena);
	return TAP_DONE();
}
