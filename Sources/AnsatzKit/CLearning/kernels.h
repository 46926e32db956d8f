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

#include "mixing_kernels.h"

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
