// Convolutions of channels-first planes, one thread a call, in single and double precision.

#include "convolution.h"
#include <string.h>

// Compilers halve vectors of 64 bytes for some processors, to save power; these loops are three times faster whole.
#if defined(__clang__) && defined(__x86_64__)
#define ANSATZ_WIDE __attribute__((min_vector_width(512)))
#else
#define ANSATZ_WIDE
#endif

// Lanes of two vectors, taken every other one, or in turn.
#define EVEN_16 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD_16 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define LOW_16 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH_16 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define EVEN_8 0, 2, 4, 6, 8, 10, 12, 14
#define ODD_8 1, 3, 5, 7, 9, 11, 13, 15
#define LOW_8 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH_8 4, 12, 5, 13, 6, 14, 7, 15
#define EVEN_4 0, 2, 4, 6
#define ODD_4 1, 3, 5, 7
#define LOW_4 0, 4, 1, 5
#define HIGH_4 2, 6, 3, 7
#define LANES_OF(kind, lanes) kind##_##lanes
#define LANES_TO(kind, lanes) LANES_OF(kind, lanes)

// Registers: 32 of 64 bytes, or 16 of 32. PLANES times OFFSETS sums for the gradient of weights.
#ifdef __AVX512F__
#define SINGLE_LANES 16
#define DOUBLE_LANES 8
#define SUMS 24
#define PLANES 4
#define OFFSETS 6
#else
#define SINGLE_LANES 8
#define DOUBLE_LANES 4
#define SUMS 12
#define PLANES 2
#define OFFSETS 4
#endif

#define REAL float
#define LANES SINGLE_LANES
#define NAME(name) name##_f
#include "convolution_kernels.h"
#undef REAL
#undef LANES
#undef NAME

#define REAL double
#define LANES DOUBLE_LANES
#define NAME(name) name##_d
#include "convolution_kernels.h"
