import Ansatz

let plugin = Plugin("deeponet", version: "0.1.0") {
    DeepONet.self
    LinearOperator.self
}
