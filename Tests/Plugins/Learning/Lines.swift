import Ansatz

/// Pairs of a vector and its image under a known matrix: y(i) = x(i) + x(i + 1)/2, around the seam.
struct Lines: Generator {
    struct Options: ComponentOptions {
        var points = 6
        /// The sample that is not finite.
        var spoilt = -1

        static let keys: [Key<Self>] = [
            Key("points", \.points, range: .closed(2, 64), help: "numbers of a vector"),
            Key("spoilt", \.spoilt, help: "a sample whose image is huge"),
        ]
    }

    static let info = ComponentInfo("lines", "Vectors and their images under a matrix")

    var options = Options()

    var residualLimit: Double { 0 }

    func layout() throws -> [DatasetLayout.Variable] {
        let axis = Axis(
            "x", .uniform(first: 0, spacing: 1 / Double(options.points), count: options.points), longName: "place",
            topology: .periodic)
        return [
            DatasetLayout.Variable("a", axes: [axis], longName: "input"),
            DatasetLayout.Variable("u", axes: [axis], longName: "output"),
        ]
    }

    mutating func sample(_ index: Int, _ random: inout RandomStream, _ run: RunContext) throws -> GeneratedSample {
        let n = options.points
        let x = (0..<n).map { _ in random.normal() }
        let factor = index == options.spoilt ? 1e30 : 1
        let y = (0..<n).map { factor * (x[$0] + x[($0 + 1) % n] / 2) }
        return GeneratedSample(values: [Tensor(x), Tensor(y)], residual: 0)
    }
}
