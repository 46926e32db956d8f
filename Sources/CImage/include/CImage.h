#pragma once
#include <stddef.h>
#include <stdint.h>

/// Encodes one byte a pixel, rows from the top, into a palette PNG held in memory.
///
/// libpng reports errors by longjmp, which Swift can't receive; so all of libpng stays on this side.
///
/// @param colours    3 * colour_count bytes, red green blue.
/// @param bytes      receives the file, to be released with cimage_free. NULL on failure.
/// @param message    receives libpng's words on failure, always terminated.
/// @return 0, or -1 on failure.
int cimage_encode_palette_png(const uint8_t *pixels, uint32_t width, uint32_t height, const uint8_t *colours,
                              int colour_count, uint8_t **bytes, size_t *byte_count, char *message,
                              size_t message_size);

void cimage_free(uint8_t *bytes);
