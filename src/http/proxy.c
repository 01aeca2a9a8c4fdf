/* proxy.c -- addresses, networks, and the walk from the nearest proxy towards the client. */
#include "http/proxy.h"
#include "base/parse.h"
#include "base/str.h"
#include <arpa/inet.h>
#include <netinet/in.h>

static const unsigned char v4_prefix[12] = { [10] = 0xff, [11] = 0xff };

static bool is_v4(const struct http_addr *a)
{
	return memcmp(a->b, v4_prefix, sizeof v4_prefix) == 0;
}

static struct http_addr map_v4(const void *four)
{
	struct http_addr a;

	memcpy(a.b, v4_prefix, sizeof v4_prefix);
	memcpy(a.b + sizeof v4_prefix, four, 4);
	return a;
}

/* Cut off a port: all after "]", or after the only colon. */
static struct str without_port(struct str s)
{
	size_t colon = str_find(s, ':', 0), bracket = str_find(s, ']', 0);

	if (s.n > 0 && s.p[0] == '[')
		return bracket < s.n ? str_sub(s, 1, bracket) : S("");
	return str_find(s, ':', colon + 1) == s.n ? str_sub(s, 0, colon) : s;
}

bool http_addr_parse(struct str s, struct http_addr *ret)
{
	char text[HTTP_ADDR_TEXT];
	unsigned char four[4];
	struct http_addr six;

	s = without_port(s);
	if (s.n == 0 || s.n >= sizeof text || memchr(s.p, 0, s.n))
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = 0;
	if (inet_pton(AF_INET, text, four) == 1) {
		*ret = map_v4(four);
		return true;
	}
	if (inet_pton(AF_INET6, text, six.b) == 1) {
		*ret = six;
		return true;
	}
	return false;
}

struct http_addr http_addr_of(const struct sockaddr *sa)
{
	struct http_addr a = { { 0 } };

	if (sa->sa_family == AF_INET)
		return map_v4(&((const struct sockaddr_in *)(const void *)sa)->sin_addr);
	if (sa->sa_family == AF_INET6)
		memcpy(a.b, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr,
		       sizeof a.b);
	return a;
}

void http_addr_format(const struct http_addr *a, char buf[static HTTP_ADDR_TEXT])
{
	const void *from = is_v4(a) ? a->b + sizeof v4_prefix : a->b;

	MUST(inet_ntop(is_v4(a) ? AF_INET : AF_INET6, from, buf, HTTP_ADDR_TEXT));
}

bool http_addr_eq(const struct http_addr *a, const struct http_addr *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

bool http_addr_is_loopback(const struct http_addr *a)
{
	static const struct http_addr six = { { [15] = 1 } };

	return http_addr_eq(a, &six) || (is_v4(a) && a->b[12] == 127);
}

struct http_addr http_addr_client(const struct http_addr *a)
{
	struct http_addr c = *a;

	if (!is_v4(a))
		memset(c.b + 8, 0, 8);
	return c;
}

static bool net_parse(struct str s, struct http_net *ret)
{
	size_t slash = str_find(s, '/', 0);
	struct http_net net = { .bits = 128 };
	int64_t bits;
	int most;

	if (!http_addr_parse(str_sub(s, 0, slash), &net.addr))
		return false;
	most = is_v4(&net.addr) ? 32 : 128;
	if (slash < s.n) {
		if (!parse_i64(str_sub(s, slash + 1, s.n), 0, most, &bits))
			return false;
		net.bits = 128 - most + (int)bits;
	}
	*ret = net;
	return true;
}

/* The next word of a list separated by spaces or commas; false at the end. */
static bool next_word(struct str *rest, struct str *ret)
{
	size_t from = 0, to;

	while (from < rest->n && (rest->p[from] == ' ' || rest->p[from] == ','))
		from++;
	to = from;
	while (to < rest->n && rest->p[to] != ' ' && rest->p[to] != ',')
		to++;
	*ret = str_sub(*rest, from, to);
	*rest = str_sub(*rest, to, rest->n);
	return ret->n > 0;
}

bool http_nets_parse(const char *text, struct http_nets *ret)
{
	struct str rest = str_of(text), word;
	struct http_nets nets = { .n = 0 };

	while (next_word(&rest, &word))
		if (nets.n == HTTP_NETS_MAX || !net_parse(word, &nets.at[nets.n++]))
			return false;
	*ret = nets;
	return true;
}

static bool is_within(const struct http_net *net, const struct http_addr *a)
{
	int whole = net->bits / 8, rest = net->bits % 8;

	if (memcmp(net->addr.b, a->b, (size_t)whole) != 0)
		return false;
	return rest == 0 || ((net->addr.b[whole] ^ a->b[whole]) & (0xff00 >> rest) & 0xff) == 0;
}

bool http_nets_have(const struct http_nets *nets, const struct http_addr *a)
{
	for (int i = 0; i < nets->n; i++)
		if (is_within(&nets->at[i], a))
			return true;
	return false;
}

/* Cut off the last item of a list; false when it is empty. */
static bool cut_last(struct str *list, struct str *ret_item)
{
	size_t from = list->n;

	if (list->n == 0)
		return false;
	while (from > 0 && list->p[from - 1] != ',')
		from--;
	*ret_item = str_trim(str_sub(*list, from, list->n));
	*list = str_sub(*list, 0, from > 0 ? from - 1 : 0);
	return true;
}

static struct str last_of(struct str list)
{
	struct str item = S("");

	cut_last(&list, &item);
	return item;
}

/* Walk one X-Forwarded-For line from its end; false when the client has been found. */
static bool walk(const struct http_nets *trusted, struct str line, struct http_addr *client)
{
	struct str item;

	while (cut_last(&line, &item)) {
		/* What cannot be read was not written by a proxy we trust: go no further. */
		if (!http_addr_parse(item, client) || !http_nets_have(trusted, client))
			return false;
	}
	return true;
}

void http_origin_find(const struct http_nets *trusted, const struct http_addr *peer,
                      const struct http_head *head, struct http_origin *ret)
{
	int i = head->forwarded_for_n;

	*ret = (struct http_origin){ .client = *peer, .host = head->host };
	if (trusted->n == 0 || !http_nets_have(trusted, peer))
		return;
	while (i > 0 && walk(trusted, head->forwarded_for[i - 1], &ret->client))
		i--;
	ret->is_https = http_is(last_of(head->forwarded_proto), "https");
	if (last_of(head->forwarded_host).n > 0)
		ret->host = last_of(head->forwarded_host);
}
