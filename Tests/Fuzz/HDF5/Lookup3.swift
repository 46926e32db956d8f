/// The checksum of HDF5's newer structures: Bob Jenkins' lookup3 (`hashlittle`, 2006, public domain), start value 0.
enum Lookup3 {
    static func hash(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBufferPointer { key in
            var (a, b, c) = (UInt32.zero, UInt32.zero, UInt32.zero)
            a = 0xdead_beef &+ UInt32(truncatingIfNeeded: key.count)
            (b, c) = (a, a)
            func word(_ place: Int) -> UInt32 {
                (0..<4).reduce(0) { place + $1 < key.count ? $0 | UInt32(key[place + $1]) << (8 * UInt32($1)) : $0 }
            }
            var place = 0
            while key.count - place > 12 {
                a = a &+ word(place)
                b = b &+ word(place + 4)
                c = c &+ word(place + 8)
                a = (a &- c) ^ rotated(c, 4)
                c = c &+ b
                b = (b &- a) ^ rotated(a, 6)
                a = a &+ c
                c = (c &- b) ^ rotated(b, 8)
                b = b &+ a
                a = (a &- c) ^ rotated(c, 16)
                c = c &+ b
                b = (b &- a) ^ rotated(a, 19)
                a = a &+ c
                c = (c &- b) ^ rotated(b, 4)
                b = b &+ a
                place += 12
            }
            guard place < key.count else { return c }
            a = a &+ word(place)
            b = b &+ word(place + 4)
            c = c &+ word(place + 8)
            c = (c ^ b) &- rotated(b, 14)
            a = (a ^ c) &- rotated(c, 11)
            b = (b ^ a) &- rotated(a, 25)
            c = (c ^ b) &- rotated(b, 16)
            a = (a ^ c) &- rotated(c, 4)
            b = (b ^ a) &- rotated(a, 14)
            return (c ^ b) &- rotated(b, 24)
        }
    }

    private static func rotated(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }
}
