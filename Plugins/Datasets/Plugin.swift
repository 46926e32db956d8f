import Ansatz

let plugin = Plugin("datasets", version: "0.1.0") {
    AntiderivativeGenerator.self
    AdvectionGenerator.self
}
