// Included once a precision: REAL, LANES and NAME are set; SUMS vectors of sums fit the registers.
//
// Each plane is copied once with its border, and split by the remainder of row and column modulo the stride. After that
// every tap of the kernel is one constant offset into a contiguous plane, whatever stride, border and size are, and a
// vector is LANES neighbouring points. Where rows are whole vectors the results go straight to their place; else they
// are made for all points of the bordered plane in one line, and the ones that are points of the result are taken out.
// A block of channels times some vectors stays in registers over all channels and taps of the other side.
//
// oneDNN 2.6.3 pads 24 channels to 32 in its blocked layouts, and wants values reordered to them: on one thread it took
// 426 us (direct) and 325 us (Winograd) for 24 to 24 channels, 3x3, 64 x 64 points, and 117 us for 32 x 32; this takes 270
// and 71. From 8 x 8 points down oneDNN is faster, by some microseconds.

#define EVEN_LANES(a, b) __builtin_shufflevector(a, b, LANES_TO(EVEN, LANES))
#define ODD_LANES(a, b) __builtin_shufflevector(a, b, LANES_TO(ODD, LANES))
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, LANES_TO(LOW, LANES))
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, LANES_TO(HIGH, LANES))
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
    VECTOR sum[SUMS];
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
        const REAL shift = bias ? bias[b] * scale : 0;
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
    if (widest >= 2) { ANSATZ_BLOCKS(2) }
    ANSATZ_BLOCKS(1)
#undef ANSATZ_BLOCKS
}

/// result[c][point] for all points: `lines` rows of `vectors` vectors, a row `pitch` further than the last.
ANSATZ_WIDE
static void NAME(products)(
    const REAL *plane, int lines, int vectors, int pitch, size_t channel, int reduced, const NAME(taps) *taps,
    const REAL *weights, ptrdiff_t blockStride, ptrdiff_t reducedStride, int channels, REAL *result,
    size_t resultStride, const REAL *bias, const REAL *addend, REAL scale) {
    const int total = lines * vectors;
    // More channels at once where there are few points.
    const int most = channels <= 2 ? 8 : SUMS / 6;
    int line = 0, column = 0;
    for (int first = 0; first < total;) {
        int count = total - first < most ? total - first : most;
        if (count > 4 && count < 8) count = SUMS / 6;
        if (SUMS < 24 && count > 2 && count < 8) count = 2;
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
            case 8: ANSATZ_COLUMN(8, SUMS / 12); break;
            case 4: ANSATZ_COLUMN(4, SUMS / 4); break;
            case 3: ANSATZ_COLUMN(3, SUMS / 3); break;
            case 2: ANSATZ_COLUMN(2, SUMS / 2); break;
            default: ANSATZ_COLUMN(1, SUMS); break;
        }
#undef ANSATZ_COLUMN
        first += count;
    }
}

#include "convolution_forward.h"
#include "convolution_transposed.h"
#include "convolution_weights.h"

#undef ANSATZ_BLOCKS
#undef ANSATZ_COLUMN
#undef ANSATZ_CORRELATE
#undef VECTOR
#undef ALL
#undef EVEN_LANES
#undef ODD_LANES
#undef LOW_PAIRS
#undef HIGH_PAIRS
#undef PAIR_SUMS
