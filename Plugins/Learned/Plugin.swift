import Ansatz

let plugin = Plugin("learned", version: "0.1.0") {
    LearnedPreconditioner.self
    GuessingSolver.self
}
