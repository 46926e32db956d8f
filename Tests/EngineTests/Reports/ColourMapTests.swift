import Engine
import Foundation
import Testing

@Suite("Colour maps")
struct ColourMapTests {
    /// Oklab lightness (B. Ottosson, 2020).
    private func lightness(_ colour: UInt32) -> Double {
        let linear = [16, 8, 0].map { shift -> Double in
            let value = Double((colour >> UInt32(shift)) & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        let l = 0.4122214708 * linear[0] + 0.5363325363 * linear[1] + 0.0514459929 * linear[2]
        let m = 0.2119034982 * linear[0] + 0.6806995451 * linear[1] + 0.1073969566 * linear[2]
        let s = 0.0883024619 * linear[0] + 0.2817188376 * linear[1] + 0.6299787005 * linear[2]
        return 0.2104542553 * cbrt(l) + 0.7936177850 * cbrt(m) - 0.0040720468 * cbrt(s)
    }

    @Test("viridis has the published colours and grows lighter all the way")
    func viridis() {
        // Entries 0, 85, 170 and 255 of the published table of 256.
        #expect([0, 1.0 / 3, 2.0 / 3, 1].map(ColourMap.viridis.colour) == [0x440154, 0x31688e, 0x35b779, 0xfde725])
        let steps = (0...50).map { lightness(ColourMap.viridis.colour(at: Double($0) / 50)) }
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("the diverging map is as dark on one side as on the other, by equal steps")
    func diverging() {
        for step in 0...8 {
            let distance = Double(step) / 8
            let expected = 0.965 - (0.965 - 0.36) * distance
            // Half a level of 255 in each channel is at most 0.004 in lightness, in the darkest colours.
            #expect(abs(lightness(ColourMap.diverging.colour(at: 0.5 - distance / 2)) - expected) < 0.004)
            #expect(abs(lightness(ColourMap.diverging.colour(at: 0.5 + distance / 2)) - expected) < 0.004)
        }
    }

    @Test("fractions beyond the ends get the ends' colours, NaN its own")
    func ends() {
        let map = ColourMap(anchors: [0x000000, 0xffffff])
        #expect(
            [-1, 0, 0.5, 1, 2, .infinity, .nan].map(map.colour) == [
                0, 0, 0x808080, 0xffffff, 0xffffff, 0xffffff, ColourMap.notFinite,
            ])
        #expect(ColourMap(anchors: []).colour(at: 0.3) == 0)
    }
}
