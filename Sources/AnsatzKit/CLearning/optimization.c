#include "optimization.h"

// Written once for both precisions. Sixteen numbers at a time in arrays of fixed size, which the compiler makes vectors
// of (not with sqrt() itself, which may set errno); what is left goes through the same code, so that where a block ends
// changes no bit.
#define LANES 16

#define DEFINE_ADAM(REAL, SUFFIX)                                                                                      \
    static inline REAL adam_lane_##SUFFIX(                                                                             \
        const ansatz_adam *a, REAL p, REAL m, REAL v) {                                                                \
        REAL root = (REAL)a->root * __builtin_elementwise_sqrt(v) + (REAL)a->epsilon;                                  \
        return (REAL)a->after * ((REAL)a->before * p - (REAL)a->step * m / root);                                      \
    }                                                                                                                  \
    static inline REAL adam_piece_##SUFFIX(                                                                            \
        const ansatz_adam *a, size_t lanes, REAL *restrict p, const REAL *restrict g, REAL *restrict m,                \
        REAL *restrict v) {                                                                                            \
        REAL bad[LANES] = {0};                                                                                         \
        const REAL scale = (REAL)a->scale, decay = (REAL)a->decay;                                                     \
        const REAL rest1 = (REAL)(1 - a->beta1), beta2 = (REAL)a->beta2, rest2 = (REAL)(1 - a->beta2);                 \
        for (size_t i = 0; i < lanes; i++) {                                                                           \
            REAL gradient = scale * g[i] + decay * p[i];                                                               \
            m[i] += rest1 * (gradient - m[i]);                                                                         \
            v[i] = beta2 * v[i] + rest2 * (gradient * gradient);                                                       \
            p[i] = adam_lane_##SUFFIX(a, p[i], m[i], v[i]);                                                            \
            bad[i] = p[i] * 0;                                                                                         \
        }                                                                                                              \
        REAL sum = 0;                                                                                                  \
        for (size_t i = 0; i < lanes; i++) sum += bad[i];                                                              \
        return sum;                                                                                                    \
    }                                                                                                                  \
    int ansatz_adam_##SUFFIX(                                                                                          \
        const ansatz_adam *a, size_t count, REAL *p, const REAL *g, REAL *m, REAL *v) {                                \
        size_t i = 0;                                                                                                  \
        REAL bad = 0;                                                                                                  \
        for (; i + LANES <= count; i += LANES) bad += adam_piece_##SUFFIX(a, LANES, p + i, g + i, m + i, v + i);       \
        if (i < count) bad += adam_piece_##SUFFIX(a, count - i, p + i, g + i, m + i, v + i);                           \
        return bad == 0;                                                                                               \
    }                                                                                                                  \
    int ansatz_adam_joint_##SUFFIX(                                                                                    \
        const ansatz_adam *a, size_t count, size_t run, REAL *restrict p, const REAL *restrict g,                      \
        REAL *restrict m, REAL *restrict v) {                                                                          \
        const REAL scale = (REAL)a->scale, decay = (REAL)a->decay;                                                     \
        const REAL rest1 = (REAL)(1 - a->beta1), beta2 = (REAL)a->beta2, rest2 = (REAL)(1 - a->beta2);                 \
        REAL bad = 0;                                                                                                  \
        for (size_t start = 0; start + 2 * run <= count; start += 2 * run) {                                           \
            for (size_t i = start; i < start + run; i++) {                                                             \
                size_t j = i + run;                                                                                    \
                REAL re = scale * g[i] + decay * p[i], im = scale * g[j] + decay * p[j];                               \
                m[i] += rest1 * (re - m[i]);                                                                           \
                m[j] += rest1 * (im - m[j]);                                                                           \
                v[i] = v[j] = beta2 * v[i] + rest2 * (re * re + im * im);                                              \
                p[i] = adam_lane_##SUFFIX(a, p[i], m[i], v[i]);                                                        \
                p[j] = adam_lane_##SUFFIX(a, p[j], m[j], v[j]);                                                        \
                bad += p[i] * 0 + p[j] * 0;                                                                            \
            }                                                                                                          \
        }                                                                                                              \
        return bad == 0;                                                                                               \
    }                                                                                                                  \
    double ansatz_square_sum_##SUFFIX(size_t count, const REAL *x) {                                                   \
        double sums[LANES] = {0};                                                                                      \
        size_t i = 0;                                                                                                  \
        for (; i + LANES <= count; i += LANES)                                                                         \
            for (size_t k = 0; k < LANES; k++) sums[k] += (double)x[i + k] * (double)x[i + k];                         \
        for (size_t k = 0; i < count; i++, k++) sums[k] += (double)x[i] * (double)x[i];                                \
        double sum = 0;                                                                                                \
        for (size_t k = 0; k < LANES; k++) sum += sums[k];                                                             \
        return sum;                                                                                                    \
    }

DEFINE_ADAM(float, f)
DEFINE_ADAM(double, d)
