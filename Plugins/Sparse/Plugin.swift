import Ansatz

let plugin = Plugin("sparse", version: "0.1.0") {
}
