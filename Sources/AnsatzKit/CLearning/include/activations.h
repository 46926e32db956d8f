#pragma once
#include <stddef.h>

// Functions of single numbers and their adjoints, on the calling thread. Where a block of numbers ends changes no bit.
// In single precision values are within 2e-7 of the larger of 1 and themselves; in double precision as libm's.

#define LEARNING_ACTIVATION(NAME)                                                                                      \
    void learning_##NAME##_f32(const float *x, float *y, size_t count);                                                \
    void learning_##NAME##_f64(const double *x, double *y, size_t count);                                              \
    /* dx = (adds ? dx : 0) + f'(x) dy; `x` is the result y for relu and tanh. */                                      \
    void learning_##NAME##_adjoint_f32(const float *x, const float *dy, float *dx, size_t count, int adds);            \
    void learning_##NAME##_adjoint_f64(const double *x, const double *dy, double *dx, size_t count, int adds);

LEARNING_ACTIVATION(relu)
LEARNING_ACTIVATION(tanh)
LEARNING_ACTIVATION(silu)
LEARNING_ACTIVATION(sine)

#undef LEARNING_ACTIVATION
