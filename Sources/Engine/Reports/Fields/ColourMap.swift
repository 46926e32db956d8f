/// Colours for the values of a field, from 0 to 1, given by a few anchors at even distances.
public struct ColourMap: Hashable, Sendable {
    /// Red, green and blue as `0xrrggbb`.
    public let anchors: [UInt32]
    /// Whether the middle stands for zero and the ends for opposite signs.
    public let isDiverging: Bool

    /// - Parameter anchors: At least one; an empty list is taken for black.
    public init(anchors: [UInt32], isDiverging: Bool = false) {
        self.anchors = anchors.isEmpty ? [0] : anchors
        self.isDiverging = isDiverging
    }

    /// Viridis, perceptually uniform and readable in every kind of colour blindness and in grey.
    ///
    /// Every seventeenth of the 256 colours that N. Smith, S. van der Walt and E. Firing published under CC0
    /// (<https://bids.github.io/colormap>), linear between them.
    public static let viridis = ColourMap(anchors: [
        0x440154, 0x481a6c, 0x472f7d, 0x414487, 0x39568c, 0x31688e, 0x2a788e, 0x23888e, 0x1f988b, 0x22a884, 0x35b779,
        0x54c568, 0x7ad151, 0xa5db36, 0xd2e21b, 0xfde725,
    ])

    /// Blue for negative, near white for zero, red for positive values.
    ///
    /// Made in Oklab: lightness falls from 0.965 to 0.36 by equal steps on either side, so neither sign looks stronger;
    /// hues 255° and 35°, which all kinds of colour blindness tell apart.
    public static let diverging = ColourMap(
        anchors: [
            0x033c78, 0x08509a, 0x1c66b9, 0x377dd2, 0x5695e4, 0x79adf0, 0x9fc5f6, 0xc9ddf7, 0xf3f3f3, 0xf5d1c8,
            0xf1b09f, 0xe89079, 0xd97157, 0xc4553a, 0xab3d22, 0x8d2b11, 0x6d1e09,
        ], isDiverging: true)

    /// Stands for values that are not finite. On neither of the maps, and unlike anything on them.
    public static let notFinite: UInt32 = 0xff3ec8

    /// The colour of a fraction as `0xrrggbb`. Fractions outside of 0 to 1 get the colour of the nearest end.
    public func colour(at fraction: Double) -> UInt32 {
        guard !fraction.isNaN else { return Self.notFinite }
        let place = min(max(fraction, 0), 1) * Double(anchors.count - 1)
        let below = min(Int(place), anchors.count - 1)
        let above = min(below + 1, anchors.count - 1)
        let weight = place - Double(below)
        return [16, 8, 0].reduce(0) { colour, shift in
            let low = Double((anchors[below] >> shift) & 255)
            let high = Double((anchors[above] >> shift) & 255)
            return colour | UInt32((low + weight * (high - low)).rounded()) << shift
        }
    }

    /// The indices of a palette: 255 even steps along the map, then ``notFinite``.
    static let steps = 255

    var palette: [UInt8] {
        let colours = (0..<Self.steps).map { colour(at: Double($0) / Double(Self.steps - 1)) } + [Self.notFinite]
        return colours.flatMap { colour in [16, 8, 0].map { UInt8((colour >> $0) & 255) } }
    }
}
