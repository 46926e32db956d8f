#ifndef ANSATZ_LANES_H
#define ANSATZ_LANES_H

// Swift's SIMD types have no fused multiply-add over all lanes at once: theirs goes lane by lane.

typedef double ansatz_lanes __attribute__((ext_vector_type(8)));

/// a b + c, rounded once.
static inline __attribute__((always_inline)) ansatz_lanes ansatz_multiply_add(
    ansatz_lanes a, ansatz_lanes b, ansatz_lanes c) {
    return __builtin_elementwise_fma(a, b, c);
}

#endif
