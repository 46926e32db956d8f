/// Complex weights of a Fourier layer from a small core and one factor an axis:
///
///     R[i, o, k₁, …] = Σ G[a, b, c₁, …] U₀[i, a] U₁[o, b] U₂[k₁, c₁] ….
///
/// Inputs are the core and the factors `[extent, rank, 2]` in order. Core and result are packed as ``SpectralMixing`` wants
/// its weights, 16 frequencies side by side. First the channels' factors are multiplied into the core, with its
/// frequencies as lanes of vectors; then those of the frequencies, with pairs of channels as lanes, block by block in the
/// processor's cache. Frequencies last is the cheapest order where there are more channels than frequencies an axis.
///
/// Source: J. Kossaifi et al., "Multi-Grid Tensorized Fourier Neural Operator for High-Resolution PDEs", TMLR 2024.
final class TuckerWeights<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>

    let name = "tucker_weights"
    let outputShape: [Int]
    let savedCount: Int
    private let channels: FactorChain<Scalar>
    private let modes: FactorChain<Scalar>
    private let pairs: Int
    private let pairBlocks: Int
    private let coreModes: Int
    private let coreBlocks: Int
    private let modeCount: Int
    private let modeBlocks: Int

    init(extents: [Int], ranks: [Int]) {
        channels = FactorChain(extents: extents[..<2], ranks: ranks[..<2])
        modes = FactorChain(extents: extents[2...], ranks: ranks[2...])
        pairs = extents[0] * extents[1]
        pairBlocks = (pairs + 15) / 16
        coreModes = ranks[2...].reduce(1, *)
        coreBlocks = (coreModes + 15) / 16
        modeCount = extents[2...].reduce(1, *)
        modeBlocks = (modeCount + 15) / 16
        outputShape = [modeBlocks, extents[0], extents[1], 2, 16]
        savedCount = coreBlocks * channels.betweenCount + pairBlocks * (modes.sourceCount + modes.betweenCount)
    }

    // Work space: the core with all its channels, or its gradient; what each worker needs; and the gradients of factors,
    // slice by slice.
    private static var largestSliceCount: Int { 8 }
    private var wideCount: Int { coreBlocks * channels.targetCount }
    private var bufferCount: Int { Swift.max(channels.largestCount, modes.largestCount) }
    private var workerCount: Int {
        modes.targetCount + 2 * bufferCount + 16 * Swift.max(channels.sumCount, modes.sumCount)
    }
    private var sliceCount: Int { channels.sumCount + modes.sumCount }

    func workCount(samples: Int) -> Int {
        wideCount + TuckerWeights.largestSliceCount * (workerCount + sliceCount)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        let (wide, threads) = (call.work, call.threads.paying(for: pairs * modeCount))
        eachSlice(of: coreBlocks, threads) { _, _, blocks in
            for block in blocks {
                channels.multiply(
                    call.input(0) + block * channels.sourceCount, by: { call.input(1 + $0) },
                    between: call.saved + block * channels.betweenCount, into: wide + block * channels.targetCount)
            }
        }
        eachSlice(of: pairBlocks, threads) { worker, _, blocks in
            let target = call.work + wideCount + worker * workerCount
            for block in blocks {
                let source = call.saved + savedModes(block)
                narrow(UnsafePointer(wide), block, into: source)
                modes.multiply(
                    source, by: { call.input(3 + $0) }, between: source + modes.sourceCount, into: target)
                for number in 0..<modeBlocks {
                    Kernels.exchangeLanes(
                        target + number * 512, rows: modeCount - number * 16,
                        into: call.output + packed(number, block), columns: pairs - block * 16)
                }
            }
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        let (wide, threads) = (call.work, call.threads.paying(for: pairs * modeCount))
        let totals = wide + wideCount + TuckerWeights.largestSliceCount * workerCount
        let modeSlices = eachSlice(of: pairBlocks, threads) { worker, slice, blocks in
            let target = wide + wideCount + worker * workerCount
            let buffers = target + modes.targetCount
            let sums = buffers + 2 * bufferCount
            for block in blocks {
                for number in 0..<modeBlocks {
                    Kernels.exchangeLanes(
                        call.outputGradient + packed(number, block), rows: pairs - block * 16,
                        into: target + number * 512, columns: modeCount - number * 16)
                }
                let source = call.saved + savedModes(block)
                modes.adjoint(
                    of: target, source, by: { call.input(3 + $0) }, between: source + modes.sourceCount,
                    buffers: buffers, into: buffers, adds: false, sums: sums,
                    addsSums: block > blocks.lowerBound)
                widen(UnsafePointer(buffers), block, into: wide)
            }
            Kernels.sumLanes(sums, modes.sumCount, into: totals + slice * sliceCount + channels.sumCount)
        }
        let channelSlices = eachSlice(of: coreBlocks, threads) { worker, slice, blocks in
            let buffers = wide + wideCount + worker * workerCount + modes.targetCount
            let sums = buffers + 2 * bufferCount
            for block in blocks {
                channels.adjoint(
                    of: wide + block * channels.targetCount, call.input(0) + block * channels.sourceCount,
                    by: { call.input(1 + $0) }, between: call.saved + block * channels.betweenCount, buffers: buffers,
                    into: call.gradient(0).map { $0 + block * channels.sourceCount } ?? buffers,
                    adds: call.accumulates(0), sums: sums, addsSums: block > blocks.lowerBound)
            }
            Kernels.sumLanes(sums, channels.sumCount, into: totals + slice * sliceCount)
        }
        finish(channels, 1, totals, channelSlices, call)
        finish(modes, 3, totals + channels.sumCount, modeSlices, call)
    }

    /// Adds the slices of the factors' gradients up.
    @inline(__always)
    private func finish(
        _ chain: FactorChain<Scalar>, _ first: Int, _ totals: UnsafePointer<Scalar>, _ slices: Int,
        _ call: AdjointCall<Scalar>
    ) {
        for axis in 0..<chain.sumOffsets.count - 1 {
            guard let target = call.gradient(first + axis) else { continue }
            Kernels.sumSlices(
                target, totals + chain.sumOffsets[axis], stride: sliceCount, slices: slices,
                count: chain.factorCount(axis), adds: call.accumulates(first + axis))
        }
    }

    /// From lanes of the core's frequencies to a block of lanes of channels.
    @inline(__always)
    private func narrow(_ wide: UnsafePointer<Scalar>, _ block: Int, into target: UnsafeMutablePointer<Scalar>) {
        for number in 0..<coreBlocks {
            Kernels.exchangeLanes(
                wide + packed(number, block), rows: pairs - block * 16, into: target + number * 512,
                columns: coreModes - number * 16)
        }
    }

    /// The way back.
    @inline(__always)
    private func widen(_ source: UnsafePointer<Scalar>, _ block: Int, into wide: UnsafeMutablePointer<Scalar>) {
        for number in 0..<coreBlocks {
            Kernels.exchangeLanes(
                source + number * 512, rows: coreModes - number * 16, into: wide + packed(number, block),
                columns: pairs - block * 16)
        }
    }

    /// Where a block of pairs of channels starts in a block of frequencies.
    private func packed(_ number: Int, _ block: Int) -> Int { (number * pairs + block * 16) * 32 }

    private func savedModes(_ block: Int) -> Int {
        coreBlocks * channels.betweenCount + block * (modes.sourceCount + modes.betweenCount)
    }

    /// Calls `body` for slices of blocks of lanes; calls at the same time have different workers.
    ///
    /// - Returns: the number of slices, which does not depend on that of threads.
    @inline(__always) @discardableResult
    private func eachSlice(
        of blocks: Int, _ threads: Threads, _ body: (_ worker: Int, _ slice: Int, _ blocks: Range<Int>) -> Void
    ) -> Int {
        let slices = Swift.min(TuckerWeights.largestSliceCount, blocks)
        let workers = Swift.min(threads.count, slices)
        threads.forEach(0..<workers, grain: 1) { run in
            for worker in run {
                for slice in worker * slices / workers..<(worker + 1) * slices / workers {
                    body(worker, slice, slice * blocks / slices..<(slice + 1) * blocks / slices)
                }
            }
        }
        return slices
    }
}
