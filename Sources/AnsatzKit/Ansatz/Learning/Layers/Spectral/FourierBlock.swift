/// The order of the inputs of ``FourierBlock``.
private enum FourierBlockInput {
    static let field = 0
    static let spectrum = 1
    static let skip = 2
    static let bias = 3
    static let hidden = 4
    static let hiddenBias = 5
    static let out = 6
    static let outBias = 7
    static let gate = 8
}

/// What a Fourier layer ends with at every point: y = f(K + W v), where K is the field of packed coefficients plus a bias.
///
/// With a network of the channels y = f(W₂ gelu(W₁ f(K + W v) + b₁) + b₂ + g v). f is gelu or the identity.
///
/// Panels of points go through all of it while they are in the first cache; v is read and y written once. What stands
/// before the first f is kept for the adjoint, which computes the rest again.
final class FourierBlock<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>

    private typealias Input = FourierBlockInput
    let name = "fourier_block"
    let outputShape: [Int]
    private let inputs: Int
    private let width: Int
    /// Channels of the hidden layer; 0 for no network.
    private let hidden: Int
    private let activates: Bool
    private let transform: TruncatedTransform<Scalar>
    private let panels: [FourierPanel]
    private let largest: Int
    private let points: Int

    init(_ shape: [Int], to width: Int, _ window: FourierWindow, hidden: Int?, activates: Bool) {
        inputs = shape[0]
        self.width = width
        self.hidden = hidden ?? 0
        self.activates = activates
        outputShape = [width] + shape.dropFirst()
        transform = TruncatedTransform(
            channels: width, shape: Array(shape.dropFirst()), window: window, .conjugatePairs)
        points = transform.points
        panels = FourierPanel.all(
            rows: transform.rows, extent: transform.lastExtent, cutsRows: !transform.needsWholeRows)
        largest = panels.map(\.count).max() ?? 0
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [Input.field]) }
    var savedCount: Int { isSaved ? width * points : 0 }
    var savesForAdjointOnly: Bool { true }
    /// Without f and a network nothing of the inside is needed again.
    private var isSaved: Bool { activates || hidden > 0 }
    private var coefficients: Int { transform.blocks * width * 32 }

    func workCount(samples: Int) -> Int {
        transform.workCount + (Swift.max(inputs, width) + 4 * width + 3 * hidden) * largest + 16
    }

    /// The work space, cut up.
    private struct Space {
        var waves: UnsafeMutablePointer<Scalar>
        var v: UnsafeMutablePointer<Scalar>
        /// Before the first f, after it, and its slopes.
        var sum: UnsafeMutablePointer<Scalar>
        var inner: UnsafeMutablePointer<Scalar>
        var slope: UnsafeMutablePointer<Scalar>
        /// Before the last f; then gradients.
        var end: UnsafeMutablePointer<Scalar>
        var hidden: UnsafeMutablePointer<Scalar>
        var hiddenSlope: UnsafeMutablePointer<Scalar>
        var hiddenGradient: UnsafeMutablePointer<Scalar>
    }

    /// Of the network; not there without one.
    private struct Weights {
        var hidden: UnsafePointer<Scalar>
        var hiddenBias: UnsafePointer<Scalar>
        var out: UnsafePointer<Scalar>
        var end: Kernels.Gate

        init(_ input: (Int) -> UnsafePointer<Scalar>, v: UnsafeMutablePointer<Scalar>, activates: Bool) {
            hidden = input(Input.hidden)
            hiddenBias = input(Input.hiddenBias)
            out = input(Input.out)
            end = Kernels.Gate(
                bias: input(Input.outBias), gate: input(Input.gate), v: UnsafePointer(v), activates: activates)
        }
    }

    private func space(_ work: UnsafeMutablePointer<Scalar>) -> Space {
        let v = work + (transform.workCount + 15) / 16 * 16
        let sum = v + Swift.max(inputs, width) * largest
        let hiddenStart = sum + 4 * width * largest
        return Space(
            waves: work, v: v, sum: sum, inner: sum + width * largest, slope: sum + 2 * width * largest,
            end: sum + 3 * width * largest, hidden: hiddenStart, hiddenSlope: hiddenStart + hidden * largest,
            hiddenGradient: hiddenStart + 2 * hidden * largest)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        let space = space(call.work)
        let weights = hidden == 0 ? nil : Weights({ call.input($0) }, v: space.v, activates: activates)
        for sample in 0..<call.samples {
            let field = call.input(Input.field) + sample * inputs * points
            let result = call.output + sample * width * points
            transform.synthesizeRows(
                call.input(Input.spectrum) + sample * coefficients, work: space.waves, constants: call.input(Input.bias)
            )
            for panel in panels {
                let count = panel.count
                let sum = call.isKept && isSaved ? call.saved + (sample * points + panel.start) * width : space.sum
                copyIn(field, panel, to: space.v)
                layer(panel, call.input(Input.skip), space, into: sum)
                guard let weights else {
                    Kernels.gated(
                        sum, Kernels.Gate(activates: activates), result + panel.start, strideY: points, rows: width,
                        columns: count)
                    continue
                }
                if activates { Kernels.biasedGelu(sum, nil, space.inner, nil, rows: width, columns: count) }
                let inner = activates ? space.inner : sum
                network(weights, count, inner, space, slope: nil)
                Kernels.gated(
                    space.end, weights.end, result + panel.start, strideY: points, rows: width, columns: count)
            }
        }
    }

    private func copyIn(
        _ field: UnsafePointer<Scalar>, _ panel: FourierPanel, to v: UnsafeMutablePointer<Scalar>
    ) {
        Kernels.copyRows(
            field + panel.start, strideX: points, v, strideY: panel.count, rows: inputs, columns: panel.count)
    }

    /// K + W v.
    private func layer(
        _ panel: FourierPanel, _ skip: UnsafePointer<Scalar>, _ space: Space, into sum: UnsafeMutablePointer<Scalar>
    ) {
        for (index, row) in panel.rows.enumerated() {
            transform.synthesizeRow(
                row, into: sum + index * panel.columns.count, strideField: panel.count, columns: panel.columns,
                work: space.waves)
        }
        smallProduct(
            rows: width, columns: panel.count, depth: inputs, skip, strideA: inputs, space.v, strideB: panel.count,
            beta: 1, sum, strideC: panel.count)
    }

    /// W₂ gelu(W₁ x + b₁) in `end`.
    private func network(
        _ weights: Weights, _ count: Int, _ x: UnsafePointer<Scalar>, _ space: Space,
        slope: UnsafeMutablePointer<Scalar>?
    ) {
        smallProduct(
            rows: hidden, columns: count, depth: width, weights.hidden, strideA: width, x, strideB: count,
            space.hidden, strideC: count)
        Kernels.biasedGelu(
            space.hidden, weights.hiddenBias, space.hidden, slope, rows: hidden, columns: count)
        smallProduct(
            rows: width, columns: count, depth: hidden, weights.out, strideA: hidden, space.hidden, strideB: count,
            space.end, strideC: count)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        let space = space(call.work)
        let weights = hidden == 0 ? nil : Weights({ call.input($0) }, v: space.v, activates: activates)
        for sample in 0..<call.samples {
            for (number, panel) in panels.enumerated() {
                copyIn(call.input(Input.field) + sample * inputs * points, panel, to: space.v)
                let isFirst = sample == 0 && number == 0
                if let weights {
                    networkAdjoint(call, weights, sample, panel, space, isFirst: isFirst)
                } else {
                    let sum = call.saved + (sample * points + panel.start) * width
                    Kernels.gatedAdjoint(
                        activates ? sum : UnsafePointer(space.sum), Kernels.Gate(activates: activates),
                        call.outputGradient + sample * width * points + panel.start, strideY: points, space.inner,
                        bias: nil, gate: nil, rows: width, columns: panel.count, adds: (false, false))
                }
                layerAdjoint(call, sample, panel, space, isFirst: isFirst)
            }
            transform.analyzeRows(
                into: call.gradient(Input.spectrum).map { $0 + sample * coefficients }, work: space.waves,
                adds: call.accumulates(Input.spectrum), sums: call.gradient(Input.bias),
                beta: sample > 0 ? 1 : call.beta(Input.bias))
        }
    }

    /// From the gradient of the result to that before the first f, in `inner`; that of g v is in `end`.
    private func networkAdjoint(
        _ call: AdjointCall<Scalar>, _ weights: Weights, _ sample: Int, _ panel: FourierPanel, _ space: Space,
        isFirst: Bool
    ) {
        let count = panel.count
        let sum = call.saved + (sample * points + panel.start) * width
        func beta(_ index: Int) -> Scalar { isFirst ? call.beta(index) : 1 }
        if activates { Kernels.biasedGelu(sum, nil, space.inner, space.slope, rows: width, columns: count) }
        let inner = activates ? UnsafePointer(space.inner) : sum
        network(weights, count, inner, space, slope: space.hiddenSlope)
        Kernels.gatedAdjoint(
            space.end, weights.end, call.outputGradient + sample * width * points + panel.start,
            strideY: points, space.end, bias: call.gradient(Input.outBias), gate: call.gradient(Input.gate),
            rows: width, columns: count, adds: (beta(Input.outBias) == 1, beta(Input.gate) == 1))
        if let gradient = call.gradient(Input.out) {
            smallProduct(
                rows: width, columns: hidden, depth: count, space.end, strideA: count, space.hidden, strideB: count,
                transposesB: true, beta: beta(Input.out), gradient, strideC: hidden)
        }
        smallProduct(
            rows: hidden, columns: count, depth: width, weights.out, strideA: hidden, transposesA: true,
            space.end, strideB: count, space.hidden, strideC: count)
        Kernels.multiply(
            space.hidden, space.hiddenSlope, space.hiddenGradient, sums: call.gradient(Input.hiddenBias), rows: hidden,
            columns: count, adds: beta(Input.hiddenBias) == 1)
        if let gradient = call.gradient(Input.hidden) {
            smallProduct(
                rows: hidden, columns: width, depth: count, space.hiddenGradient, strideA: count, inner, strideB: count,
                transposesB: true, beta: beta(Input.hidden), gradient, strideC: width)
        }
        smallProduct(
            rows: width, columns: count, depth: hidden, weights.hidden, strideA: width, transposesA: true,
            space.hiddenGradient, strideB: count, space.inner, strideC: count)
        if activates {
            Kernels.multiply(
                space.inner, space.slope, space.inner, sums: nil, rows: width, columns: count, adds: false)
        }
        Kernels.scaleRows(
            call.input(Input.gate), space.end, space.end, rows: width, columns: count, adds: false)
    }

    /// From the gradient of K + W v, in `inner`, to those of v and W, and the waves along the last axis.
    private func layerAdjoint(
        _ call: AdjointCall<Scalar>, _ sample: Int, _ panel: FourierPanel, _ space: Space, isFirst: Bool
    ) {
        let count = panel.count
        if let weights = call.gradient(Input.skip) {
            smallProduct(
                rows: width, columns: inputs, depth: count, space.inner, strideA: count, space.v, strideB: count,
                transposesB: true, beta: isFirst ? call.beta(Input.skip) : 1, weights, strideC: inputs)
        }
        if let field = call.gradient(Input.field) {
            let gradient = hidden > 0 ? space.end : space.v
            smallProduct(
                rows: inputs, columns: count, depth: width, call.input(Input.skip), strideA: inputs, transposesA: true,
                space.inner, strideB: count, beta: hidden > 0 ? 1 : 0, gradient, strideC: count)
            Kernels.copyRows(
                gradient, strideX: count, field + sample * inputs * points + panel.start, strideY: points, rows: inputs,
                columns: count, adds: call.accumulates(Input.field))
        }
        for (index, row) in panel.rows.enumerated() {
            transform.analyzeRow(
                row, space.inner + index * panel.columns.count, strideField: count, columns: panel.columns,
                work: space.waves)
        }
    }
}

extension Tape {
    /// The end of a Fourier layer: y = f(K + W v), with K the field of `spectrum` plus a bias; and where `hidden` is given,
    /// y = f(W₂ gelu(W₁ f(K + W v) + b₁) + b₂ + g v).
    ///
    /// The same as ``spectralSynthesis(_:_:shape:bias:base:)``, channel mixings and ``gelu(_:)`` one after the other, in
    /// less memory and time. Parameters are `name/skip/weight`, `name/bias`, `name/channel_skip/gate`,
    /// `name/channel_hidden/weight` and `/bias`, `name/channel_out/weight` and `/bias`.
    ///
    /// - Parameters:
    ///   - v: (channels, z, y, x); with `hidden` as many channels as the spectrum has.
    ///   - spectrum: packed coefficients; see ``spectralMixing(_:_:to:isSeparable:)``.
    ///   - initialization: of the bias.
    ///   - hidden: channels of the hidden layer.
    ///   - activates: whether f is gelu; else it is the identity.
    public func fourierBlock(
        _ v: Value, _ spectrum: Value, _ window: FourierWindow, named name: String,
        bias initialization: Initialization, hidden: Int? = nil, activates: Bool
    ) throws -> Value {
        let (inputs, width) = (v.shape[0], spectrum.shape[1])
        guard v.shape.count == window.frequencies.count + 1, hidden == nil || inputs == width,
            window.frequencies.allSatisfy({ $0.contains(0) })
        else {
            throw ShapeMismatch("a Fourier block of \(width) channels was given a field of shape \(v.shape)")
        }
        var parameters = [
            try parameter(name + "/skip/weight", shape: [width, inputs], .fanIn(inputs)),
            try parameter(name + "/bias", shape: [width], initialization),
        ]
        if let hidden {
            let gate = try parameter(name + "/channel_skip/gate", shape: [width], .ones)
            parameters += [
                try parameter(name + "/channel_hidden/weight", shape: [hidden, width], .fanIn(width)),
                try parameter(name + "/channel_hidden/bias", shape: [hidden], .fanIn(width)),
                try parameter(name + "/channel_out/weight", shape: [width, hidden], .fanIn(hidden)),
                try parameter(name + "/channel_out/bias", shape: [width], .fanIn(hidden)),
                gate,
            ]
        }
        return record(
            FourierBlock<Scalar>(v.shape, to: width, window, hidden: hidden, activates: activates),
            [v, spectrum] + parameters)
    }
}
