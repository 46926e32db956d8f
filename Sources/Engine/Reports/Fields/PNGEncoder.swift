internal import CImage

/// Writes images of up to 256 colours as PNG, without time or text chunks: the same pixels give the same bytes.
enum PNGEncoder {
    /// - Parameters:
    ///   - pixels: Indices into the palette, `width * height` of them, rows from the top.
    ///   - palette: Red, green, blue of each colour.
    static func encode(
        pixels: [UInt8], width: Int, height: Int, palette: [UInt8]
    ) throws(FieldImageError) -> [UInt8] {
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, count == pixels.count, let columns = UInt32(exactly: width), let rows = UInt32(exactly: height)
        else {
            throw .encoding("\(pixels.count) pixels for \(width)×\(height)")
        }
        var bytes: UnsafeMutablePointer<UInt8>?
        var byteCount = 0
        var message = [CChar](repeating: 0, count: 200)
        let status = cimage_encode_palette_png(
            pixels, columns, rows, palette, Int32(palette.count / 3), &bytes, &byteCount, &message, message.count)
        guard status == 0, let bytes else {
            let words = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw .encoding(String(decoding: words, as: UTF8.self))
        }
        defer { cimage_free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: byteCount))
    }
}
