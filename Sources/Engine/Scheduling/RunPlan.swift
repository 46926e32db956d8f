public import Ansatz
import Foundation

/// What a run would do: the decision for each method with its reason, and what it needs.
public struct RunPlan: Sendable {
    public let table: TextTable
    /// What would stop the run before it starts.
    public let obstacles: [Diagnostic]

    /// - Throws: `Diagnostics` for input files that can't be read.
    public init(_ scenario: Scenario, directory path: String, acceptsCodeChanges: Bool, readers: InputReaders) throws {
        let directory = RunDirectory(existing: path)
        let keys = KeyMaker(scenario)
        var rows: [[TableCell]] = []
        let obstacles = RunObstacles(
            scenario, in: directory, keys: keys, acceptsCodeChanges: acceptsCodeChanges, readers: readers
        ).find()
        // A result that will be made anew has no digest yet, so what reads it is made anew too.
        var pending: Set<String> = []
        for stage in scenario.stages {
            guard case .methods(let methods, let output, _) = stage.work else {
                rows.append([.text(stage.name), .text(stage.verb.rawValue), "", "table", .missing, .missing, .missing])
                continue
            }
            for method in methods {
                let folder = ResultFolder(path: directory.results(stage: stage.name, method: method.name))
                let upstream = method.stageReferences.first { pending.contains($0.path) }
                let action: String
                if let upstream {
                    action = "run: it reads '\(upstream.path)', which runs first"
                } else if !method.inputFiles.isEmpty && !obstacles.isEmpty {
                    action = "can't run: see below"
                } else {
                    let key = try keys.key(
                        for: method, of: stage, output: output, upstream: directory.resultDigest(of:))
                    let decision = folder.decide(key, accept: acceptsCodeChanges)
                    let (kind, reason) = Scheduler.describe(decision)
                    action = "\(kind.rawValue): \(reason)"
                }
                let place = StageReference.path(stage: stage.name, method: method.name)
                if !action.hasPrefix("reuse") { pending.insert(place) }
                let unsized = [.use, .train, .evaluate].contains(stage.verb)
                var needs: [TableCell] = [.missing, .missing, .missing]
                if let estimate = try? ResourceEstimate(
                    method, stage: stage, among: scenario.stages, output: output, readers: readers)
                {
                    let last = folder.readJSON(folder.path + "/timing.json")?["seconds"]?.double
                    needs = [
                        unsized && estimate.memory == 0
                            ? "unknown" : .text(NumberFormat.bytes.string(Double(estimate.memory))),
                        unsized ? "unknown" : .text(NumberFormat.bytes.string(Double(estimate.disk))),
                        last.map { .text("\(NumberFormat.duration.string($0)) last time") } ?? "unknown",
                    ]
                }
                rows.append(
                    [
                        .text(place), .text("\(stage.verb.rawValue) \(method.subject.entry.info.name)"),
                        .text(method.method?.entry.info.name ?? ""), .text(action),
                    ] + needs)
            }
        }
        table = TextTable(
            [
                TableColumn("stage"), TableColumn("does"), TableColumn("by"), TableColumn("action"),
                TableColumn("memory", alignment: .right), TableColumn("disk, at most", alignment: .right),
                TableColumn("time", alignment: .right),
            ], rows: rows)
        self.obstacles = obstacles
    }
}
