import Ansatz
import Engine
import Testing

@Suite struct CanonicalJSONTests {
    @Test func keysAreSortedAndNumbersShortest() {
        let value: JSONValue = [
            "b": [1, 2.5, 0.1, 1e-5, 1e22, -3], "a": ["é": nil, "z": true, "Z": false], "c": "q\"\\\n\u{1}日",
        ]
        #expect(
            CanonicalJSON.text(value)
                == #"{"a":{"Z":false,"z":true,"é":null},"b":[1,2.5,0.1,1e-05,1e+22,-3],"c":"q\"\\\n\u0001日"}"#)
    }

    @Test func integralNumbersEqualIntegers() {
        #expect(CanonicalJSON.text(.number(5)) == CanonicalJSON.text(.integer(5)))
        #expect(CanonicalJSON.text(.number(-0.0)) == "-0")
        #expect(CanonicalJSON.text(.number(0x1p60)) == CanonicalJSON.text(.integer(1 << 60)))
    }

    @Test func numbersThatAreNotFiniteAreStrings() {
        let value: JSONValue = .array([.number(.nan), .number(.infinity), .number(-.infinity)])
        #expect(CanonicalJSON.text(value) == #"["nan","inf","-inf"]"#)
        #expect(JSONValue.string("-inf").double == -.infinity)
        #expect(JSONValue.string("nan").double?.isNaN == true)
    }

    @Test func everyDoubleReadsBack() throws {
        var state: UInt64 = 3
        for _ in 0..<2_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Double(bitPattern: state)
            guard number.isFinite else { continue }
            #expect(try JSONValue(parsing: CanonicalJSON.text(.number(number))).double == number)
        }
    }

    @Test func readingIsTheInverse() throws {
        let value: JSONValue = [
            "a": [1, 2.5, true, false, nil, "x", [:], []], "b": ["c": [.integer(Int.max), .integer(Int.min)]],
        ]
        #expect(try JSONValue(parsing: CanonicalJSON.text(value)) == value)
        #expect(try JSONValue(parsing: CanonicalJSON.pretty(value)) == value)
        #expect(throws: (any Error).self) { try JSONValue(parsing: "{\"a\": }") }
        #expect(throws: (any Error).self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
    }

    @Test func pretty() {
        #expect(
            CanonicalJSON.pretty(["a": [1, 2], "b": [:]]) == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}\n")
    }
}
