/// Discrete Fourier transforms of complex fields, in one to three dimensions, by FFTW.
///
/// Forward: X(k) = Σⱼ x(j) exp(-2πi Σ_d j_d k_d / n_d), unscaled. Inverse: the same with +2πi, divided by the number of
/// points, so that it undoes the forward transform. The last dimensions of a tensor are transformed, a leading one
/// counts the batch. Wavenumbers run 0, 1, ..., then the negative ones: see ``wavenumber(_:of:)``.
///
/// Make one outside the loop that uses it; copies share the plan. The number of threads never changes a bit.
public struct FourierTransform<Scalar: TensorScalar>: Sendable {
    /// The extents of one transform.
    public let shape: [Int]
    /// The number of transforms; tensors have it as their first dimension. `nil`: one, and no such dimension.
    public let batch: Int?
    private let count: Int
    private let forwardTransform: BatchedTransform<Scalar>
    private let inverseTransform: BatchedTransform<Scalar>

    /// - Throws: ``ShapeMismatch`` for shapes of other than one to three positive extents.
    public init(shape: [Int], batch: Int? = nil) throws(ShapeMismatch) {
        count = try BatchedTransform<Scalar>.checkedCount(shape, batch: batch ?? 1)
        self.shape = shape
        self.batch = batch
        forwardTransform = try BatchedTransform(
            .complexForward, shape: shape, batch: batch ?? 1, inputScalars: 2 * count, outputScalars: 2 * count,
            isInPlace: true)
        inverseTransform = try BatchedTransform(
            .complexBackward, shape: shape, batch: batch ?? 1, inputScalars: 2 * count, outputScalars: 2 * count,
            isInPlace: true)
    }

    /// The shape of the tensors: the batch, then ``shape``.
    public var fieldShape: [Int] { (batch.map { [$0] } ?? []) + shape }

    /// Replaces `field` by its transform, unscaled.
    ///
    /// - Throws: ``ShapeMismatch`` where its shape is not ``fieldShape``.
    public func forward(inPlace field: inout ComplexTensor<Scalar>, threads: Threads = .one) throws(ShapeMismatch) {
        try BatchedTransform<Scalar>.check(field.shape, is: fieldShape, "field")
        field.withMutableBuffer { field in
            forwardTransform.execute(field.baseAddress, field.baseAddress, threads)
        }
    }

    /// Replaces `spectrum` by its inverse transform, divided by the number of points.
    ///
    /// - Throws: ``ShapeMismatch`` where its shape is not ``fieldShape``.
    public func inverse(inPlace spectrum: inout ComplexTensor<Scalar>, threads: Threads = .one) throws(ShapeMismatch) {
        try BatchedTransform<Scalar>.check(spectrum.shape, is: fieldShape, "spectrum")
        let scale = 1 / Scalar(count)
        spectrum.withMutableBuffer { spectrum in
            inverseTransform.execute(spectrum.baseAddress, spectrum.baseAddress, threads)
            for i in 0..<spectrum.count { spectrum[i] = scale * spectrum[i] }
        }
    }

    /// The transform of `field`, unscaled.
    public func forward(
        _ field: ComplexTensor<Scalar>, threads: Threads = .one
    ) throws(ShapeMismatch) -> ComplexTensor<Scalar> {
        var field = field
        try forward(inPlace: &field, threads: threads)
        return field
    }

    /// The inverse transform of `spectrum`, divided by the number of points.
    public func inverse(
        _ spectrum: ComplexTensor<Scalar>, threads: Threads = .one
    ) throws(ShapeMismatch) -> ComplexTensor<Scalar> {
        var spectrum = spectrum
        try inverse(inPlace: &spectrum, threads: threads)
        return spectrum
    }

    /// The signed wavenumber of index `index` among `count`: 0, 1, ..., then -(count-1)/2, ..., -1. For even counts the
    /// middle one, whose sign means nothing, is positive.
    public static func wavenumber(_ index: Int, of count: Int) -> Int { 2 * index <= count ? index : index - count }
}
