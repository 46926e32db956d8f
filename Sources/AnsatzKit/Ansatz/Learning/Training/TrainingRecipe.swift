/// How a network is trained: what stands beside the network's own options in a scenario.
public struct TrainingRecipe: ComponentOptions, Hashable {
    public var epochs = 100
    public var batch = 16
    public var optimizer = OptimizerKind.adamw
    public var learningRate = 1e-3
    public var weightDecay = 1e-4
    public var beta1 = 0.9
    public var beta2 = 0.999
    public var epsilon = 1e-8
    public var complexMoments = ComplexMoments.separate
    public var clip: Double?
    public var schedule = LearningRateSchedule.Kind.oneCycle
    public var scheduleClock = LearningRateSchedule.Clock.step
    public var scheduleEpochs: Int?
    public var decayEvery = 100.0
    public var decayFactor = 0.5
    public var warmUp = 0.2
    public var initialDivisor = 25.0
    public var finalDivisor = 1e4
    public var loss = LossKind.relativeL2
    public var reduction = LossReduction.mean
    public var truncation: Int?
    public var normalize = NormalizationKind.fields
    public var normalizeInputs: NormalizationKind?
    public var normalizeOutputs: NormalizationKind?
    public var validation = 0.1
    public var patience: Int?

    public init() {}

    public static var keys: [Key<TrainingRecipe>] { learningKeys + scheduleKeys + measureKeys }

    private static var learningKeys: [Key<TrainingRecipe>] {
        [
            Key("epochs", \.epochs, range: .atLeast(1), isExtendable: true, help: "Passes over the training samples"),
            Key(
                "batch", \.batch, range: .closed(1, 16_777_216),
                help: "Samples a step of the optimiser; at most all, for which any larger number stands"),
            Key(
                "optimizer", \.optimizer,
                help: "How weights are moved; the forms of Adam differ in the decay of weights and in epsilon"),
            Key(
                "learning_rate", \.learningRate, range: .positive,
                help: "The largest step size; 1e-3 is a good start, 5e-3 with adamw on small data"),
            Key(
                "weight_decay", \.weightDecay, range: .nonNegative,
                help: "Pull of the weights to 0: added to the gradient (adam), or apart from it (adamw)"),
            Key(
                "beta1", \.beta1, range: OptionRange(lower: 0, upper: 1, includesLower: true, includesUpper: false),
                help: "Memory of the gradient's mean"),
            Key(
                "beta2", \.beta2, range: OptionRange(lower: 0, upper: 1, includesLower: true, includesUpper: false),
                help: "Memory of the gradient's square"),
            Key("epsilon", \.epsilon, range: .positive, help: "Added to the root of the second moment"),
            Key(
                "complex_moments", \.complexMoments,
                help: "Second moment of a complex weight: of each part (as PyTorch), or one of |g|²"),
            Key(
                "clip", \.clip, range: .positive,
                help: "Shorten gradients to this Euclidean norm; where not given, they are taken as they are"),
        ]
    }

    private static var scheduleKeys: [Key<TrainingRecipe>] {
        [
            Key(
                "schedule", \.schedule,
                help: "How the learning rate goes: one_cycle and cosine end near 0, which most networks need"),
            Key("schedule_clock", \.scheduleClock, help: "Whether the rate changes with every step or every epoch"),
            Key(
                "schedule_epochs", \.scheduleEpochs, range: .atLeast(1),
                help: "Epochs that one_cycle and cosine span; where not given, all. Give it to extend a run later"),
            Key("decay_every", \.decayEvery, range: .positive, help: "Epochs a step of 'step' and 'inverse_time'"),
            Key("decay_factor", \.decayFactor, range: .positive, help: "Factor of 'step', or gamma of 'inverse_time'"),
            Key("warm_up", \.warmUp, range: .closed(0, 1), help: "Part of one_cycle in which the rate rises"),
            Key(
                "initial_divisor", \.initialDivisor, range: .positive,
                help: "one_cycle starts at learning_rate over this"),
            Key(
                "final_divisor", \.finalDivisor, range: .positive,
                help: "one_cycle ends at its first rate over this"),
        ]
    }

    private static var measureKeys: [Key<TrainingRecipe>] {
        [
            Key("loss", \.loss, help: "Distance of prediction and truth, in physical units, that is made small"),
            Key("reduction", \.reduction, help: "Whether the losses of a batch are averaged or added"),
            Key(
                "truncation", \.truncation, range: .atLeast(1),
                help: "Wavenumbers from here on don't count as slopes in 'fourier_h1'; MgNO has 20"),
            Key(
                "normalize", \.normalize,
                help: "Normalisation of all variables, from training samples: by field, by point, by range, or none"),
            Key("normalize_inputs", \.normalizeInputs, help: "Another normalisation for the inputs"),
            Key("normalize_outputs", \.normalizeOutputs, help: "Another normalisation for the outputs"),
            Key(
                "validation", \.validation,
                range: OptionRange(lower: 0, upper: 1, includesLower: true, includesUpper: false),
                help: "Part of the training samples that are kept from training, to watch the error on; 0 for none"),
            Key(
                "patience", \.patience, range: .atLeast(1),
                help: "Stop after so many epochs without a smaller validation error, and take the best weights"),
        ]
    }

    public func conflicts() -> [OptionConflict] {
        var conflicts: [OptionConflict] = []
        if patience != nil, validation == 0 {
            conflicts.append(
                OptionConflict(
                    "patience", "'patience' needs validation samples, and 'validation' is 0",
                    help: "set 'validation' to 0.1, say"))
        }
        if truncation != nil, loss != .fourierH1 {
            conflicts.append(
                OptionConflict("truncation", "'truncation' has a meaning for the loss 'fourier_h1' only"))
        }
        return conflicts
    }

    /// How many of so many samples are kept from training: at least one, unless `validation` is 0.
    public func validationCount(of samples: Int) -> Int {
        validation == 0 ? 0 : max(Int((validation * Double(samples)).rounded()), 1)
    }

    /// What the optimiser needs to know.
    public func optimizerSettings<Scalar>(_ type: Scalar.Type) -> Optimizer<Scalar>.Settings {
        var settings = Optimizer<Scalar>.Settings()
        settings.kind = optimizer
        settings.complexMoments = complexMoments
        (settings.beta1, settings.beta2, settings.epsilon) = (beta1, beta2, epsilon)
        settings.weightDecay = weightDecay
        settings.clip = clip
        return settings
    }

    /// The learning rates.
    public var rates: LearningRateSchedule {
        var rates = LearningRateSchedule()
        rates.kind = schedule
        rates.rate = learningRate
        rates.clock = scheduleClock
        rates.epochs = scheduleEpochs ?? epochs
        (rates.every, rates.factor) = (decayEvery, decayFactor)
        rates.warmUp = warmUp
        (rates.initialDivisor, rates.finalDivisor) = (initialDivisor, finalDivisor)
        return rates
    }

    /// Whether a training of fewer epochs is the beginning of this one: so with schedules that don't span all epochs.
    public var isExtendable: Bool { !rates.dependsOnLength || scheduleEpochs != nil }
}

/// What the losses of a batch become.
public enum LossReduction: String, Hashable, Sendable, Codable, OptionChoice {
    /// Their mean: gradients don't depend on the size of a batch.
    case mean
    /// Their sum, as the original Fourier neural operator has it.
    case sum
}
