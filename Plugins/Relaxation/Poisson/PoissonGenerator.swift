import Ansatz
import Foundation

/// Pairs of a random source and the solution of Poisson's equation on the unit box, in one to three dimensions, with zero
/// boundary:
///
///     −Δu = source = Σ ξₖ |k|^(−2 decay) Π sin(π kᵢ xᵢ),    1 ≤ kᵢ ≤ modes,    ξ standard normal.
///
/// Fields `source` and `u` at the cells' corners. Each sample is drawn from its own random stream. Without `solver`, u is
/// the exact solution Σ ξₖ |k|^(−2 decay) / (π²|k|²) Π sin(π kᵢ xᵢ), and the residual that of the series' coefficients,
/// computed back from the values of both fields. With one, u solves the second-order difference equations, whose
/// residual is recomputed.
struct PoissonGenerator: Generator {
    struct Options: ComponentOptions {
        var cells = [32, 32]
        var modes = 8
        var decay = 1.0
        var solver: ComponentChoice<any Solver>?
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = [
            Key("cells", \.cells, range: .atLeast(2), help: "cells along x, x and y, or x, y and z"),
            Key("modes", \.modes, range: .closed(1, 1000), help: "sine modes along each side"),
            Key("decay", \.decay, unit: "1", range: .closed(0, 10), help: "decay of the modes; larger is smoother"),
            Key("solver", \.solver, help: "solves the difference equations of each sample; exact solutions without it"),
            Key(
                "residual_limit", \.residualLimit, unit: "1", range: .positive,
                help: "largest relative residual that a sample may have"),
        ]

        func conflicts() -> [OptionConflict] {
            guard (1...3).contains(cells.count) else {
                return [
                    OptionConflict(
                        "cells", "'cells' needs one to three values, along x, y and z, and has \(cells.count)")
                ]
            }
            guard solver == nil, let few = cells.first(where: { $0 <= modes }) else { return [] }
            return [
                OptionConflict(
                    "modes", "\(modes) sine modes are not told apart by the corners of \(few) cells",
                    help: "use more cells than modes, or a solver")
            ]
        }
    }

    static let info = ComponentInfo("poisson", "Random sources and solutions of Poisson's equation")

    var options = Options()
    private var solver: BoundSolver?
    private var series: SineSeries?

    var residualLimit: Double { options.residualLimit }

    mutating func prepare(_ run: RunContext) throws {
        let cells: [Int] = options.cells.reversed()
        // Both fields, a copy each, and the tables of sines.
        guard let corners = Tensor<Double>.elementCount(of: cells.map { $0 < Int.max ? $0 + 1 : Int.max }),
            let bytes = Tensor<Double>.elementCount(of: [corners, 8, 8]), bytes < FreeResources.memory ?? .max,
            (cells.max() ?? 0) <= Int.max / 8 / 1000 / 1000
        else { throw ComputationError.tooLarge("sources on \(options.cells) cells") }
        solver = try options.solver.map { try run.bind($0) }
        series = SineSeries(cells: cells, modes: options.modes)
    }

    /// From corner to corner, slowest first.
    private var axes: [Axis] {
        options.cells.indices.reversed().map { axis in
            let (name, cells) = (["x", "y", "z"][min(axis, 2)], options.cells[axis])
            return Axis(
                name, .uniform(first: 0, spacing: 1 / Double(cells), count: cells + 1),
                longName: "\(name) coordinate")
        }
    }

    func layout() throws -> [DatasetLayout.Variable] {
        guard options.cells.allSatisfy({ $0 < Int.max }) else {
            throw ComputationError.tooLarge("sources on \(options.cells) cells")
        }
        return [
            DatasetLayout.Variable("source", axes: axes, longName: "right-hand side"),
            DatasetLayout.Variable("u", axes: axes, longName: "solution"),
        ]
    }

    mutating func sample(
        _ index: Int, _ random: inout RandomStream, _ run: RunContext
    ) throws -> GeneratedSample {
        guard let series else { throw ComputationError.unsuitable("poisson was not prepared", help: nil) }
        let coefficients = draw(series, &random)
        let source = series.values(coefficients)
        guard let solver else {
            var scaled = coefficients
            let squares = series.squares
            scaled.withMutableBuffer { for index in $0.indices { $0[index] /= Double.pi * Double.pi * squares[index] } }
            let u = series.values(scaled)
            return GeneratedSample(
                values: [withWalls(source), withWalls(u)], residual: residual(series, of: u, source))
        }
        let system = self.system(run)
        system.rightHandSide = source
        var u = Tensor<Double>(shape: system.shape)
        _ = try solver.solve(system, into: &u)
        return GeneratedSample(
            values: [withWalls(source), withWalls(u)], residual: system.relativeResidual(of: u))
    }

    /// ξₖ |k|^(−2 decay), drawn with the mode along x changing slowest.
    private func draw(_ series: SineSeries, _ random: inout RandomStream) -> Tensor<Double> {
        var coefficients = Tensor<Double>(shape: series.coefficientShape)
        let squares = series.squares
        let (modes, axes) = (series.modes, series.cells.count)
        coefficients.withMutableBuffer { coefficients in
            for number in coefficients.indices {
                // The digits of the number, x first, are the indices with x last.
                var (rest, position) = (number, 0)
                var digits = [Int](repeating: 0, count: axes)
                for axis in (0..<axes).reversed() {
                    (rest, digits[axis]) = rest.quotientAndRemainder(dividingBy: modes)
                }
                for axis in (0..<axes).reversed() { position = position * modes + digits[axis] }
                coefficients[position] = random.normal() * pow(squares[position], -options.decay)
            }
        }
        return coefficients
    }

    /// ‖π²|k|² ûₖ − f̂ₖ‖ / ‖f̂‖, both computed from the values.
    private func residual(_ series: SineSeries, of u: Tensor<Double>, _ source: Tensor<Double>) -> Double {
        let (u, f, squares) = (series.coefficients(u).elements, series.coefficients(source).elements, series.squares)
        var (difference, scale) = (0.0, 0.0)
        for index in f.indices {
            let miss = Double.pi * Double.pi * squares[index] * u[index] - f[index]
            difference += miss * miss
            scale += f[index] * f[index]
        }
        return scale == 0 ? difference.squareRoot() : (difference / scale).squareRoot()
    }

    private func system(_ run: RunContext) -> any DiffusionSystem & SettableRightHandSide {
        let cells: [Int] = options.cells.reversed()
        let faces = cells.map { cells in
            let square = Double(cells) * Double(cells)
            return DiffusionStencil.Faces(.constant(square), lowerWall: square, upperWall: square)
        }
        let stencil = DiffusionStencil(shape: cells.map { $0 - 1 }, faces: faces)
        let inner = axes.map { axis in
            var axis = axis
            if case .uniform(_, let spacing, let count) = axis.coordinates {
                axis.coordinates = .uniform(first: spacing, spacing: spacing, count: count - 2)
            }
            return axis
        }
        // In two dimensions the constant stencil, which more solvers know.
        if let constant = stencil.constantStencil {
            return ConstantStencilSystem(constant, axes: inner, .symmetricPositiveDefinite)
        }
        return GridDiffusionSystem(stencil, axes: inner, .symmetricPositiveDefinite, threads: run.threads)
    }

    /// Every sine vanishes on the walls.
    private func withWalls(_ inside: Tensor<Double>) -> Tensor<Double> {
        let shape = axes.map(\.count)
        var all = Tensor<Double>(shape: shape)
        let row = inside.shape[inside.shape.count - 1]
        inside.withBuffer { inside in
            all.withMutableBuffer { all in
                for start in stride(from: 0, to: inside.count, by: row) {
                    var (rest, target, scale) = (start / row, 1, shape[shape.count - 1])
                    for axis in (0..<(shape.count - 1)).reversed() {
                        let index = rest % (shape[axis] - 2)
                        rest /= shape[axis] - 2
                        target += (index + 1) * scale
                        scale *= shape[axis]
                    }
                    for index in 0..<row { all[target + index] = inside[start + index] }
                }
            }
        }
        return all
    }
}

/// A system whose right-hand side is set anew for each sample.
private protocol SettableRightHandSide: AnyObject {
    var rightHandSide: Tensor<Double> { get set }
}

extension ConstantStencilSystem: SettableRightHandSide {}
extension GridDiffusionSystem: SettableRightHandSide {}
