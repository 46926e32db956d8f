#pragma once
#include <stddef.h>

// Normalisations of channels-first planes, on the calling thread: _f float, _d double. Weights and biases may be null
// (then 1 and 0), as may gradients that nobody wants.

#define ANSATZ_NORMS(T, S)                                                                                             \
    /* y = (x - mean) / sqrt(variance + epsilon) w + b over groups of `members` channels of `points` points. There is  \
       one w and b a number of the sample where perNumber, else one a channel. saved: mean and 1 / deviation, each a   \
       group and sample. */                                                                                            \
    void ansatz_group_norm_##S(size_t samples, size_t groups, size_t members, size_t points, int perNumber, T epsilon, \
                               const T *x, const T *w, const T *b, T *y, T *saved);                                    \
    void ansatz_group_norm_adjoint_##S(size_t samples, size_t groups, size_t members, size_t points, int perNumber,    \
                                       const T *x, const T *w, const T *saved, const T *dy, T *dx, int addsX, T *dw,   \
                                       int addsW, T *db, int addsB);                                                   \
    /* The same over the channels of each point; saved: a row of means and one of 1 / deviation a sample. */           \
    void ansatz_channel_norm_##S(size_t samples, size_t channels, size_t points, T epsilon, const T *x, const T *w,    \
                                 const T *b, T *y, T *saved);                                                          \
    /* work: 2 points numbers. */                                                                                      \
    void ansatz_channel_norm_adjoint_##S(size_t samples, size_t channels, size_t points, const T *x, const T *w,       \
                                         const T *saved, const T *dy, T *dx, int addsX, T *dw, int addsW, T *db,       \
                                         int addsB, T *work);

ANSATZ_NORMS(float, f)
ANSATZ_NORMS(double, d)

#undef ANSATZ_NORMS
