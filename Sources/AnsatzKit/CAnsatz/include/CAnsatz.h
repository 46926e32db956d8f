#pragma once
#include <stdint.h>
#include <stddef.h>

/// The number of the plugin interface. It changes when the handshake or the registration call does.
#define ANSATZ_ABI_NUMBER 1

/// Runs `body(context, thread)` once on each of `threads` threads of the process's one pool (libgomp's, which
/// oneDNN uses too), and returns when all have ended.
void ansatz_parallel(int threads, void (*body)(void *context, int thread), void *context);
