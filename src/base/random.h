/* base/random.h -- random bytes from the kernel. */
#pragma once
#include "base/base.h"

void random_bytes(void *p, size_t n);
/* Writes n random bytes as 2n lower-case hexadecimal digits and a zero. */
void random_hex(char *buf, size_t n);
