#pragma once
#include <stddef.h>
#include <stdint.h>

/// y[16 v + l] <- (adds ? y[16 v + l] : 0) + sum over s of c[s][l] x[starts[s] + places[s][l]], s from firsts[v] to
/// firsts[v + 1], for count numbers, written in runs of `length` (16 or a multiple) that start `stride` numbers apart. Places
/// are 0 to 15: each step reads 16 neighbours of x, which is several times faster than to gather numbers from anywhere.
void ansatz_permute_f(const float *x, const int32_t *firsts, const int32_t *starts, const int32_t *places, const float *c,
    ptrdiff_t count, float *y, ptrdiff_t length, ptrdiff_t stride, int adds);
