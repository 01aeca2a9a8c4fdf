/*
 * http/proxy.h -- who the client is when proxies stand between.
 *
 * X-Forwarded-* is what anybody can write.  It counts only as far as it was written by proxies that
 * the configuration trusts: the client is the rightmost address that is not one of theirs.  Pure
 * functions.
 */
#pragma once
#include "http/head.h"

struct sockaddr;

enum { HTTP_NETS_MAX = 32, HTTP_ADDR_TEXT = 46 };

/* An IPv6 address, or an IPv4 address in its mapped form ::ffff:a.b.c.d. */
struct http_addr {
	unsigned char b[16];
};

struct http_net {
	struct http_addr addr;
	int bits; /* of the mapped form: 10.0.0.0/8 has 104 */
};

struct http_nets {
	struct http_net at[HTTP_NETS_MAX];
	int n;
};

/* As the reader sees the site, and as the site sees the reader. */
struct http_origin {
	struct http_addr client;
	bool is_https;
	struct str host;
};

/* "192.0.2.7", "2001:db8::1"; also with a port, "192.0.2.7:80", "[2001:db8::1]:80". */
bool http_addr_parse(struct str s, struct http_addr *ret);
struct http_addr http_addr_of(const struct sockaddr *sa); /* unknown families: :: */
/* Writes it as text, IPv4 without "::ffff:". */
void http_addr_format(const struct http_addr *a, char buf[static HTTP_ADDR_TEXT]);
bool http_addr_eq(const struct http_addr *a, const struct http_addr *b);
bool http_addr_is_loopback(const struct http_addr *a);
/* What one customer has for his own: IPv4 whole, IPv6 its first 64 bits.  For limits. */
struct http_addr http_addr_client(const struct http_addr *a);

/* "127.0.0.1 10.0.0.0/8 2001:db8::/32", separated by spaces or commas; NULL: none.  False:
 * malformed. */
bool http_nets_parse(const char *text, struct http_nets *ret);
bool http_nets_have(const struct http_nets *nets, const struct http_addr *a);

/*
 * Who asks, by which scheme, of which host.  Forwarded scheme and host are the last in their list:
 * the nearest proxy must say what the reader sees.  The host is not checked here.
 */
void http_origin_find(const struct http_nets *trusted, const struct http_addr *peer,
                      const struct http_head *head, struct http_origin *ret);
