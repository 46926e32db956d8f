/// One value of a formula: a constant, a variable, or an operation on earlier values.
enum ExpressionNode: Hashable, Sendable {
    case constant(bits: UInt64)
    case variable(Int)
    case operation(ExpressionOperation, Int, Int, Int)

    var constant: Double? {
        if case .constant(let bits) = self { Double(bitPattern: bits) } else { nil }
    }
}

/// A formula being built, as a list of values in which operands come before their use and equal values appear once.
struct ExpressionGraph {
    private(set) var nodes: [ExpressionNode] = []
    private var known: [ExpressionNode: Int] = [:]

    private mutating func index(of node: ExpressionNode) -> Int {
        if let index = known[node] { return index }
        nodes.append(node)
        known[node] = nodes.count - 1
        return nodes.count - 1
    }

    mutating func constant(_ value: Double) -> Int { index(of: .constant(bits: value.bitPattern)) }

    mutating func variable(_ number: Int) -> Int { index(of: .variable(number)) }

    /// The value of an operation: folded where all operands are constants. Small whole powers become products, which
    /// are as exact as `pow` to within a rounding or two and much faster.
    mutating func operation(_ operation: ExpressionOperation, _ operands: [Int]) -> Int {
        let a = operands[0]
        let b = operands.count > 1 ? operands[1] : a
        let c = operands.count > 2 ? operands[2] : a
        if let x = nodes[a].constant, let y = nodes[b].constant, let z = nodes[c].constant {
            return constant(operation(x, y, z))
        }
        switch operation {
        case .power where nodes[b].constant == 1: return a
        case .power where nodes[b].constant == 2: return index(of: .operation(.square, a, a, a))
        case .power where nodes[b].constant == 3:
            let square = index(of: .operation(.square, a, a, a))
            return index(of: .operation(.multiply, square, a, a))
        case .power where nodes[b].constant == 4:
            let square = index(of: .operation(.square, a, a, a))
            return index(of: .operation(.square, square, square, square))
        case .choose:
            guard let condition = nodes[a].constant else { break }
            return condition != 0 ? b : c
        default: break
        }
        return index(of: .operation(operation, a, b, operands.count > 2 ? c : a))
    }

    /// The values that `root` needs, renumbered, with `root` last.
    func pruned(to root: Int) -> [ExpressionNode] {
        var isNeeded = [Bool](repeating: false, count: nodes.count)
        isNeeded[root] = true
        for index in (0...root).reversed() where isNeeded[index] {
            if case .operation(_, let a, let b, let c) = nodes[index] {
                isNeeded[a] = true
                isNeeded[b] = true
                isNeeded[c] = true
            }
        }
        var number = [Int](repeating: 0, count: nodes.count)
        var kept: [ExpressionNode] = []
        for index in 0...root where isNeeded[index] {
            number[index] = kept.count
            if case .operation(let operation, let a, let b, let c) = nodes[index] {
                kept.append(.operation(operation, number[a], number[b], number[c]))
            } else {
                kept.append(nodes[index])
            }
        }
        return kept
    }
}
