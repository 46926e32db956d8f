import Ansatz
import Testing

/// What tests of sweeps on any diffusion system go through.
struct DiffusionCase: Sendable, CustomTestStringConvertible {
    var shape: [Int]
    var isVarying: Bool
    /// Of each axis: whether it is periodic, or has walls that let nothing through, or has given values beyond.
    var ends: Ends

    enum Ends: String, CaseIterable { case values, noFlux, periodic }

    var testDescription: String { "\(shape) \(isVarying ? "varying" : "constant") \(ends)" }

    /// Extents around the number of lanes; periodic ones are even or 1.
    static let all: [DiffusionCase] = {
        let shapes = [
            [1], [2], [3], [15], [16], [17], [40], [131], [1, 1], [1, 5], [5, 1], [2, 2], [3, 15], [17, 17], [16, 2],
            [20, 7], [33, 64], [40, 200], [1, 1, 1], [2, 1, 3], [3, 4, 5], [4, 2, 18], [8, 10, 12], [9, 9, 9],
            [5, 7, 33], [40, 6, 34],
        ]
        var cases: [DiffusionCase] = []
        for shape in shapes {
            for isVarying in [false, true] {
                cases.append(DiffusionCase(shape: shape, isVarying: isVarying, ends: .values))
                cases.append(DiffusionCase(shape: shape, isVarying: isVarying, ends: .noFlux))
                let even = shape.map { $0 > 1 ? $0 / 2 * 2 : 1 }
                cases.append(DiffusionCase(shape: even, isVarying: isVarying, ends: .periodic))
            }
        }
        return cases
    }()

    /// How much larger than their sum the terms are that make an entry of the assembled diagonal. Around an axis of one
    /// point, faces of at most 3.1 are added and subtracted; a reaction of at least 0.1 remains.
    var conditionOfDiagonal: Double { ends == .periodic && shape.contains(1) ? 2 * 2 * 3 * 3.1 / 0.1 : 1 }

    /// A symmetric positive definite system with a random right-hand side.
    func system(threads: Threads = .one) -> GridDiffusionSystem {
        var random = RandomStream(seed: 11, purpose: "coefficients")
        let faces = shape.indices.map { axis in self.faces(axis, &random) }
        let reaction: DiffusionStencil.Coefficient =
            isVarying ? .values(random.uniformTensor(shape: shape).map { 0.1 + $0 }) : .constant(0.3)
        let stencil = DiffusionStencil(shape: shape, faces: faces, reaction: reaction)
        let axes = shape.enumerated().map { Axis.index("i\($0.offset)", count: $0.element, role: .space) }
        let system = GridDiffusionSystem(stencil, axes: axes, .symmetricPositiveDefinite, threads: threads)
        system.rightHandSide = random.normalTensor(shape: shape)
        return system
    }

    private func faces(_ axis: Int, _ random: inout RandomStream) -> DiffusionStencil.Faces {
        let k = 0.6 + 0.2 * Double(axis)
        if !isVarying {
            let wall = ends == .values ? 2 * k : 0
            return .init(.constant(k), lowerWall: wall, upperWall: wall / 2, isPeriodic: ends == .periodic)
        }
        let wide = DiffusionStencil.shapeOfFaces(shape, axis)
        var values = random.uniformTensor(shape: wide).map { 0.1 + 3 * $0 }
        // Row-major places of the first and last faces along the axis.
        let inner = shape[(axis + 1)...].reduce(1, *)
        let extent = wide[axis]
        values.withMutableBuffer { values in
            for place in values.indices {
                let face = place / inner % extent
                if ends == .noFlux, face == 0 || face == extent - 1 { values[place] = 0 }
                if ends == .periodic, face == extent - 1 { values[place] = values[place - (extent - 1) * inner] }
            }
        }
        return .init(.values(values), isPeriodic: ends == .periodic)
    }
}

/// Relaxation point by point with the assembled matrix, red points first.
struct ScalarRedBlack {
    private let matrix: [[(column: Int, value: Double)]]
    private let colours: [[Int]]

    init(_ system: GridDiffusionSystem) throws {
        let shape = system.shape
        let assembled = try system.matrix()
        matrix = (0..<assembled.rows).map { row in
            (assembled.rowStarts[row]..<assembled.rowStarts[row + 1]).map {
                (Int(assembled.columnIndices[$0]), assembled.values[$0])
            }
        }
        func parity(_ point: Int) -> Int {
            var (rest, sum) = (point, 0)
            for extent in shape.reversed() {
                sum += rest % extent
                rest /= extent
            }
            return sum % 2
        }
        colours = [0, 1].map { colour in (0..<assembled.rows).filter { parity($0) == colour } }
    }

    /// Relaxes the red points, or the black ones.
    func half(_ colour: Int, _ x: inout [Double], _ b: [Double], ω: Double) {
        for i in colours[colour] {
            var (residual, diagonal) = (b[i], 0.0)
            for entry in matrix[i] {
                residual -= entry.value * x[entry.column]
                if entry.column == i { diagonal += entry.value }
            }
            x[i] += ω * residual / diagonal
        }
    }

    func sweep(_ x: inout [Double], _ b: [Double], ω: Double) {
        for colour in 0...1 { half(colour, &x, b, ω: ω) }
    }

    func normOfResidual(_ x: [Double], _ b: [Double]) -> Double {
        x.indices.map { i in
            let r = matrix[i].reduce(b[i]) { $0 - $1.value * x[$1.column] }
            return r * r
        }.reduce(0, +).squareRoot()
    }
}
