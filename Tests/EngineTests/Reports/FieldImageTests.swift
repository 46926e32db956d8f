import Engine
import Foundation
import Testing

@Suite("Images of fields")
struct FieldImageTests {
    @Test("show the right colours, y upward, NaN in a colour of its own")
    func pixels() throws {
        let image = try FieldImage([0, 1, 2, .nan, 4, 10], rows: 2, columns: 3)
        let decoded = try DecodedPNG(image.png)
        // 3 columns need a factor of 107 for 320 pixels.
        #expect(decoded.width == 3 * 107 && decoded.height == 2 * 107)
        #expect((image.width, image.height) == (321, 214))
        #expect(decoded.colour(0, 213) == 0x440154, "the least value, lower left, is the first colour of viridis")
        #expect(decoded.colour(320, 0) == 0xfde725, "the largest value, upper right, is the last")
        #expect(decoded.colour(0, 0) == ColourMap.notFinite)
        #expect(image.notFinite == 1)
        for (column, value) in [(1, 1.0), (2, 2.0)] {
            let expected = ColourMap.viridis.colour(at: (value / 10 * 254).rounded() / 254)
            for (dx, dy) in [(0, 0), (106, 106), (50, 3)] {
                #expect(decoded.colour(column * 107 + dx, 107 + dy) == expected, "whole-number nearest neighbour")
            }
        }
    }

    @Test("have the same bytes each time, and no time or text in them")
    func deterministic() throws {
        let values = (0..<900).map { sin(Double($0) / 7) }
        let image = try FieldImage(values, rows: 30, columns: 30)
        #expect(try FieldImage(values, rows: 30, columns: 30).png == image.png)
        #expect(Set(try DecodedPNG(image.png).chunks) == ["IHDR", "PLTE", "IDAT", "IEND"])
    }

    @Test("of signed fields have zero in the neutral middle, also when one sign is stronger")
    func signed() throws {
        let decoded = try DecodedPNG(FieldImage([-2, 0, 8], rows: 1, columns: 3).png)
        let middle = decoded.width / 2
        #expect(decoded.colour(middle, 0) == 0xf3f3f3)
        #expect(decoded.colour(decoded.width - 1, 0) == 0x6d1e09, "+8 of ±8")
        #expect(decoded.colour(0, 0) == ColourMap.diverging.colour(at: (0.375 * 254).rounded() / 254), "−2 of ±8")
        // A slight undershoot does not make a field signed.
        #expect(try DecodedPNG(FieldImage([-0.1, 0, 8], rows: 1, columns: 3).png).colour(0, 0) == 0x440154)
    }

    @Test("keep to the limits, linear and logarithmic")
    func limits() throws {
        let linear = try DecodedPNG(
            FieldImage([-5, 0.5, 5], rows: 1, columns: 3, value: ChartAxis(limits: 0...1)).png)
        #expect(linear.colour(0, 0) == 0x440154)
        #expect(linear.colour(linear.width - 1, 0) == 0xfde725)
        #expect(linear.colour(linear.width / 2, 0) == ColourMap.viridis.colour(at: 0.5))
        let log = try DecodedPNG(
            FieldImage([0, 1e-8, 1e-4, 1], rows: 1, columns: 4, value: ChartAxis(scale: .log)).png)
        let side = log.width / 4
        #expect(log.colour(0, 0) == log.colour(side, 0), "zero is at the lower end")
        #expect(log.colour(2 * side, 0) == ColourMap.viridis.colour(at: 0.5), "four of eight decades")
    }

    @Test("of large fields are made of block means, in which a defect stays visible")
    func large() throws {
        let (rows, columns) = (1, 2600)
        var values = (0..<columns).map(Double.init)
        values[1300] = .nan
        let image = try FieldImage(values, rows: rows, columns: columns)
        // Blocks of three: the least whole number that takes 2600 to 1280 or less.
        #expect(image.width == 867)
        #expect(try DecodedPNG(image.png).colour(1300 / 3, 0) == ColourMap.notFinite)
    }

    @Test("of a constant, of nothing finite, and of extremes exist")
    func edges() throws {
        for values in [
            [7.0, 7], [0, 0], [.nan, .nan], [.infinity, 1], [1e308, -1e308], [.leastNonzeroMagnitude, 0],
        ] {
            for scale in [ChartAxis.Scale.linear, .log] {
                let figure = try FieldFigure("", values, rows: 1, columns: 2, value: ChartAxis("v", scale: scale))
                let text = figure.svg().text
                _ = try MarkupTree(text)
                #expect(!text.contains("=\"nan") && !text.contains("=\"inf"))
            }
        }
        #expect(
            try DecodedPNG(FieldImage([7, 7], rows: 1, columns: 2).png).colour(0, 0)
                == ColourMap.viridis.colour(at: 0.5))
    }

    @Test("of the wrong size are refused with the numbers")
    func refused() {
        #expect(throws: FieldImageError.wrongCount(found: 3, rows: 2, columns: 2)) {
            try FieldImage([1, 2, 3], rows: 2, columns: 2)
        }
        #expect(throws: FieldImageError.empty(rows: 0, columns: 4)) { try FieldImage([], rows: 0, columns: 4) }
        #expect(throws: FieldImageError.wrongCount(found: 1, rows: .max, columns: .max)) {
            try FieldImage([1], rows: .max, columns: .max)
        }
    }

    @Test("in a figure carry axes, a colour bar and the image itself")
    func figure() throws {
        let values = (0..<200).map { Double($0) }
        let figure = try FieldFigure(
            "T < 1", values, rows: 10, columns: 20, x: ChartAxis("x", unit: "m", limits: 0...2),
            y: ChartAxis("y", unit: "m", limits: 0...1), value: ChartAxis("T", unit: "K"))
        let page = try MarkupTree(figure.svg().text)
        #expect(["T < 1", "x (m)", "y (m)", "T (K)"].allSatisfy(page.texts(of: "text").contains))
        let images = page.elements(named: "image")
        #expect(images.count == 2)
        let field = images[0].attributes
        let encoded = try #require(field["href"]?.split(separator: ",").last)
        #expect(Data(base64Encoded: String(encoded)) == Data(figure.image.png))
        let (width, height) = (Double(field["width"] ?? "") ?? 0, Double(field["height"] ?? "") ?? 0)
        #expect(abs(width - 2 * height) <= 0.02, "a metre is as long up as across")
        #expect(figure.svg() == figure.svg())
    }
}
