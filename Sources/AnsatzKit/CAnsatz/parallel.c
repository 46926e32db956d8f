#include "CAnsatz.h"

// The entry points that a compiler's `#pragma omp parallel` calls; declared here because clang would bring libomp,
// a second pool.
extern void GOMP_parallel(void (*fn)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_in_parallel(void);
extern int omp_get_max_threads(void);
extern void omp_set_num_threads(int threads);

struct region {
    void (*body)(void *, int);
    void *context;
    int slots;
};

static void enter(void *data) {
    struct region *region = data;
    // A thread limit or a nested region can leave the team smaller than asked for.
    int team = omp_get_num_threads();
    for (int slot = omp_get_thread_num(); slot < region->slots; slot += team) region->body(region->context, slot);
}

void ansatz_parallel(int slots, void (*body)(void *context, int slot), void *context) {
    struct region region = {body, context, slots};
    GOMP_parallel(enter, &region, (unsigned)slots, 0);
}

int ansatz_in_parallel(void) { return omp_in_parallel(); }

int ansatz_library_threads(void) { return omp_get_max_threads(); }

void ansatz_set_library_threads(int threads) { omp_set_num_threads(threads); }

int ansatz_has_avx512(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
#else
    return 0;
#endif
}
