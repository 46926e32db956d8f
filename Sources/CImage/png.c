#include "CImage.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

struct memory_file {
    uint8_t *bytes;
    size_t count, capacity;
    char *message;
    size_t message_size;
};

static void keep_message(struct memory_file *file, const char *words) {
    if (file->message_size == 0) return;
    strncpy(file->message, words, file->message_size - 1);
    file->message[file->message_size - 1] = 0;
}

static void on_error(png_structp png, png_const_charp words) {
    keep_message(png_get_error_ptr(png), words);
    longjmp(png_jmpbuf(png), 1);
}

static void on_warning(png_structp png, png_const_charp words) {
    (void)png;
    (void)words;
}

static void append(png_structp png, png_bytep data, size_t count) {
    struct memory_file *file = png_get_io_ptr(png);
    if (count > SIZE_MAX / 4 - file->count) png_error(png, "the image is too large");
    if (file->count + count > file->capacity) {
        size_t capacity = 2 * (file->count + count) + 4096;
        uint8_t *bytes = realloc(file->bytes, capacity);
        if (!bytes) png_error(png, "out of memory");
        file->bytes = bytes;
        file->capacity = capacity;
    }
    memcpy(file->bytes + file->count, data, count);
    file->count += count;
}

static void flush(png_structp png) { (void)png; }

int cimage_encode_palette_png(const uint8_t *pixels, uint32_t width, uint32_t height, const uint8_t *colours,
                              int colour_count, uint8_t **bytes, size_t *byte_count, char *message,
                              size_t message_size) {
    // Reached through a pointer only, so its members survive longjmp without being volatile.
    struct memory_file file = {NULL, 0, 0, message, message_size};
    *bytes = NULL;
    *byte_count = 0;
    if (colour_count < 1 || colour_count > 256) {
        keep_message(&file, "a palette holds 1 to 256 colours");
        return -1;
    }
    png_color palette[256];
    for (int i = 0; i < colour_count; i++) {
        palette[i] = (png_color){colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]};
    }

    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &file, on_error, on_warning);
    if (!png) {
        keep_message(&file, "out of memory");
        return -1;
    }
    png_infop info = png_create_info_struct(png);
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        keep_message(&file, "out of memory");
        return -1;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        free(file.bytes);
        return -1;
    }
    png_set_write_fn(png, &file, append, flush);
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_PLTE(png, info, palette, colour_count);
    // Palette indices aren't magnitudes: filters that subtract neighbours make such files larger.
    png_set_filter(png, 0, PNG_FILTER_NONE);
    png_set_compression_level(png, 9);
    png_write_info(png, info);
    for (uint32_t row = 0; row < height; row++) png_write_row(png, pixels + (size_t)row * width);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);

    *bytes = file.bytes;
    *byte_count = file.count;
    return 0;
}

void cimage_free(uint8_t *bytes) { free(bytes); }
