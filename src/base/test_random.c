/* test_random.c -- random bytes from the kernel. */
#include "base/random.h"
#include "test/tap.h"

static void every_byte_is_filled(void)
{
	/*
	 * 1000 bytes: more than one call of getentropy() gives.  That a byte is 0 in all of 32
	 * rounds by chance happens once in 10^74 runs.
	 */
	unsigned char seen[1000] = { 0 }, now[1000];

	for (int round = 0; round < 32; round++) {
		random_bytes(now, sizeof(now));
		for (size_t i = 0; i < sizeof(now); i++)
			seen[i] |= now[i];
	}
	for (size_t i = 0; i < sizeof(seen); i++)
		CHECK(seen[i] != 0);
}

static void nothing_is_written_past_the_end(void)
{
	char buf[12];

	memset(buf, '#', sizeof(buf));
	random_bytes(buf, 0);
	CHECK(buf[0] == '#');
	random_hex(buf, 5);
	CHECK(buf[10] == '\0' && buf[11] == '#');
	random_hex(buf, 0);
	CHECK(buf[0] == '\0');
}

static void hexadecimal_digits_are_lower_case_and_differ(void)
{
	char one[33], two[33];

	random_hex(one, 16);
	random_hex(two, 16);
	CHECK(strlen(one) == 32 && strspn(one, "0123456789abcdef") == 32);
	CHECK(strcmp(one, two) != 0);
}

static void every_digit_comes_from_a_byte_of_its_own(void)
{
	bool seen[256] = { false };
	char hex[9];
	int different = 0;

	/* The third digit takes all 16 values; that one is missing after 1000 rounds is 1 in 10^27.
	 */
	for (int round = 0; round < 1000; round++) {
		random_hex(hex, 4);
		different += !seen[(unsigned char)hex[2]];
		seen[(unsigned char)hex[2]] = true;
	}
	CHECK(different == 16);
}

int main(void)
{
	RUN(every_byte_is_filled);
	RUN(nothing_is_written_past_the_end);
	RUN(hexadecimal_digits_are_lower_case_and_differ);
	RUN(every_digit_comes_from_a_byte_of_its_own);
	return TAP_DONE();
}
