import Ansatz

/// What the summary of a run alone tells: tables, certificates, failures, the order of events.
enum RunResults {
    /// Failures first, then comparisons, then a table of all metrics for each stage.
    static func blocks(_ summary: RunSummary) -> [ReportBlock] {
        var blocks: [ReportBlock] = []
        for stage in summary.stages {
            if let error = stage.error {
                blocks.append(
                    .notice(stage.status == .skipped ? .warning : .failed, said("\(stage.name): \(error)", stage.help)))
            }
            for method in stage.methods {
                let place = place(stage, method)
                if let error = method.error {
                    blocks.append(.notice(.failed, said("\(place): \(error)", method.help)))
                }
                if method.usesFallback {
                    blocks.append(
                        .notice(.warning, "\(place): the fallback made this result, since the method's own failed"))
                }
            }
        }
        blocks += summary.warnings.map { .notice(.warning, $0) }
        for stage in summary.stages {
            guard let comparison = stage.comparison else { continue }
            blocks.append(.table(comparison.table(titled: "\(stage.name): methods of \(comparison.stage)")))
            if let chart = ConvergenceChart.figure(comparison, summary) { blocks.append(.figures([chart])) }
        }
        let tables = summary.stages.filter { !$0.methods.isEmpty }.map { ReportBlock.table(metrics($0)) }
        if summary.stages.contains(where: { $0.comparison != nil }) {
            if !tables.isEmpty { blocks.append(.details("All metrics", tables)) }
        } else {
            blocks += tables
        }
        return blocks
    }

    private static func said(_ message: String, _ help: String?) -> String {
        message + (help.map { "\n\nWhat to do: \($0)" } ?? "")
    }

    static func place(_ stage: RunSummary.Stage, _ method: RunSummary.Method) -> String {
        StageReference.path(stage: stage.name, method: method.name)
    }

    private static func metrics(_ stage: RunSummary.Stage) -> TextTable {
        let names = Set(stage.methods.flatMap(\.metrics.keys)).sorted()
        return TextTable(
            [TableColumn("method"), TableColumn("status")] + names.map { .number($0, ComparisonTable.format($0)) }
                + [.number("seconds", .duration)],
            rows: stage.methods.map { method in
                [.text(method.name ?? stage.name), .verdict(verdict(method), method.status.rawValue)]
                    + names.map { .optional(method.metrics[$0]) } + [.optional(method.seconds)]
            }, caption: "\(stage.name): all metrics")
    }

    static func verdict(_ method: RunSummary.Method) -> Verdict {
        switch method.status {
        case .ok: method.usesFallback ? .warning : .ok
        case .failed, .skipped: .failed
        case .interrupted: .interrupted
        }
    }

    /// A row for every check of every certificate; `nil` where there is none.
    static func certificates(_ summary: RunSummary) -> ReportBlock? {
        var rows: [[TableCell]] = []
        for stage in summary.stages {
            for method in stage.methods {
                for check in method.certificate?.checks ?? [] {
                    rows.append([
                        .text(stage.name), .text(method.name ?? ""), .text(check.meaning), .number(check.value),
                        .number(check.limit), check.passes ? .verdict(.ok, "holds") : .verdict(.failed, "fails"),
                    ])
                }
            }
        }
        guard !rows.isEmpty else { return nil }
        return .table(
            TextTable(
                [
                    TableColumn("stage"), TableColumn("method"), TableColumn("what was checked"),
                    .number("value", .scientific(3)), .number("at most", .scientific(3)), TableColumn("verdict"),
                ], rows: rows,
                caption: "Computed from the results by the problems themselves, not by the methods that are judged."))
    }

    /// What was done in this call, reused, or left out, and why.
    static func timeline(_ summary: RunSummary) -> [TimelineEntry] {
        summary.stages.flatMap { stage -> [TimelineEntry] in
            guard !stage.methods.isEmpty else {
                let isSkipped = stage.status == .skipped
                return [
                    TimelineEntry(
                        stage: stage.name, action: isSkipped ? .skipped : .ran, reason: stage.error ?? "",
                        start: isSkipped ? nil : stage.start, seconds: isSkipped ? nil : stage.seconds,
                        verdict: stage.status == .ok ? .ok : stage.status == .skipped ? .warning : .failed)
                ]
            }
            return stage.methods.map { method in
                let action: TimelineEntry.Action =
                    switch method.action {
                    case .run, nil: .ran
                    case .resume, .extend: .resumed
                    case .reuse: .reused
                    }
                return TimelineEntry(
                    stage: stage.name, method: method.name, action: action, reason: method.reason,
                    start: action == .reused ? nil : method.start, seconds: action == .reused ? nil : method.elapsed,
                    verdict: verdict(method))
            }
        }
    }
}

extension RunSummary {
    /// The methods of all stages.
    var methods: [Method] { stages.flatMap(\.methods) }
}
