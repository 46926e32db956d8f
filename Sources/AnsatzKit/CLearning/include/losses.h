#pragma once
#include <stddef.h>

/// Differences along one axis of a field of `outer` x `n` x `inner` numbers: row i is c[i] (f[i+1] - f[i-1]). Where the axis
/// is not periodic, the first row is Σ first[k] f[k], the last Σ last[k] f[n-1-k], k in 0..<`reach`.
typedef struct {
    size_t outer, n, inner;
    int periodic;
    size_t reach;
    const double *c;
    double first[4], last[4];
} learning_differences;

/// w = D f.
void learning_differences_f32(const learning_differences *d, const float *f, float *w);
void learning_differences_f64(const learning_differences *d, const double *f, double *w);
/// g += Dᵀ w.
void learning_differences_adjoint_f32(const learning_differences *d, const float *w, float *g);
void learning_differences_adjoint_f64(const learning_differences *d, const double *w, double *g);

/// Σ (x - y)², in double precision; with Σ y² in `reference` where that is not null.
double learning_distance_f32(size_t count, const float *x, const float *y, double *reference);
double learning_distance_f64(size_t count, const double *x, const double *y, double *reference);

/// g = β g + factor (x - y), with β of 0 or 1.
void learning_scaled_difference_f32(
    size_t count, const float *x, const float *y, double factor, int accumulates, float *g);
void learning_scaled_difference_f64(
    size_t count, const double *x, const double *y, double factor, int accumulates, double *g);
