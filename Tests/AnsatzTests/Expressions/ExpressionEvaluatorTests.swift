import Ansatz
import Testing

@Suite struct ExpressionEvaluatorTests {
    static let formulas = [
        "3", "t", "x", "y*z", "sin(t)", "x + t", "y - x", "x*y*z + t",
        "32*bump(((x-0.5-0.1*t)^2+(y-0.5)^2)/0.0156)", "exp(-(x^2+y^2)) * sin(t) + z",
        "if(x < y, t*x, mod(z, 0.3) - x)", "if(t > 0.5, x, y)", "max(x*t, y, z) ^ 1.7 - hypot(x, y)/(1 + z^3)",
        "sign(x-y) + step(z-t) + floor(10*x) + ceil(y*3) + abs(x - z) - sqrt(x) + log(1+x) + log10(2+y) + erf(x*z)",
        "(x <= y) + (x >= z) + (x == y) + (x != z) + (t > x) + min(x, 0.5) - (-x)",
        "tan(x)+asin(x/2)+acos(y/2)+atan(z)+sinh(x)+cosh(y)+tanh(z)+cos(x*y)+atan2(x, y+1)",
    ]

    private func coordinates(_ count: Int, _ shift: Double) -> [Double] {
        (0..<count).map { (Double($0) + shift) / Double(max(count, 1)) }
    }

    @Test(
        "Over a grid the values have the bits of the scalar formula",
        arguments: formulas, [[3, 4, 5], [1, 7, 1], [2, 1, 600], [1, 1, 1], [4, 3, 1], [2, 0, 3]])
    func gridEqualsScalar(text: String, extents: [Int]) throws {
        let formula = try Expression(text, variables: ["t", "z", "y", "x"])
        let z = coordinates(extents[0], 0.5)
        let y = coordinates(extents[1], 0.25)
        let x = coordinates(extents[2], 0.125)
        let evaluator = try ExpressionEvaluator(formula, grid: [("z", z), ("y", y), ("x", x)])
        for time in [0.0, 0.75, 0.3] {
            var expected: [Double] = []
            for z in z { for y in y { for x in x { expected.append(formula.value([time, z, y, x])) } } }
            let values = evaluator.values(time: time)
            #expect(values.map(\.bitPattern) == expected.map(\.bitPattern))
        }
    }

    @Test("Scattered points are one axis", arguments: formulas)
    func pointsEqualScalar(text: String) throws {
        let formula = try Expression(text, variables: ["x", "y", "z", "t"])
        let x = coordinates(1_300, 0.1)
        let y = coordinates(1_300, 0.9).reversed().map { $0 }
        let z = x.map { $0 * $0 }
        let evaluator = try ExpressionEvaluator(formula, axes: [["x": x, "y": y, "z": z]])
        let expected = x.indices.map { formula.value([x[$0], y[$0], z[$0], 0.7]) }
        #expect(evaluator.values(time: 0.7).map(\.bitPattern) == expected.map(\.bitPattern))
    }

    @Test func scalarsOtherThanTimeAreSetByName() throws {
        let formula = try Expression("k*x + t", variables: ["t", "k", "x"])
        let evaluator = try ExpressionEvaluator(formula, grid: [("x", [1, 2])])
        #expect(evaluator.scalars == ["t", "k"])
        #expect(evaluator.isChanging)
        #expect(evaluator.values().filter(\.isNaN).count == 2)
        evaluator.set(3, for: "k")
        #expect(evaluator.values(time: 1) == [4, 7])
    }

    @Test func axesAreChecked() throws {
        let formula = try Expression("x*y", variables: ["x", "y"])
        #expect(throws: ExpressionError.self) { try ExpressionEvaluator(formula, axes: [["x": [1], "y": [1, 2]]]) }
        #expect(throws: ExpressionError.self) { try ExpressionEvaluator(formula, grid: [("x", [1]), ("x", [2])]) }
        #expect(throws: ExpressionError.self) {
            try ExpressionEvaluator(formula, axes: Array(repeating: [:], count: 17))
        }
    }

    @Test func bumpHasNoNaN() throws {
        let formula = try Expression("bump(s)", variables: ["s"])
        let s = [-1, 0, 0.5, 1 - 0x1p-53, 1, 1 + 0x1p-52, 2, .infinity]
        let values = try ExpressionEvaluator(formula, grid: [("s", s)]).values()
        #expect(values.allSatisfy { $0.isFinite && $0 >= 0 })
        #expect(values.suffix(5) == [0, 0, 0, 0, 0])
    }
}
