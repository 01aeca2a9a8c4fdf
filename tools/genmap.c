/*
 * genmap.c -- outlines for the map of a pack, out of TopoJSON files of first-level regions.
 *
 *     genmap FOLDER SHAPES OUT.csv
 *
 * FOLDER holds the TopoJSON files.  SHAPES is a text file; `#` begins a comment, the other lines
 * are
 *
 *     SLUG FILE NAME                   a government, its file (without .topo.json), its region
 * there except WEST SOUTH EAST NORTH     islands that lie in this box of degrees are left out frame
 * LON LAT WIDTH LEAST        centre of the projection; width of the view box; the least area, in
 * its units squared, that a bend must span to be kept
 *
 * OUT.csv becomes regions.csv (docs/pack.md); the view box that belongs to it is printed.
 *
 * The projection is Lambert's azimuthal equal-area one (Snyder, Map Projections: A Working Manual,
 * USGS 1987, section 24, on the sphere), so that regions compare truly in size and nothing is cut
 * at 180 degrees.  In TopoJSON a border is stored once, as an arc that both neighbours refer to.
 * Arcs, not outlines, are simplified (Visvalingam and Whyatt 1993), so neighbours keep touching
 * exactly.
 */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"

enum {
	SHAPES_MAX = 512,
	FILES_MAX = 16,
	EXCEPT_MAX = 32,
	RINGS_MAX = 4096,
	GRID = 10, /* coordinates are written in tenths of a unit */
	MARGIN = 8 /* units around the outlines */
};

struct point {
	double x, y;
};

/* An arc: projected when read, put on the grid and simplified when the frame is known. */
struct arc {
	struct point *at;
	int count;
	bool is_used;
};

struct file {
	struct str name;
	struct arc *arcs;
	int arc_count;
	json_object *root, *geometries;
	struct point scale, translate;
};

/* One closed line of a shape: the file's arcs in turn, ~i for arc i backwards. */
struct ring {
	struct file *file;
	int *arcs;
	int count;
};

struct shape {
	struct str slug;
	struct ring *rings;
	int ring_count;
};

struct box {
	double west, south, east, north;
};

struct map {
	struct arena *arena;
	const char *folder, *shapes_path;
	struct file files[FILES_MAX];
	int file_count;
	struct shape shapes[SHAPES_MAX];
	int shape_count;
	struct box except[EXCEPT_MAX];
	int except_count;
	struct point centre; /* degrees */
	double width, least;
	double height;
};

static double radians(double degrees)
{
	return degrees * (M_PI / 180);
}

/* Degrees to the plane; y grows downwards, as on a page. */
static struct point project(const struct map *m, double lon, double lat)
{
	double p0 = radians(m->centre.y), p = radians(lat), l = radians(lon - m->centre.x);
	double k = sqrt(2 / (1 + sin(p0) * sin(p) + cos(p0) * cos(p) * cos(l)));

	return (struct point){ k * cos(p) * sin(l),
		               -k * (cos(p0) * sin(p) - sin(p0) * cos(p) * cos(l)) };
}

static json_object *member(const struct file *f, json_object *of, const char *key)
{
	json_object *v;

	if (!json_object_object_get_ex(of, key, &v))
		gen_fault(f->name.p, 0, "has no “%s” where one is expected", key);
	return v;
}

static double number(json_object *array, size_t i)
{
	return json_object_get_double(json_object_array_get_idx(array, i));
}

/* TopoJSON 1.0, section 2.1.3: positions of a quantized arc are differences from the one before. */
static void arc_read(struct map *m, const struct file *f, json_object *from, struct arc *ret)
{
	struct point at = { 0, 0 };

	ret->count = (int)json_object_array_length(from);
	ret->at = arena_many(m->arena, struct point, (size_t)ret->count + 1);
	for (int i = 0; i < ret->count; i++) {
		json_object *step = json_object_array_get_idx(from, (size_t)i);

		at.x += number(step, 0);
		at.y += number(step, 1);
		ret->at[i] = (struct point){ at.x * f->scale.x + f->translate.x,
			                     at.y * f->scale.y + f->translate.y };
	}
}

static struct file *file_read(struct map *m, struct str name)
{
	struct file *f = &m->files[m->file_count++];
	const char *path = arena_printf(m->arena, "%s/%.*s.topo.json", m->folder, STR_ARG(name)).p;
	json_object *arcs, *objects, *transform;

	if (m->file_count == FILES_MAX)
		gen_fault(path, 0, "is one file too many");
	f->name = arena_str(m->arena, name.p, name.n);
	f->root = json_tokener_parse(gen_read(m->arena, path).p);
	if (!f->root)
		gen_fault(path, 0, "is not JSON");
	transform = member(f, f->root, "transform");
	f->scale = (struct point){ number(member(f, transform, "scale"), 0),
		                   number(member(f, transform, "scale"), 1) };
	f->translate = (struct point){ number(member(f, transform, "translate"), 0),
		                       number(member(f, transform, "translate"), 1) };
	arcs = member(f, f->root, "arcs");
	f->arc_count = (int)json_object_array_length(arcs);
	f->arcs = arena_many(m->arena, struct arc, (size_t)f->arc_count);
	for (int i = 0; i < f->arc_count; i++)
		arc_read(m, f, json_object_array_get_idx(arcs, (size_t)i), &f->arcs[i]);
	objects = member(f, f->root, "objects");
	json_object_object_foreach(objects, key, collection)
	{
		(void)key;
		f->geometries = member(f, collection, "geometries");
	}
	return f;
}

static struct file *file_find(struct map *m, struct str name)
{
	for (int i = 0; i < m->file_count; i++)
		if (str_eq(m->files[i].name, name))
			return &m->files[i];
	return file_read(m, name);
}

static json_object *geometry_find(const struct file *f, struct str name)
{
	for (size_t i = 0; i < json_object_array_length(f->geometries); i++) {
		json_object *g = json_object_array_get_idx(f->geometries, i), *properties, *own;

		if (json_object_object_get_ex(g, "properties", &properties) &&
		    json_object_object_get_ex(properties, "name", &own) &&
		    str_is(name, json_object_get_string(own)))
			return g;
	}
	return NULL;
}

static struct arc *arc_of(const struct file *f, int index)
{
	int at = index < 0 ? ~index : index;

	if (at >= f->arc_count)
		gen_fault(f->name.p, 0, "has no arc %d", at);
	return &f->arcs[at];
}

/* Does every point of the ring (still in degrees) lie in one of the boxes to be left out? */
static bool is_excepted(const struct map *m, const struct ring *r)
{
	for (int b = 0; b < m->except_count; b++) {
		const struct box *box = &m->except[b];
		bool is_in = true;

		for (int i = 0; i < r->count; i++) {
			const struct arc *a = arc_of(r->file, r->arcs[i]);

			for (int k = 0; k < a->count; k++)
				is_in &= a->at[k].x >= box->west && a->at[k].x <= box->east &&
				         a->at[k].y >= box->south && a->at[k].y <= box->north;
		}
		if (is_in)
			return true;
	}
	return false;
}

static void ring_add(struct map *m, struct shape *s, struct file *f, json_object *arcs)
{
	struct ring r = { f, NULL, (int)json_object_array_length(arcs) };

	r.arcs = arena_many(m->arena, int, (size_t)r.count + 1);
	for (int i = 0; i < r.count; i++)
		r.arcs[i] = json_object_get_int(json_object_array_get_idx(arcs, (size_t)i));
	if (is_excepted(m, &r))
		return;
	if (s->ring_count == RINGS_MAX)
		gen_fault(f->name.p, 0, "a region has more than %d rings", RINGS_MAX);
	for (int i = 0; i < r.count; i++)
		arc_of(f, r.arcs[i])->is_used = true;
	s->rings[s->ring_count++] = r;
}

static void polygon_add(struct map *m, struct shape *s, struct file *f, json_object *rings)
{
	for (size_t i = 0; i < json_object_array_length(rings); i++)
		ring_add(m, s, f, json_object_array_get_idx(rings, i));
}

static void shape_add(struct map *m, struct str slug, struct file *f, json_object *geometry)
{
	struct shape *s = &m->shapes[m->shape_count++];
	json_object *arcs = member(f, geometry, "arcs");
	const char *type = json_object_get_string(member(f, geometry, "type"));

	if (m->shape_count == SHAPES_MAX)
		gen_fault(f->name.p, 0, "more than %d shapes are asked for", SHAPES_MAX - 1);
	s->slug = slug;
	s->rings = arena_many(m->arena, struct ring, RINGS_MAX);
	if (strcmp(type, "Polygon") == 0)
		polygon_add(m, s, f, arcs);
	else if (strcmp(type, "MultiPolygon") == 0)
		for (size_t i = 0; i < json_object_array_length(arcs); i++)
			polygon_add(m, s, f, json_object_array_get_idx(arcs, i));
	else
		gen_fault(f->name.p, 0, "geometry of type %s cannot be drawn", type);
}

static double word_number(const char *file, int line, struct str *rest)
{
	struct str word;
	char digits[32], *end;
	double v;

	if (!str_cut(rest, ' ', &word) || word.n >= sizeof(digits))
		gen_fault(file, line, "a number is missing");
	memcpy(digits, word.p, word.n);
	digits[word.n] = '\0';
	v = strtod(digits, &end);
	if (end == digits || *end)
		gen_fault(file, line, "%s is no number", digits);
	return v;
}

static void line_read(struct map *m, const char *file, int line, struct str text)
{
	struct str word, name;
	json_object *geometry;
	struct file *f;

	str_cut(&text, ' ', &word);
	if (str_is(word, "frame")) {
		m->centre.x = word_number(file, line, &text);
		m->centre.y = word_number(file, line, &text);
		m->width = word_number(file, line, &text);
		m->least = word_number(file, line, &text);
		return;
	}
	if (str_is(word, "except")) {
		struct box *b = &m->except[m->except_count++];

		if (m->except_count == EXCEPT_MAX)
			gen_fault(file, line, "more than %d boxes", EXCEPT_MAX - 1);
		b->west = word_number(file, line, &text);
		b->south = word_number(file, line, &text);
		b->east = word_number(file, line, &text);
		b->north = word_number(file, line, &text);
		return;
	}
	if (!str_cut(&text, ' ', &name) || text.n == 0)
		gen_fault(file, line, "a line is: SLUG FILE NAME");
	f = file_find(m, name);
	geometry = geometry_find(f, text);
	if (!geometry)
		gen_fault(file, line, "%.*s has no region “%.*s”", STR_ARG(name), STR_ARG(text));
	shape_add(m, word, f, geometry);
}

static void shapes_read(struct map *m)
{
	const char *file = m->shapes_path;
	struct str text = gen_read(m->arena, file), line;

	for (int number = 1; str_cut(&text, '\n', &line); number++) {
		line = str_trim(line);
		if (line.n > 0 && line.p[0] != '#')
			line_read(m, file, number, line);
	}
	if (m->shape_count == 0 || m->width <= 0)
		gen_fault(file, 0, "names no frame or no shape");
}

/* Project the arcs in use, then move and stretch them to the frame, in units of the grid. */
static void arcs_to_grid(struct map *m)
{
	struct point min = { INFINITY, INFINITY }, max = { -INFINITY, -INFINITY };
	double stretch;

	for (int f = 0; f < m->file_count; f++)
		for (int i = 0; i < m->files[f].arc_count; i++) {
			struct arc *a = &m->files[f].arcs[i];

			for (int k = 0; a->is_used && k < a->count; k++) {
				struct point p = project(m, a->at[k].x, a->at[k].y);

				min = (struct point){ fmin(min.x, p.x), fmin(min.y, p.y) };
				max = (struct point){ fmax(max.x, p.x), fmax(max.y, p.y) };
				a->at[k] = p;
			}
		}
	stretch = (m->width - 2 * MARGIN) * GRID / (max.x - min.x);
	m->height = ceil((max.y - min.y) * stretch / GRID + 2 * MARGIN);
	for (int f = 0; f < m->file_count; f++)
		for (int i = 0; i < m->files[f].arc_count; i++) {
			struct arc *a = &m->files[f].arcs[i];

			for (int k = 0; a->is_used && k < a->count; k++)
				a->at[k] = (struct point){
					(a->at[k].x - min.x) * stretch + MARGIN * GRID,
					(a->at[k].y - min.y) * stretch + MARGIN * GRID
				};
		}
}

static double triangle(struct point a, struct point b, struct point c)
{
	return fabs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
}

/*
 * Take out, one after the other, the point whose triangle with its neighbours is the smallest,
 * until none is below `least`.  The ends stay, since other arcs meet there; of a closed arc two
 * more stay, so that an island remains an area.
 */
static void arc_simplify(struct arc *a, double least)
{
	int keep = a->at[0].x == a->at[a->count - 1].x && a->at[0].y == a->at[a->count - 1].y ? 4
	                                                                                      : 2;

	while (a->count > keep) {
		double smallest = INFINITY;
		int at = 0;

		for (int i = 1; i < a->count - 1; i++) {
			double area = triangle(a->at[i - 1], a->at[i], a->at[i + 1]);

			if (area < smallest) {
				smallest = area;
				at = i;
			}
		}
		if (smallest >= least)
			return;
		memmove(&a->at[at], &a->at[at + 1], (size_t)(a->count - at - 1) * sizeof(*a->at));
		a->count--;
	}
}

static void arcs_simplify(struct map *m)
{
	for (int f = 0; f < m->file_count; f++)
		for (int i = 0; i < m->files[f].arc_count; i++) {
			struct arc *a = &m->files[f].arcs[i];

			if (!a->is_used)
				continue;
			arc_simplify(a, m->least * GRID * GRID);
			for (int k = 0; k < a->count; k++)
				a->at[k] = (struct point){ round(a->at[k].x), round(a->at[k].y) };
		}
}

/* The ring's points on the grid, none twice in a row, the first not repeated at the end. */
static int ring_points(struct map *m, const struct ring *r, struct point **ret)
{
	struct point *at;
	int n = 0, total = 0;

	for (int i = 0; i < r->count; i++)
		total += arc_of(r->file, r->arcs[i])->count;
	at = arena_many(m->arena, struct point, (size_t)total + 1);
	for (int i = 0; i < r->count; i++) {
		const struct arc *a = arc_of(r->file, r->arcs[i]);

		for (int k = 0; k < a->count; k++) {
			struct point p = a->at[r->arcs[i] < 0 ? a->count - 1 - k : k];

			if (n == 0 || p.x != at[n - 1].x || p.y != at[n - 1].y)
				at[n++] = p;
		}
	}
	while (n > 1 && at[0].x == at[n - 1].x && at[0].y == at[n - 1].y)
		n--;
	*ret = at;
	return n;
}

static double ring_area(const struct point *at, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++) {
		struct point a = at[i], b = at[(i + 1) % n];

		sum += a.x * b.y - b.x * a.y;
	}
	return fabs(sum) / 2;
}

static void coordinate_put(struct sbuf *out, double grid)
{
	int v = (int)grid;

	if (v < 0)
		sbuf_char(out, '-');
	v = abs(v);
	if (v >= GRID || v == 0)
		sbuf_int(out, v / GRID);
	if (v % GRID)
		sbuf_printf(out, ".%d", v % GRID);
}

static void pair_put(struct sbuf *out, struct point p, bool is_first)
{
	/* A minus sign or a letter parts two numbers well enough; everything else needs a space */
	if (!is_first && p.x >= 0)
		sbuf_char(out, ' ');
	coordinate_put(out, p.x);
	if (p.y >= 0)
		sbuf_char(out, ' ');
	coordinate_put(out, p.y);
}

static void ring_put(struct sbuf *out, const struct point *at, int n)
{
	sbuf_char(out, 'M');
	pair_put(out, at[0], true);
	sbuf_char(out, 'l');
	for (int i = 1; i < n; i++)
		pair_put(out, (struct point){ at[i].x - at[i - 1].x, at[i].y - at[i - 1].y },
		         i == 1);
	sbuf_char(out, 'z');
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* A point inside: the middle of the widest stretch on one of the lines across the ring. */
static struct point ring_label(struct map *m, const struct point *at, int n)
{
	enum { LINES = 15 };
	double *x = arena_many(m->arena, double, (size_t)n), top = INFINITY, bottom = -INFINITY,
	       widest = -1;
	struct point ret = at[0];

	for (int i = 0; i < n; i++) {
		top = fmin(top, at[i].y);
		bottom = fmax(bottom, at[i].y);
	}
	for (int line = 1; line <= LINES; line++) {
		/* a little beside the grid, so that no corner lies on the line */
		double y = top + (bottom - top) * line / (LINES + 1) + 0.01;
		int hits = 0;

		for (int i = 0; i < n; i++) {
			struct point a = at[i], b = at[(i + 1) % n];

			if ((a.y < y) != (b.y < y))
				x[hits++] = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
		}
		qsort(x, (size_t)hits, sizeof(*x), compare);
		for (int i = 0; i + 1 < hits; i += 2)
			if (x[i + 1] - x[i] > widest) {
				widest = x[i + 1] - x[i];
				ret = (struct point){ (x[i] + x[i + 1]) / 2, y };
			}
	}
	return ret;
}

/* Islands smaller than the least area go, except the largest ring: every government has an outline.
 */
static void shape_put(struct map *m, struct sbuf *out, const struct shape *s)
{
	double largest = 0, *area = arena_many(m->arena, double, (size_t)s->ring_count + 1);
	struct point **at = arena_many(m->arena, struct point *, (size_t)s->ring_count + 1),
		     label = { 0, 0 };
	int *n = arena_many(m->arena, int, (size_t)s->ring_count + 1);

	for (int i = 0; i < s->ring_count; i++) {
		n[i] = ring_points(m, &s->rings[i], &at[i]);
		area[i] = ring_area(at[i], n[i]);
		if (area[i] > largest) {
			largest = area[i];
			label = ring_label(m, at[i], n[i]);
		}
	}
	if (largest == 0)
		gen_fault(m->shapes_path, 0,
		          "nothing is left of %.*s; a smaller least area is needed",
		          STR_ARG(s->slug));
	sbuf_printf(out, "%.*s,", STR_ARG(s->slug));
	for (int i = 0; i < s->ring_count; i++)
		if (area[i] == largest || area[i] >= 2 * m->least * GRID * GRID)
			ring_put(out, at[i], n[i]);
	sbuf_printf(out, ",%d,%d\n", (int)round(label.x / GRID), (int)round(label.y / GRID));
}

int main(int argc, char **argv)
{
	struct map *m;
	struct arena *a;
	struct sbuf out;

	if (argc != 4) {
		fputs("usage: genmap FOLDER SHAPES OUT.csv\n", stderr);
		return 2;
	}
	a = arena_new();
	m = arena_make(a, struct map);
	m->arena = a;
	m->folder = argv[1];
	m->shapes_path = argv[2];
	shapes_read(m);
	arcs_to_grid(m);
	arcs_simplify(m);
	out = (struct sbuf){ .arena = a };
	sbuf_lit(&out, "government,outline,label_x,label_y\n");
	for (int i = 0; i < m->shape_count; i++)
		shape_put(m, &out, &m->shapes[i]);
	gen_write(argv[3], &out);
	printf("map_view_box 0 0 %d %d: %d outlines, %zu bytes\n", (int)m->width, (int)m->height,
	       m->shape_count, out.n);
	for (int i = 0; i < m->file_count; i++)
		json_object_put(m->files[i].root);
	arena_free(a);
	return 0;
}
