import Ansatz
import Glibc
import Testing

@Suite struct ExpressionTests {
    @Test(
        "Formulas equal their closed forms",
        arguments: [
            ("1_000 + .5 + 5. + 1e-3 + 2E+2", 1205.501),
            ("2 + 3 * 4 ^ 2 / 8 - 1", 7),
            ("2^3^2", 512), ("2**3**2", 512), ("-2^2", -4), ("2^-1", 0.5), ("(-2)^3", -8), ("2^4", 16),
            ("--3", 3), ("2*-3", -6), ("7 - 2 - 1", 4), ("16/4/2", 2),
            ("0.01/pi", 0.01 / Double.pi), ("tau - 2*pi", 0), ("log(e)", 1),
            ("mod(-1, 3)", 2), ("mod(7, 3)", 1), ("atan2(1, -1)", 3 * Double.pi / 4), ("hypot(3, 4)", 5),
            ("min(3, 1, 2) + max(1, 5, 4)", 6), ("floor(-1.5) + ceil(-1.5)", -3),
            ("sign(-2) + sign(0) + 10*sign(3)", 9), ("step(0) + step(-1) + step(1)", 2),
            ("if(1 < 2, 10, 20)", 10), ("where(1 >= 2, 10, 20)", 20), ("(1 == 1) + (1 != 1) + (1 <= 1) + (2 > 1)", 3),
            ("bump(0)", 1), ("bump(1)", 0), ("bump(7)", 0), ("bump(0.5)", 1 / M_E),
            ("sinh(1)^2 - cosh(1)^2", -1), ("log10(1000)", 3), ("abs(-2)", 2),
            ("erf(0.5)", 0.520_499_877_813_046_5), ("asin(1) - acos(0) + atan(1) - tanh(0) + tan(0)", Double.pi / 4),
        ])
    func closedForms(text: String, expected: Double) throws {
        let value = try Expression.number(text)
        // A handful of roundings, each of half a unit in the last place.
        #expect(abs(value - expected) <= 4 * expected.ulp + 1e-15, "\(text) = \(value)")
    }

    @Test func variablesByPositionAndByName() throws {
        let formula = try Expression("max(0.1*sin(2*pi*t), -10*sin(2*pi*t))", variables: ["t", "x"])
        #expect(formula.value([0.25, 9]) == 0.1)
        #expect(try formula.value(at: ["t": 0.75]) == 10)
        #expect(formula.usedVariables == ["t"])
        #expect(throws: ExpressionError.self) { try formula.value(at: ["x": 1]) }
    }

    @Test func constantPartsFold() throws {
        #expect(try Expression("if(0, x, 2*3)", variables: ["x"]).constant == 6)
        #expect(try Expression("x - x", variables: ["x"]).constant == nil)
        #expect(try Expression("e", variables: ["e"]).constant == nil, "a variable hides the constant")
    }

    @Test(
        "Errors name the place and the way out",
        arguments: [
            ("2 * sine(x)", 4, "unknown function 'sine'", "did you mean 'sin'?"),
            ("2 * xx + y", 4, "unknown variable 'xx'", "did you mean 'x'?"),
            ("1 + temperature", 4, "unknown variable 'temperature'", "the variables are 'x', 'y'"),
            ("", 0, "the formula is empty", nil),
            ("  ", 0, "the formula is empty", nil),
            ("1 +", 3, "the formula ends where a value is expected", nil),
            ("(1 + 2", 0, "'(' is not closed", nil),
            ("1 + 2)", 5, "')' closes nothing", nil),
            ("2 x", 2, "an operator is missing before 'x'", "to multiply, write '*'"),
            (
                "5 m^2/s", 2, "an operator is missing before 'm'",
                "units are not written in formulas; to multiply, write '*'"
            ),
            ("2(x)", 1, "an operator is missing before '('", "to multiply, write '*'"),
            ("x(2)", 0, "'x' is not a function", "to multiply, write x*(...)"),
            ("sin + 1", 0, "'sin' is a function", "write sin(...)"),
            ("atan2(1)", 0, "'atan2' takes 2 values, not 1", nil),
            ("sin()", 0, "'sin' takes 1 value, not 0", nil),
            ("min(1)", 0, "'min' takes 2 values, not 1", nil),
            ("1 < x < 2", 6, "comparisons do not chain", "multiply two comparisons: (a < b)*(b < c)"),
            ("x = 2", 2, "unexpected character '='", "compare with '=='"),
            ("é $ 1", 2, "unexpected character '$'", nil),
            ("1 * / 2", 4, "a value is expected before '/'", nil),
            ("1e999", 0, "the number '1e999' is too large", nil),
            ("1__0", 1, "an operator is missing before '__0'", "to multiply, write '*'"),
        ] as [(String, Int, String, String?)])
    func errors(text: String, offset: Int, message: String, help: String?) {
        let error = #expect(throws: ExpressionError.self) { try Expression(text, variables: ["x", "y"]) }
        #expect(error == ExpressionError(message, at: offset, help: help))
    }

    @Test func numbersAllowNoVariablesAndStayFinite() {
        #expect(throws: ExpressionError.self) { try Expression.number("2*x") }
        #expect(throws: ExpressionError.self) { try Expression.number("1/0") }
        #expect(throws: ExpressionError.self) { try Expression.number("sqrt(-1)") }
    }

    @Test(
        "Depth and length are limited",
        arguments: [("(", 9_000), ("-", 9_000), ("2^", 4_000), ("sin(", 2_000), ("1+", 6_000), ("1+(", 101)])
    func limits(part: String, count: Int) {
        let text = String(repeating: part, count: count) + "1"
        let closed = text + String(repeating: ")", count: part.hasSuffix("(") ? count : 0)
        let error = #expect(throws: ExpressionError.self) { try Expression(closed) }
        #expect(error?.message.contains(closed.count > Expression.lengthLimit ? "more than" : "deeper than") == true)
    }

    @Test func longSumsAreFine() throws {
        let text = Array(repeating: "x", count: 4_000).joined(separator: "+")
        #expect(try Expression(text, variables: ["x"]).value([0.5]) == 2_000)
    }

    @Test func randomTextNeverCrashes() {
        let words = [
            "(", ")", "+", "-", "*", "/", "^", "**", ",", "<", "<=", "==", "x", "t", "pi", "sin", "min", "if", "bump",
            "1", "2.5", "1e", "e", ".", "_", "1_0", " ", "é", "$", "=", "\u{0}", "1e-400", "atan2(", "9e307",
        ]
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var accepted = 0
        for _ in 0..<10_000 {
            let text = (0..<(1 + next(9))).map { _ in words[next(words.count)] }.joined()
            do throws(ExpressionError) {
                let formula = try Expression(text, variables: ["x", "t"])
                _ = formula.value([0.5, 2])
                accepted += 1
            } catch {
                #expect((0...text.unicodeScalars.count).contains(error.offset))
            }
        }
        #expect(accepted > 100, "the generator makes formulas too")
    }
}
