import Ansatz

/// How many stages and methods a scenario may have: they are all checked, planned and tabulated together.
struct ScenarioLimits {
    static let stages = 1000
    static let methods = 1000

    private let decoder: OptionDecoder

    init(_ decoder: OptionDecoder) { self.decoder = decoder }

    /// Reports what is too much.
    func check(stages: [Setting.Entry]) -> Bool {
        if stages.count > Self.stages {
            decoder.report(
                "\(stages.count) stages are more than \(Self.stages)", at: stages[Self.stages].keyLocation,
                help: "write several scenarios")
            return false
        }
        var count = 0
        for stage in stages {
            let methods = stage.value["methods"]?.entries ?? []
            count += methods.count
            if count > Self.methods {
                decoder.report(
                    "the scenario has more than \(Self.methods) methods",
                    at: methods[methods.count - (count - Self.methods)].keyLocation,
                    help: "write several scenarios")
                return false
            }
        }
        return true
    }
}
