#pragma once
#include <stdint.h>
#include <stddef.h>
#include "convolution.h"
#include "product.h"
#include "norms.h"
#include "activations.h"
#include "losses.h"
#include "optimization.h"
#include "permutation.h"
#include "tucker.h"

// Kernels in both precisions: the suffix _f is float, _d double. Each runs on the calling thread. Arrays don't overlap
// unless they are the same.

#define ANSATZ_KERNELS(T, S) \
    /* total[j] <- (adds ? total[j] : 0) + sum over s of slices[s * stride + j], in the order of s. */ \
    void ansatz_sum_slices_##S(T *total, const T *slices, ptrdiff_t stride, int sliceCount, ptrdiff_t count, int adds); \
    /* y <- x Phi(x), with the normal distribution function (erf, not tanh). */ \
    void ansatz_gelu_##S(const T *x, T *y, ptrdiff_t count); \
    /* dx <- (adds ? dx : 0) + dy d/dx (x Phi(x)). */ \
    void ansatz_gelu_adjoint_##S(const T *x, const T *dy, T *dx, ptrdiff_t count, int adds); \
    /* y[r][c] <- gelu(z[r][c] + b[r]), which may overwrite z, and slope[r][c] <- gelu'(z[r][c] + b[r]) unless null; b may \
       be null. */ \
    void ansatz_biased_gelu_##S(const T *z, const T *b, T *y, T *slope, ptrdiff_t rows, ptrdiff_t columns); \
    /* y[r][c] <- f(t[r][c]) with t[r][c] = z[r][c] + b[r] + g[r] v[r][c]; f is gelu if `activates`, else the identity; b, \
       and g with v, may be null. Rows of y start `yRow` numbers apart. */ \
    void ansatz_gated_##S(const T *z, const T *b, const T *g, const T *v, int activates, T *y, ptrdiff_t yRow, \
        ptrdiff_t rows, ptrdiff_t columns); \
    /* dz <- f'(t) dy, which may overwrite z, and the gradients of b and g unless null, added to what is \
       there if adds has bit 1 for b, bit 2 for g. */ \
    void ansatz_gated_adjoint_##S(const T *z, const T *b, const T *g, const T *v, int activates, const T *dy, \
        ptrdiff_t yRow, T *dz, T *db, T *dg, ptrdiff_t rows, ptrdiff_t columns, int adds); \
    /* y <- a b, and s[r] <- (adds ? s[r] : 0) + sum over c of y[r][c] unless s is null. */ \
    void ansatz_multiply_rows_##S(const T *a, const T *b, T *y, T *s, ptrdiff_t rows, ptrdiff_t columns, int adds); \
    /* y <- a + b. */ \
    void ansatz_add_##S(const T *a, const T *b, T *y, ptrdiff_t count); \
    /* y[r][c] <- (adds ? y[r][c] : 0) + x[r][c], with rows xRow and yRow numbers apart. */ \
    void ansatz_copy_rows_##S(const T *x, ptrdiff_t xRow, T *y, ptrdiff_t yRow, ptrdiff_t rows, ptrdiff_t columns, \
        int adds); \
    /* y[r][c] <- b[r]: a bias for each row. */ \
    void ansatz_fill_rows_##S(const T *b, T *y, ptrdiff_t rows, ptrdiff_t columns); \
    /* y[r][c] <- y[r][c] + b[r]. */ \
    void ansatz_add_to_rows_##S(const T *b, T *y, ptrdiff_t rows, ptrdiff_t columns); \
    /* s[r] <- (adds ? s[r] : 0) + sum over c of y[r][c], in a fixed order. */ \
    void ansatz_row_sums_##S(const T *y, T *s, ptrdiff_t rows, ptrdiff_t columns, int adds); \
    /* y[r][c] <- b[c]: a bias for each column. */ \
    void ansatz_fill_columns_##S(const T *b, T *y, ptrdiff_t rows, ptrdiff_t columns); \
    /* s[c] <- (adds ? s[c] : 0) + sum over r of y[r][c], in the order of r. */ \
    void ansatz_column_sums_##S(const T *y, T *s, ptrdiff_t rows, ptrdiff_t columns, int adds); \
    /* y[r][c] <- g[r] x[r][c] */ \
    void ansatz_scale_rows_##S(const T *g, const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns, int adds); \
    /* s[r] <- (adds ? s[r] : 0) + sum over c of x[r][c] y[r][c]. */ \
    void ansatz_row_products_##S(const T *x, const T *y, T *s, ptrdiff_t rows, ptrdiff_t columns, int adds); \
    /* Mode by mode complex products of blocks of 16 lanes. x: [samples][blocks][inputs][2][16] with `xStride` numbers a
       sample; w: [blocks][inputs][outputs][2][16]; y: [samples][blocks][outputs][2][16].
       y[b][k][o] = sum over i of x[b][k][i] w[k][i][o], for blocks first..<last. */ \
    void ansatz_mix_modes_##S(const T *x, const T *w, T *y, int samples, int blocks, int inputs, int outputs, int first, \
        int last, int adds); \
    /* dx[b][k][i] = sum over o of dy[b][k][o] conj(w[k][i][o]). */ \
    void ansatz_mix_modes_adjoint_##S(const T *dy, const T *w, T *dx, int samples, int blocks, int inputs, int outputs, \
        int first, int last, int adds); \
    /* dw[k][i][o] = sum over b of conj(x[b][k][i]) dy[b][k][o], for block k and inputs first..<last. */ \
    void ansatz_mix_modes_weights_##S(const T *x, const T *dy, T *dw, int samples, int blocks, int inputs, int outputs, \
        int k, int first, int last, int adds); \
    /* The same with one weight a channel: y[b][k][c] = x[b][k][c] w[k][c] and its adjoints. */ \
    void ansatz_scale_modes_##S(const T *x, const T *w, T *y, int samples, int blocks, int channels, int first, int last, \
        int conjugates, int adds); \
    void ansatz_scale_modes_weights_##S(const T *x, const T *dy, T *dw, int samples, int blocks, int channels, int first, \
        int last, int adds); \
    /* y[j] <- (adds ? y[j] : 0) + sum over t of c[t][j] x[i[t][j]] for count rows j, written in runs of `length` (16 or
       a multiple) that start `stride` numbers apart. */ \
    void ansatz_gather_##S(const T *x, const int32_t *i, const T *c, int terms, ptrdiff_t count, T *y, ptrdiff_t length, \
        ptrdiff_t stride, int adds);

ANSATZ_KERNELS(float, f)
ANSATZ_KERNELS(double, d)

#undef ANSATZ_KERNELS
