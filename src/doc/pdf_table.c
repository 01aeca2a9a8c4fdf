/* pdf_table.c -- rows of cells: tables with a head, and names with their values. */
#include "doc/pdf_core.h"

#include "base/str.h"

#define PAD 4.0
#define PAD_ROW 3.0
#define LINE 0.5

/* A cell while its row is being placed; `at` is the first line not yet placed, of both texts. */
struct box {
	const struct pdf_text *texts[2];
	const char *tag, *scope;
	double x;
	int at, to;
};

struct pdf_table {
	struct box head[PDF_COLUMNS_MAX];
	double x[PDF_COLUMNS_MAX], width[PDF_COLUMNS_MAX];
	bool is_number[PDF_COLUMNS_MAX];
	int n;
	bool has_head;
	double head_height;
};

static int box_lines(const struct box *b)
{
	return (b->texts[0] ? b->texts[0]->line_count : 0) +
	       (b->texts[1] ? b->texts[1]->line_count : 0);
}

static double line_pitch(const struct box *b, int line)
{
	return line < b->texts[0]->line_count ? b->texts[0]->pitch : b->texts[1]->pitch;
}

/* Sets `to` for what fits into `room`; its height. */
static double box_fit(struct box *b, double room)
{
	int lines = box_lines(b);
	double height = 0;

	for (b->to = b->at; b->to < lines; b->to++) {
		double pitch = line_pitch(b, b->to);

		if (height + pitch > room)
			break;
		height += pitch;
	}
	return height;
}

static double row_fit(struct box *boxes, int n, double room)
{
	double height = 0;

	for (int i = 0; i < n; i++) {
		double h = box_fit(&boxes[i], room);

		height = h > height ? h : height;
	}
	return height;
}

static bool row_is_placed(const struct box *boxes, int n)
{
	for (int i = 0; i < n; i++)
		if (boxes[i].to < box_lines(&boxes[i]))
			return false;
	return true;
}

static void piece_mark(struct pdf *p, const struct box *b, int which, const char *tag)
{
	const struct pdf_text *t = b->texts[which];
	int before = which ? b->texts[0]->line_count : 0;
	int from = b->at > before ? b->at - before : 0, to = b->to - before;
	double y = p->y + PAD_ROW;
	struct pdf_mark *m;

	if (!t || to <= from)
		return;
	if (to > t->line_count)
		to = t->line_count;
	if (which && b->at < before)
		y += (before - b->at) * b->texts[0]->pitch;
	m = pdf_mark_text(p, t, b->x, y);
	m->tag = tag;
	m->scope = tag == b->tag ? b->scope : NULL; /* a part of a cell has none */
	m->from = from;
	m->to = to;
}

/* One text alone is the cell; of two each is a part of it.  A cell without text is one too. */
static void box_mark(struct pdf *p, const struct box *b)
{
	bool is_one = b->texts[0] && !b->texts[1] && b->texts[0]->span_count == 1;
	struct pdf_mark *m;

	if (!b->tag || (is_one && b->to > b->at)) {
		piece_mark(p, b, 0, b->tag);
		piece_mark(p, b, 1, NULL);
		return;
	}
	m = pdf_mark_add(p, MARK_BEGIN);
	m->tag = b->tag;
	m->scope = b->scope;
	if (b->texts[0])
		piece_mark(p, b, 0, "Span");
	if (b->texts[1])
		piece_mark(p, b, 1, "Span");
	pdf_mark_add(p, MARK_END);
}

static void line_mark(struct pdf *p, double width)
{
	double from = pdf_page_left(p);

	pdf_mark_fill(p, INK_LINE, (const double[]){ from, p->y, pdf_page_width(p), width });
}

static void row_mark(struct pdf *p, struct box *boxes, int n, double height)
{
	bool is_told = boxes[0].tag != NULL;

	if (is_told)
		pdf_mark_add(p, MARK_BEGIN)->tag = "TR";
	for (int i = 0; i < n; i++) {
		box_mark(p, &boxes[i]);
		boxes[i].at = boxes[i].to;
	}
	if (is_told)
		pdf_mark_add(p, MARK_END);
	p->y += height + 2 * PAD_ROW;
	line_mark(p, LINE);
}

/* Told once; on later pages the head is there for the eye alone. */
static void head_mark(struct pdf *p, struct pdf_table *t, bool is_told)
{
	struct box boxes[PDF_COLUMNS_MAX];
	double height;

	memcpy(boxes, t->head, sizeof(boxes));
	for (int i = 0; i < t->n; i++)
		if (!is_told)
			boxes[i].tag = NULL;
	height = row_fit(boxes, t->n, PAGE_BOTTOM - PAGE_TOP);
	row_mark(p, boxes, t->n, height);
	line_mark(p, 3 * LINE);
	p->is_page_empty = !is_told;
}

static void row_page(struct pdf *p, struct pdf_table *t)
{
	flow_page_begin(p);
	if (t->has_head)
		head_mark(p, t, false);
}

/* A row that fits a page stays whole; a longer one goes on over pages, each part a row. */
static void row_put(struct pdf *p, struct pdf_table *t, struct box *boxes)
{
	double page = PAGE_BOTTOM - PAGE_TOP - t->head_height - 2 * PAD_ROW;
	double all = row_fit(boxes, t->n, 1e9);

	do {
		double room = PAGE_BOTTOM - p->y - 2 * PAD_ROW, height;

		if (!p->is_page_empty && room < (all < page ? all : TEXT_SIZE * 4)) {
			row_page(p, t);
			room = PAGE_BOTTOM - p->y - 2 * PAD_ROW;
		}
		height = row_fit(boxes, t->n, room);
		row_mark(p, boxes, t->n, height);
		all = page;
		if (!row_is_placed(boxes, t->n))
			row_page(p, t);
	} while (!p->err && !row_is_placed(boxes, t->n));
}

static const struct pdf_text *cell_set(struct pdf *p, const struct pdf_table *t, int column,
                                       const struct pdf_span *span)
{
	struct pdf_style style = { .size = TEXT_SIZE - 0.5,
		                   .width = t->width[column],
		                   .face = span->face,
		                   .is_number = t->is_number[column],
		                   .side = t->is_number[column] ? SIDE_RIGHT : SIDE_LEFT };

	return span->text.text.n ? pdf_text_set(p, span, 1, &style) : NULL;
}

static const struct pdf_text *beneath_set(struct pdf *p, const struct pdf_table *t, int column,
                                          struct tr text)
{
	struct pdf_style style = { .size = SMALL_SIZE - 0.5,
		                   .width = t->width[column],
		                   .face = PDF_MUTED,
		                   .side = t->is_number[column] ? SIDE_RIGHT : SIDE_LEFT };

	return text.text.n ? pdf_text_one(p, text, &style) : NULL;
}

static void columns_place(struct pdf *p, struct pdf_table *t, const struct pdf_column *columns)
{
	double x = pdf_page_left(p), all = 0;

	for (int i = 0; i < t->n; i++) {
		MUST(columns[i].weight >= 1);
		all += columns[i].weight;
	}
	for (int i = 0; i < t->n; i++) {
		double width = pdf_page_width(p) * columns[i].weight / all;

		t->x[i] = x + PAD;
		t->width[i] = width - 2 * PAD;
		t->is_number[i] = columns[i].is_number;
		x += width;
	}
}

static void head_set(struct pdf *p, struct pdf_table *t, const struct pdf_column *columns)
{
	for (int i = 0; i < t->n; i++) {
		struct pdf_span span = { .text = columns[i].head, .face = PDF_STRONG };

		t->head[i] = (struct box){ .texts = { cell_set(p, t, i, &span) },
			                   .tag = "TH",
			                   .scope = "/Column",
			                   .x = t->x[i] };
		t->has_head |= columns[i].head.text.n > 0;
	}
	t->head_height = row_fit(t->head, t->n, (PAGE_BOTTOM - PAGE_TOP) / 2) + 2 * PAD_ROW;
}

static struct pdf_table *table_make(struct pdf *p, const struct pdf_column *columns, int n)
{
	struct pdf_table *t = arena_make(p->arena, struct pdf_table);

	MUST(!p->table && n >= 1 && n <= PDF_COLUMNS_MAX);
	t->n = n;
	columns_place(p, t, columns);
	p->table = t;
	return t;
}

void pdf_table_begin(struct pdf *p, const struct pdf_column *columns, int n)
{
	struct pdf_table *t = table_make(p, columns, n);

	head_set(p, t, columns);
	pdf_block_space(p, 8);
	/* A head at the foot of a page, its rows on the next, would say nothing. */
	pdf_page_room(p, t->head_height + 5 * TEXT_SIZE);
	pdf_mark_begin(p, "Table");
	if (t->has_head)
		head_mark(p, t, true);
}

void pdf_table_row(struct pdf *p, const struct pdf_cell *cells)
{
	struct pdf_table *t = p->table;
	struct box boxes[PDF_COLUMNS_MAX] = { 0 };

	MUST(t);
	if (p->err)
		return;
	for (int i = 0; i < t->n; i++) {
		struct pdf_span span = { .text = cells[i].text, .link = cells[i].link };

		boxes[i] = (struct box){ .tag = i ? "TD" : "TH",
			                 .scope = i ? NULL : "/Row",
			                 .x = t->x[i] };
		boxes[i].texts[0] = cell_set(p, t, i, &span);
		if (boxes[i].texts[0])
			boxes[i].texts[1] = beneath_set(p, t, i, cells[i].beneath);
	}
	row_put(p, t, boxes);
}

void pdf_table_end(struct pdf *p)
{
	MUST(p->table);
	p->table = NULL;
	pdf_mark_end(p);
	pdf_block_space(p, 8);
}

void pdf_pairs(struct pdf *p, const struct pdf_pair *pairs, int n)
{
	static const struct pdf_column columns[] = { { .weight = 3 }, { .weight = 7 } };
	struct pdf_table *t = table_make(p, columns, COUNT_OF(columns));

	pdf_page_room(p, 3 * TEXT_SIZE);
	pdf_mark_begin(p, "Table");
	for (int i = 0; i < n && !p->err; i++) {
		struct pdf_span name = { .text = pairs[i].name, .face = PDF_MUTED };
		struct pdf_span value = { .text = pairs[i].value };
		struct box boxes[] = { { .tag = "TH", .scope = "/Row", .x = t->x[0] },
			               { .tag = "TD", .x = t->x[1] } };

		if (!value.text.text.n)
			continue;
		boxes[0].texts[0] = cell_set(p, t, 0, &name);
		boxes[1].texts[0] = cell_set(p, t, 1, &value);
		row_put(p, t, boxes);
	}
	pdf_table_end(p);
}
