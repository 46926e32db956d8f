#pragma once
#include <stddef.h>

// Functions of single numbers and their adjoints, on the calling thread. Where a block of numbers ends changes no bit.
// In single precision values are within 2e-7 of the larger of 1 and themselves; in double precision as libm's.

#define ANSATZ_ACTIVATION(NAME)                                                                                        \
    void ansatz_##NAME##_f(const float *x, float *y, size_t count);                                                    \
    void ansatz_##NAME##_d(const double *x, double *y, size_t count);                                                  \
    /* dx = (adds ? dx : 0) + f'(x) dy; `x` is the result y for relu and tanh. */                                      \
    void ansatz_##NAME##_adjoint_f(const float *x, const float *dy, float *dx, size_t count, int adds);                \
    void ansatz_##NAME##_adjoint_d(const double *x, const double *dy, double *dx, size_t count, int adds);

ANSATZ_ACTIVATION(relu)
ANSATZ_ACTIVATION(tanh)
ANSATZ_ACTIVATION(silu)
ANSATZ_ACTIVATION(sine)

#undef ANSATZ_ACTIVATION
