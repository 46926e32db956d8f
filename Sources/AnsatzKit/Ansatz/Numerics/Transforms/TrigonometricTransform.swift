import CFFTW

/// Discrete sine and cosine transforms of real fields, in one to three dimensions, by FFTW.
///
/// Each axis has its ``Kind``, which says where the points lie and what the field does at the walls. All are unscaled,
/// with FFTW's factors of 2; ``inverse(inPlace:threads:)`` divides by the product of the axes' `logicalCount`, so that
/// it undoes the forward transform. The number of threads never changes a bit.
///
/// Source: FFTW 3.3 manual, "1d Real-even DFTs (DCTs)" and "1d Real-odd DFTs (DSTs)".
public struct TrigonometricTransform<Scalar: TensorScalar>: Sendable {
    /// A transform of one axis with n points.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Y(k) = 2 Σ x(j) sin(π (j+1)(k+1) / (n+1)): zero at walls one spacing outside; its own inverse.
        case sineI
        /// Y(k) = 2 Σ x(j) sin(π (j+½)(k+1) / n): zero at walls half a spacing outside; undone by `sineIII`.
        case sineII
        /// Y(k) = (-1)ᵏ x(n-1) + 2 Σ_{j<n-1} x(j) sin(π (j+1)(k+½) / n): undone by `sineII`.
        case sineIII
        /// Y(k) = x(0) + (-1)ᵏ x(n-1) + 2 Σ_{0<j<n-1} x(j) cos(π j k / (n-1)): mirrored at the first and last point;
        /// its own inverse. Needs two points.
        case cosineI
        /// Y(k) = 2 Σ x(j) cos(π (j+½) k / n): mirrored half a spacing outside; undone by `cosineIII`.
        case cosineII
        /// Y(k) = x(0) + 2 Σ_{j>0} x(j) cos(π j (k+½) / n): undone by `cosineII`.
        case cosineIII

        /// The kind that undoes this one, up to the factor `logicalCount`.
        public var inverse: Kind {
            switch self {
            case .sineII: .sineIII
            case .sineIII: .sineII
            case .cosineII: .cosineIII
            case .cosineIII: .cosineII
            case .sineI, .cosineI: self
            }
        }

        /// What a transform and its inverse multiply n points by.
        public func logicalCount(of n: Int) -> Int {
            switch self {
            case .sineI: 2 * (n + 1)
            case .cosineI: 2 * (n - 1)
            case .sineII, .sineIII, .cosineII, .cosineIII: 2 * n
            }
        }
    }

    /// The extents of one transform.
    public let shape: [Int]
    /// The kind of each axis.
    public let kinds: [Kind]
    /// The number of transforms; tensors have it as their first dimension. `nil`: one, and no such dimension.
    public let batch: Int?
    private let forwardTransform: BatchedTransform<Scalar>
    private let inverseTransform: BatchedTransform<Scalar>

    /// - Parameter kinds: one for each axis of `shape`.
    /// - Throws: ``ShapeMismatch`` for shapes of other than one to three positive extents, another number of kinds, or
    ///   an axis of one point with `cosineI`.
    public init(_ kinds: [Kind], shape: [Int], batch: Int? = nil) throws(ShapeMismatch) {
        let count = try BatchedTransform<Scalar>.checkedCount(shape, batch: batch ?? 1)
        guard kinds.count == shape.count else {
            throw ShapeMismatch("\(kinds.count) kinds of transform for the shape \(shape)")
        }
        for (kind, extent) in zip(kinds, shape) where kind == .cosineI && extent < 2 {
            throw ShapeMismatch("a cosineI transform of \(extent) point; it needs two")
        }
        self.shape = shape
        self.kinds = kinds
        self.batch = batch
        func transform(_ kinds: [Kind]) throws(ShapeMismatch) -> BatchedTransform<Scalar> {
            try BatchedTransform(
                .trigonometric(kinds.compactMap { .init(rawValue: $0.rawValue) }), shape: shape, batch: batch ?? 1,
                inputScalars: count, outputScalars: count, isInPlace: true)
        }
        forwardTransform = try transform(kinds)
        inverseTransform = try transform(kinds.map(\.inverse))
    }

    /// The shape of the tensors: the batch, then ``shape``.
    public var fieldShape: [Int] { (batch.map { [$0] } ?? []) + shape }

    /// Replaces `field` by its transform, unscaled.
    ///
    /// - Throws: ``ShapeMismatch`` where its shape is not ``fieldShape``.
    public func forward(inPlace field: inout Tensor<Scalar>, threads: Threads = .one) throws(ShapeMismatch) {
        try BatchedTransform<Scalar>.check(field.shape, is: fieldShape, "field")
        field.withMutableBuffer { forwardTransform.execute($0.baseAddress, $0.baseAddress, threads) }
    }

    /// Replaces `field` by its inverse transform, so that ``forward(inPlace:threads:)`` is undone.
    ///
    /// - Throws: ``ShapeMismatch`` where its shape is not ``fieldShape``.
    public func inverse(inPlace field: inout Tensor<Scalar>, threads: Threads = .one) throws(ShapeMismatch) {
        try BatchedTransform<Scalar>.check(field.shape, is: fieldShape, "field")
        let scale = zip(kinds, shape).reduce(Scalar(1)) { $0 / Scalar($1.0.logicalCount(of: $1.1)) }
        field.withMutableBuffer { field in
            inverseTransform.execute(field.baseAddress, field.baseAddress, threads)
            for i in 0..<field.count { field[i] *= scale }
        }
    }
}

extension TrigonometricTransform.Kind {
    /// FFTW's name of the kind.
    var code: fftw_r2r_kind {
        switch self {
        case .sineI: FFTW_RODFT00
        case .sineII: FFTW_RODFT10
        case .sineIII: FFTW_RODFT01
        case .cosineI: FFTW_REDFT00
        case .cosineII: FFTW_REDFT10
        case .cosineIII: FFTW_REDFT01
        }
    }
}
