// Part of convolution_kernels.h.

/// The transpose with a border of zeros. Bordered row Y + padding = stride q + a gets rows q - m of y through taps
/// stride m + a.
ANSATZ_WIDE
static void NAME(transposed_zero)(const ansatz_convolution *s, const REAL *y, const REAL *weights, const REAL *bias,
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
                               (ptrdiff_t)s->inputs * count, s->inputs,
                               result + (size_t)(a * stride + b) * s->inputs * line, line, 0, 0, scale);
        }
    if (direct) return;
    for (int c = 0; c < s->inputs; c++) {
        const REAL shift = bias ? bias[c] * scale : 0;
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
            const REAL shift = bias ? bias[c] * scale : 0;
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
