import Ansatz

/// The smallest operator that can be trained.
let plugin = Plugin("learning", version: "1.0.0") {
    LinearMap.self
    Lines.self
}
