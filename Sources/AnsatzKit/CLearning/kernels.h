// The kernels for one type of number: T, its suffix NAME(), and V, 16 lanes of it.

typedef T NAME(vector) __attribute__((ext_vector_type(16), aligned(sizeof(T))));
#define V NAME(vector)
#define LOAD(p) (*(const V *)(p))
#define STORE(p, v) (*(V *)(p) = (v))
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define ALL(x) ((V)(T)(x))

// x at 16 places.
static inline __attribute__((always_inline)) V NAME(gather)(const T *x, const int32_t *places) {
#if defined(__AVX512F__) && defined(GATHER)
    return GATHER(x, places);
#else
    V values;
    for (int l = 0; l < 16; l++) values[l] = x[places[l]];
    return values;
#endif
}

void NAME(ansatz_sum_slices)(T *total, const T *slices, ptrdiff_t stride, int sliceCount, ptrdiff_t count, int adds) {
    ptrdiff_t j = 0;
    for (; j + 16 <= count; j += 16) {
        V sum = adds ? LOAD(total + j) : ALL(0);
        for (int s = 0; s < sliceCount; s++) sum += LOAD(slices + s * stride + j);
        STORE(total + j, sum);
    }
    for (; j < count; j++) {
        T sum = adds ? total[j] : 0;
        for (int s = 0; s < sliceCount; s++) sum += slices[s * stride + j];
        total[j] = sum;
    }
}

void NAME(ansatz_add)(const T *a, const T *b, T *y, ptrdiff_t count) {
    ptrdiff_t j = 0;
    for (; j + 16 <= count; j += 16) STORE(y + j, LOAD(a + j) + LOAD(b + j));
    for (; j < count; j++) y[j] = a[j] + b[j];
}

// At most 16 numbers from p, the rest 0.
static inline __attribute__((always_inline)) V NAME(some)(const T *p, ptrdiff_t count) {
    if (count >= 16) return LOAD(p);
#if defined(LOAD_SOME)
    return LOAD_SOME(p, count);
#else
    V values = ALL(0);
    for (ptrdiff_t l = 0; l < count; l++) values[l] = p[l];
    return values;
#endif
}

static inline __attribute__((always_inline)) void NAME(put)(T *p, V values, ptrdiff_t count) {
    if (count >= 16) {
        STORE(p, values);
        return;
    }
#if defined(STORE_SOME)
    STORE_SOME(p, count, values);
#else
    for (ptrdiff_t l = 0; l < count; l++) p[l] = values[l];
#endif
}

void NAME(ansatz_copy_rows)(
    const T *x, ptrdiff_t xRow, T *y, ptrdiff_t yRow, ptrdiff_t rows, ptrdiff_t columns, int adds) {
    for (ptrdiff_t r = 0; r < rows; r++)
        for (ptrdiff_t c = 0; c < columns; c += 16) {
            // What follows in the row is wanted next: rows are too many for the processor to see that.
            __builtin_prefetch(x + r * xRow + columns + c, 0, 2);
            if (adds) __builtin_prefetch(y + r * yRow + columns + c, 1, 2);
            V value = NAME(some)(x + r * xRow + c, columns - c);
            T *target = y + r * yRow + c;
            NAME(put)(target, adds ? value + NAME(some)(target, columns - c) : value, columns - c);
        }
}

void NAME(ansatz_fill_rows)(const T *b, T *y, ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        T value = b[r];
        for (ptrdiff_t c = 0; c < columns; c++) y[r * columns + c] = value;
    }
}

void NAME(ansatz_add_to_rows)(const T *b, T *y, ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        T value = b[r];
        for (ptrdiff_t c = 0; c < columns; c++) y[r * columns + c] += value;
    }
}

static T NAME(sum_lanes)(V v) {
    T lanes[16];
    STORE(lanes, v);
    for (int width = 8; width > 0; width /= 2)
        for (int l = 0; l < width; l++) lanes[l] += lanes[l + width];
    return lanes[0];
}

void NAME(ansatz_row_sums)(const T *y, T *s, ptrdiff_t rows, ptrdiff_t columns, int adds) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const T *row = y + r * columns;
        V a = ALL(0), b = ALL(0);
        ptrdiff_t c = 0;
        for (; c + 32 <= columns; c += 32) {
            a += LOAD(row + c);
            b += LOAD(row + c + 16);
        }
        T sum = NAME(sum_lanes)(a + b);
        for (; c < columns; c++) sum += row[c];
        s[r] = adds ? s[r] + sum : sum;
    }
}

void NAME(ansatz_multiply_rows)(const T *a, const T *b, T *y, T *s, ptrdiff_t rows, ptrdiff_t columns, int adds) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const T *p = a + r * columns, *q = b + r * columns;
        T *target = y + r * columns;
        V even = ALL(0), odd = ALL(0);
        ptrdiff_t c = 0;
        for (; c + 32 <= columns; c += 32) {
            V first = LOAD(p + c) * LOAD(q + c), second = LOAD(p + c + 16) * LOAD(q + c + 16);
            STORE(target + c, first);
            STORE(target + c + 16, second);
            even += first;
            odd += second;
        }
        T sum = NAME(sum_lanes)(even + odd);
        for (; c < columns; c++) {
            target[c] = p[c] * q[c];
            sum += target[c];
        }
        if (s) s[r] = adds ? s[r] + sum : sum;
    }
}

void NAME(ansatz_row_products)(const T *x, const T *y, T *s, ptrdiff_t rows, ptrdiff_t columns, int adds) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const T *p = x + r * columns, *q = y + r * columns;
        V a = ALL(0), b = ALL(0);
        ptrdiff_t c = 0;
        for (; c + 32 <= columns; c += 32) {
            a = FMA(LOAD(p + c), LOAD(q + c), a);
            b = FMA(LOAD(p + c + 16), LOAD(q + c + 16), b);
        }
        T sum = NAME(sum_lanes)(a + b);
        for (; c < columns; c++) sum += p[c] * q[c];
        s[r] = adds ? s[r] + sum : sum;
    }
}

void NAME(ansatz_fill_columns)(const T *b, T *y, ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++)
        for (ptrdiff_t c = 0; c < columns; c++) y[r * columns + c] = b[c];
}

void NAME(ansatz_column_sums)(const T *y, T *s, ptrdiff_t rows, ptrdiff_t columns, int adds) {
    ptrdiff_t c = 0;
    for (; c + 16 <= columns; c += 16) {
        V sum = adds ? LOAD(s + c) : ALL(0);
        for (ptrdiff_t r = 0; r < rows; r++) sum += LOAD(y + r * columns + c);
        STORE(s + c, sum);
    }
    for (; c < columns; c++) {
        T sum = adds ? s[c] : 0;
        for (ptrdiff_t r = 0; r < rows; r++) sum += y[r * columns + c];
        s[c] = sum;
    }
}

void NAME(ansatz_scale_rows)(const T *g, const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns, int adds) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const T *p = x + r * columns;
        T *q = y + r * columns, value = g[r];
        if (adds)
            for (ptrdiff_t c = 0; c < columns; c++) q[c] += value * p[c];
        else
            for (ptrdiff_t c = 0; c < columns; c++) q[c] = value * p[c];
    }
}

// Four samples and two results a time: eight complex accumulators. A block's numbers of four samples stay in the first
// cache while its weights pass by.
#define X(b, k, i) (x + ((ptrdiff_t)(b) * blocks + (k)) * inputs * 32 + (ptrdiff_t)(i) * 32)
#define Y(b, k, o) (y + ((ptrdiff_t)(b) * blocks + (k)) * outputs * 32 + (ptrdiff_t)(o) * 32)
#define W(k, i, o) (w + (((ptrdiff_t)(k) * inputs + (i)) * outputs + (o)) * 32)

#define MIX(BN, ON) \
    { \
        V re[BN][ON], im[BN][ON]; \
        for (int bb = 0; bb < BN; bb++) \
            for (int oo = 0; oo < ON; oo++) { \
                re[bb][oo] = adds ? LOAD(Y(b + bb, k, o + oo)) : ALL(0); \
                im[bb][oo] = adds ? LOAD(Y(b + bb, k, o + oo) + 16) : ALL(0); \
            } \
        for (int i = 0; i < inputs; i++) { \
            V wr[ON], wi[ON]; \
            for (int oo = 0; oo < ON; oo++) { \
                wr[oo] = LOAD(W(k, i, o + oo)); \
                wi[oo] = LOAD(W(k, i, o + oo) + 16); \
            } \
            for (int bb = 0; bb < BN; bb++) { \
                V xr = LOAD(X(b + bb, k, i)), xi = LOAD(X(b + bb, k, i) + 16); \
                for (int oo = 0; oo < ON; oo++) { \
                    re[bb][oo] = FMA(xr, wr[oo], re[bb][oo]); \
                    im[bb][oo] = FMA(xr, wi[oo], im[bb][oo]); \
                    re[bb][oo] = FMA(-xi, wi[oo], re[bb][oo]); \
                    im[bb][oo] = FMA(xi, wr[oo], im[bb][oo]); \
                } \
            } \
        } \
        for (int bb = 0; bb < BN; bb++) \
            for (int oo = 0; oo < ON; oo++) { \
                STORE(Y(b + bb, k, o + oo), re[bb][oo]); \
                STORE(Y(b + bb, k, o + oo) + 16, im[bb][oo]); \
            } \
    }

void NAME(ansatz_mix_modes)(const T *x, const T *w, T *y, int samples, int blocks, int inputs, int outputs, int first,
    int last, int adds) {
    for (int k = first; k < last; k++) {
        int b = 0;
        for (; b + 4 <= samples; b += 4) {
            int o = 0;
            for (; o + 2 <= outputs; o += 2) MIX(4, 2)
            for (; o < outputs; o++) MIX(4, 1)
        }
        for (; b < samples; b++) {
            int o = 0;
            for (; o + 2 <= outputs; o += 2) MIX(1, 2)
            for (; o < outputs; o++) MIX(1, 1)
        }
    }
}
#undef MIX

// The same with x and y exchanged and the weights conjugated.
#define MIX(BN, IN) \
    { \
        V re[BN][IN], im[BN][IN]; \
        for (int bb = 0; bb < BN; bb++) \
            for (int ii = 0; ii < IN; ii++) { \
                re[bb][ii] = adds ? LOAD(X(b + bb, k, i + ii)) : ALL(0); \
                im[bb][ii] = adds ? LOAD(X(b + bb, k, i + ii) + 16) : ALL(0); \
            } \
        for (int o = 0; o < outputs; o++) { \
            V wr[IN], wi[IN]; \
            for (int ii = 0; ii < IN; ii++) { \
                wr[ii] = LOAD(W(k, i + ii, o)); \
                wi[ii] = LOAD(W(k, i + ii, o) + 16); \
            } \
            for (int bb = 0; bb < BN; bb++) { \
                V yr = LOAD(Y(b + bb, k, o)), yi = LOAD(Y(b + bb, k, o) + 16); \
                for (int ii = 0; ii < IN; ii++) { \
                    re[bb][ii] = FMA(yr, wr[ii], re[bb][ii]); \
                    im[bb][ii] = FMA(yi, wr[ii], im[bb][ii]); \
                    re[bb][ii] = FMA(yi, wi[ii], re[bb][ii]); \
                    im[bb][ii] = FMA(-yr, wi[ii], im[bb][ii]); \
                } \
            } \
        } \
        for (int bb = 0; bb < BN; bb++) \
            for (int ii = 0; ii < IN; ii++) { \
                STORE(X(b + bb, k, i + ii), re[bb][ii]); \
                STORE(X(b + bb, k, i + ii) + 16, im[bb][ii]); \
            } \
    }

void NAME(ansatz_mix_modes_adjoint)(const T *y, const T *w, T *x, int samples, int blocks, int inputs, int outputs,
    int first, int last, int adds) {
    for (int k = first; k < last; k++) {
        int b = 0;
        for (; b + 4 <= samples; b += 4) {
            int i = 0;
            for (; i + 2 <= inputs; i += 2) MIX(4, 2)
            for (; i < inputs; i++) MIX(4, 1)
        }
        for (; b < samples; b++) {
            int i = 0;
            for (; i + 2 <= inputs; i += 2) MIX(1, 2)
            for (; i < inputs; i++) MIX(1, 1)
        }
    }
}
#undef MIX

// Sums over a run of samples, whose numbers for IN inputs stand side by side in `run`: in x they would be so far apart that
// they drive each other out of the first cache.
#define MIX(IN, ON) \
    { \
        V re[IN][ON], im[IN][ON]; \
        for (int ii = 0; ii < IN; ii++) \
            for (int oo = 0; oo < ON; oo++) { \
                re[ii][oo] = adds || start > 0 ? LOAD(W(k, i + ii, o + oo)) : ALL(0); \
                im[ii][oo] = adds || start > 0 ? LOAD(W(k, i + ii, o + oo) + 16) : ALL(0); \
            } \
        for (int b = 0; b < count; b++) { \
            V yr[ON], yi[ON]; \
            for (int oo = 0; oo < ON; oo++) { \
                yr[oo] = LOAD(Y(start + b, k, o + oo)); \
                yi[oo] = LOAD(Y(start + b, k, o + oo) + 16); \
            } \
            for (int ii = 0; ii < IN; ii++) { \
                V xr = LOAD(run + (b * IN + ii) * 32), xi = LOAD(run + (b * IN + ii) * 32 + 16); \
                for (int oo = 0; oo < ON; oo++) { \
                    re[ii][oo] = FMA(xr, yr[oo], re[ii][oo]); \
                    im[ii][oo] = FMA(xr, yi[oo], im[ii][oo]); \
                    re[ii][oo] = FMA(xi, yi[oo], re[ii][oo]); \
                    im[ii][oo] = FMA(-xi, yr[oo], im[ii][oo]); \
                } \
            } \
        } \
        for (int ii = 0; ii < IN; ii++) \
            for (int oo = 0; oo < ON; oo++) { \
                STORE(W(k, i + ii, o + oo), re[ii][oo]); \
                STORE(W(k, i + ii, o + oo) + 16, im[ii][oo]); \
            } \
    }

// All results for IN inputs.
#define MIX_RUN(IN) \
    for (int start = 0; start < samples; start += 32) { \
        int count = samples - start < 32 ? samples - start : 32, o = 0; \
        for (int b = 0; b < count; b++) \
            for (int part = 0; part < IN * 32; part += 16) \
                STORE(run + b * IN * 32 + part, LOAD(X(start + b, k, i) + part)); \
        for (; o + 2 <= outputs; o += 2) MIX(IN, 2) \
        for (; o < outputs; o++) MIX(IN, 1) \
    }

void NAME(ansatz_mix_modes_weights)(const T *x, const T *y, T *w, int samples, int blocks, int inputs, int outputs, int k,
    int first, int last, int adds) {
    T run[32 * 4 * 32];
    int i = first;
    for (; i + 4 <= last; i += 4) MIX_RUN(4)
    for (; i < last; i++) MIX_RUN(1)
}
#undef MIX_RUN
#undef MIX
#undef X
#undef Y
#undef W

void NAME(ansatz_scale_modes)(const T *x, const T *w, T *y, int samples, int blocks, int channels, int first, int last,
    int conjugates, int adds) {
    for (int k = first; k < last; k++)
        for (int b = 0; b < samples; b++)
            for (int c = 0; c < channels; c++) {
                ptrdiff_t place = (((ptrdiff_t)b * blocks + k) * channels + c) * 32;
                const T *weight = w + ((ptrdiff_t)k * channels + c) * 32;
                V wr = LOAD(weight), wi = conjugates ? -LOAD(weight + 16) : LOAD(weight + 16);
                V xr = LOAD(x + place), xi = LOAD(x + place + 16);
                V re = FMA(xr, wr, -xi * wi), im = FMA(xr, wi, xi * wr);
                STORE(y + place, adds ? LOAD(y + place) + re : re);
                STORE(y + place + 16, adds ? LOAD(y + place + 16) + im : im);
            }
}

void NAME(ansatz_scale_modes_weights)(const T *x, const T *y, T *w, int samples, int blocks, int channels, int first,
    int last, int adds) {
    for (int k = first; k < last; k++)
        for (int c = 0; c < channels; c++) {
            T *weight = w + ((ptrdiff_t)k * channels + c) * 32;
            V re = adds ? LOAD(weight) : ALL(0), im = adds ? LOAD(weight + 16) : ALL(0);
            for (int b = 0; b < samples; b++) {
                ptrdiff_t place = (((ptrdiff_t)b * blocks + k) * channels + c) * 32;
                V xr = LOAD(x + place), xi = LOAD(x + place + 16), yr = LOAD(y + place), yi = LOAD(y + place + 16);
                re = FMA(xr, yr, FMA(xi, yi, re));
                im = FMA(xr, yi, FMA(-xi, yr, im));
            }
            STORE(weight, re);
            STORE(weight + 16, im);
        }
}

void NAME(ansatz_gather)(const T *x, const int32_t *indices, const T *coefficients, int terms, ptrdiff_t count, T *y,
    ptrdiff_t length, ptrdiff_t stride, int adds) {
    for (ptrdiff_t start = 0; start < count; start += length) {
        T *target = y + start / length * stride;
        ptrdiff_t end = count - start < length ? count - start : length;
        ptrdiff_t j = 0;
        for (; j + 16 <= end; j += 16) {
            V sum = adds ? LOAD(target + j) : ALL(0);
            for (int t = 0; t < terms; t++)
                sum = FMA(LOAD(coefficients + t * count + start + j), NAME(gather)(x, indices + t * count + start + j), sum);
            STORE(target + j, sum);
        }
        for (; j < end; j++) {
            T sum = adds ? target[j] : 0;
            for (int t = 0; t < terms; t++) sum += coefficients[t * count + start + j] * x[indices[t * count + start + j]];
            target[j] = sum;
        }
    }
}

#include "gelu_kernels.h"

#undef V
#undef LOAD
#undef STORE
#undef FMA
#undef ALL
