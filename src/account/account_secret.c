/*
 * account_secret.c -- sign-in names and passwords: the one form in which they are kept, and which
 * passwords are too easily guessed.
 */
#include "account/internal.h"
#include "base/str.h"
#include "base/utf8.h"
#include "crypto/password.h"
#include "view/locale.h"

enum { PASSWORD_MIN = 10 /* code points */, PASSWORD_LIMIT_BYTES = 1024, KINDS_MIN = 5 };

struct str account_name_of(struct ctx *ctx, struct str typed)
{
	return str_trim(locale_fold(ctx->arena, locale_nfkc(ctx->arena, typed)));
}

struct str account_password_of(struct ctx *ctx, struct str typed)
{
	return locale_nfc(ctx->arena, typed);
}

/* Passwords that were set before they were brought into one form are tried as they were typed. */
bool account_password_is(struct ctx *ctx, struct str hash, struct str typed)
{
	struct str one_form = account_password_of(ctx, typed);
	bool right = crypto_password_verify(hash, one_form);

	if (!right && hash.p && !str_eq(one_form, typed))
		right = crypto_password_verify(hash, typed);
	return right;
}

bool account_has_blank_ends(struct ctx *ctx, struct str password)
{
	/* NFKC makes blanks of every width one. */
	struct str plain = locale_nfkc(ctx->arena, password);

	return str_trim(plain).n != plain.n;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "abababababab", "1111111111": fewer characters than anybody would need to remember a password. */
static bool has_few_kinds(struct str password)
{
	int32_t seen[KINDS_MIN];
	int kinds = 0;

	for (size_t at = 0; at < password.n && kinds < KINDS_MIN;) {
		int32_t c = utf8_next(password, &at);
		bool is_new = true;

		for (int i = 0; i < kinds; i++)
			is_new &= seen[i] != c;
		if (is_new)
			seen[kinds++] = c;
	}
	return kinds < KINDS_MIN;
}

/* "1234567890", "jihgfedcba": each the next of the one before. */
static bool is_row(struct str password)
{
	int32_t before = 0, step = 0;

	for (size_t at = 0, i = 0; at < password.n; i++) {
		int32_t c = utf8_next(password, &at);
		int32_t now = c - before;

		if (i > 1 && now != step)
			return false;
		if (i > 0)
			step = now;
		before = c;
	}
	return step == 1 || step == -1;
}

/* "Toyama2014Toyama2014": a half that is written twice is half a password. */
static struct str first_part(struct str password)
{
	for (size_t n = 1; n <= password.n / 2; n++) {
		size_t at = n;

		while (at < password.n && password.p[at] == password.p[at - n])
			at++;
		if (at == password.n)
			return str_sub(password, 0, n);
	}
	return password;
}

/* "Password-2024!" is "password" to whoever guesses. */
static struct str stem_of(struct ctx *ctx, struct str password)
{
	struct str s = locale_fold(ctx->arena, password);

	while (s.n > 0 && (unsigned char)s.p[s.n - 1] < 0x80 && !is_letter(s.p[s.n - 1]))
		s.n--;
	while (s.n > 0 && (unsigned char)s.p[0] < 0x80 && !is_letter(s.p[0]))
		s = str_sub(s, 1, s.n);
	return s;
}

static bool is_in_dictionary(struct ctx *ctx, struct str password, bool is_whole)
{
	enum crypto_password_fault fault =
		crypto_password_fault(arena_str(ctx->arena, password.p, password.n).p);

	return fault == CRYPTO_PASSWORD_WORD || (is_whole && fault == CRYPTO_PASSWORD_SIMPLE);
}

enum err account_password_check(struct ctx *ctx, struct str password)
{
	struct str part;

	if (!utf8_is_text(password) || password.n > PASSWORD_LIMIT_BYTES ||
	    utf8_count(password) < PASSWORD_MIN)
		return ERR_PASSWORD_WEAK;
	if (account_has_blank_ends(ctx, password))
		return ERR_PASSWORD_BLANKS;
	part = first_part(password);
	if (has_few_kinds(password) || is_row(password) || part.n < password.n ||
	    is_in_dictionary(ctx, password, true) ||
	    is_in_dictionary(ctx, stem_of(ctx, password), false))
		return ERR_PASSWORD_COMMON;
	return ERR_OK;
}
