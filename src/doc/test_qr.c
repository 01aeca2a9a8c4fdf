/* test_qr.c -- QR codes as matrix and as SVG.  (test/paper has another program read them.) */
#include "doc/qr.h"

#include "base/str.h"
#include "test/tap.h"

static struct arena *arena;

/* The corner that finds the code, ISO/IEC 18004, 6.3.3. */
static bool has_finder(const struct qr *code, int row, int column)
{
	static const char *const finder[] = { "1111111", "1000001", "1011101", "1011101",
		                              "1011101", "1000001", "1111111" };

	for (int y = 0; y < 7; y++)
		for (int x = 0; x < 7; x++)
			if (code->dark[(row + y) * code->size + column + x] != finder[y][x] - '0')
				return false;
	return true;
}

static void a_code_has_its_three_corners(void)
{
	struct qr code = { 0 };

	CHECK(qr_make(arena, S("https://near.example/d/0123"), &code) == ERR_OK);
	CHECK(code.size >= 21 && code.size % 4 == 1);
	CHECK(has_finder(&code, 0, 0));
	CHECK(has_finder(&code, 0, code.size - 7));
	CHECK(has_finder(&code, code.size - 7, 0));
	CHECK(!has_finder(&code, code.size - 7, code.size - 7));
}

static void any_bytes_up_to_the_limit_fit(void)
{
	char *bytes = arena_alloc(arena, QR_TEXT_MAX + 1);
	struct qr code = { 0 };

	for (int i = 0; i <= QR_TEXT_MAX; i++)
		bytes[i] = (char)i;
	CHECK(qr_make(arena, (struct str){ bytes, QR_TEXT_MAX }, &code) == ERR_OK);
	code.size = 0;
	CHECK(qr_make(arena, (struct str){ bytes, QR_TEXT_MAX + 1 }, &code) == ERR_TOO_LARGE);
	CHECK(code.size == 0);
}

static void svg_has_words_and_a_white_margin(void)
{
	static const uint8_t dark[] = { 1, 1, 0, 0, 0, 1, 1, 0, 1 };
	const struct qr code = { 3, dark };

	CHECK(str_is(qr_svg(arena, &code, S("\"<code>\"")).html,
	             "<svg class=\"qr\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" "
	             "viewBox=\"0 0 11 11\" shape-rendering=\"crispEdges\" "
	             "aria-label=\"&quot;&lt;code&gt;&quot;\">"
	             "<path fill=\"#fff\" d=\"M0 0h11v11H0z\"/><path fill=\"#000\" d=\""
	             "M4 4h2v1h-2zM6 5h1v1h-1zM4 6h1v1h-1zM6 6h1v1h-1z\"/></svg>"));
}

int main(void)
{
	arena = arena_new();
	RUN(a_code_has_its_three_corners);
	RUN(any_bytes_up_to_the_limit_fit);
	RUN(svg_has_words_and_a_white_margin);
	arena_free(arena);
	return TAP_DONE();
}
