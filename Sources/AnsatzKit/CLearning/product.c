#include "product.h"

#if defined(__AVX512F__)
#include <immintrin.h>

int ansatz_has_tile_product(void) { return 1; }

#define INLINE static inline __attribute__((always_inline))

// ROWS x (16 VECTORS) numbers of C in registers; the mask is for the last vector.
INLINE void tile(int ROWS, int VECTORS, ptrdiff_t depth, const float *a, ptrdiff_t aRow, ptrdiff_t aColumn, const float *b,
    ptrdiff_t bRow, float alpha, float beta, const float *d, ptrdiff_t dRow, float *c, ptrdiff_t cRow, __mmask16 mask) {
    __m512 sums[16][3];
    for (int r = 0; r < ROWS; r++)
        for (int v = 0; v < VECTORS; v++) sums[r][v] = _mm512_setzero_ps();
    for (ptrdiff_t k = 0; k < depth; k++) {
        __m512 row[3];
        for (int v = 0; v < VECTORS; v++)
            row[v] = v + 1 < VECTORS ? _mm512_loadu_ps(b + k * bRow + 16 * v)
                                     : _mm512_maskz_loadu_ps(mask, b + k * bRow + 16 * v);
        for (int r = 0; r < ROWS; r++) {
            __m512 factor = _mm512_set1_ps(a[r * aRow + k * aColumn]);
            for (int v = 0; v < VECTORS; v++) sums[r][v] = _mm512_fmadd_ps(factor, row[v], sums[r][v]);
        }
    }
    __m512 scale = _mm512_set1_ps(alpha), keep = _mm512_set1_ps(beta);
    if (beta == 0)
        for (int r = 0; r < ROWS; r++)
            for (int v = 0; v < VECTORS; v++)
                _mm512_mask_storeu_ps(
                    c + r * cRow + 16 * v, v + 1 < VECTORS ? 0xffff : mask, _mm512_mul_ps(scale, sums[r][v]));
    else
        for (int r = 0; r < ROWS; r++)
            for (int v = 0; v < VECTORS; v++) {
                __mmask16 lanes = v + 1 < VECTORS ? 0xffff : mask;
                __m512 kept = _mm512_maskz_loadu_ps(lanes, d + r * dRow + 16 * v);
                _mm512_mask_storeu_ps(
                    c + r * cRow + 16 * v, lanes, _mm512_fmadd_ps(keep, kept, _mm512_mul_ps(scale, sums[r][v])));
            }
}

INLINE void strip(int VECTORS, ptrdiff_t rows, ptrdiff_t depth, const float *a, ptrdiff_t aRow, ptrdiff_t aColumn,
    const float *b, ptrdiff_t bRow, float alpha, float beta, const float *d, ptrdiff_t dRow, float *c, ptrdiff_t cRow,
    __mmask16 mask) {
    ptrdiff_t i = 0;
#define REST(ROWS) \
    for (; i + ROWS <= rows; i += ROWS) \
        tile(ROWS, VECTORS, depth, a + i * aRow, aRow, aColumn, b, bRow, alpha, beta, d + i * dRow, dRow, \
            c + i * cRow, cRow, mask);
    // With one vector a row, eight sums wait for each other.
    if (VECTORS == 1) REST(16)
    REST(8)
    REST(4)
    REST(2)
    REST(1)
#undef REST
}

// Vectors of the next strip of columns: three fill the registers, but two and two are better than three and one.
INLINE int strip_vectors(ptrdiff_t columns) {
    ptrdiff_t vectors = (columns + 15) / 16;
    return vectors == 4 ? 2 : vectors < 3 ? (int)vectors : 3;
}

INLINE __mmask16 last_lanes(ptrdiff_t columns, int vectors) {
    ptrdiff_t last = columns - 16 * (vectors - 1);
    return last >= 16 ? 0xffff : (__mmask16)((1u << last) - 1);
}

INLINE void any_strip(int vectors, ptrdiff_t rows, ptrdiff_t depth, const float *a, ptrdiff_t aRow, ptrdiff_t aColumn,
    const float *b, ptrdiff_t bRow, float alpha, float beta, const float *d, ptrdiff_t dRow, float *c, ptrdiff_t cRow,
    __mmask16 mask) {
    if (vectors == 3)
        strip(3, rows, depth, a, aRow, aColumn, b, bRow, alpha, beta, d, dRow, c, cRow, mask);
    else if (vectors == 2)
        strip(2, rows, depth, a, aRow, aColumn, b, bRow, alpha, beta, d, dRow, c, cRow, mask);
    else
        strip(1, rows, depth, a, aRow, aColumn, b, bRow, alpha, beta, d, dRow, c, cRow, mask);
}

void ansatz_tile_product_f(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const float *b, ptrdiff_t bRow, float alpha, float beta, const float *d, ptrdiff_t dRow, float *c,
    ptrdiff_t cRow) {
    // Of a deep product so much as the cache holds at a time.
    for (; depth > 1024; depth -= 1024) {
        ansatz_tile_product_f(rows, columns, 1024, a, aRow, aColumn, b, bRow, alpha, beta, d, dRow, c, cRow);
        a += 1024 * aColumn;
        b += 1024 * bRow;
        beta = 1;
        d = c;
        dRow = cRow;
    }
    for (ptrdiff_t j = 0; j < columns;) {
        int vectors = strip_vectors(columns - j);
        any_strip(vectors, rows, depth, a, aRow, aColumn, b + j, bRow, alpha, beta, d + j, dRow, c + j, cRow,
            last_lanes(columns - j, vectors));
        j += 16 * vectors;
    }
}

// target[l][i] <- source[i][l] for 16 lanes l of `count` rows i of the source; the other numbers of the target are 0.
INLINE void transpose(const float *source, ptrdiff_t row, int count, __mmask16 lanes, float *target, ptrdiff_t targetRow) {
    __m512 r[16], t[16];
    for (int i = 0; i < 16; i++) r[i] = i < count ? _mm512_maskz_loadu_ps(lanes, source + i * row) : _mm512_setzero_ps();
    for (int i = 0; i < 16; i += 2) {
        t[i] = _mm512_unpacklo_ps(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_ps(r[i], r[i + 1]);
    }
    for (int i = 0; i < 16; i += 4)
        for (int h = 0; h < 2; h++) {
            __m512d a = _mm512_castps_pd(t[i + h]), b = _mm512_castps_pd(t[i + 2 + h]);
            r[i + 2 * h] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, b));
            r[i + 2 * h + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(a, b));
        }
    for (int i = 0; i < 4; i++)
        for (int h = 0; h < 2; h++) {
            t[8 * h + i] = _mm512_shuffle_f32x4(r[8 * h + i], r[8 * h + 4 + i], 0x88);
            t[8 * h + 4 + i] = _mm512_shuffle_f32x4(r[8 * h + i], r[8 * h + 4 + i], 0xdd);
        }
    for (int i = 0; i < 8; i++) {
        r[i] = _mm512_shuffle_f32x4(t[i], t[8 + i], 0x88);
        r[8 + i] = _mm512_shuffle_f32x4(t[i], t[8 + i], 0xdd);
    }
    for (int l = 0; l < 16; l++) _mm512_store_ps(target + l * targetRow, r[l]);
}

// Few rows: sums over the lanes of products of whole vectors, four columns a time.
static void row_sums(ptrdiff_t columns, ptrdiff_t depth, const float *a, const float *b, ptrdiff_t bRow, float alpha,
    float beta, float *c) {
    for (ptrdiff_t j = 0; j < columns; j += 4) {
        __m512 sums[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
        for (ptrdiff_t k = 0; k < depth; k += 16) {
            __mmask16 lanes = last_lanes(depth - k, 1);
            __m512 factor = _mm512_maskz_loadu_ps(lanes, a + k);
            for (int q = 0; q < 4 && j + q < columns; q++)
                sums[q] = _mm512_fmadd_ps(factor, _mm512_maskz_loadu_ps(lanes, b + (j + q) * bRow + k), sums[q]);
        }
        for (int q = 0; q < 4 && j + q < columns; q++) {
            float sum = alpha * _mm512_reduce_add_ps(sums[q]);
            c[j + q] = beta == 0 ? sum : __builtin_fmaf(beta, c[j + q], sum);
        }
    }
}

enum { PACKED_DEPTH = 128 };

void ansatz_row_product_f(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const float *b, ptrdiff_t bRow, float alpha, float beta, float *c, ptrdiff_t cRow) {
    if (rows < 4 && aColumn == 1) {
        for (ptrdiff_t i = 0; i < rows; i++) row_sums(columns, depth, a + i * aRow, b, bRow, alpha, beta, c + i * cRow);
        return;
    }
    float packed[PACKED_DEPTH * 48] __attribute__((aligned(64)));
    for (ptrdiff_t j = 0; j < columns;) {
        int vectors = strip_vectors(columns - j);
        ptrdiff_t width = 16 * vectors, count = columns - j < width ? columns - j : width;
        for (ptrdiff_t start = 0; start < depth || start == 0; start += PACKED_DEPTH) {
            ptrdiff_t length = depth - start < PACKED_DEPTH ? depth - start : PACKED_DEPTH;
            for (ptrdiff_t i = 0; i < count; i += 16)
                for (ptrdiff_t k = 0; k < length; k += 16)
                    transpose(b + (j + i) * bRow + start + k, bRow, count - i < 16 ? (int)(count - i) : 16,
                        last_lanes(length - k, 1), packed + k * width + i, width);
            any_strip(vectors, rows, length, a + start * aColumn, aRow, aColumn, packed, width, alpha,
                start == 0 ? beta : 1, c + j, cRow, c + j, cRow, last_lanes(columns - j, vectors));
        }
        j += width;
    }
}
#else
int ansatz_has_tile_product(void) { return 0; }

void ansatz_tile_product_f(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const float *b, ptrdiff_t bRow, float alpha, float beta, const float *d, ptrdiff_t dRow, float *c,
    ptrdiff_t cRow) {
    for (ptrdiff_t i = 0; i < rows; i++)
        for (ptrdiff_t j = 0; j < columns; j++) {
            float sum = 0;
            for (ptrdiff_t k = 0; k < depth; k++) sum += a[i * aRow + k * aColumn] * b[k * bRow + j];
            c[i * cRow + j] = beta == 0 ? alpha * sum : alpha * sum + beta * d[i * dRow + j];
        }
}

void ansatz_row_product_f(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const float *b, ptrdiff_t bRow, float alpha, float beta, float *c, ptrdiff_t cRow) {
    for (ptrdiff_t i = 0; i < rows; i++)
        for (ptrdiff_t j = 0; j < columns; j++) {
            float sum = 0;
            for (ptrdiff_t k = 0; k < depth; k++) sum += a[i * aRow + k * aColumn] * b[j * bRow + k];
            c[i * cRow + j] = beta == 0 ? alpha * sum : alpha * sum + beta * c[i * cRow + j];
        }
}
#endif
