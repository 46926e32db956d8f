#include "losses.h"

#define LANES 16

#define DEFINE_LOSSES(REAL, SUFFIX)                                                                                    \
    void ansatz_differences_##SUFFIX(const ansatz_differences *d, const REAL *restrict f, REAL *restrict w) {          \
        const size_t n = d->n, m = d->inner;                                                                           \
        for (size_t o = 0; o < d->outer; o++, f += n * m, w += n * m) {                                                \
            if (m == 1) {                                                                                              \
                for (size_t i = 1; i + 1 < n; i++) w[i] = (REAL)d->c[i] * (f[i + 1] - f[i - 1]);                       \
            } else {                                                                                                   \
                for (size_t i = 1; i + 1 < n; i++) {                                                                   \
                    const REAL c = (REAL)d->c[i];                                                                      \
                    const REAL *above = f + (i + 1) * m, *below = f + (i - 1) * m;                                     \
                    for (size_t k = 0; k < m; k++) w[i * m + k] = c * (above[k] - below[k]);                           \
                }                                                                                                      \
            }                                                                                                          \
            for (size_t k = 0; k < m; k++) {                                                                           \
                if (d->periodic) {                                                                                     \
                    w[k] = (REAL)d->c[0] * (f[(n > 1 ? 1 : 0) * m + k] - f[(n - 1) * m + k]);                          \
                    if (n > 1) w[(n - 1) * m + k] = (REAL)d->c[n - 1] * (f[k] - f[(n - 2) * m + k]);                   \
                } else {                                                                                               \
                    REAL first = 0, last = 0;                                                                          \
                    for (size_t r = 0; r < d->reach; r++) {                                                            \
                        first += (REAL)d->first[r] * f[r * m + k];                                                     \
                        last += (REAL)d->last[r] * f[(n - 1 - r) * m + k];                                             \
                    }                                                                                                  \
                    w[k] = first;                                                                                      \
                    w[(n - 1) * m + k] = last;                                                                         \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    void ansatz_differences_adjoint_##SUFFIX(                                                                          \
        const ansatz_differences *d, const REAL *restrict w, REAL *restrict g) {                                       \
        const size_t n = d->n, m = d->inner;                                                                           \
        for (size_t o = 0; o < d->outer; o++, w += n * m, g += n * m) {                                                \
            /* Point j is read by the rows j - 1 and j + 1, of which the first and last row are treated below. */      \
            for (size_t j = 0; j < n; j++) {                                                                           \
                const REAL before = j >= 2 ? (REAL)d->c[j - 1] : 0, after = j + 2 < n ? (REAL)d->c[j + 1] : 0;         \
                if (m == 1) {                                                                                          \
                    REAL sum = 0;                                                                                      \
                    if (j >= 2) sum += before * w[j - 1];                                                              \
                    if (j + 2 < n) sum -= after * w[j + 1];                                                            \
                    g[j] += sum;                                                                                       \
                    continue;                                                                                          \
                }                                                                                                      \
                REAL *target = g + j * m;                                                                              \
                if (j >= 2)                                                                                            \
                    for (size_t k = 0; k < m; k++) target[k] += before * w[(j - 1) * m + k];                           \
                if (j + 2 < n)                                                                                         \
                    for (size_t k = 0; k < m; k++) target[k] -= after * w[(j + 1) * m + k];                            \
            }                                                                                                          \
            for (size_t k = 0; k < m; k++) {                                                                           \
                const REAL first = w[k], last = w[(n - 1) * m + k];                                                    \
                if (d->periodic) {                                                                                     \
                    if (n < 2) continue;                                                                               \
                    g[m + k] += (REAL)d->c[0] * first;                                                                 \
                    g[(n - 1) * m + k] -= (REAL)d->c[0] * first;                                                       \
                    g[k] += (REAL)d->c[n - 1] * last;                                                                  \
                    g[(n - 2) * m + k] -= (REAL)d->c[n - 1] * last;                                                    \
                } else {                                                                                               \
                    for (size_t r = 0; r < d->reach; r++) {                                                            \
                        g[r * m + k] += (REAL)d->first[r] * first;                                                     \
                        g[(n - 1 - r) * m + k] += (REAL)d->last[r] * last;                                             \
                    }                                                                                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    double ansatz_distance_##SUFFIX(size_t count, const REAL *x, const REAL *y, double *reference) {                   \
        double sums[LANES] = {0}, squares[LANES] = {0};                                                                \
        size_t i = 0;                                                                                                  \
        for (; i + LANES <= count; i += LANES) {                                                                       \
            for (size_t k = 0; k < LANES; k++) {                                                                       \
                double e = (double)x[i + k] - (double)y[i + k];                                                        \
                sums[k] += e * e;                                                                                      \
                squares[k] += (double)y[i + k] * (double)y[i + k];                                                     \
            }                                                                                                          \
        }                                                                                                              \
        for (size_t k = 0; i < count; i++, k++) {                                                                      \
            double e = (double)x[i] - (double)y[i];                                                                    \
            sums[k] += e * e;                                                                                          \
            squares[k] += (double)y[i] * (double)y[i];                                                                 \
        }                                                                                                              \
        double sum = 0, square = 0;                                                                                    \
        for (size_t k = 0; k < LANES; k++) {                                                                           \
            sum += sums[k];                                                                                            \
            square += squares[k];                                                                                      \
        }                                                                                                              \
        if (reference) *reference = square;                                                                            \
        return sum;                                                                                                    \
    }                                                                                                                  \
    void ansatz_scaled_difference_##SUFFIX(                                                                            \
        size_t count, const REAL *restrict x, const REAL *restrict y, double factor, int accumulates,                  \
        REAL *restrict g) {                                                                                            \
        const REAL scale = (REAL)factor;                                                                               \
        if (accumulates)                                                                                               \
            for (size_t i = 0; i < count; i++) g[i] += scale * (x[i] - y[i]);                                          \
        else                                                                                                           \
            for (size_t i = 0; i < count; i++) g[i] = scale * (x[i] - y[i]);                                           \
    }                                                                                                                  \
    void ansatz_mean_squares_##SUFFIX(                                                                                 \
        size_t samples, size_t count, const REAL *x, const REAL *y, REAL *means) {                                     \
        if (count == 1) {                                                                                              \
            for (size_t s = 0; s < samples; s++) means[s] = (x[s] - y[s]) * (x[s] - y[s]);                             \
            return;                                                                                                    \
        }                                                                                                              \
        for (size_t s = 0; s < samples; s++)                                                                           \
            means[s] = (REAL)(ansatz_distance_##SUFFIX(count, x + s * count, y + s * count, 0) / (double)count);       \
    }                                                                                                                  \
    void ansatz_mean_squares_adjoint_##SUFFIX(                                                                         \
        size_t samples, size_t count, const REAL *restrict x, const REAL *restrict y, const REAL *restrict weights,    \
        int accumulates, REAL *restrict g) {                                                                           \
        if (count == 1) {                                                                                              \
            for (size_t s = 0; s < samples; s++)                                                                       \
                g[s] = (accumulates ? g[s] : 0) + 2 * weights[s] * (x[s] - y[s]);                                      \
            return;                                                                                                    \
        }                                                                                                              \
        for (size_t s = 0; s < samples; s++)                                                                           \
            ansatz_scaled_difference_##SUFFIX(count, x + s * count, y + s * count,                                     \
                2 * (double)weights[s] / (double)count, accumulates, g + s * count);                                   \
    }

DEFINE_LOSSES(float, f)
DEFINE_LOSSES(double, d)
