#pragma once
#include <stddef.h>
#include <zlib.h>

/// HDF5's shuffle filter: byte `b` of every element, then byte `b + 1` of every element, and so on.
/// Here and not in Swift because a loop over single bytes must not depend on the optimiser.
static inline void ccompression_shuffle(
    unsigned char *target, const unsigned char *source, size_t element_size, size_t count) {
    for (size_t byte = 0; byte < element_size; byte++) {
        unsigned char *plane = target + byte * count;
        const unsigned char *from = source + byte;
        for (size_t element = 0; element < count; element++) plane[element] = from[element * element_size];
    }
}
