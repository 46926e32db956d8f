#include "tucker.h"

#define INLINE static inline __attribute__((always_inline))

// Rows of a tile of the products: as many as registers hold.
#if defined(__AVX512F__)
#define ROWS_OF(T) (sizeof(T) == 4 ? 12 : 6)
#else
#define ROWS_OF(T) (sizeof(T) == 4 ? 3 : 1)
#endif

#define T float
#define NAME(name) name##_f
#include "tucker_kernels.h"
#undef T
#undef NAME

#define T double
#define NAME(name) name##_d
#include "tucker_kernels.h"
