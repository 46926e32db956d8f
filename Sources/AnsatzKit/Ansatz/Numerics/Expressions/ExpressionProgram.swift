/// Where the values of a formula live while it is evaluated over a grid, and which must be computed when.
///
/// A value that depends on no axis is one number; on one axis, a table along it; on the innermost axis and others, a
/// block of a row at a time; on several axes but not the innermost, one number a row. Values that depend on no scalar
/// variable never change: they are computed once, and where changing ones use them, kept (``Place/kept`` for the grid).
struct ExpressionProgram {
    enum Place: Equatable {
        case number
        case table(axis: Int)
        case row
        case block
        case kept
    }

    struct Step {
        var operation: ExpressionOperation
        var result: Int
        var operands: (Int, Int, Int)
    }

    /// The largest grid whose unchanging values are kept rather than computed again.
    static let keptLimit = 1 << 16
    static let blockSize = 128

    /// The place of each value.
    private(set) var places: [Place] = []
    /// What to compute once: numbers and tables; then, over the grid, rows and blocks up to the kept values.
    private(set) var fixed: [Step] = []
    private(set) var fixedRows: [Step] = []
    private(set) var fixedBlocks: [Step] = []
    /// What to compute in each call: numbers and tables; then, over the grid, rows and blocks.
    private(set) var changing: [Step] = []
    private(set) var rows: [Step] = []
    private(set) var blocks: [Step] = []

    /// - Parameters:
    ///   - axisOf: the axis of each variable, `nil` for a scalar one.
    ///   - extents: the number of coordinates of each axis.
    ///   - inner: the axis that runs along a row.
    init(_ nodes: [ExpressionNode], axisOf: [Int?], extents: [Int], inner: Int?) {
        var masks = [UInt64](repeating: 0, count: nodes.count)
        var changes = [Bool](repeating: false, count: nodes.count)
        let count = extents.reduce(1, *)
        let isSingleRow = inner.map { extents[$0] == count } ?? true
        for (index, node) in nodes.enumerated() {
            switch node {
            case .constant: break
            case .variable(let number):
                // Along an axis of one coordinate a variable is a number that never changes.
                if let axis = axisOf[number] {
                    masks[index] = extents[axis] > 1 ? 1 << axis : 0
                } else {
                    changes[index] = true
                }
            case .operation(_, let a, let b, let c):
                masks[index] = masks[a] | masks[b] | masks[c]
                changes[index] = changes[a] || changes[b] || changes[c]
            }
            places.append(place(node, masks[index], inner: inner, isSingleRow: isSingleRow))
        }
        let root = nodes.count - 1
        if count <= Self.keptLimit {
            if places[root] == .block && !changes[root] { places[root] = .kept }
            for (index, node) in nodes.enumerated() where changes[index] {
                guard case .operation(_, let a, let b, let c) = node else { continue }
                for operand in [a, b, c] where places[operand] == .block && !changes[operand] {
                    places[operand] = .kept
                }
            }
        }
        schedule(nodes, changes, root)
    }

    private func place(_ node: ExpressionNode, _ mask: UInt64, inner: Int?, isSingleRow: Bool) -> Place {
        guard mask != 0, let inner else { return .number }
        if mask.nonzeroBitCount == 1 {
            if case .variable = node { return .table(axis: mask.trailingZeroBitCount) }
            return isSingleRow ? .block : .table(axis: mask.trailingZeroBitCount)
        }
        return mask & (1 << inner) != 0 ? .block : .row
    }

    private mutating func schedule(_ nodes: [ExpressionNode], _ changes: [Bool], _ root: Int) {
        let isKept = places.map { $0 == .kept }
        let inCall = Self.reachable(nodes, from: places[root] == .kept ? [] : [root], stoppingAt: isKept)
        let once = Self.reachable(nodes, from: nodes.indices.filter { isKept[$0] }, stoppingAt: [])
        for (index, node) in nodes.enumerated() {
            guard case .operation(let operation, let a, let b, let c) = node else { continue }
            let step = Step(operation: operation, result: index, operands: (a, b, c))
            switch places[index] {
            case .number, .table:
                if changes[index] { changing.append(step) } else { fixed.append(step) }
            case .row:
                if once[index] { fixedRows.append(step) }
                if inCall[index] { rows.append(step) }
            case .block, .kept:
                if once[index] { fixedBlocks.append(step) }
                if inCall[index], !isKept[index] { blocks.append(step) }
            }
        }
    }

    private static func reachable(
        _ nodes: [ExpressionNode], from roots: [Int], stoppingAt isBarrier: [Bool]
    ) -> [Bool] {
        var isReached = [Bool](repeating: false, count: nodes.count)
        for root in roots { isReached[root] = true }
        for index in nodes.indices.reversed() where isReached[index] {
            if !isBarrier.isEmpty, isBarrier[index] { continue }
            guard case .operation(_, let a, let b, let c) = nodes[index] else { continue }
            for operand in [a, b, c] { isReached[operand] = true }
        }
        return isReached
    }
}
