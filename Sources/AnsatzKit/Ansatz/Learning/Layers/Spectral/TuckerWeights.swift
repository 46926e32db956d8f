import Foundation

/// Complex weights of a Fourier layer from a small core and one factor an axis:
///
///     R[i, o, k₁, …] = Σ G[a, b, c₁, …] U₀[i, a] U₁[o, b] U₂[k₁, c₁] ….
///
/// Inputs are the core `[a, b, c₁, …, 2]` and the factors `[extent, rank, 2]` in order; the result is packed as
/// ``SpectralMixing`` wants it. The factors are multiplied into the core one after the other, last axis first, each an
/// ordinary matrix product on real and imaginary planes.
///
/// Source: J. Kossaifi et al., "Multi-Grid Tensorized Fourier Neural Operator for High-Resolution PDEs", TMLR 2024.
final class TuckerWeights<Scalar: TensorScalar>: Operation {
    let name = "tucker_weights"
    let outputShape: [Int]
    private let extents: [Int]
    private let ranks: [Int]
    /// Extents before the factor of each axis is applied, axis by axis from the last.
    private let stages: [Stage]

    private struct Stage {
        var axis: Int
        var outer: Int
        var inner: Int
        var rank: Int
        var extent: Int
        /// Where its source lies among what is saved, and how many numbers one plane has.
        var source: Int
        var sourcePlane: Int
        var targetPlane: Int
    }

    init(extents: [Int], ranks: [Int]) {
        self.extents = extents
        self.ranks = ranks
        var shape = ranks
        var stages: [Stage] = []
        var offset = 0
        for axis in extents.indices.reversed() {
            let plane = shape.reduce(1, *)
            let outer = shape[..<axis].reduce(1, *)
            let inner = shape[(axis + 1)...].reduce(1, *)
            shape[axis] = extents[axis]
            stages.append(
                Stage(
                    axis: axis, outer: outer, inner: inner, rank: ranks[axis], extent: extents[axis], source: offset,
                    sourcePlane: plane, targetPlane: shape.reduce(1, *)))
            offset += 2 * plane
        }
        self.stages = stages
        savedCount = offset
        let modes = extents.dropFirst(2).reduce(1, *)
        outputShape = [(modes + 15) / 16, extents[0], extents[1], 2, 16]
    }

    let savedCount: Int
    private var modes: Int { extents.dropFirst(2).reduce(1, *) }
    private var pairs: Int { extents[0] * extents[1] }
    private var factorCount: Int { zip(extents, ranks).map { 2 * $0 * $1 }.max() ?? 0 }

    func workCount(samples: Int) -> Int {
        2 * 2 * (stages.map { Swift.max($0.targetPlane, $0.sourcePlane) }.max() ?? 0) + 2 * factorCount
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        let planes = call.work
        let factor = call.work + 2 * 2 * (stages.map { Swift.max($0.targetPlane, $0.sourcePlane) }.max() ?? 0)
        split(call.input(0), into: call.saved, count: stages[0].sourcePlane)
        for (number, stage) in stages.enumerated() {
            split(call.input(1 + stage.axis), into: factor, count: stage.extent * stage.rank)
            let isLast = number == stages.count - 1
            let target = isLast ? planes : call.saved + stages[number + 1].source
            multiply(
                stage, call.saved + stage.source, by: factor, isAdjoint: false, into: target, threads: call.threads)
        }
        pack(planes, into: call.output)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        let size = 2 * (stages.map { Swift.max($0.targetPlane, $0.sourcePlane) }.max() ?? 0)
        var (gradient, next) = (call.work, call.work + size)
        let factor = call.work + 2 * size
        let factorGradient = factor + factorCount
        unpack(call.outputGradient, into: gradient)
        for stage in stages.reversed() {
            let count = stage.extent * stage.rank
            split(call.input(1 + stage.axis), into: factor, count: count)
            if let target = call.gradient(1 + stage.axis) {
                factorProducts(stage, call.saved + stage.source, gradient, into: factorGradient)
                join(factorGradient, into: target, count: count, adds: call.accumulates(1 + stage.axis))
            }
            multiply(stage, gradient, by: factor, isAdjoint: true, into: next, threads: call.threads)
            swap(&gradient, &next)
        }
        if let core = call.gradient(0) {
            join(gradient, into: core, count: stages[0].sourcePlane, adds: call.accumulates(0))
        }
    }

    /// Real parts, then imaginary parts, from pairs.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private func split(_ pairs: UnsafePointer<Scalar>, into planes: UnsafeMutablePointer<Scalar>, count: Int) {
        for index in 0..<count {
            planes[index] = pairs[2 * index]
            planes[count + index] = pairs[2 * index + 1]
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private func join(
        _ planes: UnsafePointer<Scalar>, into pairs: UnsafeMutablePointer<Scalar>, count: Int, adds: Bool
    ) {
        for index in 0..<count {
            pairs[2 * index] = (adds ? pairs[2 * index] : 0) + planes[index]
            pairs[2 * index + 1] = (adds ? pairs[2 * index + 1] : 0) + planes[count + index]
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private func pack(_ planes: UnsafePointer<Scalar>, into packed: UnsafeMutablePointer<Scalar>) {
        eachRun { pair, block, lanes in
            let target = packed + (block * pairs + pair) * 32
            let source = planes + pair * modes + block * 16
            for lane in 0..<16 {
                target[lane] = lane < lanes ? source[lane] : 0
                target[16 + lane] = lane < lanes ? source[pairs * modes + lane] : 0
            }
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private func unpack(_ packed: UnsafePointer<Scalar>, into planes: UnsafeMutablePointer<Scalar>) {
        eachRun { pair, block, lanes in
            let source = packed + (block * pairs + pair) * 32
            let target = planes + pair * modes + block * 16
            for lane in 0..<lanes {
                target[lane] = source[lane]
                target[pairs * modes + lane] = source[16 + lane]
            }
        }
    }

    @inline(__always)
    private func eachRun(_ body: (_ pair: Int, _ block: Int, _ lanes: Int) -> Void) {
        for pair in 0..<pairs {
            for block in 0..<(modes + 15) / 16 { body(pair, block, Swift.min(16, modes - block * 16)) }
        }
    }

    /// Y = U X along the stage's axis, or back, X = Uᴴ Y.
    private func multiply(
        _ stage: Stage, _ x: UnsafePointer<Scalar>, by u: UnsafePointer<Scalar>, isAdjoint: Bool,
        into y: UnsafeMutablePointer<Scalar>, threads: Threads
    ) {
        let count = stage.extent * stage.rank
        let (depth, extent) = isAdjoint ? (stage.extent, stage.rank) : (stage.rank, stage.extent)
        let (xPlane, yPlane) =
            isAdjoint ? (stage.targetPlane, stage.sourcePlane) : (stage.sourcePlane, stage.targetPlane)
        // Planes of x and U, that of y, and the sign: the adjoint has the imaginary part of U turned round.
        let turn: Scalar = isAdjoint ? -1 : 1
        let terms: [(Int, Int, Int, Scalar)] = [(0, 0, 0, 1), (1, 1, 0, -turn), (1, 0, 1, 1), (0, 1, 1, turn)]
        threads.paying(for: stage.targetPlane * stage.rank / 8).forEach(0..<stage.outer, grain: grain(stage)) { block in
            for (number, (part, ofFactor, result, sign)) in terms.enumerated() {
                let source = x + part * xPlane
                let factor = u + ofFactor * count
                let target = y + result * yPlane
                let beta: Scalar = number % 2 == 0 ? 0 : 1
                if stage.inner == 1 {
                    smallProduct(
                        rows: block.count, columns: extent, depth: depth, source + block.lowerBound * depth,
                        strideA: depth, factor, strideB: stage.rank, transposesB: !isAdjoint, alpha: sign, beta: beta,
                        target + block.lowerBound * extent, strideC: extent)
                    continue
                }
                for outer in block {
                    smallProduct(
                        rows: extent, columns: stage.inner, depth: depth, factor, strideA: stage.rank,
                        transposesA: isAdjoint, source + outer * depth * stage.inner, strideB: stage.inner, alpha: sign,
                        beta: beta, target + outer * extent * stage.inner, strideC: stage.inner)
                }
            }
        }
    }

    /// Ū = Σ ȳ xᴴ along the stage's axis.
    private func factorProducts(
        _ stage: Stage, _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, into u: UnsafeMutablePointer<Scalar>
    ) {
        let count = stage.extent * stage.rank
        let signs: [(Int, Int, Int, Scalar)] = [(0, 0, 0, 1), (1, 1, 0, 1), (1, 0, 1, 1), (0, 1, 1, -1)]
        for (number, (ofGradient, part, result, sign)) in signs.enumerated() {
            let gradient = y + ofGradient * stage.targetPlane
            let source = x + part * stage.sourcePlane
            let target = u + result * count
            if stage.inner == 1 {
                smallProduct(
                    rows: stage.extent, columns: stage.rank, depth: stage.outer, gradient, strideA: stage.extent,
                    transposesA: true, source, strideB: stage.rank, alpha: sign, beta: number % 2 == 0 ? 0 : 1, target,
                    strideC: stage.rank)
            } else {
                for outer in 0..<stage.outer {
                    smallProduct(
                        rows: stage.extent, columns: stage.rank, depth: stage.inner,
                        gradient + outer * stage.extent * stage.inner, strideA: stage.inner,
                        source + outer * stage.rank * stage.inner, strideB: stage.inner, transposesB: true,
                        alpha: sign, beta: number % 2 == 0 && outer == 0 ? 0 : 1, target, strideC: stage.rank)
                }
            }
        }
    }

    private func grain(_ stage: Stage) -> Int { Swift.max(1, stage.outer / 16) }
}

extension Tape {
    /// Packed complex weights `[inputs, outputs, k₁, …]` from a Tucker factorisation; parameters `name/core` and
    /// `name/factor_0`, `name/factor_1`, ….
    ///
    /// - Parameter deviation: of the weights that result.
    public func tuckerWeights(
        extents: [Int], ranks: [Int], named name: String, deviation: Double
    ) throws -> Value {
        // Products of independent normal numbers: the variance of the sum is the product of all variances and ranks.
        let sum = ranks.reduce(1.0) { $0 * Double($1) }
        let each = pow(deviation / sum.squareRoot(), 1 / Double(ranks.count + 1))
        let core = try parameter(name + "/core", shape: ranks + [2], .normal(deviation: each), layout: .complex)
        let factors = try zip(extents, ranks).enumerated().map { axis, pair in
            try parameter(
                name + "/factor_\(axis)", shape: [pair.0, pair.1, 2], .normal(deviation: each), layout: .complex)
        }
        return record(TuckerWeights<Scalar>(extents: extents, ranks: ranks), [core] + factors)
    }
}
