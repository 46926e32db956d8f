#include "product.h"

#if defined(__AVX512F__)
#include <immintrin.h>

int ansatz_has_tile_product(void) { return 1; }

#define INLINE static inline __attribute__((always_inline))

// ROWS x (16 VECTORS) numbers of C in registers; the mask is for the last vector.
INLINE void tile(int ROWS, int VECTORS, ptrdiff_t depth, const float *a, ptrdiff_t aRow, ptrdiff_t aColumn, const float *b,
    ptrdiff_t bRow, float alpha, float beta, float *c, ptrdiff_t cRow, __mmask16 mask) {
    __m512 sums[8][3];
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
    for (int r = 0; r < ROWS; r++)
        for (int v = 0; v < VECTORS; v++) {
            float *target = c + r * cRow + 16 * v;
            __mmask16 lanes = v + 1 < VECTORS ? 0xffff : mask;
            __m512 value = _mm512_mul_ps(scale, sums[r][v]);
            if (beta != 0) value = _mm512_fmadd_ps(keep, _mm512_maskz_loadu_ps(lanes, target), value);
            _mm512_mask_storeu_ps(target, lanes, value);
        }
}

INLINE void strip(int VECTORS, ptrdiff_t rows, ptrdiff_t depth, const float *a, ptrdiff_t aRow, ptrdiff_t aColumn,
    const float *b, ptrdiff_t bRow, float alpha, float beta, float *c, ptrdiff_t cRow, __mmask16 mask) {
    ptrdiff_t i = 0;
#define REST(ROWS) \
    for (; i + ROWS <= rows; i += ROWS) \
        tile(ROWS, VECTORS, depth, a + i * aRow, aRow, aColumn, b, bRow, alpha, beta, c + i * cRow, cRow, mask);
    REST(8)
    REST(4)
    REST(2)
    REST(1)
#undef REST
}

void ansatz_tile_product_f(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const float *b, ptrdiff_t bRow, float alpha, float beta, float *c, ptrdiff_t cRow) {
    for (ptrdiff_t j = 0; j < columns; j += 48) {
        ptrdiff_t count = columns - j < 48 ? columns - j : 48;
        int vectors = (int)((count + 15) / 16), last = (int)(count - 16 * (vectors - 1));
        __mmask16 mask = (__mmask16)((1u << last) - 1);
        if (vectors == 3)
            strip(3, rows, depth, a, aRow, aColumn, b + j, bRow, alpha, beta, c + j, cRow, mask);
        else if (vectors == 2)
            strip(2, rows, depth, a, aRow, aColumn, b + j, bRow, alpha, beta, c + j, cRow, mask);
        else
            strip(1, rows, depth, a, aRow, aColumn, b + j, bRow, alpha, beta, c + j, cRow, mask);
    }
}
#else
int ansatz_has_tile_product(void) { return 0; }

void ansatz_tile_product_f(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const float *b, ptrdiff_t bRow, float alpha, float beta, float *c, ptrdiff_t cRow) {
    for (ptrdiff_t i = 0; i < rows; i++)
        for (ptrdiff_t j = 0; j < columns; j++) {
            float sum = 0;
            for (ptrdiff_t k = 0; k < depth; k++) sum += a[i * aRow + k * aColumn] * b[k * bRow + j];
            c[i * cRow + j] = beta == 0 ? alpha * sum : alpha * sum + beta * c[i * cRow + j];
        }
}
#endif
