/*
 * doc/qr.h -- QR codes (ISO/IEC 18004, error correction M) by libqrencode.
 *
 * The matrix, for whoever draws it (doc/pdf.h does), and as SVG for pages.  The code needs four
 * modules of white around it: qr_svg() has them, who draws the matrix must leave them.
 */
#pragma once
#include "base/arena.h"
#include "errors.h"
#include "view/html.h"

enum { QR_MARGIN = 4, QR_TEXT_MAX = 512 /* bytes; beyond that no telephone reads it from paper */ };

struct qr {
	int size;            /* modules a side, 21..177 */
	const uint8_t *dark; /* size * size, row after row; 1: dark */
};

/* ERR_TOO_LARGE past QR_TEXT_MAX; an empty text is a bug.  In the arena. */
enum err qr_make(struct arena *a, struct str text, struct qr *ret_code) MUST_USE;
/* <svg role="img">, black on white in any colour scheme, sized by the page's stylesheet. */
struct safe_html qr_svg(struct arena *a, const struct qr *code, struct str alt);
