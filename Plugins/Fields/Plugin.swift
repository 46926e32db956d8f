import Ansatz

let plugin = Plugin("fields", version: "0.1.0") {
    Resample.self
    RelativeL2.self
    MaximumError.self
    RelativeH1.self
    MeanSquaredDifference.self
    ApplyOperator.self
    CompareFields.self
}
