/// Reads a formula by precedence climbing, straight into its graph of values.
struct ExpressionParser {
    private let tokens: [ExpressionToken]
    private let variables: [String]
    private var position = 0
    private var depth = 0
    private var graph = ExpressionGraph()

    init(_ text: String, variables: [String]) throws(ExpressionError) {
        guard text.unicodeScalars.count <= Expression.lengthLimit else {
            throw ExpressionError(
                "the formula has \(text.unicodeScalars.count) characters, more than \(Expression.lengthLimit)",
                at: Expression.lengthLimit, help: "put the values into a dataset")
        }
        tokens = try ExpressionToken.tokens(of: text)
        self.variables = variables
    }

    mutating func parse() throws(ExpressionError) -> [ExpressionNode] {
        guard tokens.count > 1 else { throw ExpressionError("the formula is empty", at: 0) }
        let root = try comparison()
        guard token.kind == .end else { throw unexpected() }
        return graph.pruned(to: root)
    }

    private var token: ExpressionToken { tokens[position] }

    /// Moves past a symbol, where it comes next.
    private mutating func take(_ symbols: String...) -> String? {
        guard case .symbol(let symbol) = token.kind, symbols.contains(symbol) else { return nil }
        position += 1
        return symbol
    }

    private mutating func nested(
        _ body: (inout ExpressionParser) throws(ExpressionError) -> Int
    ) throws(ExpressionError) -> Int {
        guard depth < Expression.depthLimit else {
            throw ExpressionError("the formula nests deeper than \(Expression.depthLimit) levels", at: token.offset)
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    private mutating func comparison() throws(ExpressionError) -> Int {
        let left = try sum()
        guard let symbol = take("<", "<=", ">", ">=", "==", "!=") else { return left }
        let operation: ExpressionOperation =
            switch symbol {
            case "<": .less
            case "<=": .lessOrEqual
            case ">": .greater
            case ">=": .greaterOrEqual
            case "==": .equal
            default: .notEqual
            }
        let right = try sum()
        if case .symbol(let next) = token.kind, ["<", "<=", ">", ">=", "==", "!="].contains(next) {
            throw ExpressionError(
                "comparisons do not chain", at: token.offset, help: "multiply two comparisons: (a < b)*(b < c)")
        }
        return graph.operation(operation, [left, right])
    }

    private mutating func sum() throws(ExpressionError) -> Int {
        var value = try product()
        while let symbol = take("+", "-") {
            value = graph.operation(symbol == "+" ? .add : .subtract, [value, try product()])
        }
        return value
    }

    private mutating func product() throws(ExpressionError) -> Int {
        var value = try signed()
        while let symbol = take("*", "/") {
            value = graph.operation(symbol == "*" ? .multiply : .divide, [value, try signed()])
        }
        return value
    }

    private mutating func signed() throws(ExpressionError) -> Int {
        guard let symbol = take("-", "+") else { return try power() }
        let value = try nested { (parser) throws(ExpressionError) in try parser.signed() }
        return symbol == "-" ? graph.operation(.negate, [value]) : value
    }

    private mutating func power() throws(ExpressionError) -> Int {
        let base = try primary()
        guard take("^", "**") != nil else { return base }
        let exponent = try nested { (parser) throws(ExpressionError) in try parser.signed() }
        return graph.operation(.power, [base, exponent])
    }

    private mutating func primary() throws(ExpressionError) -> Int {
        let first = token
        switch first.kind {
        case .number(let value):
            position += 1
            return graph.constant(value)
        case .name(let name):
            position += 1
            if token.kind == .symbol("(") { return try call(name, at: first.offset) }
            return try named(name, at: first.offset)
        case .symbol("("):
            position += 1
            let value = try nested { (parser) throws(ExpressionError) in try parser.comparison() }
            guard take(")") != nil else { throw unclosed(first.offset) }
            return value
        default:
            throw unexpected()
        }
    }

    private mutating func named(_ name: String, at offset: Int) throws(ExpressionError) -> Int {
        if let number = variables.firstIndex(of: name) { return graph.variable(number) }
        if let value = ExpressionOperation.constants[name] { return graph.constant(value) }
        if ExpressionOperation.functions[name] != nil {
            throw ExpressionError("'\(name)' is a function", at: offset, help: "write \(name)(...)")
        }
        let constants = ["pi", "tau", "e"].filter { !variables.contains($0) }
        let help: String
        if let near = Suggestion.closest(to: name, among: variables + constants) {
            help = "did you mean '\(near)'?"
        } else if variables.isEmpty {
            help = "a number is expected here; the constants are \(Suggestion.list(constants))"
        } else {
            help = "the variables are \(Suggestion.list(variables))"
        }
        throw ExpressionError("unknown variable '\(name)'", at: offset, help: help)
    }

    private mutating func call(_ name: String, at offset: Int) throws(ExpressionError) -> Int {
        guard let operation = ExpressionOperation.functions[name] else {
            if variables.contains(name) || ExpressionOperation.constants[name] != nil {
                throw ExpressionError(
                    "'\(name)' is not a function", at: offset, help: "to multiply, write \(name)*(...)")
            }
            let names = ExpressionOperation.functions.keys.sorted()
            let near = Suggestion.closest(to: name, among: names)
            throw ExpressionError(
                "unknown function '\(name)'", at: offset,
                help: near.map { "did you mean '\($0)'?" } ?? "the functions are \(names.joined(separator: ", "))")
        }
        let open = token.offset
        position += 1
        var values: [Int] = []
        if token.kind != .symbol(")") {
            repeat {
                values.append(try nested { (parser) throws(ExpressionError) in try parser.comparison() })
            } while take(",") != nil
        }
        guard take(")") != nil else { throw unclosed(open) }
        if (operation == .minimum || operation == .maximum), values.count >= 2 {
            return values.dropFirst().reduce(values[0]) { graph.operation(operation, [$0, $1]) }
        }
        guard values.count == operation.operandCount else {
            let expected = operation.operandCount
            throw ExpressionError(
                "'\(name)' takes \(expected) \(expected == 1 ? "value" : "values"), not \(values.count)", at: offset)
        }
        return graph.operation(operation, values)
    }

    /// What to say of a parenthesis whose end is missing where the present token stands.
    private func unclosed(_ open: Int) -> ExpressionError {
        token.kind == .end ? ExpressionError("'(' is not closed", at: open) : unexpected()
    }

    /// Whether the present token is a name that means nothing here, right after a value: `m` in `5 m^2/s`.
    private var followsLikeUnit: Bool {
        guard case .name(let name) = token.kind, name.unicodeScalars.first?.properties.isAlphabetic == true else {
            return false
        }
        return !variables.contains(name) && ExpressionOperation.constants[name] == nil
            && ExpressionOperation.functions[name] == nil
    }

    private func unexpected() -> ExpressionError {
        switch token.kind {
        case .end:
            return ExpressionError("the formula ends where a value is expected", at: token.offset)
        case .symbol(")"):
            let follows = position > 0 && tokens[position - 1].isOperator
            return ExpressionError(
                follows || depth > 0 ? "a value is expected before ')'" : "')' closes nothing", at: token.offset)
        case .number, .name, .symbol("("):
            return ExpressionError(
                "an operator is missing before '\(token.text)'", at: token.offset,
                help: (followsLikeUnit ? "units are not written in formulas; " : "") + "to multiply, write '*'")
        case .symbol(let symbol):
            return ExpressionError("a value is expected before '\(symbol)'", at: token.offset)
        }
    }
}

extension ExpressionToken {
    fileprivate var isOperator: Bool {
        if case .symbol(let symbol) = kind { symbol != ")" } else { false }
    }
}
