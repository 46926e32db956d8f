/// A palette PNG as its colours, read without libpng.
struct DecodedPNG {
    struct Malformed: Error {}

    let width: Int
    let height: Int
    let chunks: [String]
    private let pixels: [UInt8]
    private let palette: [UInt8]

    init(_ bytes: [UInt8]) throws {
        guard bytes.prefix(8).elementsEqual([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { throw Malformed() }
        func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        var (start, names, data, palette, size) = (8, [String](), [UInt8](), [UInt8](), (0, 0))
        while start + 12 <= bytes.count {
            let count = number(start)
            let name = String(decoding: bytes[start + 4..<start + 8], as: UTF8.self)
            let body = bytes[start + 8..<start + 8 + count]
            names.append(name)
            switch name {
            case "IHDR":
                size = (number(start + 8), number(start + 12))
                // 8 bits a pixel, palette, no interlacing.
                guard body.suffix(5).elementsEqual([8, 3, 0, 0, 0]) else { throw Malformed() }
            case "PLTE": palette = Array(body)
            case "IDAT": data += body
            default: break
            }
            start += 12 + count
        }
        let raw = try Inflate.decompress(data)
        (width, height) = size
        guard raw.count == height * (width + 1) else { throw Malformed() }
        var pixels: [UInt8] = []
        for row in 0..<height {
            guard raw[row * (width + 1)] == 0 else { throw Malformed() }
            pixels += raw[row * (width + 1) + 1..<(row + 1) * (width + 1)]
        }
        (self.pixels, self.palette, chunks) = (pixels, palette, names)
    }

    /// `0xrrggbb` at a column from the left and a row from the top.
    func colour(_ column: Int, _ row: Int) -> UInt32 {
        let index = 3 * Int(pixels[row * width + column])
        return palette[index..<index + 3].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
