#pragma once
#include <stddef.h>

/// Whether ansatz_tile_product_f has vector code on this processor.
int ansatz_has_tile_product(void);

/// C <- alpha A B + beta D in single precision, on the calling thread, without packing or allocating: for small matrices.
/// Element (i, k) of A is a[i * aRow + k * aColumn]; rows of the others are contiguous, bRow, dRow and cRow numbers apart. D
/// may be C, or one row for all with dRow 0; it is not read where beta is 0.
void ansatz_tile_product_f(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const float *b, ptrdiff_t bRow, float alpha, float beta, const float *d, ptrdiff_t dRow, float *c,
    ptrdiff_t cRow);

/// C <- alpha A B' + beta C: likewise with the other factor's transpose, whose rows of length `depth` start bRow numbers
/// apart. It is turned block by block on the stack.
void ansatz_row_product_f(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const float *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const float *b, ptrdiff_t bRow, float alpha, float beta, float *c, ptrdiff_t cRow);
