import Ansatz
import Testing

/// Traces are of torch 2.13 and neuraloperator 2.0, in double precision.
@Suite struct OptimizerTests {
    static let start = [0.5, -1.25, 2.0, 0.03125]
    static let gradients = [
        [0.1, -0.2, 0.3, 1e-4], [0.05, 0.4, -0.3, 2e-4], [-0.2, 0.1, 0.05, -1e-4], [0.3, -0.6, 0.2, 3e-4],
        [0.0, 0.25, -0.1, 1e-4],
    ]

    private func weights(
        _ kind: OptimizerKind, _ moments: ComplexMoments = .separate, isComplex: Bool = false, run: Int = 1,
        gradients: [[Double]] = gradients, change: (inout Optimizer<Double>.Settings) -> Void = { _ in }
    ) throws -> [Double] {
        let tape = Tape<Double>()
        let layout = ParameterLayout(
            complexRun: isComplex ? run : nil, storedCount: { $0.reduce(1, *) },
            position: { index in
                // Runs of two real parts, then two imaginary ones.
                run == 1 ? index : [0, 2, 1, 3][index]
            })
        _ = try tape.parameter("w", shape: [2, 2], .zeros, layout: layout)
        let parameters = Parameters(of: tape)
        let entry = try #require(parameters["w"])
        try parameters.set(entry, to: Tensor(Self.start, shape: [2, 2]))
        var settings = Optimizer<Double>.Settings()
        settings.kind = kind
        settings.complexMoments = moments
        settings.weightDecay = 0.1
        change(&settings)
        let optimizer = Optimizer(settings, of: parameters)
        let source = Parameters(of: tape)
        for gradient in gradients {
            try source.set(entry, to: Tensor(gradient, shape: [2, 2]))
            #expect(optimizer.advance(UnsafeBufferPointer(source.values), rate: 0.01))
        }
        return parameters.canonical(entry).elements
    }

    private func isClose(_ found: [Double], _ expected: [Double]) -> Bool {
        zip(found, expected).allSatisfy { abs($0 - $1) < 1e-14 }
    }

    @Test("Adam adds the decay to the gradient, as torch.optim.Adam")
    func adam() throws {
        #expect(
            isClose(
                try weights(.adam),
                [0.4679025255406523, -1.2303087856483932, 1.963868401613383, -0.011675282447125727]))
    }

    @Test("AdamW decays apart from the gradient, as torch.optim.AdamW, and treats parts of complex weights alone")
    func adamw() throws {
        let trace = [0.47368234238731843, -1.2387145491307685, 1.9764047011402048, -0.006180297713856958]
        #expect(isClose(try weights(.adamw), trace))
        #expect(isClose(try weights(.adamw, .separate, isComplex: true), trace))
        #expect(isClose(try weights(.adamw, .joint), trace))
    }

    @Test("The other form of AdamW gives neuraloperator's numbers, real and complex, in any layout")
    func neuraloperator() throws {
        func change(_ settings: inout Optimizer<Double>.Settings) { settings.epsilon = 1e-6 }
        #expect(
            isClose(
                try weights(.adamwNeuraloperator, change: change),
                [0.4737122054903314, -1.238720745914619, 1.9764196065721662, -0.0010812458029459075]))
        for run in [1, 2] {
            #expect(
                isClose(
                    try weights(.adamwNeuraloperator, .joint, isComplex: true, run: run, change: change),
                    [0.4888195727080909, -1.2395258299559646, 1.9764196084095844, 0.031072138277744087]))
        }
    }

    @Test("Gradients are clipped by their norm, as torch.nn.utils.clip_grad_norm_")
    func clipping() throws {
        let found = try weights(
            .adam, gradients: [[0.1, -0.2, 0.3, 1e-4], [0.05, 0.4, -0.3, 2e-4], [3, -4, 0, 0]]
        ) {
            $0.weightDecay = 0
            $0.clip = 0.3
        }
        #expect(
            isClose(
                found, [0.47240947664408317, -1.2398012860883008, 1.9883552005077436, 0.0036776461627515402]))
    }

    @Test("Three threads give the bits of one, and a restored optimiser goes on with the same bits")
    func threadsAndState() throws {
        let tape = Tape<Float>()
        _ = try tape.parameter("a", shape: [100_003], .normal(deviation: 1))
        _ = try tape.parameter("b", shape: [70_000, 2], .normal(deviation: 1), layout: .complex)
        var settings = Optimizer<Float>.Settings()
        settings.complexMoments = .joint
        settings.clip = 0.5
        settings.weightDecay = 0.01
        func run(_ threads: Int, restoring: Bool) throws -> [Float] {
            let (parameters, gradient) = (Parameters(of: tape), Parameters(of: tape))
            parameters.initialize { RandomStream(seed: 1, purpose: $0) }
            gradient.initialize { RandomStream(seed: 2, purpose: $0) }
            var optimizer = Optimizer(settings, of: parameters)
            for _ in 0..<4 {
                if restoring {
                    let state = optimizer.snapshot()
                    optimizer = Optimizer(settings, of: parameters)
                    try optimizer.restore(state)
                }
                _ = optimizer.advance(
                    UnsafeBufferPointer(gradient.values), rate: 0.01, threads: Threads(threads))
            }
            return Array(parameters.values)
        }
        let expected = try run(1, restoring: false)
        #expect(try run(2, restoring: false) == expected)
        #expect(try run(3, restoring: true) == expected)
        #expect(expected[100_000] != 0)
    }

    @Test("A step to weights that are not finite is reported")
    func notFinite() throws {
        let tape = Tape<Float>()
        _ = try tape.parameter("a", shape: [40], .ones)
        let (parameters, gradient) = (Parameters(of: tape), Parameters(of: tape))
        gradient.values[37] = .nan
        let optimizer = Optimizer(Optimizer<Float>.Settings(), of: parameters)
        #expect(!optimizer.advance(UnsafeBufferPointer(gradient.values), rate: 0.1))
    }

    @Test("Schedules are those of torch")
    func schedules() {
        func rates(_ count: Int, perEpoch: Int = 1, _ change: (inout LearningRateSchedule) -> Void) -> [Double] {
            var schedule = LearningRateSchedule()
            change(&schedule)
            return (0..<count).map { schedule.rate(at: $0, stepsPerEpoch: perEpoch) }
        }
        func areClose(_ found: [Double], _ expected: [Double]) -> Bool {
            found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
        }
        #expect(
            areClose(
                rates(12, perEpoch: 3) {
                    $0.kind = .oneCycle
                    $0.epochs = 4
                },
                [
                    3.9999999999999996e-05, 0.000349789654219583, 0.0008792851591221287, 0.0009944154354509117,
                    0.0009330129698414116, 0.0008117456539497629, 0.0006473789976951033, 0.00046263710266697503,
                    0.0002830609982086992, 0.0001334775301888306, 3.456698742539522e-05, 4e-09,
                ]))
        #expect(
            areClose(
                rates(20, perEpoch: 2) {
                    $0.kind = .oneCycle
                    $0.clock = .epoch
                    $0.epochs = 10
                    $0.rate = 5e-4
                    $0.warmUp = 0.2
                    ($0.initialDivisor, $0.finalDivisor) = (2, 100)
                },
                [
                    0.00025, 0.0005, 0.0004810650337121826, 0.0004271428118201537, 0.0003464425038008161, 0.00025125,
                    0.00015605749619918393, 7.535718817984633e-05, 2.1434966287817422e-05, 2.5e-06,
                ].flatMap { [$0, $0] }))
        #expect(
            areClose(
                rates(8) {
                    $0.kind = .cosine
                    $0.epochs = 8
                },
                [
                    0.001, 0.0009619397662556434, 0.0008535533905932738, 0.0006913417161825451, 0.0005,
                    0.0003086582838174552, 0.0001464466094067263, 3.8060233744356646e-05,
                ]))
        #expect(
            areClose(
                rates(8) {
                    $0.kind = .step
                    $0.every = 3
                }, [0.001, 0.001, 0.001, 0.0005, 0.0005, 0.0005, 0.00025, 0.00025]))
        // η / (1 + γ e/s)
        #expect(
            areClose(
                rates(4, perEpoch: 2) {
                    $0.kind = .inverseTime
                    $0.every = 2
                }, [1e-3, 1e-3 / 1.125, 1e-3 / 1.25, 1e-3 / 1.375]))
    }
}
