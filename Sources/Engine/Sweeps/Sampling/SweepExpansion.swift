import Ansatz

/// Makes the members of a sweep.
struct SweepExpansion {
    private let definition: SweepDefinition
    private let values: [SweepValues]
    private let location: SourceLocation?

    /// - Parameter wholeNumbers: the axes, by index, that take whole numbers only.
    init(_ definition: SweepDefinition, wholeNumbers: Set<Int>, section: Setting?) {
        self.definition = definition
        location = section?["over"]?.location ?? section?.location
        values = definition.axes.enumerated().map { SweepValues(axis: $1, isWhole: wholeNumbers.contains($0)) }
    }

    /// - Throws: where there are too many, axes of a list have unlike lengths, or values come twice.
    func members() throws(Diagnostics) -> [SweepMember] {
        let rows =
            switch definition.kind {
            case .grid: try grid()
            case .list: try list()
            case .random, .halton: try drawn()
            }
        let members = rows.enumerated().map { SweepMember(number: $0, values: $1, axes: definition.axes) }
        return members
    }

    private func all(mustDiffer: Bool) throws(Diagnostics) -> [[Setting]] {
        var columns: [[Setting]] = []
        var diagnostics: [Diagnostic] = []
        for axis in values {
            do throws(Diagnostics) { columns.append(try axis.all(mustDiffer: mustDiffer)) } catch {
                diagnostics += error.all
            }
        }
        if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
        return columns
    }

    private func grid() throws(Diagnostics) -> [[Setting]] {
        let columns = try all(mustDiffer: true)
        let total = columns.reduce((count: 1, overflow: false)) { total, column in
            let (count, overflow) = total.count.multipliedReportingOverflow(by: column.count)
            return (count, total.overflow || overflow)
        }
        guard !total.overflow, total.count <= SweepDefinition.memberLimit else {
            let product = columns.map { String($0.count) }.joined(separator: " x ")
            let count = total.overflow ? "more than \(Int.max)" : NumberFormat.grouped(total.count)
            throw Diagnostics(
                "the grid has \(product)\(columns.count > 1 ? ", which is \(count)" : "") members; a sweep has at most "
                    + NumberFormat.grouped(SweepDefinition.memberLimit),
                at: location, help: "use fewer values, or kind 'halton' with as many samples as you can afford")
        }
        return (0..<total.count).map { number in
            var rest = number
            return columns.reversed().map { column in
                defer { rest /= column.count }
                return column[rest % column.count]
            }.reversed()
        }
    }

    private func list() throws(Diagnostics) -> [[Setting]] {
        let columns = try all(mustDiffer: false)
        let count = columns.first?.count ?? 0
        if let other = columns.indices.first(where: { columns[$0].count != count }) {
            throw Diagnostics(
                "the axes of a list must be equally long, but '\(definition.axes[0].pathText)' has \(count) and "
                    + "'\(definition.axes[other].pathText)' has \(columns[other].count) values",
                at: definition.axes[other].location, help: "kind 'grid' takes every combination")
        }
        return (0..<count).map { number in columns.map { $0[number] } }
    }

    private func drawn() throws(Diagnostics) -> [[Setting]] {
        let halton =
            definition.kind == .halton ? HaltonSequence(dimensions: values.count, seed: definition.seed) : nil
        let streams = definition.axes.map {
            RandomStream(seed: definition.seed, stage: "sweep", purpose: "random \($0.pathText)")
        }
        var rows: [[Setting]] = []
        for number in 0..<(definition.samples ?? 0) {
            var row: [Setting] = []
            for (index, axis) in values.enumerated() {
                let fraction =
                    halton?.coordinate(index, ofPoint: number)
                    ?? Double(streams[index].word(at: UInt64(number)) >> 11) * 0x1p-53
                row.append(try axis.drawn(fraction))
            }
            rows.append(row)
        }
        return rows
    }
}
