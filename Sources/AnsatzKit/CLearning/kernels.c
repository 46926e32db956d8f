#include "CLearning.h"

#define T float
#define NAME(name) name##_f
#include "kernels.h"
#undef T
#undef NAME

#define T double
#define NAME(name) name##_d
#include "kernels.h"
