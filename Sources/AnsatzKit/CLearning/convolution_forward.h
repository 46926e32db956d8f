// Part of convolution_kernels.h: bordered planes, and the convolution itself.

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
ANSATZ_WIDE
static void NAME(spread)(const ansatz_convolution *s, const REAL *x, const NAME(planes) *planes, REAL *bordered) {
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
            const REAL shift = bias ? bias[c] * scale : 0;
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
