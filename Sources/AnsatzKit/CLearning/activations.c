#include "activations.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

// e^x after S. Moshier's Cephes library (expf): x = n ln 2 + r, a polynomial for e^r, and n added to the exponent.
static inline float exp_f(float x) {
    x = x > 88.0f ? 88.0f : x;
    x = x < -87.0f ? -87.0f : x;
    // Adding this number leaves the nearest whole one in the low bits.
    const float shift = 12582912.0f;
    const float n = (x * 1.44269504088896341f + shift) - shift;
    const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const int32_t bits = ((int32_t)n + 127) << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return p * power;
}

static inline float relu_f(float x) { return x > 0 || x != x ? x : 0; }
static inline double relu_d(double x) { return x > 0 || x != x ? x : 0; }
static inline float relu_slope_f(float y) { return y > 0 ? 1 : 0; }
static inline double relu_slope_d(double y) { return y > 0 ? 1 : 0; }

// After Cephes (tanhf): an odd polynomial for small x, else by the exponential.
static inline float tanh_f(float x) {
    const float size = fabsf(x), z = x * x;
    float p = -5.70498872745e-3f;
    p = p * z + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    const float small = p * z * x + x;
    const float large = copysignf(1.0f - 2.0f / (exp_f(size + size) + 1.0f), x);
    const float y = size < 0.625f ? small : large;
    return x != x ? x : y;
}
static inline double tanh_d(double x) { return tanh(x); }
static inline float tanh_slope_f(float y) { return 1 - y * y; }
static inline double tanh_slope_d(double y) { return 1 - y * y; }

static inline float silu_f(float x) { return x / (1.0f + exp_f(-x)); }
static inline double silu_d(double x) { return x / (1 + exp(-x)); }
static inline float silu_slope_f(float x) {
    const float s = 1.0f / (1.0f + exp_f(-x));
    return s * (1.0f + x * (1.0f - s));
}
static inline double silu_slope_d(double x) {
    const double s = 1 / (1 + exp(-x));
    return s * (1 + x * (1 - s));
}

// x - k pi in [-pi/2, pi/2], in double precision; the sign of sin and cos is that of (-1)^k.
static inline double reduced(float x, double *sign) {
    const double shift = 6755399441055744.0;
    const double shifted = (double)x * 0.31830988618379067154 + shift;
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    const double k = shifted - shift;
    *sign = (bits & 1) ? -1.0 : 1.0;
    return ((double)x - k * 3.14159265358979311600) - k * 1.22464679914735317636e-16;
}
static inline float sine_f(float x) {
    double sign;
    const double r = reduced(x, &sign), z = r * r;
    double p = 1.0 / 6227020800.0;
    p = p * z - 1.0 / 39916800.0;
    p = p * z + 1.0 / 362880.0;
    p = p * z - 1.0 / 5040.0;
    p = p * z + 1.0 / 120.0;
    p = p * z - 1.0 / 6.0;
    return (float)(sign * (p * z * r + r));
}
static inline double sine_d(double x) { return sin(x); }
static inline float sine_slope_f(float x) {
    double sign;
    const double r = reduced(x, &sign), z = r * r;
    double p = -1.0 / 87178291200.0;
    p = p * z + 1.0 / 479001600.0;
    p = p * z - 1.0 / 3628800.0;
    p = p * z + 1.0 / 40320.0;
    p = p * z - 1.0 / 720.0;
    p = p * z + 1.0 / 24.0;
    p = p * z - 0.5;
    return (float)(sign * (p * z + 1.0));
}
static inline double sine_slope_d(double x) { return cos(x); }

// One memory may be source and target: no number depends on another one's. Calls of libm stay calls.
#define LOOP for (size_t i = 0; i < count; i++)
#define LANES _Pragma("clang loop vectorize(assume_safety)") LOOP

#define DEFINE(NAME, REAL, SUFFIX, EACH)                                                                               \
    void ansatz_##NAME##_##SUFFIX(const REAL *x, REAL *y, size_t count) { EACH y[i] = NAME##_##SUFFIX(x[i]); }         \
    void ansatz_##NAME##_adjoint_##SUFFIX(const REAL *x, const REAL *dy, REAL *dx, size_t count, int adds) {           \
        if (adds)                                                                                                      \
            EACH dx[i] += NAME##_slope_##SUFFIX(x[i]) * dy[i];                                                         \
        else                                                                                                           \
            EACH dx[i] = NAME##_slope_##SUFFIX(x[i]) * dy[i];                                                          \
    }

DEFINE(relu, float, f, LANES)
DEFINE(relu, double, d, LOOP)
DEFINE(tanh, float, f, LANES)
DEFINE(tanh, double, d, LOOP)
DEFINE(silu, float, f, LANES)
DEFINE(silu, double, d, LOOP)
DEFINE(sine, float, f, LANES)
DEFINE(sine, double, d, LOOP)
