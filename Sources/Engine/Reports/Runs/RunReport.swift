import Ansatz

/// The report of a run: verdict, tables, certificates, curves, fields, and all it takes to do it again.
///
/// Everything but the summary is read from the run's directory, so a report can be rebuilt at any time. Large results
/// are read in pieces: besides the frames that are drawn, at most a few MiB are held.
///
/// ```swift
/// let directory = RunDirectory(existing: "runs/heat-sor-bandit")
/// try RunReport(summary: RunSummary(of: directory), directory: directory, readers: readers).write()
/// ```
public struct RunReport {
    public let document: ReportDocument
    private let directory: RunDirectory

    /// Results that can't be read leave a note in their place.
    ///
    /// - Parameter readers: open results that are not as the run left them.
    public init(summary: RunSummary, directory: RunDirectory, readers: InputReaders) {
        self.directory = directory
        let record = RunRecord(directory)
        var sections = [ReportSection("Results", RunResults.blocks(summary))]
        sections += RunResults.certificates(summary).map { [ReportSection("Certificates", [$0])] } ?? []
        for stage in summary.stages {
            let results = StageResults(stage, directory: directory, readers: readers)
            let references = summary.stages.compactMap(\.comparison).filter { $0.stage == stage.name }
                .compactMap(\.against)
            let blocks =
                StageCurves(results, against: references).blocks + StageFields(results).blocks
                + LearningFigures(results).blocks + results.notices
            if !blocks.isEmpty { sections.append(ReportSection("\(stage.name): \(stage.verb.rawValue)", blocks)) }
        }
        sections.append(ReportSection("Timeline", [.timeline(RunResults.timeline(summary))]))
        sections += record.sections(summary, directory: directory)
        document = ReportDocument(
            title: summary.name, subtitle: record.subtitle(summary), verdict: Self.verdict(summary),
            statement: Self.statement(summary), sections: sections,
            footer: "Ansatz \(record.version). This page is one file: it loads nothing and runs no scripts.")
    }

    /// Writes `report.html` into the run's directory, complete or not at all.
    ///
    /// - Throws: `StorageError` where the folder can't be written to.
    public func write() throws { try AtomicFile.write(document.html, to: directory.report) }

    private static func verdict(_ summary: RunSummary) -> Verdict {
        switch summary.status {
        case .interrupted: .interrupted
        case .failed, .skipped: .failed
        case .ok: summary.warnings.isEmpty && !summary.methods.contains { $0.usesFallback } ? .ok : .warning
        }
    }

    /// What the verdict rests on, in a sentence.
    private static func statement(_ summary: RunSummary) -> String {
        let methods = summary.methods
        let finished = methods.count { $0.status == .ok }
        let certified = methods.count { $0.status == .ok && $0.certificate?.isValid == true }
        let fallbacks = methods.count { $0.usesFallback }
        let reused = methods.count { $0.action == .reuse }
        var parts = [
            finished == methods.count
                ? "\(counted(finished, "result")) finished"
                : "\(finished) of \(counted(methods.count, "result")) finished",
            certified == finished
                ? "every certificate holds" : "\(counted(certified, "certificate")) of \(finished) hold",
        ]
        if finished == 0 { parts.removeLast() }
        if reused > 0 { parts.append("\(reused) reused from an earlier run") }
        if fallbacks > 0 { parts.append("\(counted(fallbacks, "result")) by a fallback") }
        if !summary.warnings.isEmpty { parts.append(counted(summary.warnings.count, "warning")) }
        if summary.status == .interrupted { parts.append("the same command goes on from here") }
        return parts.joined(separator: ", ")
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)" + (count == 1 ? "" : "s")
    }
}
