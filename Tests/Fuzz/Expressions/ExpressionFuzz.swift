import Ansatz
import Foundation

/// Formulas made by the grammar, compared with a value of the harness's own at points and over grids; and the same with
/// their text changed, which must be refused at a place within it or have equal values at points and over grids.
struct ExpressionFuzz: FuzzSubject {
    let seed: UInt64

    private static let pieces = [
        "(", ")", "+", "-", "*", "/", "^", "**", "<", "==", "=", ",", ".", "e", "1e", "1e999", "_", "1_", "sin", "sin(",
        "if(", "x", "z",
        " ", "\t", "\n", "\u{0}", "\u{2028}", "é", "π", "²", "×", "−", "💧", "!", "&", "|", "%", "0x1p3", "nan", "inf",
        "5 5", "max()",
    ]

    mutating func input(_ number: Int) -> [UInt8] {
        var random = FuzzRandom(seed: seed, number: number)
        return Array(formula(number, &random).text.utf8)
    }

    private func formula(_ number: Int, _ random: inout FuzzRandom) -> (text: String, tree: FuzzFormula?) {
        if random.chance(0.002) { return (large(&random), nil) }
        let tree = FuzzFormula.random(1 + random.below(7), &random)
        var text = tree.text(&random)
        if number % 2 == 0 { return (text, tree) }
        for _ in 0...random.below(3) {
            let scalars = Array(text.unicodeScalars)
            var view = String.UnicodeScalarView()
            let place = random.below(scalars.count)
            let end = min(scalars.count, place + random.below(4))
            view.append(contentsOf: scalars[..<place])
            switch random.below(4) {
            case 0: break
            case 1: view.append(contentsOf: Array(scalars[place..<end]) + scalars[place..<end])
            default: view.append(contentsOf: random.pick(Self.pieces).unicodeScalars)
            }
            view.append(contentsOf: scalars[(random.chance(0.5) ? end : place)...])
            text = String(view)
        }
        return (text, nil)
    }

    /// Long, deep, or both, around the limits.
    private func large(_ random: inout FuzzRandom) -> String {
        let count = random.pick([50, 98, 99, 100, 101, 200, 1000, 5000, 20_000])
        let (before, after) = random.pick([
            ("(", ")"), ("-", ""), ("sin(", ")"), ("x^", ""), ("x+", ""), ("1-", ""), ("min(x,", ")"), ("if(x,1,", ")"),
            ("2*", ""),
            ("+", ""), ("x<(", ")"), ("1", ""), ("x*(1+", ")"), ("(", ""),
        ])
        return String(repeating: before, count: count) + "x" + String(repeating: after, count: count)
    }

    mutating func run(_ number: Int) -> FuzzOutcome {
        var random = FuzzRandom(seed: seed, number: number)
        let (text, tree) = formula(number, &random)
        var outcome = FuzzOutcome(kind: "refused")
        let expression: Ansatz.Expression
        do throws(ExpressionError) {
            expression = try Ansatz.Expression(text, variables: FuzzFormula.names)
        } catch {
            if tree != nil, !error.message.contains("nests deeper"), !error.message.contains("characters, more") {
                outcome.faults.append("a good formula is refused: \(error): \(text.prefix(300))")
            }
            if !(0...text.unicodeScalars.count).contains(error.offset) {
                outcome.faults.append("the place \(error.offset) is outside of \(text.prefix(300))")
            }
            return outcome
        }
        outcome.kind = tree == nil ? "accepted" : "compared"
        let coordinates = [-1.5, 0, 0.25, 1, 2, 1e10]
        let xs = (0...random.below(5)).map { _ in random.pick(coordinates) }
        let ys = (0...random.below(3)).map { _ in random.pick(coordinates) }
        let t = random.pick(coordinates)
        guard let evaluator = try? ExpressionEvaluator(expression, grid: [("y", ys), ("x", xs)]) else {
            outcome.faults.append("no evaluator for \(text.prefix(300))")
            return outcome
        }
        _ = evaluator.values(time: 0.5)
        let values = evaluator.values(time: t)
        for (row, y) in ys.enumerated() {
            for (column, x) in xs.enumerated() {
                let single = expression.value([x, y, t])
                let array = values[row * xs.count + column]
                if !Self.areSame(single, array) {
                    outcome.faults.append("\(single) at a point, \(array) on the grid: \(text.prefix(300))")
                }
                if let tree, case let expected = tree.value([x, y, t]), !Self.areSame(single, expected) {
                    outcome.faults.append("\(single), not \(expected), for x \(x), y \(y), t \(t): \(text.prefix(300))")
                }
            }
        }
        if outcome.faults.count > 2 { outcome.faults.removeSubrange(2...) }
        return outcome
    }

    /// The same bits; any NaN is as good as another.
    private static func areSame(_ a: Double, _ b: Double) -> Bool {
        a.bitPattern == b.bitPattern || a.isNaN && b.isNaN
    }
}
