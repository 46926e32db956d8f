import Ansatz

/// The keys of a scenario, from its top down.
public enum ScenarioFormat {
    /// The keys of the file.
    public static let keys: [FormatKey] = [
        FormatKey("name", .name, isRequired: true, help: "results go to runs/<name>/"),
        FormatKey("description", .text, help: "becomes the attribute `comment` of results"),
        FormatKey("seed", .seed, default: "0", help: "seed of all random streams, from 0 to 2^64 - 1"),
        FormatKey("vars", .variables, help: "variables: ${name} elsewhere is replaced by the value of `name`"),
        FormatKey(
            "stages", .stages, isRequired: true, help: "names of stages, each with a verb and what belongs to it"),
        FormatKey("sweep", .mapping(SweepSection.keys.map(\.formatKey)), help: "what varies in `ansatz sweep`"),
    ]

    static let samples = FormatKey(
        "samples", .value(.integer, .atLeast(1)), isRequired: true,
        help: "how many samples; more of them later continue the dataset")

    static let split = FormatKey(
        "split", .counts, help: "parts in order, such as { train: 80, test: 20 }; they add up to `samples`")

    private static let fields = FormatKey(
        "fields", .value(.list(.text), nil), default: "all", help: "names of the fields to write")

    private static let storage = [
        FormatKey(
            "compression", .value(.integer, .closed(0, 9)), default: "1", help: "0 (none) to 9; it changes no value"),
        FormatKey(
            "precision", .value(.choice(FieldPrecision.allCases.map(\.rawValue)), nil), default: "float64",
            help: "of the fields in the file; computation is always in double precision"),
    ]

    /// What is counted, with what may stand behind a number of them.
    static let counted = ["steps", "step", "samples", "sample", "instances", "instance"]

    /// Keys of `output` where nothing is written in frames.
    static let output = [fields] + storage

    static let framedOutput: [FormatKey] =
        [
            fields,
            FormatKey(
                "every", .interval(units: counted), default: "first and last",
                help: "steps or instances between two frames, such as 50 steps"),
            FormatKey(
                "probes", .value(.list(.list(.number)), nil), default: "none",
                help: "points, [[x, y], ...], at which each written field is recorded in every frame"),
        ] + storage

    static let checkpoint: [FormatKey] = [
        FormatKey(
            "every", .interval(units: ["s"] + counted), default: "30 s",
            help: "time, steps, instances or samples between two saved states")
    ]

    static let order: [FormatKey] = [
        FormatKey("of", .value(.text, nil), isRequired: true, help: "the metric that falls, such as error_l2"),
        FormatKey("against", .value(.text, nil), isRequired: true, help: "what makes it fall, such as dx"),
    ]
}
