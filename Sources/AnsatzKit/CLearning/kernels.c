#include "CLearning.h"
#include "gelu16.h"

#if defined(__AVX512F__)
#include <immintrin.h>
#define GATHER(x, places) ((V)_mm512_i32gather_ps(_mm512_loadu_si512(places), x, 4))
#define LANES(count) ((__mmask16)((1u << (count)) - 1))
#define LOAD_SOME(p, count) ((V)_mm512_maskz_loadu_ps(LANES(count), p))
#define STORE_SOME(p, count, v) _mm512_mask_storeu_ps(p, LANES(count), (__m512)(v))
#endif

#define T float
#define NAME(name) name##_f
#include "kernels.h"
#undef T
#undef NAME
#undef GATHER
#undef LOAD_SOME
#undef STORE_SOME

#define T double
#define NAME(name) name##_d
#include "kernels.h"
