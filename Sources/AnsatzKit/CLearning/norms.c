#include "norms.h"
#include <math.h>
#include <string.h>

#define T float
#define NAME(name) name##_f
#define ROOT sqrtf
#include "norms_kernels.h"
#undef T
#undef NAME
#undef ROOT

#define T double
#define NAME(name) name##_d
#define ROOT sqrt
#include "norms_kernels.h"
