#include "CLearning.h"

#if defined(__AVX512F__)
#include <immintrin.h>
#define GATHER(x, places) ((V)_mm512_i32gather_ps(_mm512_loadu_si512(places), x, 4))
#endif

#define T float
#define NAME(name) name##_f
#include "kernels.h"
#undef T
#undef NAME
#undef GATHER

#define T double
#define NAME(name) name##_d
#include "kernels.h"
