#ifndef ANSATZ_LANES_H
#define ANSATZ_LANES_H

// Swift's SIMD types have no fused multiply-add over all lanes at once: theirs goes lane by lane. Nor have they
// shuffles of two vectors.

typedef double ansatz_lanes __attribute__((ext_vector_type(8)));
typedef float ansatz_lanes_single __attribute__((ext_vector_type(16)));

#define ANSATZ_INLINE static inline __attribute__((always_inline))

/// a b + c, rounded once.
ANSATZ_INLINE ansatz_lanes ansatz_multiply_add(ansatz_lanes a, ansatz_lanes b, ansatz_lanes c) {
    return __builtin_elementwise_fma(a, b, c);
}

/// a b + c, rounded once.
ANSATZ_INLINE ansatz_lanes_single ansatz_multiply_add_single(
    ansatz_lanes_single a, ansatz_lanes_single b, ansatz_lanes_single c) {
    return __builtin_elementwise_fma(a, b, c);
}

/// Lanes of a where the mask is not zero, of b elsewhere.
ANSATZ_INLINE ansatz_lanes ansatz_select(ansatz_lanes mask, ansatz_lanes a, ansatz_lanes b) {
    return (mask != 0) ? a : b;
}

/// Lanes of a where the mask is not zero, of b elsewhere.
ANSATZ_INLINE ansatz_lanes_single ansatz_select_single(
    ansatz_lanes_single mask, ansatz_lanes_single a, ansatz_lanes_single b) {
    return (mask != 0) ? a : b;
}

/// Lanes of c where those of a exceed those of b, of d elsewhere.
ANSATZ_INLINE ansatz_lanes ansatz_select_greater(ansatz_lanes a, ansatz_lanes b, ansatz_lanes c, ansatz_lanes d) {
    return (a > b) ? c : d;
}

/// Lanes of c where those of a exceed those of b, of d elsewhere.
ANSATZ_INLINE ansatz_lanes_single ansatz_select_greater_single(
    ansatz_lanes_single a, ansatz_lanes_single b, ansatz_lanes_single c, ansatz_lanes_single d) {
    return (a > b) ? c : d;
}

/// Every second lane of a, then of b, from the first on.
ANSATZ_INLINE ansatz_lanes ansatz_even(ansatz_lanes a, ansatz_lanes b) {
    return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
}

/// Every second lane of a, then of b, from the first on.
ANSATZ_INLINE ansatz_lanes_single ansatz_even_single(ansatz_lanes_single a, ansatz_lanes_single b) {
    return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}

/// The lower half of a and b by turns.
ANSATZ_INLINE ansatz_lanes ansatz_interleave_lower(ansatz_lanes a, ansatz_lanes b) {
    return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

/// The upper half of a and b by turns.
ANSATZ_INLINE ansatz_lanes ansatz_interleave_upper(ansatz_lanes a, ansatz_lanes b) {
    return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/// The lower half of a and b by turns.
ANSATZ_INLINE ansatz_lanes_single ansatz_interleave_lower_single(ansatz_lanes_single a, ansatz_lanes_single b) {
    return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/// The upper half of a and b by turns.
ANSATZ_INLINE ansatz_lanes_single ansatz_interleave_upper_single(ansatz_lanes_single a, ansatz_lanes_single b) {
    return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

#undef ANSATZ_INLINE

#endif
