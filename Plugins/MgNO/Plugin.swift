import Ansatz

let plugin = Plugin("mgno", version: "0.1.0") {
    MgNO.self
}
