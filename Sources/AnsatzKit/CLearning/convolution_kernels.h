// Included once a precision: REAL, LANES (of 64 bytes) and NAME are set.
//
// Each plane is copied once with its border, and split by the remainder of row and column modulo the stride. After that
// every tap of the kernel is one constant offset into a contiguous plane, whatever stride, border and size are, and a
// vector is LANES neighbouring points. Where rows are whole vectors the results go straight to their place; else they
// are made for all points of the bordered plane in one line, and the ones that are points of the result are taken out.
// A block of channels times some vectors stays in registers over all channels and taps of the other side.

#define EVEN_LANES(a, b) __builtin_shufflevector(a, b, ANSATZ_EVEN)
#define ODD_LANES(a, b) __builtin_shufflevector(a, b, ANSATZ_ODD)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, ANSATZ_LOW)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, ANSATZ_HIGH)
/// Sums of neighbouring lanes, a's and then b's.
#define PAIR_SUMS(a, b) (EVEN_LANES(a, b) + ODD_LANES(a, b))

typedef REAL NAME(vector) __attribute__((ext_vector_type(LANES), aligned(sizeof(REAL))));
#define VECTOR NAME(vector)
#define ALL(value) ((VECTOR)(REAL)(value))

/// Bordered planes, split by remainder: channel c, remainders (a, b), row i, column j is at
/// c * channel + ((a * stride + b) * rows + i) * pitch + j.
typedef struct {
    int rows, pitch;
    size_t channel;
} NAME(planes);

/// What a block of products reads: one plane offset and one weight offset a tap.
typedef struct {
    int count;
    int plane[121];
    int weight[121];
} NAME(taps);

static inline size_t NAME(rounded)(size_t count) { return (count + LANES - 1) / LANES * LANES; }

/// Index of the source of the bordered point, or -1 where the border is zero.
static inline int NAME(source)(int index, int padding, int size, int kind) {
    int place = index - padding;
    if (place >= 0 && place < size) return place;
    if (kind == ANSATZ_PADDING_CIRCULAR) return (place % size + size) % size;
    if (kind == ANSATZ_PADDING_REFLECT) return place < 0 ? -place : 2 * (size - 1) - place;
    return -1;
}

static NAME(planes) NAME(bordered)(const ansatz_convolution *s) {
    NAME(planes) planes;
    planes.rows = s->rows + (s->kernel_y - 1) / s->stride;
    planes.pitch = s->columns + (s->kernel_x - 1) / s->stride;
    planes.channel = NAME(rounded)((size_t)s->stride * s->stride * planes.rows * planes.pitch);
    return planes;
}

/// One product block: `blocks` channels times `vectors` vectors. `place[v]` is the offset of vector v in the plane.
static inline __attribute__((always_inline)) void NAME(block)(
    const int blocks, const int vectors, const REAL *plane, const int *place, size_t channel, int reduced,
    const NAME(taps) *taps, const REAL *weights, ptrdiff_t blockStride, ptrdiff_t reducedStride, REAL *result,
    size_t resultStride, const REAL *bias, const REAL *addend, REAL scale) {
    VECTOR sum[24];
    for (int k = 0; k < blocks * vectors; k++) sum[k] = ALL(0);
    for (int r = 0; r < reduced; r++) {
        const REAL *from = plane + r * channel;
        const REAL *row = weights + r * reducedStride;
        for (int t = 0; t < taps->count; t++) {
            const REAL *p = from + taps->plane[t];
            const REAL *w = row + taps->weight[t];
            VECTOR x[8];
            for (int v = 0; v < vectors; v++) x[v] = *(const VECTOR *)(p + place[v]);
            for (int b = 0; b < blocks; b++) {
                const REAL value = w[b * blockStride];
                for (int v = 0; v < vectors; v++)
                    sum[b * vectors + v] = __builtin_elementwise_fma(x[v], ALL(value), sum[b * vectors + v]);
            }
        }
    }
    for (int b = 0; b < blocks; b++) {
        const REAL shift = bias ? bias[b] : 0;
        for (int v = 0; v < vectors; v++) {
            const size_t at = b * resultStride + v * LANES;
            VECTOR value = sum[b * vectors + v] * scale + shift;
            if (addend) value += *(const VECTOR *)(addend + at);
            *(VECTOR *)(result + at) = value;
        }
    }
}

/// All channels of `vectors` vectors.
static inline __attribute__((always_inline)) void NAME(column)(
    const int vectors, const int widest, const REAL *plane, const int *place, size_t channel, int reduced,
    const NAME(taps) *taps, const REAL *weights, ptrdiff_t blockStride, ptrdiff_t reducedStride, int channels,
    REAL *result, size_t resultStride, const REAL *bias, const REAL *addend, REAL scale) {
    int c = 0;
#define ANSATZ_BLOCKS(N)                                                                                               \
    for (; N <= widest && c + N <= channels; c += N)                                                                   \
        NAME(block)(N, vectors, plane, place, channel, reduced, taps, weights + c * blockStride, blockStride,          \
                    reducedStride, result + c * resultStride, resultStride, bias ? bias + c : 0,                       \
                    addend ? addend + c * resultStride : 0, scale);
    if (widest >= 24) { ANSATZ_BLOCKS(24) }
    if (widest >= 16) { ANSATZ_BLOCKS(16) }
    if (widest >= 12) { ANSATZ_BLOCKS(12) }
    if (widest >= 8) { ANSATZ_BLOCKS(8) }
    if (widest >= 6) { ANSATZ_BLOCKS(6) }
    if (widest >= 4) { ANSATZ_BLOCKS(4) }
    ANSATZ_BLOCKS(2)
    ANSATZ_BLOCKS(1)
#undef ANSATZ_BLOCKS
}

/// result[c][point] for all points: `lines` rows of `vectors` vectors, a row `pitch` further than the last.
ANSATZ_WIDE static void NAME(products)(
    const REAL *plane, int lines, int vectors, int pitch, size_t channel, int reduced, const NAME(taps) *taps,
    const REAL *weights, ptrdiff_t blockStride, ptrdiff_t reducedStride, int channels, REAL *result,
    size_t resultStride, const REAL *bias, const REAL *addend, REAL scale) {
    const int total = lines * vectors;
    // 24 sums in registers: more channels at once where there are few points.
    const int most = channels <= 2 ? 8 : 4;
    int line = 0, column = 0;
    for (int first = 0; first < total;) {
        int count = total - first < most ? total - first : most;
        if (count > 4 && count < 8) count = 4;
        int place[8];
        for (int v = 0; v < count; v++) {
            place[v] = line * pitch + column * LANES;
            if (++column == vectors) { column = 0; line++; }
        }
        REAL *to = result + (size_t)first * LANES;
        const REAL *plus = addend ? addend + (size_t)first * LANES : 0;
#define ANSATZ_COLUMN(V, WIDEST)                                                                                       \
    NAME(column)(V, WIDEST, plane, place, channel, reduced, taps, weights, blockStride, reducedStride, channels, to,   \
                 resultStride, bias, plus, scale)
        switch (count) {
            case 8: ANSATZ_COLUMN(8, 2); break;
            case 4: ANSATZ_COLUMN(4, 6); break;
            case 3: ANSATZ_COLUMN(3, 8); break;
            case 2: ANSATZ_COLUMN(2, 12); break;
            default: ANSATZ_COLUMN(1, 24); break;
        }
#undef ANSATZ_COLUMN
        first += count;
    }
}

/// A column of the border: remainder, column in its plane, and where it is copied from (-1: zero).
typedef struct {
    int remainder, column, source;
} NAME(edge);

static inline __attribute__((always_inline)) void NAME(copy)(const REAL *from, REAL *to, int count) {
    int j = 0;
    for (; j + LANES <= count; j += LANES) *(VECTOR *)(to + j) = *(const VECTOR *)(from + j);
#pragma clang loop vectorize(disable) unroll(disable)
    for (; j < count; j++) to[j] = from[j];
}

/// even[j] = from[2 j], odd[j] = from[2 j + 1].
static inline __attribute__((always_inline)) void NAME(split)(const REAL *from, int count, REAL *even, REAL *odd) {
    int j = 0;
    for (; j + 2 * LANES <= count; j += 2 * LANES) {
        const VECTOR first = *(const VECTOR *)(from + j), second = *(const VECTOR *)(from + j + LANES);
        *(VECTOR *)(even + j / 2) = EVEN_LANES(first, second);
        *(VECTOR *)(odd + j / 2) = ODD_LANES(first, second);
    }
#pragma clang loop vectorize(disable) unroll(disable)
    for (; j + 1 < count; j += 2) {
        even[j / 2] = from[j];
        odd[j / 2] = from[j + 1];
    }
    if (j < count) even[j / 2] = from[j];
}

/// Copies x with its border, split by remainder.
ANSATZ_WIDE static void NAME(spread)(const ansatz_convolution *s, const REAL *x, const NAME(planes) *planes, REAL *bordered) {
    const int stride = s->stride, pitch = planes->pitch;
    const size_t plane = (size_t)planes->rows * pitch;
    // The columns of the border are the same in every row.
    NAME(edge) edges[128];
    int border = 0;
    for (int b = 0; b < stride; b++)
        for (int j = 0; j < pitch; j++) {
            const int place = j * stride + b;
            if (place >= s->padding_x && place < s->padding_x + s->width) {
                j = (s->padding_x + s->width - 1 - b) / stride;
                continue;
            }
            // Beyond the border no tap reads.
            const int source = place >= s->width + 2 * s->padding_x
                ? -1 : NAME(source)(place, s->padding_x, s->width, s->padding);
            edges[border++] = (NAME(edge)){b, j, source};
        }
    for (int c = 0; c < s->inputs; c++) {
        const REAL *from = x + (size_t)c * s->height * s->width;
        REAL *to = bordered + c * planes->channel;
        for (int i = 0; i < planes->rows; i++)
            for (int a = 0; a < stride; a++) {
                REAL *line = to + a * stride * plane + (size_t)i * pitch;
                const int place = i * stride + a;
                const int row = place >= s->height + 2 * s->padding_y
                    ? -1 : NAME(source)(place, s->padding_y, s->height, s->padding);
                if (row < 0) {
                    for (int b = 0; b < stride; b++)
                        for (int j = 0; j < pitch; j++) line[b * plane + j] = 0;
                    continue;
                }
                const REAL *source = from + (size_t)row * s->width;
                // What no tap reads has no place in the planes.
                if (stride == 1) {
                    const int room = pitch - s->padding_x;
                    NAME(copy)(source, line + s->padding_x, s->width < room ? s->width : room);
                } else if (stride == 2) {
                    const int p = s->padding_x, room = 2 * (pitch - (p + 1) / 2) + p % 2;
                    NAME(split)(source, s->width < room ? s->width : room, line + (p % 2) * plane + p / 2,
                                line + ((p + 1) % 2) * plane + (p + 1) / 2);
                } else {
                    for (int b = 0; b < stride; b++)
                        for (int j = 0; j < pitch; j++) {
                            const int k = j * stride + b - s->padding_x;
                            if (k >= 0 && k < s->width) line[b * plane + j] = source[k];
                        }
                }
                for (int e = 0; e < border; e++)
                    line[edges[e].remainder * plane + edges[e].column]
                        = edges[e].source < 0 ? 0 : source[edges[e].source];
            }
        // Lanes between planes are read too, and what is left there may be slow numbers.
        for (size_t j = stride * stride * plane; j < planes->channel; j++) to[j] = 0;
    }
    for (int j = 0; j < 8 * LANES; j++) bordered[s->inputs * planes->channel + j] = 0;
}

static void NAME(forward_taps)(const ansatz_convolution *s, const NAME(planes) *planes, NAME(taps) *taps) {
    taps->count = 0;
    for (int k = 0; k < s->kernel_y; k++)
        for (int l = 0; l < s->kernel_x; l++) {
            const int remainder = k % s->stride * s->stride + l % s->stride;
            taps->plane[taps->count] = (remainder * planes->rows + k / s->stride) * planes->pitch + l / s->stride;
            taps->weight[taps->count++] = k * s->kernel_x + l;
        }
}

/// Whether x itself is its bordered plane.
static int NAME(is_bare)(const ansatz_convolution *s) {
    return s->kernel_y == 1 && s->kernel_x == 1 && s->stride == 1 && s->padding_y == 0 && s->padding_x == 0
        && s->height * s->width % LANES == 0;
}

void NAME(ansatz_convolve)(const ansatz_convolution *s, size_t samples, const REAL *x, const REAL *weights,
                           const REAL *bias, const REAL *addend, REAL scale, REAL *y, REAL *work) {
    NAME(planes) planes = NAME(bordered)(s);
    NAME(taps) taps;
    NAME(forward_taps)(s, &planes, &taps);
    const int points = s->rows * s->columns, count = s->kernel_y * s->kernel_x;
    const int bare = NAME(is_bare)(s);
    for (size_t n = 0; n < samples; n++) {
        const REAL *from = x + n * s->inputs * s->height * s->width;
        REAL *to = y + n * s->outputs * points;
        const REAL *plus = addend ? addend + n * s->outputs * points : 0;
        if (bare) {
            NAME(products)(from, 1, points / LANES, 0, points, s->inputs, &taps, weights, (ptrdiff_t)s->inputs * count,
                           count, s->outputs, to, points, bias, plus, scale);
            continue;
        }
        NAME(spread)(s, from, &planes, work);
        if (s->columns % LANES == 0) {
            NAME(products)(work, s->rows, s->columns / LANES, planes.pitch, planes.channel, s->inputs, &taps, weights,
                           (ptrdiff_t)s->inputs * count, count, s->outputs, to, points, bias, plus, scale);
            continue;
        }
        const size_t line = NAME(rounded)((size_t)s->rows * planes.pitch);
        REAL *result = work + s->inputs * planes.channel + 8 * LANES;
        NAME(products)(work, 1, (int)(line / LANES), 0, planes.channel, s->inputs, &taps, weights,
                       (ptrdiff_t)s->inputs * count, count, s->outputs, result, line, 0, 0, scale);
        for (int c = 0; c < s->outputs; c++) {
            const REAL shift = bias ? bias[c] : 0;
            for (int i = 0; i < s->rows; i++) {
                const REAL *source = result + c * line + (size_t)i * planes.pitch;
                const size_t at = (size_t)c * points + (size_t)i * s->columns;
                if (plus)
                    for (int j = 0; j < s->columns; j++) to[at + j] = source[j] + shift + plus[at + j];
                else
                    for (int j = 0; j < s->columns; j++) to[at + j] = source[j] + shift;
            }
        }
    }
}

/// The transpose with a border of zeros. Bordered row Y + padding = stride q + a gets rows q - m of y through taps
/// stride m + a.
ANSATZ_WIDE static void NAME(transposed_zero)(const ansatz_convolution *s, const REAL *y, const REAL *weights, const REAL *bias,
                                  const REAL *addend, REAL scale, REAL *x, REAL *work, int circular) {
    const int stride = s->stride, count = s->kernel_y * s->kernel_x;
    const int before_y = (s->kernel_y - 1) / stride, before_x = (s->kernel_x - 1) / stride;
    const int first_y = s->padding_y / stride, first_x = s->padding_x / stride;
    const int lines = (s->height - 1 + s->padding_y) / stride - first_y + 1;
    const int columns = (s->width - 1 + s->padding_x) / stride - first_x + 1;
    const int rows = lines + before_y, pitch = columns + before_x;
    const size_t channel = NAME(rounded)((size_t)rows * pitch);
    // Bordered row i holds row i + first - before of y.
    const int shift_x = first_x - before_x;
    const int first = shift_x < 0 ? -shift_x : 0;
    const int end = s->columns - shift_x < pitch ? s->columns - shift_x : pitch;
    for (int c = 0; c < s->outputs; c++) {
        for (size_t j = (size_t)rows * pitch; j < channel; j++) work[c * channel + j] = 0;
        for (int i = 0; i < rows; i++) {
            REAL *line = work + c * channel + (size_t)i * pitch;
            int row = i + first_y - before_y;
            if (circular) row = (row + s->rows) % s->rows;
            if (row < 0 || row >= s->rows) {
                for (int j = 0; j < pitch; j++) line[j] = 0;
                continue;
            }
            const REAL *source = y + ((size_t)c * s->rows + row) * s->columns;
            for (int j = 0; j < first; j++) line[j] = circular ? source[(j + shift_x + s->columns) % s->columns] : 0;
            NAME(copy)(source + first + shift_x, line + first, end - first);
            for (int j = end; j < pitch; j++) line[j] = circular ? source[(j + shift_x) % s->columns] : 0;
        }
    }
    for (int j = 0; j < 8 * LANES; j++) work[s->outputs * channel + j] = 0;
    REAL *result = work + s->outputs * channel + 8 * LANES;
    const size_t line = NAME(rounded)((size_t)lines * pitch);
    const int direct = stride == 1 && s->width % LANES == 0;
    const size_t points = (size_t)s->height * s->width;
    for (int a = 0; a < stride; a++)
        for (int b = 0; b < stride; b++) {
            NAME(taps) taps;
            taps.count = 0;
            for (int k = a; k < s->kernel_y; k += stride)
                for (int l = b; l < s->kernel_x; l += stride) {
                    taps.plane[taps.count] = (before_y - k / stride) * pitch + before_x - l / stride;
                    taps.weight[taps.count++] = k * s->kernel_x + l;
                }
            if (direct)
                NAME(products)(work, s->height, s->width / LANES, pitch, channel, s->outputs, &taps, weights, count,
                               (ptrdiff_t)s->inputs * count, s->inputs, x, points, bias, addend, scale);
            else
                NAME(products)(work, 1, (int)(line / LANES), 0, channel, s->outputs, &taps, weights, count,
                               (ptrdiff_t)s->inputs * count, s->inputs, result + (size_t)(a * stride + b) * s->inputs * line,
                               line, 0, 0, scale);
        }
    if (direct) return;
    for (int c = 0; c < s->inputs; c++) {
        const REAL shift = bias ? bias[c] : 0;
        for (int i = 0; i < s->height; i++) {
            const int a = (i + s->padding_y) % stride, q = (i + s->padding_y) / stride - first_y;
            REAL *to = x + (size_t)c * points + (size_t)i * s->width;
            const REAL *plus = addend ? addend + (size_t)c * points + (size_t)i * s->width : 0;
            const REAL *even = result + ((size_t)a * stride * s->inputs + c) * line + (size_t)q * pitch;
            const size_t apart = s->inputs * line;
            if (stride == 1) {
                if (plus)
                    for (int j = 0; j < s->width; j++) to[j] = even[j] + shift + plus[j];
                else
                    for (int j = 0; j < s->width; j++) to[j] = even[j] + shift;
            } else if (stride == 2 && s->padding_x == 1) {
                // Columns 0, 1, 2, 3 are remainders 1, 0, 1, 0.
                const REAL *odd = even + apart;
                even++;
                int j = 0;
                for (; j + 2 * LANES <= s->width; j += 2 * LANES) {
                    const VECTOR left = *(const VECTOR *)(odd + j / 2), right = *(const VECTOR *)(even + j / 2);
                    VECTOR low = LOW_PAIRS(left, right) + shift, high = HIGH_PAIRS(left, right) + shift;
                    if (plus) {
                        low += *(const VECTOR *)(plus + j);
                        high += *(const VECTOR *)(plus + j + LANES);
                    }
                    *(VECTOR *)(to + j) = low;
                    *(VECTOR *)(to + j + LANES) = high;
                }
#pragma clang loop vectorize(disable) unroll(disable)
                for (; j < s->width; j++) {
                    const REAL value = (j % 2 == 0 ? odd[j / 2] : even[j / 2]) + shift;
                    to[j] = plus ? value + plus[j] : value;
                }
            } else {
                for (int j = 0; j < s->width; j++) {
                    const int b = (j + s->padding_x) % stride;
                    const REAL value = even[b * apart + (j + s->padding_x) / stride - first_x] + shift;
                    to[j] = plus ? value + plus[j] : value;
                }
            }
        }
    }
}

/// The work space of transposed_zero.
static size_t NAME(transposed_work)(const ansatz_convolution *s) {
    const int stride = s->stride;
    const int lines = (s->height - 1 + s->padding_y) / stride + 1, columns = (s->width - 1 + s->padding_x) / stride + 1;
    const size_t pitch = columns + (s->kernel_x - 1) / stride;
    const size_t plane = NAME(rounded)((size_t)(lines + (s->kernel_y - 1) / stride) * pitch);
    return s->outputs * plane + 8 * LANES + (size_t)stride * stride * s->inputs * plane + 8 * LANES;
}

/// The same convolution on the bordered input, whose own border is zero and nothing.
static ansatz_convolution NAME(unbordered)(const ansatz_convolution *s) {
    ansatz_convolution wide = *s;
    wide.height += 2 * s->padding_y;
    wide.width += 2 * s->padding_x;
    wide.padding_y = wide.padding_x = 0;
    wide.padding = ANSATZ_PADDING_ZERO;
    return wide;
}

static int NAME(wraps)(const ansatz_convolution *s) {
    return s->padding == ANSATZ_PADDING_CIRCULAR && s->stride == 1 && s->rows == s->height && s->columns == s->width
        && s->padding_y <= s->rows && s->padding_x <= s->columns && s->kernel_y <= s->rows && s->kernel_x <= s->columns;
}

void NAME(ansatz_convolve_transposed)(const ansatz_convolution *s, size_t samples, const REAL *y, const REAL *weights,
                                      const REAL *bias, const REAL *addend, REAL scale, REAL *x, REAL *work) {
    const size_t points = (size_t)s->height * s->width;
    const int count = s->kernel_y * s->kernel_x;
    const int bordered = s->padding != ANSATZ_PADDING_ZERO && (s->padding_y > 0 || s->padding_x > 0);
    for (size_t n = 0; n < samples; n++) {
        const REAL *from = y + n * s->outputs * s->rows * s->columns;
        REAL *to = x + n * s->inputs * points;
        const REAL *plus = addend ? addend + n * s->inputs * points : 0;
        if (NAME(is_bare)(s)) {
            NAME(taps) tap = {1, {0}, {0}};
            NAME(products)(from, 1, (int)(points / LANES), 0, points, s->outputs, &tap, weights, count,
                           (ptrdiff_t)s->inputs * count, s->inputs, to, points, bias, plus, scale);
            continue;
        }
        if (!bordered || NAME(wraps)(s)) {
            NAME(transposed_zero)(s, from, weights, bias, plus, scale, to, work, bordered);
            continue;
        }
        // What reached the border belongs to the points that the border copies.
        const ansatz_convolution wide = NAME(unbordered)(s);
        const size_t area = (size_t)wide.height * wide.width;
        REAL *result = work;
        NAME(transposed_zero)(&wide, from, weights, 0, 0, scale, result,
                              work + NAME(rounded)(s->inputs * area), 0);
        for (int c = 0; c < s->inputs; c++) {
            REAL *plane = to + c * points;
            const REAL shift = bias ? bias[c] : 0;
            for (size_t j = 0; j < points; j++) plane[j] = plus ? plus[c * points + j] + shift : shift;
            for (int i = 0; i < wide.height; i++) {
                const int row = NAME(source)(i, s->padding_y, s->height, s->padding);
                const REAL *line = result + c * area + (size_t)i * wide.width;
                for (int j = 0; j < wide.width; j++)
                    plane[(size_t)row * s->width + NAME(source)(j, s->padding_x, s->width, s->padding)] += line[j];
            }
        }
    }
}

/// The sum of a vector's lanes, in one order.
static inline __attribute__((always_inline)) REAL NAME(total)(VECTOR value) {
    REAL part[LANES];
    memcpy(part, &value, sizeof part);
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int k = 0; k < width; k++) part[k] += part[k + width];
    return part[0];
}

/// The sums of up to LANES vectors' lanes, as a tree that halves the number of vectors.
static inline __attribute__((always_inline)) void NAME(totals)(const VECTOR *vectors, int count, REAL *totals) {
    VECTOR part[LANES];
    for (int k = 0; k < LANES; k++) part[k] = k < count ? vectors[k] : ALL(0);
    for (int k = 0; k < LANES / 2; k++) part[k] = PAIR_SUMS(part[2 * k], part[2 * k + 1]);
    for (int k = 0; k < LANES / 4; k++) part[k] = PAIR_SUMS(part[2 * k], part[2 * k + 1]);
    for (int k = 0; k < LANES / 8; k++) part[k] = PAIR_SUMS(part[2 * k], part[2 * k + 1]);
    if (LANES == 16) part[0] = PAIR_SUMS(part[0], part[1]);
    *(VECTOR *)totals = part[0];
}

/// gradient[o][k] for `outputs` planes of y and `columns` offsets into the planes of x.
static inline __attribute__((always_inline)) void NAME(correlate)(
    const int outputs, const int columns, const REAL *y, size_t output_stride, const REAL *x, const int *offset,
    int lines, int vectors, int y_pitch, int x_pitch, REAL scale, int accumulates, REAL *gradient,
    size_t gradient_stride) {
    VECTOR sum[24];
    for (int k = 0; k < outputs * columns; k++) sum[k] = ALL(0);
    const REAL *column[6];
    for (int k = 0; k < columns; k++) column[k] = x + offset[k];
    for (int i = 0; i < lines; i++) {
        for (int v = 0; v < vectors; v++) {
            const size_t at = (size_t)i * y_pitch + v * LANES, from = (size_t)i * x_pitch + v * LANES;
            VECTOR d[4];
            for (int o = 0; o < outputs; o++) d[o] = *(const VECTOR *)(y + o * output_stride + at);
            for (int k = 0; k < columns; k++) {
                const VECTOR value = *(const VECTOR *)(column[k] + from);
                for (int o = 0; o < outputs; o++)
                    sum[o * columns + k] = __builtin_elementwise_fma(d[o], value, sum[o * columns + k]);
            }
        }
    }
    REAL totals[24 + LANES];
    for (int first = 0; first < outputs * columns; first += LANES)
        NAME(totals)(sum + first, outputs * columns - first, totals + first);
    for (int o = 0; o < outputs; o++)
        for (int k = 0; k < columns; k++) {
            REAL *to = gradient + o * gradient_stride + k;
            const REAL value = totals[o * columns + k] * scale;
            *to = accumulates ? *to + value : value;
        }
}

ANSATZ_WIDE static void NAME(correlate_part)(int outputs, int columns, const REAL *y, size_t output_stride, const REAL *x,
                                 const int *offset, int lines, int vectors, int y_pitch, int x_pitch, REAL scale,
                                 int accumulates, REAL *gradient) {
    const size_t stride = columns;
#define ANSATZ_CORRELATE(O, K)                                                                                         \
    NAME(correlate)(O, K, y + o * output_stride, output_stride, x, offset + k, lines, vectors, y_pitch, x_pitch, scale, \
                    accumulates, gradient + o * stride + k, stride)
    int o = 0;
    for (; o + 4 <= outputs; o += 4) {
        int k = 0;
        for (; k + 6 <= columns; k += 6) ANSATZ_CORRELATE(4, 6);
        for (; k < columns; k++) ANSATZ_CORRELATE(4, 1);
    }
    for (; o < outputs; o++) {
        int k = 0;
        for (; k + 6 <= columns; k += 6) ANSATZ_CORRELATE(1, 6);
        for (; k < columns; k++) ANSATZ_CORRELATE(1, 1);
    }
#undef ANSATZ_CORRELATE
}

/// In pieces of which four planes of y stay in the first cache.
static void NAME(correlate_all)(int outputs, int columns, const REAL *y, size_t output_stride, const REAL *x,
                                const int *offset, int lines, int vectors, int y_pitch, int x_pitch, REAL scale,
                                int accumulates, REAL *gradient) {
    enum { most = 8192 / sizeof(REAL) / LANES };
    if (lines == 1) {
        for (int v = 0; v < vectors; v += most) {
            NAME(correlate_part)(outputs, columns, y + v * LANES, output_stride, x + v * LANES, offset, 1,
                                 vectors - v < most ? vectors - v : most, 0, 0, scale, accumulates || v > 0, gradient);
        }
        return;
    }
    const int step = vectors >= most ? 1 : most / vectors;
    for (int i = 0; i < lines; i += step) {
        NAME(correlate_part)(outputs, columns, y + (size_t)i * y_pitch, output_stride, x + (size_t)i * x_pitch, offset,
                             lines - i < step ? lines - i : step, vectors, y_pitch, x_pitch, scale,
                             accumulates || i > 0, gradient);
    }
}

/// Below this many points a sample the points are the reduced index of a product of matrices; above, they are lanes.
enum { NAME(few_points) = 128 };

/// gradient[o][k] += sum over points of y[o][point] columns[point][k], with `width` (whole vectors) a point.
static inline __attribute__((always_inline)) void NAME(outer)(
    const int outputs, const int vectors, const REAL *y, size_t points, const REAL *columns, size_t width, REAL scale,
    REAL *result) {
    VECTOR sum[24];
    for (int k = 0; k < outputs * vectors; k++) sum[k] = ALL(0);
    for (size_t n = 0; n < points; n++) {
        VECTOR value[4];
        for (int v = 0; v < vectors; v++) value[v] = *(const VECTOR *)(columns + n * width + v * LANES);
        for (int o = 0; o < outputs; o++) {
            const REAL d = y[o * points + n];
            for (int v = 0; v < vectors; v++)
                sum[o * vectors + v] = __builtin_elementwise_fma(value[v], ALL(d), sum[o * vectors + v]);
        }
    }
    for (int o = 0; o < outputs; o++)
        for (int v = 0; v < vectors; v++)
            *(VECTOR *)(result + (o * vectors + v) * LANES) = sum[o * vectors + v] * scale;
}

ANSATZ_WIDE static void NAME(outer_all)(int outputs, int columns, const REAL *y, size_t points, const REAL *matrix, size_t width,
                            REAL scale, int accumulates, REAL *gradient) {
    REAL result[24 * LANES];
    for (int k = 0; k < columns;) {
        const int vectors = (size_t)k + 4 * LANES <= width ? 4 : 1;
        const int used = columns - k < vectors * LANES ? columns - k : vectors * LANES;
        for (int o = 0; o < outputs;) {
            const int block = outputs - o >= 6 ? 6 : 1;
            const REAL *d = y + o * points;
            if (block == 6 && vectors == 4) NAME(outer)(6, 4, d, points, matrix + k, width, scale, result);
            else if (block == 6) NAME(outer)(6, 1, d, points, matrix + k, width, scale, result);
            else if (vectors == 4) NAME(outer)(1, 4, d, points, matrix + k, width, scale, result);
            else NAME(outer)(1, 1, d, points, matrix + k, width, scale, result);
            for (int b = 0; b < block; b++) {
                REAL *to = gradient + (size_t)(o + b) * columns + k;
                const REAL *from = result + b * vectors * LANES;
                if (accumulates)
                    for (int j = 0; j < used; j++) to[j] += from[j];
                else
                    for (int j = 0; j < used; j++) to[j] = from[j];
            }
            o += block;
        }
        k += vectors * LANES;
    }
}

void NAME(ansatz_convolve_weights)(const ansatz_convolution *s, size_t samples, const REAL *x, const REAL *y,
                                   REAL scale, int accumulates, REAL *gradient, REAL *work) {
    NAME(planes) planes = NAME(bordered)(s);
    NAME(taps) taps;
    NAME(forward_taps)(s, &planes, &taps);
    const int count = s->kernel_y * s->kernel_x, columns = s->inputs * count;
    const size_t points = (size_t)s->rows * s->columns;
    const int bare = NAME(is_bare)(s);
    REAL *area = work + s->inputs * planes.channel + 8 * LANES;
    int *offset = (int *)area;
    area += NAME(rounded)(columns);
    const size_t channel = bare ? points : planes.channel;
    for (int c = 0; c < s->inputs; c++)
        for (int t = 0; t < count; t++) offset[c * count + t] = (int)(c * channel) + taps.plane[t];
    for (size_t n = 0; n < samples; n++) {
        const REAL *from = x + n * s->inputs * s->height * s->width;
        const REAL *d = y + n * s->outputs * points;
        const int adds = accumulates || n > 0;
        if (bare && points >= NAME(few_points)) {
            NAME(correlate_all)(s->outputs, columns, d, points, from, offset, 1, (int)(points / LANES), 0, 0, scale,
                                adds, gradient);
            continue;
        }
        const REAL *plane = from;
        if (!bare) {
            NAME(spread)(s, from, &planes, work);
            plane = work;
        }
        if (points < NAME(few_points)) {
            const size_t width = NAME(rounded)(columns);
            for (int i = 0; i < s->rows; i++)
                for (int j = 0; j < s->columns; j++) {
                    REAL *row = area + ((size_t)i * s->columns + j) * width;
                    const REAL *at = plane + (bare ? i * s->columns : i * planes.pitch) + j;
                    for (int k = 0; k < columns; k++) row[k] = at[offset[k]];
                    for (size_t k = columns; k < width; k++) row[k] = 0;
                }
            NAME(outer_all)(s->outputs, columns, d, points, area, width, scale, adds, gradient);
        } else if (s->columns % LANES == 0) {
            NAME(correlate_all)(s->outputs, columns, d, points, plane, offset, s->rows, s->columns / LANES, s->columns,
                                planes.pitch, scale, adds, gradient);
        } else {
            // Zeros where the line of the bordered plane passes the border.
            const size_t line = NAME(rounded)((size_t)s->rows * planes.pitch);
            for (int o = 0; o < s->outputs; o++) {
                REAL *to = area + o * line;
                for (int i = 0; i < s->rows; i++) {
                    for (int j = 0; j < s->columns; j++)
                        to[i * planes.pitch + j] = d[o * points + (size_t)i * s->columns + j];
                    for (int j = s->columns; j < planes.pitch; j++) to[i * planes.pitch + j] = 0;
                }
                for (size_t j = (size_t)s->rows * planes.pitch; j < line; j++) to[j] = 0;
            }
            NAME(correlate_all)(s->outputs, columns, area, line, plane, offset, 1, (int)(line / LANES), 0, 0, scale,
                                adds, gradient);
        }
    }
}

void NAME(ansatz_sum_planes)(size_t samples, size_t channels, size_t points, const REAL *planes, int accumulates,
                             REAL *sums) {
    for (size_t c = 0; c < channels; c++) {
        REAL sum = 0;
        for (size_t n = 0; n < samples; n++) {
            const REAL *plane = planes + (n * channels + c) * points;
            VECTOR part = {};
            size_t j = 0;
            for (; j + LANES <= points; j += LANES) part += *(const VECTOR *)(plane + j);
            REAL rest = 0;
            for (; j < points; j++) rest += plane[j];
            sum += NAME(total)(part) + rest;
        }
        sums[c] = accumulates ? sums[c] + sum : sum;
    }
}

size_t NAME(ansatz_convolution_work)(const ansatz_convolution *s) {
    const NAME(planes) planes = NAME(bordered)(s);
    const size_t line = NAME(rounded)((size_t)s->rows * planes.pitch), points = (size_t)s->rows * s->columns;
    const size_t columns = NAME(rounded)((size_t)s->inputs * s->kernel_y * s->kernel_x);
    const size_t spread = s->inputs * planes.channel + 8 * LANES;
    const size_t forward = spread + s->outputs * line;
    const size_t small = points < NAME(few_points) ? points * columns : s->outputs * line;
    const size_t weights = spread + columns + small;
    size_t transposed = NAME(transposed_work)(s);
    if (s->padding != ANSATZ_PADDING_ZERO) {
        const ansatz_convolution wide = NAME(unbordered)(s);
        transposed += NAME(transposed_work)(&wide)
            + NAME(rounded)((size_t)s->inputs * wide.height * wide.width);
    }
    size_t most = forward > weights ? forward : weights;
    most = most > transposed ? most : transposed;
    return most + 16 * LANES;
}

#undef VECTOR
#undef ALL
#undef EVEN_LANES
#undef ODD_LANES
#undef LOW_PAIRS
#undef HIGH_PAIRS
#undef PAIR_SUMS
