/* test_proxy.c -- who the client is, as told by proxies and by liars. */
#include "base/str.h"
#include "http/proxy.h"
#include "test/tap.h"

static struct http_addr addr(const char *text)
{
	struct http_addr a = { { 0 } };

	CHECK(http_addr_parse(str_of(text), &a));
	return a;
}

static void addresses_are_read_and_written(void)
{
	static const struct {
		const char *text, *back;
	} cases[] = {
		{ "192.0.2.7", "192.0.2.7" },
		{ "192.0.2.7:8080", "192.0.2.7" },
		{ "::1", "::1" },
		{ "[::1]", "::1" },
		{ "[2001:db8::7]:443", "2001:db8::7" },
		{ "::ffff:192.0.2.7", "192.0.2.7" },
		{ "2001:DB8:0:0::7", "2001:db8::7" },
	};
	static const char *const bad[] = {
		"",
		"x",
		"192.0.2",
		"192.0.2.256",
		"unknown",
		"_hidden",
		"1.2.3.4.5",
		"[::1",
		":::",
		"192.0.2.7/8",
		"2001:db8::7::",
		"192.0.2.07777777777777777777777777777777777777777777",
	};
	char buf[HTTP_ADDR_TEXT];

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_addr a = addr(cases[i].text);

		http_addr_format(&a, buf);
		CHECK(str_is(str_of(buf), cases[i].back));
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct http_addr a;

		CHECK(!http_addr_parse(str_of(bad[i]), &a));
	}
}

static void networks_hold_their_addresses(void)
{
	struct http_nets nets;
	static const struct {
		const char *nets, *addr;
		bool has;
	} cases[] = {
		{ "127.0.0.1", "127.0.0.1", true },
		{ "127.0.0.1", "127.0.0.2", false },
		{ "10.0.0.0/8", "10.255.1.2", true },
		{ "10.0.0.0/8", "11.0.0.0", false },
		{ "10.128.0.0/9", "10.128.0.1", true },
		{ "10.128.0.0/9", "10.127.0.1", false },
		{ "192.0.2.4/30", "192.0.2.7", true },
		{ "192.0.2.4/30", "192.0.2.8", false },
		{ "0.0.0.0/0", "203.0.113.9", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "::/0", "2001:db8::1", true },
		{ "2001:db8::/32", "2001:db8:ffff::1", true },
		{ "2001:db8::/32", "2001:db9::1", false },
		{ "::1, 127.0.0.1", "::1", true },
		{ "::1 127.0.0.1", "127.0.0.1", true },
		{ "", "127.0.0.1", false },
		{ NULL, "127.0.0.1", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_addr a = addr(cases[i].addr);

		CHECK(http_nets_parse(cases[i].nets, &nets));
		CHECK(http_nets_have(&nets, &a) == cases[i].has);
	}
}

static void malformed_network_list_is_refused(void)
{
	static const char *const bad[] = {
		"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/",    "10.0.0.0/x",
		"example.org", "::/129",      "10.0.0.0/8 x",
	};
	struct http_nets nets;

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		CHECK(!http_nets_parse(bad[i], &nets));
}

struct way {
	const char *peer;
	const char *lines[HTTP_FORWARDED_MAX]; /* of X-Forwarded-For */
	const char *proto, *host;
	const char *client; /* expected */
	bool is_https;
	const char *seen_host;
};

static void walk(const struct way *w)
{
	struct http_nets nets;
	struct http_head head = { .host = S("inner") };
	struct http_addr peer = addr(w->peer), client = addr(w->client);
	struct http_origin o;

	CHECK(http_nets_parse("127.0.0.1 10.0.0.0/8 fd00::/8", &nets));
	for (int i = 0; i < HTTP_FORWARDED_MAX && w->lines[i]; i++)
		http_head_add(&head, S("X-Forwarded-For"), str_of(w->lines[i]));
	if (w->proto)
		http_head_add(&head, S("X-Forwarded-Proto"), str_of(w->proto));
	if (w->host)
		http_head_add(&head, S("X-Forwarded-Host"), str_of(w->host));
	http_origin_find(&nets, &peer, &head, &o);
	CHECK(http_addr_eq(&o.client, &client));
	CHECK(o.is_https == w->is_https);
	CHECK(str_is(o.host, w->seen_host));
}

static const struct way ways[] = {
	/* nobody in between */
	{ "203.0.113.9", { NULL }, NULL, NULL, "203.0.113.9", false, "inner" },
	/* a stranger who lies is not believed */
	{ "203.0.113.9", { "192.0.2.1" }, "https", "evil", "203.0.113.9", false, "inner" },
	/* one proxy */
	{ "127.0.0.1",
	  { "192.0.2.1" },
	  "https",
	  "near.example",
	  "192.0.2.1",
	  true,
	  "near.example" },
	/* the client wrote something before what the proxy wrote */
	{ "127.0.0.1", { "1.2.3.4, 192.0.2.1" }, "http", NULL, "192.0.2.1", false, "inner" },
	/* two proxies, in one line and in two */
	{ "127.0.0.1", { "192.0.2.1, 10.0.0.5" }, NULL, NULL, "192.0.2.1", false, "inner" },
	{ "127.0.0.1", { "192.0.2.1", "10.0.0.5" }, NULL, NULL, "192.0.2.1", false, "inner" },
	/* all are proxies: the first of them asks for itself */
	{ "127.0.0.1", { "10.0.0.6, 10.0.0.5" }, NULL, NULL, "10.0.0.6", false, "inner" },
	/* what cannot be read stops the walk where it is */
	{ "127.0.0.1", { "192.0.2.1, unknown, 10.0.0.5" }, NULL, NULL, "10.0.0.5", false, "inner" },
	{ "127.0.0.1", { "" }, NULL, NULL, "127.0.0.1", false, "inner" },
	/* IPv6, with ports */
	{ "fd00::1", { "[2001:db8::9]:4711" }, "https", NULL, "2001:db8::9", true, "inner" },
	/* the nearest proxy's word counts, not the client's */
	{ "127.0.0.1",
	  { "192.0.2.1" },
	  "https, http",
	  "evil, near.example",
	  "192.0.2.1",
	  false,
	  "near.example" },
};

static void client_is_the_rightmost_untrusted_address(void)
{
	for (size_t i = 0; i < COUNT_OF(ways); i++)
		walk(&ways[i]);
}

static void without_trust_nothing_forwarded_counts(void)
{
	struct http_nets none = { .n = 0 };
	struct http_addr peer = addr("127.0.0.1");
	struct http_head head = { .host = S("inner") };
	struct http_origin o;

	http_head_add(&head, S("X-Forwarded-For"), S("192.0.2.1"));
	http_head_add(&head, S("X-Forwarded-Proto"), S("https"));
	http_origin_find(&none, &peer, &head, &o);
	CHECK(http_addr_eq(&o.client, &peer) && !o.is_https);
}

static void one_customer_shares_a_rate(void)
{
	struct http_addr a = addr("2001:db8::1"), b = addr("2001:db8::ffff:2"),
			 c = addr("2001:db8:1::1");
	struct http_addr d = addr("192.0.2.1"), e = addr("192.0.2.2");
	struct http_addr ka = http_addr_client(&a), kb = http_addr_client(&b),
			 kc = http_addr_client(&c);
	struct http_addr kd = http_addr_client(&d), ke = http_addr_client(&e);

	CHECK(http_addr_eq(&ka, &kb));
	CHECK(!http_addr_eq(&ka, &kc));
	CHECK(!http_addr_eq(&kd, &ke));
	CHECK(http_addr_is_loopback(&(struct http_addr){ { [15] = 1 } }));
	CHECK(!http_addr_is_loopback(&d));
}

int main(void)
{
	RUN(addresses_are_read_and_written);
	RUN(networks_hold_their_addresses);
	RUN(malformed_network_list_is_refused);
	RUN(client_is_the_rightmost_untrusted_address);
	RUN(without_trust_nothing_forwarded_counts);
	RUN(one_customer_shares_a_rate);
	return TAP_DONE();
}
