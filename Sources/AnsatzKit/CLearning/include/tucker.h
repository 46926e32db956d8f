#pragma once
#include <stddef.h>

// Complex arrays whose last dimension is lanes: [...][2][16], 16 real parts and then 16 imaginary ones. A product along one
// axis treats the lanes alike. All kernels run on the calling thread.

/// A product along the middle axis: [outer][rank][inner] by a factor u, complex [extent][rank][2], gives
/// [outer][extent][inner].
typedef struct {
    ptrdiff_t outer, inner, rank, extent;
} ansatz_axis;

#define ANSATZ_TUCKER(T, S) \
    /* y[o][e][n] <- sum over r of u[e][r] x[o][r][n]. */ \
    void ansatz_axis_product_##S(ansatz_axis axis, const T *u, const T *x, T *y); \
    /* x[o][r][n] <- (adds ? x[o][r][n] : 0) + sum over e of conj(u[e][r]) y[o][e][n]. */ \
    void ansatz_axis_adjoint_##S(ansatz_axis axis, const T *u, const T *y, T *x, int adds); \
    /* sums[e][r] <- (adds ? sums[e][r] : 0) + sum over o and n of y[o][e][n] conj(x[o][r][n]), each lane by itself. */ \
    void ansatz_axis_factor_##S(ansatz_axis axis, const T *y, const T *x, T *sums, int adds); \
    /* y[q][part][p] <- x[p][part][q] for p < rows <= 16, 0 for the other p; q < columns <= 16. */ \
    void ansatz_exchange_lanes_##S(const T *x, ptrdiff_t rows, T *y, ptrdiff_t columns); \
    /* y[j] <- the sum of x[j][16], for count j, a multiple of 16. */ \
    void ansatz_sum_lanes_##S(const T *x, ptrdiff_t count, T *y);

ANSATZ_TUCKER(float, f)
ANSATZ_TUCKER(double, d)

#undef ANSATZ_TUCKER
