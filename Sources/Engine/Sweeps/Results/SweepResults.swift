import Ansatz

/// The results of a sweep as one file that netCDF-4 programs open.
///
/// Of a grid, each parameter is a dimension with coordinates, and each metric `stage.method.metric` a variable over all
/// of them. Otherwise everything lies along `member`, parameters as coordinates. Members without a result are NaN;
/// `status` says why, `folder` where they are. Nothing in it depends on time or place.
struct SweepResults {
    private let summary: SweepSummary
    private let plan: SweepPlan

    init(_ summary: SweepSummary, _ plan: SweepPlan) {
        self.summary = summary
        self.plan = plan
    }

    func write(to path: String) throws { try DatasetWriter.write(dataset(), to: path) }

    private func dataset() throws -> Dataset {
        let isGrid = summary.definition.kind == .grid
        let columns = Columns(summary)
        let axes =
            isGrid
            ? columns.all.map { $0.axis(of: $0.distinct(in: summary)) }
            : [Axis.index("member", count: summary.members.count, role: .sample)]
        let shape = axes.map(\.count)
        var fields: [Field] = []
        var texts: [TextField] = []
        for column in columns.all {
            if !isGrid, let numbers = column.numbers(column.values) {
                fields.append(
                    try Field(
                        column.name, axes: axes, Tensor(numbers), longName: column.path))
            } else if !isGrid {
                texts.append(try TextField(column.name, axes: axes, column.texts(column.values), longName: column.path))
            } else if column.numbers(column.values) == nil {
                let values = column.distinct(in: summary)
                texts.append(
                    try TextField(
                        column.name, axes: [column.axis(of: values)], column.texts(values), longName: column.path))
            }
        }
        for place in summary.places {
            for name in summary.metricNames(of: place) {
                let values = summary.members.map { $0.metrics[place]?[name] ?? .nan }
                fields.append(
                    try Field("\(place).\(name)", axes: axes, Tensor(values).reshaped(shape), longName: ""))
            }
        }
        texts.append(try TextField("status", axes: axes, summary.members.map(\.status.rawValue)))
        texts.append(try TextField("folder", axes: axes, summary.members.map { "members/\($0.member.folder)" }))
        var dataset = try Dataset(fields, attributes: attributes(isGrid ? [] : columns.all.map(\.name)))
        dataset.texts = texts
        return dataset
    }

    private func attributes(_ coordinates: [String]) -> [Attribute] {
        var attributes = [
            Attribute(
                "title",
                .text("\(summary.name): \(summary.definition.kind.rawValue) of \(summary.members.count) members")),
            Attribute("source", .text("Ansatz \(AnsatzVersion.current)")),
            Attribute("configuration", .text(CanonicalJSON.text(plan.json))),
            Attribute("scenario", .text(plan.base.tree.file.text)),
            Attribute("core", .text(CoreBuild.current.fingerprintText)),
        ]
        if !coordinates.isEmpty {
            attributes.append(Attribute("coordinates", .text(coordinates.joined(separator: " "))))
        }
        return attributes
    }
}

/// The parameters of a sweep as columns.
struct Columns {
    struct Column {
        var name: String
        var path: String
        var index: Int
        /// One a member.
        var values: [Setting]

        /// The values as numbers, where all are.
        func numbers(_ values: [Setting]) -> [Double]? {
            let numbers = values.compactMap(SweepValues.number)
            return numbers.count == values.count ? numbers : nil
        }

        func texts(_ values: [Setting]) -> [String] {
            values.map { setting in
                if case .scalar(let text, _) = setting.content { text } else { SettingText.of(setting) }
            }
        }

        /// The values in the order of a grid's axis.
        func distinct(in summary: SweepSummary) -> [Setting] {
            var seen: Set<String> = []
            return values.filter { seen.insert(SweepValues.identity($0)).inserted }
        }

        func axis(of values: [Setting]) -> Axis {
            Axis(
                name, .explicit(numbers(values) ?? values.indices.map(Double.init)), longName: path, role: .parameter)
        }
    }

    let all: [Column]

    init(_ summary: SweepSummary) {
        all = summary.definition.axes.enumerated().map { index, axis in
            Column(
                name: axis.name, path: axis.pathText, index: index,
                values: summary.members.map { $0.member.values[index] })
        }
    }
}
