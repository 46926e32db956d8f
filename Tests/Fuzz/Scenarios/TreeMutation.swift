/// Changes a scenario at the level of its tree.
struct TreeMutation {
    var random: FuzzRandom
    /// Other trees, to take parts from.
    let corpus: [FuzzNode]

    mutating func mutated(_ tree: FuzzNode) -> FuzzNode {
        var tree = tree
        for _ in 0...random.below(4) {
            if random.chance(0.08) {
                large(&tree)
            } else {
                let place = random.below(tree.count)
                let donor = random.chance(0.5) ? tree : random.pick(corpus)
                let part = donor.node(random.below(donor.count))
                tree.change(at: place) { change(&$0, part) }
            }
        }
        return tree
    }

    private mutating func change(_ node: inout FuzzNode, _ part: FuzzNode) {
        switch node {
        case .map(var entries) where random.chance(0.85):
            change(&entries, part)
            node = .map(entries)
        case .list(var items) where random.chance(0.6):
            switch random.below(5) {
            case 0 where !items.isEmpty: items.remove(at: random.below(items.count))
            case 1 where !items.isEmpty: items.append(items[random.below(items.count)])
            case 2: items.insert(part, at: random.below(items.count + 1))
            case 3: items.shuffle(using: &random)
            default: items.append(.scalar(ScalarSource.any(&random)))
            }
            node = .list(items)
        case .scalar(let text) where random.chance(0.4):
            switch random.below(4) {
            case 0: node = .scalar(ScalarSource.misspelt(text, &random))
            case 1: node = .scalar(text + ScalarSource.any(&random))
            case 2: node = .scalar("${" + random.pick(["a", "b", "n", "forcing", "missing"]) + "}")
            default: node = .scalar(ScalarSource.any(&random) + text)
            }
        default: replace(&node, part)
        }
    }

    private mutating func replace(_ node: inout FuzzNode, _ part: FuzzNode) {
        switch random.below(14) {
        case 0...4: node = .scalar(ScalarSource.any(&random))
        case 5: node = .list([node])
        case 6: node = .map([(ScalarSource.any(&random), node)])
        case 7: node = random.pick([.list([]), .map([]), .scalar("")])
        case 8: node = part
        case 9: node = .map([("stage", .scalar(stageName())), ("field", .scalar("T"))])
        case 10: node = .map([("tune", part)])
        case 11: node = .marked(random.pick(["&a", "&b", "!t", "!!int", "!!map", "!<x>", "!"]), node)
        case 12:
            node = .raw(
                random.pick(["*a", "*b", "|\n  x", ">-\n x", "? a", "'x", "\"", "[a", "{a: b", "]", "- -", "@"]))
        default:
            switch node {
            case .list(let items): node = .map(items.enumerated().map { ("k\($0)", $1) })
            case .map(let entries): node = .list(entries.map(\.value))
            default: node = .list([.scalar("1"), node, part])
            }
        }
    }

    private mutating func change(_ entries: inout [(key: String, value: FuzzNode)], _ part: FuzzNode) {
        let place = random.below(entries.count)
        switch random.below(9) {
        case 0 where !entries.isEmpty: entries.remove(at: place)
        case 1 where !entries.isEmpty:
            entries.insert(entries[place], at: random.below(entries.count))
            if random.chance(0.7) { entries[0].key += random.pick(["2", "_x", "b"]) }
        case 2 where !entries.isEmpty: entries[place].key = ScalarSource.misspelt(entries[place].key, &random)
        case 3 where !entries.isEmpty: entries[place].key = ScalarSource.any(&random)
        case 4 where entries.count > 1:
            let other = random.below(entries.count)
            let value = entries[place].value
            entries[place].value = entries[other].value
            entries[other].value = value
        case 5: entries.shuffle(using: &random)
        case 6: entries.append((random.pick(["<<", "a", "", "vars"]), part))
        case 7: entries.append((random.pick(ScalarSource.words), part))
        default: entries.insert((ScalarSource.any(&random), .scalar(ScalarSource.any(&random))), at: place)
        }
    }

    private mutating func stageName() -> String {
        random.pick(["run", "a", "b", "first", "plate.ssor_cg", "cooling", "run.x", ".", "a.b.c", "", "data.train"])
    }

    /// Much of something: lists, depth, stages that read each other, variables that use each other.
    private mutating func large(_ tree: inout FuzzNode) {
        guard case .map(var entries) = tree else { return }
        let count = 1 + random.below(random.chance(0.1) ? 3000 : 60)
        switch random.below(5) {
        case 0:
            var names = (0..<count).map { "v\($0)" }
            if random.chance(0.3) { names.shuffle(using: &random) }
            let links = random.pick([1, 2, 3])
            var variables: [(key: String, value: FuzzNode)] = [("a", .scalar("1")), ("b", .scalar("${a}${a}"))]
            for (index, name) in names.enumerated() {
                let next = random.chance(0.02) ? random.pick(names) : names[min(index + 1, count - 1)]
                let isEnd = index == count - 1 && random.chance(0.5)
                variables.append((name, .scalar(isEnd ? "1" : String(repeating: "${\(next)}", count: links))))
            }
            entries.removeAll { $0.key == "vars" }
            entries.append(("vars", .map(variables)))
            tree = .map(entries)
            tree.change(at: random.below(tree.count)) { $0 = .scalar("${v0}") }
        case 1:
            let isCircle = random.chance(0.5)
            let stages = (0..<count).map { index -> (key: String, value: FuzzNode) in
                let next = index == count - 1 ? (isCircle ? 0 : nil) : index + 1
                let source: FuzzNode =
                    next.map { .map([("stage", .scalar("s\($0)")), ("field", .scalar("u"))]) } ?? .scalar("0")
                return (
                    "s\(index)",
                    .map([
                        ("solve", .scalar("poisson")), ("with", .map([("source", source)])),
                        ("using", .map([("solver", .scalar("cg"))])),
                    ])
                )
            }
            entries.removeAll { $0.key == "stages" }
            entries.append(("stages", .map(random.chance(0.5) ? stages : stages.shuffled(using: &random))))
            tree = .map(entries)
        case 2:
            let filler = ScalarSource.any(&random)
            tree.change(at: random.below(tree.count)) { $0 = .list(Array(repeating: .scalar(filler), count: count)) }
        case 3:
            let isList = random.chance(0.5)
            tree.change(at: random.below(tree.count)) { node in
                for _ in 0..<min(count, 300) { node = isList ? .list([node]) : .map([("a", node)]) }
            }
        default:
            let value = ScalarSource.any(&random)
            let name = ScalarSource.any(&random)
            tree.change(at: random.below(tree.count)) { node in
                node = .map((0..<count).map { ("\(name)\($0)", .scalar(value)) })
            }
        }
    }
}
