#pragma once
#include <stddef.h>
#include <stdint.h>

/// y[16 v + l] <- (adds ? y[16 v + l] : 0) + sum over s of c[s][l] x'[s][l], s from firsts[v] to firsts[v + 1], for count
/// numbers, written in runs of `length` (16 or a multiple) that start `stride` numbers apart. A step s permutes two windows
/// of 16 neighbours of x: x'[s][l] is number places[s][l] among those from starts[s][0] on and then those from starts[s][1]
/// on. Several times faster than to gather numbers from anywhere.
void ansatz_permute_f(const float *x, const int32_t *firsts, const int32_t *starts, const int32_t *places, const float *c,
    ptrdiff_t count, float *y, ptrdiff_t length, ptrdiff_t stride, int adds);
