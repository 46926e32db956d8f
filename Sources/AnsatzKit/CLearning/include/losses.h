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
} ansatz_differences;

/// w = D f.
void ansatz_differences_f(const ansatz_differences *d, const float *f, float *w);
void ansatz_differences_d(const ansatz_differences *d, const double *f, double *w);
/// g += Dᵀ w.
void ansatz_differences_adjoint_f(const ansatz_differences *d, const float *w, float *g);
void ansatz_differences_adjoint_d(const ansatz_differences *d, const double *w, double *g);

/// Σ (x - y)², in double precision; with Σ y² in `reference` where that is not null.
double ansatz_distance_f(size_t count, const float *x, const float *y, double *reference);
double ansatz_distance_d(size_t count, const double *x, const double *y, double *reference);

/// g = β g + factor (x - y), with β of 0 or 1.
void ansatz_scaled_difference_f(
    size_t count, const float *x, const float *y, double factor, int accumulates, float *g);
void ansatz_scaled_difference_d(
    size_t count, const double *x, const double *y, double factor, int accumulates, double *g);

/// means[s] = Σ (x - y)² / count over the `count` numbers of each sample.
void ansatz_mean_squares_f(size_t samples, size_t count, const float *x, const float *y, float *means);
void ansatz_mean_squares_d(size_t samples, size_t count, const double *x, const double *y, double *means);

/// g = β g + 2 weights[s] (x - y) / count.
void ansatz_mean_squares_adjoint_f(size_t samples, size_t count, const float *x, const float *y, const float *weights,
    int accumulates, float *g);
void ansatz_mean_squares_adjoint_d(size_t samples, size_t count, const double *x, const double *y, const double *weights,
    int accumulates, double *g);
