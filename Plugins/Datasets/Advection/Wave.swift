import Ansatz
import Foundation

/// What is advected.
enum WaveFamily: String, OptionChoice {
    /// One square wave.
    case square
    /// A lower square wave and half an ellipse.
    case squareEllipse = "square_ellipse"
}

/// A random wave of one of the families, on [0, 1) and periodic.
struct Wave {
    private let centre: Double
    private let width: Double
    private let height: Double
    /// Centre, steepness and height of the half ellipse.
    private var ellipse: (centre: Double, steepness: Double, height: Double)?

    init(_ family: WaveFamily, _ random: inout RandomStream) {
        switch family {
        case .square:
            centre = random.uniform(in: 0.3..<0.7)
            width = random.uniform(in: 0.3..<0.6)
            height = random.uniform(in: 1..<2)
        case .squareEllipse:
            centre = random.uniform(in: 0.2..<0.3)
            width = random.uniform(in: 0.1..<0.2)
            height = random.uniform(in: 0.5..<2)
            ellipse = (random.uniform(in: 0.7..<0.8), random.uniform(in: 5..<10), random.uniform(in: 0.5..<2))
        }
    }

    /// The value at any x.
    func callAsFunction(_ x: Double) -> Double {
        let x = x - x.rounded(.down)
        var value = abs(x - centre) <= width / 2 ? height : 0
        if let (c, a, h) = ellipse { value += max(h * h - a * a * (x - c) * (x - c), 0).squareRoot() }
        return value
    }
}
