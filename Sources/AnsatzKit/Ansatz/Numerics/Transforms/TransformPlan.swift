import CFFTW
import Synchronization

/// A plan of FFTW for some consecutive transforms, executed on any 64-byte aligned memory from any thread.
///
/// Plans are made with FFTW_ESTIMATE, whose choice depends on nothing but the problem: measured plans differ from run
/// to run, and their results in the last bits. They are made under one lock, as FFTW needs, and kept for ever.
struct TransformPlan: @unchecked Sendable {
    // Sendable: FFTW's execute functions only read a plan.
    private let plan: OpaquePointer

    enum Kind: Hashable {
        case complexForward, complexBackward, realForward, realBackward
        case trigonometric([TrigonometricTransform<Double>.Kind])
    }

    struct Key: Hashable {
        var kind: Kind
        var isSingle: Bool
        var shape: [Int]
        var batch: Int
        var isInPlace: Bool
        /// Whether the transforms' first elements stand side by side, then their second ones, and so on; else one
        /// transform stands after the other.
        var isInterleaved = false
    }

    private static let known = Mutex<[Key: TransformPlan]>([:])

    /// The plan for `key`, from memory or new; `nil` where FFTW makes none.
    static func plan(for key: Key) -> TransformPlan? {
        known.withLock { known in
            if let plan = known[key] { return plan }
            guard let plan = TransformPlan(making: key) else { return nil }
            known[key] = plan
            return plan
        }
    }

    private init?(making key: Key) {
        let last = key.shape[key.shape.count - 1]
        // Each dimension's extent and its strides in the input and output, in FFTW's units of their elements.
        var (input, output) = (key.shape, key.shape)
        if key.kind == .realForward { output[output.count - 1] = last / 2 + 1 }
        if key.kind == .realBackward { input[input.count - 1] = last / 2 + 1 }
        var (inputStride, outputStride) = key.isInterleaved ? (key.batch, key.batch) : (1, 1)
        var dimensions: [fftw_iodim64] = []
        for (axis, extent) in key.shape.enumerated().reversed() {
            dimensions.insert(fftw_iodim64(n: extent, is: inputStride, os: outputStride), at: 0)
            inputStride *= input[axis]
            outputStride *= output[axis]
        }
        // With FFTW_ESTIMATE, only the alignment of these is looked at.
        let bytes = (key.isInterleaved ? 1 : key.batch) * Swift.max(inputStride, outputStride) * 16
        if key.isInterleaved { (inputStride, outputStride) = (1, 1) }
        var batch = fftw_iodim64(n: key.batch, is: inputStride, os: outputStride)
        let first = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        let second =
            key.isInPlace ? first : UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        defer {
            first.deallocate()
            if !key.isInPlace { second.deallocate() }
        }
        let rank = Int32(key.shape.count)
        let made =
            key.isSingle
            ? TransformPlan.single(key.kind, rank, &dimensions, &batch, first, second)
            : TransformPlan.double(key.kind, rank, &dimensions, &batch, first, second)
        guard let made else { return nil }
        plan = made
    }

    private static func double(
        _ kind: Kind, _ rank: Int32, _ dimensions: inout [fftw_iodim64], _ batch: inout fftw_iodim64,
        _ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer
    ) -> OpaquePointer? {
        let (realIn, realOut) = (
            input.assumingMemoryBound(to: Double.self), output.assumingMemoryBound(to: Double.self)
        )
        let complexIn = input.assumingMemoryBound(to: fftw_complex.self)
        let complexOut = output.assumingMemoryBound(to: fftw_complex.self)
        let flags = FFTW_ESTIMATE
        switch kind {
        case .complexForward:
            return fftw_plan_guru64_dft(rank, &dimensions, 1, &batch, complexIn, complexOut, FFTW_FORWARD, flags)
        case .complexBackward:
            return fftw_plan_guru64_dft(rank, &dimensions, 1, &batch, complexIn, complexOut, FFTW_BACKWARD, flags)
        case .realForward:
            return fftw_plan_guru64_dft_r2c(rank, &dimensions, 1, &batch, realIn, complexOut, flags)
        case .realBackward:
            return fftw_plan_guru64_dft_c2r(
                rank, &dimensions, 1, &batch, complexIn, realOut, flags | UInt32(FFTW_DESTROY_INPUT))
        case .trigonometric(let kinds):
            return fftw_plan_guru64_r2r(rank, &dimensions, 1, &batch, realIn, realOut, kinds.map(\.code), flags)
        }
    }

    private static func single(
        _ kind: Kind, _ rank: Int32, _ dimensions: inout [fftw_iodim64], _ batch: inout fftw_iodim64,
        _ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer
    ) -> OpaquePointer? {
        let (realIn, realOut) = (input.assumingMemoryBound(to: Float.self), output.assumingMemoryBound(to: Float.self))
        let complexIn = input.assumingMemoryBound(to: fftwf_complex.self)
        let complexOut = output.assumingMemoryBound(to: fftwf_complex.self)
        let flags = FFTW_ESTIMATE
        switch kind {
        case .complexForward:
            return fftwf_plan_guru64_dft(rank, &dimensions, 1, &batch, complexIn, complexOut, FFTW_FORWARD, flags)
        case .complexBackward:
            return fftwf_plan_guru64_dft(rank, &dimensions, 1, &batch, complexIn, complexOut, FFTW_BACKWARD, flags)
        case .realForward:
            return fftwf_plan_guru64_dft_r2c(rank, &dimensions, 1, &batch, realIn, complexOut, flags)
        case .realBackward:
            return fftwf_plan_guru64_dft_c2r(
                rank, &dimensions, 1, &batch, complexIn, realOut, flags | UInt32(FFTW_DESTROY_INPUT))
        case .trigonometric(let kinds):
            return fftwf_plan_guru64_r2r(rank, &dimensions, 1, &batch, realIn, realOut, kinds.map(\.code), flags)
        }
    }

    /// Executes the plan on other memory of the same alignment and placement.
    func execute(
        _ kind: Kind, isSingle: Bool, _ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer
    ) {
        switch (kind, isSingle) {
        case (.complexForward, false), (.complexBackward, false):
            fftw_execute_dft(
                plan, input.assumingMemoryBound(to: fftw_complex.self),
                output.assumingMemoryBound(to: fftw_complex.self))
        case (.complexForward, true), (.complexBackward, true):
            fftwf_execute_dft(
                plan, input.assumingMemoryBound(to: fftwf_complex.self),
                output.assumingMemoryBound(to: fftwf_complex.self))
        case (.realForward, false):
            fftw_execute_dft_r2c(
                plan, input.assumingMemoryBound(to: Double.self), output.assumingMemoryBound(to: fftw_complex.self))
        case (.realForward, true):
            fftwf_execute_dft_r2c(
                plan, input.assumingMemoryBound(to: Float.self), output.assumingMemoryBound(to: fftwf_complex.self))
        case (.realBackward, false):
            fftw_execute_dft_c2r(
                plan, input.assumingMemoryBound(to: fftw_complex.self), output.assumingMemoryBound(to: Double.self))
        case (.realBackward, true):
            fftwf_execute_dft_c2r(
                plan, input.assumingMemoryBound(to: fftwf_complex.self), output.assumingMemoryBound(to: Float.self))
        case (.trigonometric, false):
            fftw_execute_r2r(
                plan, input.assumingMemoryBound(to: Double.self), output.assumingMemoryBound(to: Double.self))
        case (.trigonometric, true):
            fftwf_execute_r2r(
                plan, input.assumingMemoryBound(to: Float.self), output.assumingMemoryBound(to: Float.self))
        }
    }
}
