// Part of convolution_kernels.h: the gradient of the weights, and what all calls need.

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
    VECTOR sum[SUMS];
    for (int k = 0; k < outputs * columns; k++) sum[k] = ALL(0);
    const REAL *column[OFFSETS];
    for (int k = 0; k < columns; k++) column[k] = x + offset[k];
    for (int i = 0; i < lines; i++) {
        for (int v = 0; v < vectors; v++) {
            const size_t at = (size_t)i * y_pitch + v * LANES, from = (size_t)i * x_pitch + v * LANES;
            VECTOR d[PLANES];
            for (int o = 0; o < outputs; o++) d[o] = *(const VECTOR *)(y + o * output_stride + at);
            for (int k = 0; k < columns; k++) {
                const VECTOR value = *(const VECTOR *)(column[k] + from);
                for (int o = 0; o < outputs; o++)
                    sum[o * columns + k] = __builtin_elementwise_fma(d[o], value, sum[o * columns + k]);
            }
        }
    }
    REAL totals[SUMS + LANES];
    for (int first = 0; first < outputs * columns; first += LANES)
        NAME(totals)(sum + first, outputs * columns - first, totals + first);
    for (int o = 0; o < outputs; o++)
        for (int k = 0; k < columns; k++) {
            REAL *to = gradient + o * gradient_stride + k;
            const REAL value = totals[o * columns + k] * scale;
            *to = accumulates ? *to + value : value;
        }
}

ANSATZ_WIDE
static void NAME(correlate_part)(int outputs, int columns, const REAL *y, size_t output_stride, const REAL *x,
                                 const int *offset, int lines, int vectors, int y_pitch, int x_pitch, REAL scale,
                                 int accumulates, REAL *gradient) {
    const size_t stride = columns;
#define ANSATZ_CORRELATE(O, K)                                                                                         \
    NAME(correlate)(O, K, y + o * output_stride, output_stride, x, offset + k, lines, vectors, y_pitch, x_pitch,       \
                    scale, accumulates, gradient + o * stride + k, stride)
    int o = 0;
    for (; o + PLANES <= outputs; o += PLANES) {
        int k = 0;
        for (; k + OFFSETS <= columns; k += OFFSETS) ANSATZ_CORRELATE(PLANES, OFFSETS);
        for (; k < columns; k++) ANSATZ_CORRELATE(PLANES, 1);
    }
    for (; o < outputs; o++) {
        int k = 0;
        for (; k + OFFSETS <= columns; k += OFFSETS) ANSATZ_CORRELATE(1, OFFSETS);
        for (; k < columns; k++) ANSATZ_CORRELATE(1, 1);
    }
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
    VECTOR sum[SUMS];
    for (int k = 0; k < outputs * vectors; k++) sum[k] = ALL(0);
    for (size_t n = 0; n < points; n++) {
        VECTOR value[SUMS / 6];
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

ANSATZ_WIDE
static void NAME(outer_all)(int outputs, int columns, const REAL *y, size_t points, const REAL *matrix, size_t width,
                            REAL scale, int accumulates, REAL *gradient) {
    enum { most = SUMS / 6 };
    REAL result[SUMS * LANES];
    for (int k = 0; k < columns;) {
        const int vectors = (size_t)k + most * LANES <= width ? most : 1;
        const int used = columns - k < vectors * LANES ? columns - k : vectors * LANES;
        for (int o = 0; o < outputs;) {
            const int block = outputs - o >= 6 ? 6 : 1;
            const REAL *d = y + o * points;
            if (block == 6 && vectors == most) NAME(outer)(6, most, d, points, matrix + k, width, scale, result);
            else if (block == 6) NAME(outer)(6, 1, d, points, matrix + k, width, scale, result);
            else if (vectors == most) NAME(outer)(1, most, d, points, matrix + k, width, scale, result);
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

void NAME(ansatz_sum_planes)(size_t samples, size_t channels, size_t points, const REAL *planes, REAL scale,
                             int accumulates, REAL *sums) {
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
        sums[c] = accumulates ? sums[c] + scale * sum : scale * sum;
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
