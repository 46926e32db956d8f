#include "gelu_table.h"
#include <math.h>

// gelu and its derivative for 16 numbers: gelu(x) = max(x, 0) - T(|x|) with T(a) = a (1 - Phi(a)); the derivative is
// 1 - U(x) for x > 0 and else U(-x), with U(a) = 1 - Phi(a) - a phi(a). In single precision T and U are polynomials on 32
// intervals, whose coefficients fit two vector registers a degree: within 5e-8 and 8e-8.

typedef float gelu_vector_f __attribute__((ext_vector_type(16), aligned(sizeof(float))));

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#include <immintrin.h>

static inline __attribute__((always_inline)) __m512 tail(const float table[][32], int degree, __m512 x) {
    // The lesser of |x| and 7.75; the lowest bits of `biased` are then the number of the interval.
    __m512 a = _mm512_range_ps(x, _mm512_set1_ps(7.75f), 10), shift = _mm512_set1_ps(0x1p21f);
    __m512 biased = _mm512_add_ps(a, shift), s = _mm512_sub_ps(a, _mm512_sub_ps(biased, shift));
    __m512i place = _mm512_castps_si512(biased);
    __m512 value = _mm512_permutex2var_ps(_mm512_load_ps(table[degree]), place, _mm512_load_ps(table[degree] + 16));
    for (int k = degree - 1; k >= 0; k--)
        value = _mm512_fmadd_ps(
            value, s, _mm512_permutex2var_ps(_mm512_load_ps(table[k]), place, _mm512_load_ps(table[k] + 16)));
    return value;
}

static inline __attribute__((always_inline)) gelu_vector_f gelu16_f(gelu_vector_f x) {
    // In this order a NaN stays one.
    return _mm512_sub_ps(_mm512_max_ps(_mm512_setzero_ps(), (__m512)x), tail(gelu_tail, 4, (__m512)x));
}

static inline __attribute__((always_inline)) gelu_vector_f slope16_f(gelu_vector_f x) {
    __m512 u = tail(slope_tail, 5, (__m512)x);
    __mmask16 isPositive = _mm512_cmp_ps_mask((__m512)x, _mm512_setzero_ps(), _CMP_GT_OQ);
    return _mm512_mask_sub_ps(u, isPositive, _mm512_set1_ps(1), u);
}
#else
static inline float tail(const float table[][32], int degree, float x) {
    float a = fminf(fabsf(x), 7.75f), centre = rintf(4 * a);
    int place = (int)centre;
    float s = a - 0.25f * centre, value = table[degree][place];
    for (int k = degree - 1; k >= 0; k--) value = __builtin_fmaf(value, s, table[k][place]);
    return value;
}

static inline gelu_vector_f gelu16_f(gelu_vector_f x) {
    gelu_vector_f y;
    for (int l = 0; l < 16; l++) y[l] = (x[l] > 0 || isnan(x[l]) ? x[l] : 0) - tail(gelu_tail, 4, x[l]);
    return y;
}

static inline gelu_vector_f slope16_f(gelu_vector_f x) {
    gelu_vector_f y;
    for (int l = 0; l < 16; l++) {
        float u = tail(slope_tail, 5, x[l]);
        y[l] = x[l] > 0 ? 1 - u : u;
    }
    return y;
}
#endif

typedef double gelu_vector_d __attribute__((ext_vector_type(16), aligned(sizeof(double))));

static inline gelu_vector_d gelu16_d(gelu_vector_d x) {
    gelu_vector_d y;
    for (int l = 0; l < 16; l++) y[l] = 0.5 * x[l] * erfc(-x[l] * M_SQRT1_2);
    return y;
}

static inline gelu_vector_d slope16_d(gelu_vector_d x) {
    gelu_vector_d y;
    for (int l = 0; l < 16; l++)
        y[l] = 0.5 * erfc(-x[l] * M_SQRT1_2) + x[l] * exp(-0.5 * x[l] * x[l]) * (M_2_SQRTPI * M_SQRT1_2 * 0.5);
    return y;
}
