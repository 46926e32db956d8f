// Convolutions of channels-first planes, one thread a call, in single and double precision.

#include "convolution.h"
#include <string.h>

// Compilers halve vectors of 64 bytes for some processors, to save power; these loops are three times faster whole.
#if defined(__clang__) && defined(__x86_64__)
#define ANSATZ_WIDE __attribute__((min_vector_width(512)))
#else
#define ANSATZ_WIDE
#endif

#define REAL float
#define LANES 16
#define ANSATZ_EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ANSATZ_ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define ANSATZ_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define ANSATZ_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define NAME(name) name##_f
#include "convolution_kernels.h"
#undef REAL
#undef LANES
#undef NAME
#undef ANSATZ_EVEN
#undef ANSATZ_ODD
#undef ANSATZ_LOW
#undef ANSATZ_HIGH

#define REAL double
#define LANES 8
#define ANSATZ_EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define ANSATZ_ODD 1, 3, 5, 7, 9, 11, 13, 15
#define ANSATZ_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define ANSATZ_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#define NAME(name) name##_d
#include "convolution_kernels.h"
