import Ansatz

/// A YAML value that may be anything, also what a scenario does not allow.
indirect enum FuzzNode {
    case scalar(String)
    case list([FuzzNode])
    case map([(key: String, value: FuzzNode)])
    /// Put into the text as it stands: aliases, broken quotes.
    case raw(String)
    /// Something before a value: an anchor or a tag.
    case marked(String, FuzzNode)

    init(_ setting: Setting) {
        switch setting.content {
        case .scalar(let text, _): self = .scalar(text)
        case .list(let items): self = .list(items.map(FuzzNode.init))
        case .mapping(let entries): self = .map(entries.map { ($0.key, FuzzNode($0.value)) })
        }
    }

    /// Itself and everything below it.
    var count: Int {
        switch self {
        case .scalar, .raw: 1
        case .list(let items): items.reduce(1) { $0 + $1.count }
        case .map(let entries): entries.reduce(1) { $0 + $1.value.count }
        case .marked(_, let inner): 1 + inner.count
        }
    }

    /// The `number`th of itself and everything below it, in the order of the text.
    func node(_ number: Int) -> FuzzNode {
        var result = self
        var copy = self
        var left = number
        copy.change(&left) { result = $0 }
        return result
    }

    /// Changes the `number`th node.
    mutating func change(at number: Int, _ body: (inout FuzzNode) -> Void) {
        var left = number
        change(&left, body)
    }

    private mutating func change(_ left: inout Int, _ body: (inout FuzzNode) -> Void) {
        if left == 0 {
            left = -1
            return body(&self)
        }
        left -= 1
        switch self {
        case .scalar, .raw: break
        case .list(var items):
            for index in items.indices where left >= 0 { items[index].change(&left, body) }
            self = .list(items)
        case .map(var entries):
            for index in entries.indices where left >= 0 { entries[index].value.change(&left, body) }
            self = .map(entries)
        case .marked(let mark, var inner):
            inner.change(&left, body)
            self = .marked(mark, inner)
        }
    }

    /// The paths of all values, as `--set` writes them.
    func paths(_ prefix: String = "") -> [String] {
        switch self {
        case .scalar, .raw, .marked: [prefix]
        case .list(let items):
            [prefix] + items.prefix(20).enumerated().flatMap { $1.paths("\(prefix)[\($0)]") }
        case .map(let entries):
            [prefix] + entries.prefix(50).flatMap { $0.value.paths(prefix.isEmpty ? $0.key : "\(prefix).\($0.key)") }
        }
    }
}
