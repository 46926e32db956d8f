#pragma once
#include <stddef.h>

/// One step of Adam: p <- after · (before · p - step · m / (root · sqrt(v) + epsilon)), with the moments m and v of the
/// gradient scale · g + decay · p.
typedef struct {
    double beta1, beta2, epsilon;
    double scale, decay;
    double before, after, step, root;
} ansatz_adam;

/// The step for `count` numbers, each of its own. Returns whether all new numbers are finite.
int ansatz_adam_f(const ansatz_adam *adam, size_t count, float *p, const float *g, float *m, float *v);
int ansatz_adam_d(const ansatz_adam *adam, size_t count, double *p, const double *g, double *m, double *v);

/// The same for complex numbers with one second moment |g|² each, kept in both places. They are stored as runs of `run`
/// real parts, each followed by as many imaginary ones; `count` is that of all parts.
int ansatz_adam_joint_f(
    const ansatz_adam *adam, size_t count, size_t run, float *p, const float *g, float *m, float *v);
int ansatz_adam_joint_d(
    const ansatz_adam *adam, size_t count, size_t run, double *p, const double *g, double *m, double *v);

/// The sum of squares, in double precision.
double ansatz_square_sum_f(size_t count, const float *x);
double ansatz_square_sum_d(size_t count, const double *x);
