/* random.c -- random bytes from the kernel. */
#include "base/random.h"

#include <unistd.h>

enum { ENTROPY_BYTES_MAX = 256 }; /* of one getentropy() */

void random_bytes(void *p, size_t n)
{
	unsigned char *to = p;

	while (n > 0) {
		size_t piece = n < ENTROPY_BYTES_MAX ? n : ENTROPY_BYTES_MAX;

		/* A token made of what stood in memory before would be worse than no program. */
		MUST(getentropy(to, piece) == 0);
		to += piece;
		n -= piece;
	}
}

void random_hex(char *buf, size_t n)
{
	random_bytes(buf, n);
	/* From the back, so that no byte is overwritten before it was read. */
	for (size_t i = n; i-- > 0;) {
		unsigned char byte = (unsigned char)buf[i];

		buf[2 * i] = "0123456789abcdef"[byte >> 4];
		buf[2 * i + 1] = "0123456789abcdef"[byte & 15];
	}
	buf[2 * n] = '\0';
}
