/// Discrete Fourier transforms of real fields, in one to three dimensions, by FFTW.
///
/// A field of shape (..., n) has the spectrum X(k) = Σⱼ x(j) exp(-2πi Σ_d j_d k_d / n_d) of shape (..., n/2 + 1): the
/// rest of the last dimension follows from X(-k) = X(k)*. Forward is unscaled; the inverse divides by the number of
/// points, so that it undoes the forward transform. Imaginary parts that no real field has (of X(0), of the middle
/// wavenumber of even extents) do not count in one dimension; keep the symmetry in more.
///
/// Make one outside the loop that uses it; copies share the plan. The number of threads never changes a bit.
public struct RealFourierTransform<Scalar: TensorScalar>: Sendable {
    /// The extents of one field.
    public let shape: [Int]
    /// The number of transforms; tensors have it as their first dimension. `nil`: one, and no such dimension.
    public let batch: Int?
    private let count: Int
    private let forwardTransform: BatchedTransform<Scalar>
    private let inverseTransform: BatchedTransform<Scalar>

    /// - Throws: ``ShapeMismatch`` for shapes of other than one to three positive extents.
    public init(shape: [Int], batch: Int? = nil) throws(ShapeMismatch) {
        let count = try BatchedTransform<Scalar>.checkedCount(shape, batch: batch ?? 1)
        let last = shape[shape.count - 1]
        let spectrumScalars = count / last * (last / 2 + 1) * 2
        self.count = count
        self.shape = shape
        self.batch = batch
        forwardTransform = try BatchedTransform(
            .realForward, shape: shape, batch: batch ?? 1, inputScalars: count, outputScalars: spectrumScalars)
        inverseTransform = try BatchedTransform(
            .realBackward, shape: shape, batch: batch ?? 1, inputScalars: spectrumScalars, outputScalars: count)
    }

    /// The shape of fields: the batch, then ``shape``.
    public var fieldShape: [Int] { (batch.map { [$0] } ?? []) + shape }

    /// The shape of spectra: as ``fieldShape``, the last extent n being n/2 + 1.
    public var spectrumShape: [Int] { fieldShape.dropLast() + [shape[shape.count - 1] / 2 + 1] }

    /// Writes the transform of `field` to `spectrum`, unscaled.
    ///
    /// - Throws: ``ShapeMismatch`` where the shapes are not ``fieldShape`` and ``spectrumShape``.
    public func forward(
        _ field: Tensor<Scalar>, into spectrum: inout ComplexTensor<Scalar>, threads: Threads = .one
    ) throws(ShapeMismatch) {
        try BatchedTransform<Scalar>.check(field.shape, is: fieldShape, "field")
        try BatchedTransform<Scalar>.check(spectrum.shape, is: spectrumShape, "spectrum")
        field.withBuffer { field in
            spectrum.withMutableBuffer { spectrum in
                // FFTW's out-of-place transforms from real to complex only read their input.
                let input = UnsafeMutableRawPointer(mutating: field.baseAddress)
                forwardTransform.execute(input, spectrum.baseAddress, threads)
            }
        }
    }

    /// Writes the inverse transform of `spectrum` to `field`, divided by the number of points. `spectrum` is left with
    /// unspecified numbers; where it shares storage with a copy, it is copied first, so that the copy keeps its numbers.
    ///
    /// - Throws: ``ShapeMismatch`` where the shapes are not ``spectrumShape`` and ``fieldShape``.
    public func inverse(
        destroying spectrum: inout ComplexTensor<Scalar>, into field: inout Tensor<Scalar>, threads: Threads = .one
    ) throws(ShapeMismatch) {
        try BatchedTransform<Scalar>.check(spectrum.shape, is: spectrumShape, "spectrum")
        try BatchedTransform<Scalar>.check(field.shape, is: fieldShape, "field")
        let scale = 1 / Scalar(count)
        spectrum.withMutableBuffer { spectrum in
            field.withMutableBuffer { field in
                inverseTransform.execute(spectrum.baseAddress, field.baseAddress, threads)
                for i in 0..<field.count { field[i] *= scale }
            }
        }
    }

    /// The transform of `field`, unscaled.
    public func forward(
        _ field: Tensor<Scalar>, threads: Threads = .one
    ) throws(ShapeMismatch) -> ComplexTensor<Scalar> {
        var spectrum = ComplexTensor<Scalar>(shape: spectrumShape)
        try forward(field, into: &spectrum, threads: threads)
        return spectrum
    }

    /// The inverse transform of `spectrum`, divided by the number of points.
    public func inverse(
        _ spectrum: ComplexTensor<Scalar>, threads: Threads = .one
    ) throws(ShapeMismatch) -> Tensor<Scalar> {
        var spectrum = spectrum
        var field = Tensor<Scalar>(shape: fieldShape)
        try inverse(destroying: &spectrum, into: &field, threads: threads)
        return field
    }

    /// Multiplies a spectrum by (i k)ᵒʳᵈᵉʳ along one axis: the spectrum of that derivative.
    ///
    /// k is the wavenumber times 2π / `length`. Derivatives of odd order of the middle wavenumber of an even extent are
    /// set to zero: between the points, that mode is a cosine and a sine alike, and only zero keeps the field real.
    ///
    /// - Parameters:
    ///   - axis: the axis of ``shape`` to differentiate along.
    ///   - length: the period of that axis, positive, in the coordinate's unit.
    /// - Throws: ``ShapeMismatch`` where the shape is not ``spectrumShape`` or there is no such axis.
    public func differentiate(
        _ spectrum: inout ComplexTensor<Scalar>, axis: Int, length: Scalar, order: Int = 1
    ) throws(ShapeMismatch) {
        try BatchedTransform<Scalar>.check(spectrum.shape, is: spectrumShape, "spectrum")
        guard shape.indices.contains(axis), order >= 0, length > 0 else {
            throw ShapeMismatch("a derivative of order \(order) along axis \(axis) of period \(length) of \(shape)")
        }
        let extent = shape[axis]
        let stored = axis == shape.count - 1 ? extent / 2 + 1 : extent
        let inner = spectrumShape.suffix(shape.count - 1 - axis).reduce(1, *)
        let factors = (0..<stored).map { index -> Complex<Scalar> in
            if order % 2 == 1, 2 * index == extent { return .zero }
            let k = Scalar(FourierTransform<Scalar>.wavenumber(index, of: extent)) * 2 * .pi / length
            var power: Scalar = 1
            for _ in 0..<order { power *= k }
            return [Complex(power), Complex(0, power), Complex(-power), Complex(0, -power)][order % 4]
        }
        spectrum.withMutableBuffer { spectrum in
            for i in 0..<spectrum.count { spectrum[i] *= factors[i / inner % stored] }
        }
    }
}
