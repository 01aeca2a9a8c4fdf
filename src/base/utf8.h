/* base/utf8.h -- is it UTF-8 (RFC 3629), and how long.  No normal forms here: those are ICU's. */
#pragma once
#include "base/base.h"

/* No overlong forms, no surrogates, nothing above U+10FFFF, no NUL. */
bool utf8_is_valid(struct str s);
/* Valid, and no control character but tab and newline (CR LF counts as newline). */
bool utf8_is_text(struct str s);
size_t utf8_count(struct str s); /* code points of a valid string */
/* The longest prefix of at most `bytes` bytes that ends between code points. */
struct str utf8_clip(struct str s, size_t bytes);
/* Next code point of a valid string from *at on, which moves past it; -1 at the end. */
int32_t utf8_next(struct str s, size_t *at);
