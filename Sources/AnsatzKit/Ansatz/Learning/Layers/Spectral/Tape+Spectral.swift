extension Tape {
    /// The Fourier coefficients of x, mean over the grid, in a window of frequencies; packed for ``spectralMixing`` and
    /// ``spectralSynthesis``.
    ///
    /// - Parameter x: (channels, z, y, x) with one to three axes of space, whose period is the grid's extent.
    public func spectralAnalysis(_ x: Value, _ window: FourierWindow) throws -> Value {
        guard x.shape.count == window.frequencies.count + 1 else {
            throw ShapeMismatch(
                "a Fourier layer over \(window.frequencies.count) axes was given a field of shape \(x.shape), channels first"
            )
        }
        return record(SpectralAnalysis<Scalar>(x.shape, window), [x])
    }

    /// Mixes the channels of each coefficient with weights of its own.
    ///
    /// - Parameter weights: in the layout ``ParameterLayout/spectral(inputs:outputs:window:)``.
    public func spectralMixing(_ x: Value, _ weights: Value, to outputs: Int, isSeparable: Bool = false) -> Value {
        record(SpectralMixing<Scalar>(x.shape, to: outputs, isSeparable: isSeparable), [x, weights])
    }

    /// The real field of coefficients on a grid of any size, plus a constant a channel, added to `base` where one is given.
    ///
    /// - Parameters:
    ///   - shape: of space, slowest first.
    ///   - bias: one number a channel.
    public func spectralSynthesis(
        _ spectrum: Value, _ window: FourierWindow, shape: [Int], bias: Value, base: Value? = nil
    ) throws -> Value {
        let full = [spectrum.shape[1]] + shape
        if let base, base.shape != full { throw ShapeMismatch("a field of shape \(full) added to \(base.shape)") }
        guard bias.shape == [full[0]], window.frequencies.allSatisfy({ $0.contains(0) }) else {
            throw ShapeMismatch(
                "a bias of shape \(bias.shape) for \(full[0]) channels, or a window without frequency 0")
        }
        return record(
            SpectralSynthesis<Scalar>(full, window, hasBase: base != nil),
            [spectrum, bias] + (base.map { [$0] } ?? []))
    }
}

extension ParameterLayout {
    /// Complex weights `[inputs, outputs, k₁, …, k_d, 2]`, or `[channels, k₁, …, k_d, 2]` with `outputs` nil, stored in
    /// blocks of 16 frequencies.
    public static func spectral(inputs: Int, outputs: Int?, window: FourierWindow) -> ParameterLayout {
        spectral(pairs: inputs * (outputs ?? 1), modes: window.count)
    }

    /// The same for so many pairs of channels and frequencies.
    static func spectral(pairs: Int, modes: Int) -> ParameterLayout {
        ParameterLayout(
            complexRun: 16, storedCount: { _ in (modes + 15) / 16 * pairs * 32 },
            position: { index in
                let (part, rest) = (index % 2, index / 2)
                let (mode, pair) = (rest % modes, rest / modes)
                return (mode / 16 * pairs + pair) * 32 + part * 16 + mode % 16
            })
    }
}
