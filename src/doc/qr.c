/* qr.c -- libqrencode behind one face. */
#include "doc/qr.h"

#include "base/sbuf.h"
#include "view/html.h"

#include <qrencode.h>

enum err qr_make(struct arena *a, struct str text, struct qr *ret_code)
{
	uint8_t *dark;
	QRcode *code;

	MUST(text.n > 0);
	if (text.n > QR_TEXT_MAX)
		return ERR_TOO_LARGE;
	code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	MUST(code); /* 512 bytes fit version 18 of 40; what is left is a lack of memory */
	dark = arena_alloc(a, (size_t)code->width * (size_t)code->width);
	/* The lowest bit is the module; the others say what it is for. */
	for (int i = 0; i < code->width * code->width; i++)
		dark[i] = code->data[i] & 1;
	*ret_code = (struct qr){ code->width, dark };
	QRcode_free(code);
	return ERR_OK;
}

static void row_put(struct sbuf *out, const struct qr *code, int row)
{
	const uint8_t *dark = code->dark + row * code->size;

	for (int from = 0, to; from < code->size; from = to + 1) {
		for (to = from; to < code->size && dark[to];)
			to++;
		if (to > from)
			sbuf_printf(out, "M%d %dh%dv1h-%dz", from + QR_MARGIN, row + QR_MARGIN,
			            to - from, to - from);
	}
}

struct safe_html qr_svg(struct arena *a, const struct qr *code, struct str alt)
{
	struct sbuf out = { .arena = a };
	struct html h = { .buf = &out };
	int side = code->size + 2 * QR_MARGIN;

	sbuf_printf(&out,
	            "<svg class=\"qr\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" "
	            "viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\" aria-label=\"",
	            side, side);
	html_put_str(&h, alt);
	sbuf_printf(&out, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"",
	            side, side);
	for (int row = 0; row < code->size; row++)
		row_put(&out, code, row);
	sbuf_lit(&out, "\"/></svg>");
	return (struct safe_html){ sbuf_done(&out) };
}
