import Ansatz

/// One linear map of all numbers of the input to all numbers of the output.
struct LinearMap: TrainableOperator {
    struct Options: ComponentOptions {
        var scale = 1.0

        static let keys: [Key<Self>] = [Key("scale", \.scale, range: .positive, help: "of the first weights")]
    }

    static let info = ComponentInfo("linear_map", "One linear map")

    var options = Options()

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        [try tape.linear(inputs[0], to: task.outputs[0].axes.last?.count ?? 1, named: "map")]
    }
}
