#include "CAnsatz.h"

// The entry points that a compiler's `#pragma omp parallel` calls; declared here because clang would bring libomp,
// a second pool.
extern void GOMP_parallel(void (*fn)(void *), void *data, unsigned threads, unsigned flags);
extern void GOMP_barrier(void);
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

__attribute__((unused)) static void enter(void *data) {
    struct region *region = data;
    // A thread limit or a nested region can leave the team smaller than asked for.
    int team = omp_get_num_threads();
    for (int slot = omp_get_thread_num(); slot < region->slots; slot += team) region->body(region->context, slot);
}

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ANSATZ_OWN_THREADS
#endif
#endif

#ifdef ANSATZ_OWN_THREADS
// ThreadSanitizer does not see the barriers of libgomp, which waits on futexes in code that is not instrumented: it
// would call every loop a race with what comes before and after it. It sees threads that are made and joined.
#include <pthread.h>
#include <stdlib.h>

static _Thread_local int inside;

struct slot {
    struct region *region;
    int number;
    pthread_t thread;
    int is_started;
};

static void *run_slot(void *data) {
    struct slot *slot = data;
    inside++;
    slot->region->body(slot->region->context, slot->number);
    inside--;
    return NULL;
}

void ansatz_parallel(int slots, void (*body)(void *context, int slot), void *context) {
    struct region region = {body, context, slots};
    struct slot *all = calloc((size_t)slots, sizeof *all);
    for (int number = 0; number < slots; number++) {
        struct slot own = {.region = &region, .number = number};
        if (!all) {
            run_slot(&own);
            continue;
        }
        all[number] = own;
        // The last slot runs here, as one slot of a team does.
        all[number].is_started =
            number + 1 < slots && pthread_create(&all[number].thread, NULL, run_slot, &all[number]) == 0;
        if (!all[number].is_started) run_slot(&all[number]);
    }
    for (int number = 0; all && number < slots; number++)
        if (all[number].is_started) pthread_join(all[number].thread, NULL);
    free(all);
}

struct round {
    void (*body)(void *, int, int);
    void *context;
    int phase;
};

static void run_round(void *data, int slot) {
    struct round *round = data;
    round->body(round->context, round->phase, slot);
}

void ansatz_parallel_phases(int slots, int phases, void (*body)(void *context, int phase, int slot), void *context) {
    for (int phase = 0; phase < phases; phase++) {
        struct round round = {body, context, phase};
        ansatz_parallel(slots, run_round, &round);
    }
}

int ansatz_in_parallel(void) { return inside > 0 || omp_in_parallel(); }
#else
void ansatz_parallel(int slots, void (*body)(void *context, int slot), void *context) {
    struct region region = {body, context, slots};
    GOMP_parallel(enter, &region, (unsigned)slots, 0);
}

struct phased_region {
    void (*body)(void *, int, int);
    void *context;
    int slots;
    int phases;
};

static void enter_phases(void *data) {
    struct phased_region *region = data;
    int team = omp_get_num_threads();
    int number = omp_get_thread_num();
    for (int phase = 0; phase < region->phases; phase++) {
        for (int slot = number; slot < region->slots; slot += team) region->body(region->context, phase, slot);
        GOMP_barrier();
    }
}

void ansatz_parallel_phases(int slots, int phases, void (*body)(void *context, int phase, int slot), void *context) {
    struct phased_region region = {body, context, slots, phases};
    GOMP_parallel(enter_phases, &region, (unsigned)slots, 0);
}

int ansatz_in_parallel(void) { return omp_in_parallel(); }
#endif

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
