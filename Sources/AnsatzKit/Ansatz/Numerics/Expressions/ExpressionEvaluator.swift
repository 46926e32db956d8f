/// Evaluates a formula over all points of a grid, again and again, without allocating.
///
/// Some variables run along axes; the others, such as the time `t`, are scalars that change from call to call. What
/// depends only on scalars is computed once a call, what depends on one axis once for each of its coordinates, and what
/// depends on no scalar once ever. The results have the same bits as ``Expression/value(_:)`` at each point.
///
/// ```swift
/// let formula = try Expression("sin(x) * exp(-y * t)", variables: ["t", "y", "x"])
/// let evaluator = try ExpressionEvaluator(formula, grid: [("y", yCoordinates), ("x", xCoordinates)])
/// evaluator.evaluate(time: 0.5, into: buffer)
/// ```
///
/// Not Sendable: it holds scratch memory, so each thread has its own.
public final class ExpressionEvaluator {
    public static let axisLimit = 16

    public let expression: Expression
    /// The number of coordinates along each axis, slowest first.
    public let extents: [Int]
    /// The number of points: the product of ``extents``.
    public let count: Int
    /// The variables that run along no axis.
    public let scalars: [String]
    /// Whether the values depend on a scalar variable, so that calls may differ.
    public let isChanging: Bool

    private let program: ExpressionProgram
    private let inner: Int?
    private let rowLength: Int
    private let time: Int?
    /// The memory of all values, and where in it each begins.
    private let memory: UnsafeMutablePointer<Double>
    private let bases: [UnsafeMutablePointer<Double>]
    private let scalarNodes: [(name: String, node: Int)]
    private let root: Int
    /// The coordinate index along each axis of the row at hand.
    private var indices: [Int]

    /// An evaluator over the product of axes, slowest first.
    public convenience init(
        _ expression: Expression, grid: [(name: String, coordinates: [Double])]
    ) throws(ExpressionError) {
        try self.init(expression, axes: grid.map { [$0.name: $0.coordinates] })
    }

    /// An evaluator over the product of axes, slowest first, where several variables may run along one axis: scattered
    /// points are one axis with all coordinates on it.
    ///
    /// - Parameter axes: for each axis, the values of each variable that runs along it.
    /// - Throws: ``ExpressionError`` where a name occurs twice, the lists of an axis differ in length, or the number of
    ///   points does not fit an `Int`. Names that the formula does not know are ignored.
    public init(_ expression: Expression, axes: [[String: [Double]]]) throws(ExpressionError) {
        let extents = try Self.extents(of: axes)
        guard let count = Tensor<Double>.elementCount(of: extents) else {
            throw ExpressionError("a grid of \(extents.map(String.init).joined(separator: " x ")) is too large", at: 0)
        }
        let inner = extents.lastIndex { $0 > 1 }
        let names = expression.variables
        let axisOf = names.map { name in axes.firstIndex { $0[name] != nil } }
        let program = ExpressionProgram(expression.nodes, axisOf: axisOf, extents: extents, inner: inner)
        let sizes = program.places.map { place in
            switch place {
            case .number, .row: 1
            case .table(let axis): extents[axis]
            case .block: min(ExpressionProgram.blockSize, count)
            case .kept: count
            }
        }
        let memory = UnsafeMutablePointer<Double>.allocate(capacity: max(1, sizes.reduce(0, +)))
        memory.initialize(repeating: .nan, count: max(1, sizes.reduce(0, +)))
        var bases: [UnsafeMutablePointer<Double>] = []
        var next = memory
        for size in sizes {
            bases.append(next)
            next += size
        }
        var scalarNodes: [(name: String, node: Int)] = []
        for (index, node) in expression.nodes.enumerated() {
            switch node {
            case .constant(let bits): bases[index].pointee = Double(bitPattern: bits)
            case .variable(let number):
                if let axis = axisOf[number], let coordinates = axes[axis][names[number]] {
                    for (place, value) in coordinates.prefix(sizes[index]).enumerated() { bases[index][place] = value }
                } else {
                    scalarNodes.append((names[number], index))
                }
            case .operation: break
            }
        }
        self.expression = expression
        self.extents = extents
        self.count = count
        scalars = names.indices.filter { axisOf[$0] == nil }.map { names[$0] }
        isChanging = !scalarNodes.isEmpty
        self.program = program
        self.inner = inner
        rowLength = inner.map { extents[$0] } ?? 1
        time = scalarNodes.first { $0.name == "t" }?.node
        self.memory = memory
        self.bases = bases
        self.scalarNodes = scalarNodes
        root = expression.nodes.count - 1
        indices = [Int](repeating: 0, count: extents.count)
        if count > 0 {
            compute(program.fixed)
            if !program.fixedBlocks.isEmpty { sweep(program.fixedRows, program.fixedBlocks, into: nil) }
        }
    }

    deinit { memory.deallocate() }

    private static func extents(of axes: [[String: [Double]]]) throws(ExpressionError) -> [Int] {
        guard axes.count <= axisLimit else {
            throw ExpressionError("\(axes.count) axes are more than \(axisLimit)", at: 0)
        }
        var extents: [Int] = []
        var seen: Set<String> = []
        for axis in axes {
            guard Set(axis.values.map(\.count)).count == 1 else {
                let names = Suggestion.list(axis.keys.sorted())
                throw ExpressionError("the coordinates of \(names) along one axis differ in number", at: 0)
            }
            for name in axis.keys.sorted() where !seen.insert(name).inserted {
                throw ExpressionError("variable '\(name)' runs along two axes", at: 0)
            }
            extents.append(axis.values.first?.count ?? 0)
        }
        return extents
    }

    /// Sets a scalar variable other than the time. Until then it is NaN, and so is what depends on it.
    public func set(_ value: Double, for name: String) {
        for scalar in scalarNodes where scalar.name == name { bases[scalar.node].pointee = value }
    }

    /// Writes the values at all points, row-major.
    ///
    /// - Parameters:
    ///   - time: the value of the variable `t`, where the formula uses it.
    ///   - result: memory for ``count`` numbers.
    public func evaluate(time: Double = 0, into result: UnsafeMutableBufferPointer<Double>) {
        precondition(result.count == count, "a buffer of \(result.count) does not hold \(count) points")
        guard let output = result.baseAddress, count > 0 else { return }
        if let node = self.time { bases[node].pointee = time }
        compute(program.changing)
        let base = bases[root]
        switch program.places[root] {
        case .kept: output.update(from: base, count: count)
        case .number: output.update(repeating: base.pointee, count: count)
        case .table, .row, .block: sweep(program.rows, program.blocks, into: output)
        }
    }

    /// The values at all points, row-major.
    public func values(time: Double = 0) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { buffer, filled in
            evaluate(time: time, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            filled = count
        }
    }

    /// Computes numbers and tables.
    private func compute(_ steps: [ExpressionProgram.Step]) {
        for step in steps {
            let (a, b, c) = step.operands
            var length = 1
            if case .table(let axis) = program.places[step.result] { length = extents[axis] }
            if length == 1 {
                bases[step.result].pointee = step.operation(bases[a].pointee, bases[b].pointee, bases[c].pointee)
            } else {
                step.operation.apply(
                    whole(a), whole(b), whole(c), into: bases[step.result], count: length)
            }
        }
    }

    private func whole(_ node: Int) -> ExpressionOperand {
        ExpressionOperand(base: bases[node], isScalar: program.places[node] == .number)
    }

    /// Runs over the grid row by row, and along each row block by block.
    private func sweep(
        _ rows: [ExpressionProgram.Step], _ blocks: [ExpressionProgram.Step], into output: UnsafeMutablePointer<Double>?
    ) {
        for axis in indices.indices { indices[axis] = 0 }
        var start = 0
        while start < count {
            for step in rows {
                let (a, b, c) = step.operands
                bases[step.result].pointee = step.operation(
                    operand(a, start, 0).base.pointee, operand(b, start, 0).base.pointee,
                    operand(c, start, 0).base.pointee)
            }
            var column = 0
            while column < rowLength {
                let length = min(ExpressionProgram.blockSize, rowLength - column)
                for step in blocks {
                    let (a, b, c) = step.operands
                    var target = bases[step.result]
                    if program.places[step.result] == .kept {
                        target += start + column
                    } else if step.result == root, let output {
                        target = output + start + column
                    }
                    step.operation.apply(
                        operand(a, start, column), operand(b, start, column), operand(c, start, column), into: target,
                        count: length)
                }
                if let output, program.places[root] != .block {
                    let value = operand(root, start, column)
                    if value.isScalar {
                        (output + start + column).update(repeating: value.base.pointee, count: length)
                    } else {
                        (output + start + column).update(from: value.base, count: length)
                    }
                }
                column += length
            }
            start += rowLength
            advanceRow()
        }
    }

    /// The part of a value that belongs to a block of the row that starts at point `start`.
    @inline(__always)
    private func operand(_ node: Int, _ start: Int, _ column: Int) -> ExpressionOperand {
        let base = bases[node]
        switch program.places[node] {
        case .number, .row: return ExpressionOperand(base: base, isScalar: true)
        case .table(let axis):
            return axis == inner
                ? ExpressionOperand(base: base + column, isScalar: false)
                : ExpressionOperand(base: base + indices[axis], isScalar: true)
        case .block: return ExpressionOperand(base: base, isScalar: false)
        case .kept: return ExpressionOperand(base: base + start + column, isScalar: false)
        }
    }

    private func advanceRow() {
        guard var axis = inner else { return }
        while axis > 0 {
            axis -= 1
            indices[axis] += 1
            if indices[axis] < extents[axis] { return }
            indices[axis] = 0
        }
    }
}
