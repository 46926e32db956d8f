// Convolutions of channels-first planes, one thread a call, in single and double precision.

#include "convolution.h"
#include <stdint.h>
#include <string.h>

#define REAL float
#define LANES 16
#define NAME(name) name##_float
#include "convolution_kernels.h"
#undef REAL
#undef LANES
#undef NAME

#define REAL double
#define LANES 8
#define NAME(name) name##_double
#include "convolution_kernels.h"
