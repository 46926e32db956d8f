/// What `ansatz predict` is asked for.
public struct PredictionRequest: Sendable {
    /// A model file, or a folder that holds one.
    public var model: String
    /// An HDF5 file.
    public var input: String
    public var output: String
    /// The dataset of an input variable, where it is called otherwise.
    public var datasets: [String: String] = [:]
    /// Names of the dimensions, where the file doesn't say them: of a variable, or of all under the empty name.
    public var axes: [String: [String]] = [:]
    /// Samples at a time.
    public var batch = 16
    /// The problem that judges the predictions, as a scenario would name it.
    public var problem: String?
    /// Its solver, likewise.
    public var solver: String?

    public init(model: String, input: String, output: String) {
        self.model = model
        self.input = input
        self.output = output
    }
}
