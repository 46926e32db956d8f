#include "CAnsatz.h"

// The entry points that a compiler's `#pragma omp parallel` calls; declared here because clang would bring libomp,
// a second pool.
extern void GOMP_parallel(void (*fn)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);

struct region {
    void (*body)(void *, int);
    void *context;
};

static void enter(void *data) {
    struct region *region = data;
    region->body(region->context, omp_get_thread_num());
}

void ansatz_parallel(int threads, void (*body)(void *context, int thread), void *context) {
    struct region region = {body, context};
    GOMP_parallel(enter, &region, (unsigned)threads, 0);
}
