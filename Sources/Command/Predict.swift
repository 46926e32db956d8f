import Ansatz
import ArgumentParser
import Engine
import Foundation

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Applies a trained model to the samples of a file.",
        discussion: """
            MODEL is a model file, the folder of a stage that trained one, or a run directory with one model. INPUT is an \
            HDF5 file with the model's inputs by name: our own, or any other with its dimensions named. With a problem, \
            every prediction gets its certificate: the residual and, where there is one, a guaranteed bound of the error.

            Examples:
              ansatz predict runs/darcy-fno permeability.h5
              ansatz predict runs/cmp/stages/model/fno raw.h5 --input a=/run/coeff --axes sample,y,x -o u.h5
              ansatz predict model.h5 test.h5 --problem darcy --solver multigrid
            """)

    @Argument(help: "A model file, or a folder that holds one.", completion: .file())
    var model: String

    @Argument(help: "An HDF5 file with the inputs.", completion: .file(extensions: ["h5", "hdf5", "nc"]))
    var input: String

    @Option(name: .shortAndLong, help: "The file to write. Default: the input's name with -prediction.")
    var output: String?

    @Option(
        name: .customLong("input"),
        help: "The dataset of an input: --input a=/run/coefficient. May be repeated.")
    var datasets: [String] = []

    @Option(
        help: """
            Names of the dimensions, slowest first, where the file does not say them: --axes sample,y,x for all \
            inputs, --axes a=sample,y,x for one. May be repeated.
            """)
    var axes: [String] = []

    @Option(help: "Samples at a time.")
    var batch = 16

    @Option(help: "The problem that judges the predictions, as in a scenario: darcy, or '{ darcy: { source: 1 } }'.")
    var problem: String?

    @Option(help: "The solver whose flux the bound is computed with, as in a scenario.")
    var solver: String?

    @OptionGroup var threads: ThreadsArgument

    @Flag(help: "Writes over a file that is there.")
    var overwrite = false

    @OptionGroup var plugins: PluginArguments

    func validate() throws {
        guard (1...65536).contains(batch) else {
            throw ValidationError("--batch must be between 1 and 65536, not \(batch)")
        }
        for text in datasets where text.split(separator: "=", maxSplits: 1).count != 2 {
            throw ValidationError("--input takes NAME=DATASET, not '\(text)'")
        }
    }

    func run() throws {
        var request = PredictionRequest(model: model, input: input, output: output ?? standardOutput)
        request.batch = batch
        (request.problem, request.solver) = (problem, solver)
        for text in datasets {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            request.datasets[parts[0]] = parts[1]
        }
        for text in axes {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let names = (parts.last ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            request.axes[parts.count == 2 ? parts[0] : ""] = names
        }
        try refuseUnwritable(request.output)
        let loader = plugins.load()
        Interruption.install()
        do {
            let prediction = Prediction(
                registry: loader.registry, readers: FileReading.readers, threads: threads.threads)
            let outcome = try prediction.run(request)
            show(outcome, request)
        } catch ComputationError.cancelled {
            Terminal.error("interrupted: nothing was written\n")
            throw ExitCode(Interruption.exitCode)
        } catch {
            for case let failure? in loader.reports.map(\.failure) {
                Terminal.warning(failure.message, help: failure.help)
            }
            let (message, help) = FailureText.of(error)
            Terminal.failure(message, help: help)
            throw ExitCode(2)
        }
    }

    private var standardOutput: String {
        let name = URL(fileURLWithPath: input).deletingPathExtension().lastPathComponent
        return "\(name)-prediction.h5"
    }

    private func refuseUnwritable(_ path: String) throws {
        func canonical(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
        if canonical(path) == canonical(input) || canonical(path) == canonical(model) {
            Terminal.failure("the output '\(path)' is the input itself", help: "name another file with --output")
            throw ExitCode(64)
        }
        guard !overwrite, FileManager.default.fileExists(atPath: path) else { return }
        Terminal.failure("'\(path)' exists already", help: "name another file with --output, or give --overwrite")
        throw ExitCode(64)
    }

    private func show(_ outcome: Prediction.Outcome, _ request: PredictionRequest) {
        let each = outcome.samples > 0 ? outcome.seconds / Double(outcome.samples) : 0
        print(
            "\(NumberFormat.integer.string(Double(outcome.samples))) samples of \(outcome.outputs.joined(separator: ", ")) "
                + "in \(request.output), \(NumberFormat.duration.string(each)) each")
        guard !outcome.judgements.isEmpty else { return }
        let table = TextTable(
            [
                TableColumn("certificate"), .number("mean", .scientific(3)), .number("largest", .scientific(3)),
            ], rows: outcome.judgements.map { [.text($0.name), .number($0.mean), .number($0.largest)] })
        print("\n" + table.text(width: Terminal.width), terminator: "")
    }
}
