#include "permutation.h"

typedef float V __attribute__((ext_vector_type(16), aligned(4)));
#define LOAD(p) (*(const V *)(p))

#if defined(__AVX512F__)
#include <immintrin.h>
static inline V permute(const float *a, const float *b, const int32_t *places) {
    return (V)_mm512_permutex2var_ps(_mm512_loadu_ps(a), _mm512_loadu_si512(places), _mm512_loadu_ps(b));
}
#else
static inline V permute(const float *a, const float *b, const int32_t *places) {
    V values;
    for (int l = 0; l < 16; l++) values[l] = places[l] < 16 ? a[places[l]] : b[places[l] - 16];
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
            sum = __builtin_elementwise_fma(
                LOAD(c + 16 * s), permute(x + starts[2 * s], x + starts[2 * s + 1], places + 16 * s), sum);
        float *target = y + 16 * v / length * stride + 16 * v % length;
        if (count - 16 * v >= 16)
            *(V *)target = adds ? LOAD(target) + sum : sum;
        else
            for (int l = 0; l < count - 16 * v; l++) target[l] = adds ? target[l] + sum[l] : sum[l];
    }
}
