import Ansatz

let plugin = Plugin("fourier", version: "0.1.0") {
    FourierNeuralOperator.self
    TensorizedFourierNeuralOperator.self
}
