#include "permutation.h"

#if defined(__AVX512F__)
#include <immintrin.h>
#define PERMUTE(x, places) ((V)_mm512_permutexvar_ps(_mm512_loadu_si512(places), _mm512_loadu_ps(x)))
#else
#define PERMUTE(x, places) permute(x, places)
#endif

typedef float V __attribute__((ext_vector_type(16), aligned(4)));

#if !defined(__AVX512F__)
static inline V permute(const float *x, const int32_t *places) {
    V values;
    for (int l = 0; l < 16; l++) values[l] = x[places[l]];
    return values;
}
#endif

void ansatz_permute_f(const float *x, const int32_t *firsts, const int32_t *starts, const int32_t *places, const float *c,
    ptrdiff_t count, float *y, ptrdiff_t length, ptrdiff_t stride, int adds) {
    for (ptrdiff_t v = 0; 16 * v < count; v++) {
        V sum = (V)0.0f;
        // A few steps: unrolled they take longer.
#pragma clang loop unroll(disable)
        for (int32_t s = firsts[v]; s < firsts[v + 1]; s++)
            sum = __builtin_elementwise_fma(*(const V *)(c + 16 * s), PERMUTE(x + starts[s], places + 16 * s), sum);
        float *target = y + 16 * v / length * stride + 16 * v % length;
        if (count - 16 * v >= 16)
            *(V *)target = adds ? *(const V *)target + sum : sum;
        else
            for (int l = 0; l < count - 16 * v; l++) target[l] = adds ? target[l] + sum[l] : sum[l];
    }
}
