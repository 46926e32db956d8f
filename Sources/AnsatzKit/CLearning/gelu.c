#include "CLearning.h"
#include "gelu_table.h"
#include <math.h>

// In single precision Phi(|x|) - 1/2 and the slope's odd part come from polynomials on 16 intervals, whose coefficients
// fit one vector register a degree.

#if defined(__AVX512F__)
#include <immintrin.h>

static inline __attribute__((always_inline)) __m512 half(const float table[][16], int degree, __m512 x) {
    __m512 z = _mm512_mul_ps(_mm512_abs_ps(x), _mm512_set1_ps(1 / 0.35f));
    z = _mm512_min_ps(z, _mm512_set1_ps(15.999999f));
    __m512 floor = _mm512_roundscale_ps(z, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
    __m512i interval = _mm512_cvttps_epi32(floor);
    __m512 s = _mm512_sub_ps(_mm512_sub_ps(z, floor), _mm512_set1_ps(0.5f));
    __m512 value = _mm512_permutexvar_ps(interval, _mm512_load_ps(table[degree]));
    for (int k = degree - 1; k >= 0; k--)
        value = _mm512_fmadd_ps(value, s, _mm512_permutexvar_ps(interval, _mm512_load_ps(table[k])));
    // The sign of x.
    return _mm512_castsi512_ps(_mm512_or_epi32(_mm512_castps_si512(value),
        _mm512_and_epi32(_mm512_castps_si512(x), _mm512_set1_epi32((int)0x80000000))));
}

void ansatz_gelu_f(const float *x, float *y, ptrdiff_t count) {
    for (ptrdiff_t j = 0; j < count; j += 16) {
        __mmask16 mask = count - j >= 16 ? 0xffff : (__mmask16)((1u << (count - j)) - 1);
        __m512 value = _mm512_maskz_loadu_ps(mask, x + j);
        __m512 phi = _mm512_add_ps(half(normal_half, 5, value), _mm512_set1_ps(0.5f));
        _mm512_mask_storeu_ps(y + j, mask, _mm512_mul_ps(value, phi));
    }
}

void ansatz_gelu_adjoint_f(const float *x, const float *dy, float *dx, ptrdiff_t count, int adds) {
    for (ptrdiff_t j = 0; j < count; j += 16) {
        __mmask16 mask = count - j >= 16 ? 0xffff : (__mmask16)((1u << (count - j)) - 1);
        __m512 value = _mm512_maskz_loadu_ps(mask, x + j);
        __m512 slope = _mm512_add_ps(half(gelu_slope_half, 6, value), _mm512_set1_ps(0.5f));
        __m512 gradient = _mm512_mul_ps(slope, _mm512_maskz_loadu_ps(mask, dy + j));
        if (adds) gradient = _mm512_add_ps(gradient, _mm512_maskz_loadu_ps(mask, dx + j));
        _mm512_mask_storeu_ps(dx + j, mask, gradient);
    }
}

void ansatz_biased_gelu_f(const float *z, const float *b, float *y, float *slope, ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        __m512 bias = _mm512_set1_ps(b[r]);
        for (ptrdiff_t c = 0; c < columns; c += 16) {
            ptrdiff_t j = r * columns + c;
            __mmask16 mask = columns - c >= 16 ? 0xffff : (__mmask16)((1u << (columns - c)) - 1);
            __m512 value = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, z + j), bias);
            if (slope)
                _mm512_mask_storeu_ps(
                    slope + j, mask, _mm512_add_ps(half(gelu_slope_half, 6, value), _mm512_set1_ps(0.5f)));
            __m512 phi = _mm512_add_ps(half(normal_half, 5, value), _mm512_set1_ps(0.5f));
            _mm512_mask_storeu_ps(y + j, mask, _mm512_mul_ps(value, phi));
        }
    }
}
#else
static inline float half(const float table[][16], int degree, float x) {
    float z = fminf(fabsf(x) * (1 / 0.35f), 15.999999f);
    int interval = (int)z;
    float s = z - (float)interval - 0.5f, value = table[degree][interval];
    for (int k = degree - 1; k >= 0; k--) value = __builtin_fmaf(value, s, table[k][interval]);
    return copysignf(value, x);
}

void ansatz_gelu_f(const float *x, float *y, ptrdiff_t count) {
    for (ptrdiff_t j = 0; j < count; j++) y[j] = x[j] * (half(normal_half, 5, x[j]) + 0.5f);
}

void ansatz_gelu_adjoint_f(const float *x, const float *dy, float *dx, ptrdiff_t count, int adds) {
    for (ptrdiff_t j = 0; j < count; j++) {
        float gradient = dy[j] * (half(gelu_slope_half, 6, x[j]) + 0.5f);
        dx[j] = adds ? dx[j] + gradient : gradient;
    }
}

void ansatz_biased_gelu_f(const float *z, const float *b, float *y, float *slope, ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++)
        for (ptrdiff_t c = 0; c < columns; c++) {
            ptrdiff_t j = r * columns + c;
            float value = z[j] + b[r];
            if (slope) slope[j] = half(gelu_slope_half, 6, value) + 0.5f;
            y[j] = value * (half(normal_half, 5, value) + 0.5f);
        }
}
#endif

static double gelu_slope(double x) {
    double density = exp(-0.5 * x * x) * (M_2_SQRTPI * M_SQRT1_2 * 0.5);
    return 0.5 * erfc(-x * M_SQRT1_2) + x * density;
}

void ansatz_biased_gelu_d(
    const double *z, const double *b, double *y, double *slope, ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++)
        for (ptrdiff_t c = 0; c < columns; c++) {
            ptrdiff_t j = r * columns + c;
            double value = z[j] + b[r];
            if (slope) slope[j] = gelu_slope(value);
            y[j] = 0.5 * value * erfc(-value * M_SQRT1_2);
        }
}

void ansatz_gelu_d(const double *x, double *y, ptrdiff_t count) {
    for (ptrdiff_t j = 0; j < count; j++) y[j] = 0.5 * x[j] * erfc(-x[j] * M_SQRT1_2);
}

void ansatz_gelu_adjoint_d(const double *x, const double *dy, double *dx, ptrdiff_t count, int adds) {
    for (ptrdiff_t j = 0; j < count; j++) {
        double gradient = dy[j] * gelu_slope(x[j]);
        dx[j] = adds ? dx[j] + gradient : gradient;
    }
}
