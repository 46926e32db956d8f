#pragma once
#include <stdint.h>
#include <stddef.h>

/// The number of the plugin interface. It changes when the handshake or the registration call does.
#define ANSATZ_ABI_NUMBER 1

/// Runs `body(context, slot)` once for each slot of `0..<slots` on the process's one pool (libgomp's, which oneDNN
/// uses too), and returns when all have ended. Where the pool grants fewer threads than slots, a thread takes several.
void ansatz_parallel(int slots, void (*body)(void *context, int slot), void *context);

/// The same for `phases` rounds of slots: `body(context, phase, slot)`; every slot of a phase has ended before the next
/// phase begins. The pool is entered once.
void ansatz_parallel_phases(int slots, int phases, void (*body)(void *context, int phase, int slot), void *context);

/// Whether the calling thread is inside `ansatz_parallel` (or any other region of the pool).
int ansatz_in_parallel(void);

/// The number of threads that libraries on the pool would use in a call made by this thread now.
int ansatz_library_threads(void);

/// Sets that number, for this thread only.
void ansatz_set_library_threads(int threads);

/// Whether this processor and the operating system run the AVX-512 instructions that OpenBLAS's SkylakeX kernels use.
int ansatz_has_avx512(void);
