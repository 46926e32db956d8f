import Foundation

/// Scalars that are likely to hurt: extreme numbers, names of other things, formulas, variables, strange characters.
enum ScalarSource {
    static let numbers = [
        "0", "-0", "1", "-1", "2", "0.5", "1e-3", "1e308", "1e309", "-1e308", "1e-320", "1e-400", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551615", "18446744073709551616",
        "4611686018427387904",
        "192153584101141162", "384307168202282325", "2147483648", "4294967296", "3037000500", "1000000", "100", "1_000",
        "_1", "1__0", "010", "0x10", "0b1", "1:30", "nan", ".nan", "NaN", "inf", "-inf", ".inf", "infinity", "1e",
        "1e+",
        "1.", ".5", ".", "+5", "--5", "1/0", "0/0", "1e6/3", "2^63", "2^53+1", "10^400", "1e9*1e9", "7 steps", "30 s",
        "1e300 s", "-3 s", "nan s", "0 steps", "9223372036854775807 steps", "5 m", "10 %", "1,5",
    ]
    static let words = [
        "", "~", "null", "true", "false", "yes", "no", "on", "off", "True", "heat", "poisson", "cg", "sor", "ssor_cg",
        "crank_nicolson", "tsallis_inf", "fixed", "resample", "compare_fields", "apply_operator", "relative_l2", "run",
        "T",
        "u", "x", "last", "first", "data/plate.h5", "none.h5", "/survey/temperature", "float32", "name", "stages",
        "solve",
        "integrate", "generate", "use", "compare", "with", "using", "methods", "solver", "integrator", "fallback",
        "tune",
        "output", "checkpoint", "every", "fields", "vars", "seed", "file", "dataset", "stage", "field", "time", "axes",
        "cells", "dt", "steps", "samples", "split", "omega", "tolerance", "initial", "forcing", "source", "exact",
        "tolerence", "stepps", "heta", "../../etc/passwd", "/dev/zero", "/dev/stdin", ".", "..", "a/b", "a b", "A",
    ]
    static let formulas = [
        "sin(pi*x)", "exp(-t)*x", "max(0.1*sin(2*pi*t), -10*sin(2*pi*t))", "if(x<0.5, 1, 0)", "1/x", "x^y^z", "((x",
        "x))",
        "sin()", "sin(x,y)", "foo(x)", "x +", "* x", "pi pi", "1 < 2 < 3", "bump(x^2+y^2)", "erf(x)/0", "π*x", "x=1",
    ]
    static let variables = [
        "${a}", "${b}", "${a}${b}", "x${a}y", "${", "${}", "$${a}", "${${a}}", "${vars.a}", "${ a }", "${no_such}", "$",
        "$$",
        "${a", "}", "${a.b}", "${1}", "${n}*2", "${forcing}",
    ]
    static let odd = [
        "\u{0}", "\u{7}", "\u{1B}[31mred", "\u{7F}", "\u{85}", "\u{9B}31m", "\u{A0}", "\u{2028}", "\u{2029}",
        "\u{202E}abc",
        "\u{2066}", "\u{FEFF}", "\u{FFFD}", "\u{F8D0}", "\u{F8D1}", "\u{F8E0}", "$\u{F8D0}a\u{F8D1}", "é", "e\u{301}",
        "日本",
        "👩‍👩‍👧", "\u{1F600}", "\r", "\n", "\r\n", "\t", " ", "  x", "x  ", "'", "\"", "\\", "#", "a: b", "- a", "[", "{",
        "&a",
        "*a", "!t", "!!str x", "|", ">", "%YAML", "@x", "`", "? a", "<<", "---", "...", "\u{300}\u{301}\u{302}",
    ]

    static func any(_ random: inout FuzzRandom) -> String {
        switch random.below(12) {
        case 0...3: return random.pick(numbers)
        case 4...6: return random.pick(words)
        case 7: return random.pick(formulas)
        case 8: return random.pick(variables)
        case 9: return random.pick(odd)
        case 10: return any(&random) + any(&random)
        default:
            if random.chance(0.1) { return String(repeating: random.pick(words + odd), count: random.below(2000)) }
            return String(UInt64.random(in: 0...UInt64.max, using: &random), radix: 36)
        }
    }

    /// A word with one slip.
    static func misspelt(_ word: String, _ random: inout FuzzRandom) -> String {
        var letters = Array(word)
        let place = random.below(letters.count)
        guard !letters.isEmpty else { return "x" }
        switch random.below(5) {
        case 0: letters.remove(at: place)
        case 1: letters.insert(letters[place], at: place)
        case 2: letters[place] = random.pick(Array("abcxyz_-019 .:"))
        case 3: letters.swapAt(place, random.below(letters.count))
        default: letters[place] = Character(letters[place].uppercased().first.map(String.init) ?? "X")
        }
        return String(letters)
    }
}
