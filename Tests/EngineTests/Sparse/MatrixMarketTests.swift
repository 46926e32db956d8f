import Ansatz
import Foundation
import TestSupport
import Testing

@Suite("Matrices from Matrix Market files")
struct MatrixMarketTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func matrix(_ text: String, _ options: String = "") throws -> SparseMatrix {
        try #require(try system(text, options) as? any SparseSystem).matrix()
    }

    private func system(_ text: String, _ options: String = "") throws -> any LinearSystem {
        let path = try folder.write(text, to: "a.mtx")
        return try loadedProblem("{ sparse_matrix: { matrix: '\(path)'\(options) } }").system(sparseRun())
    }

    @Test("of all kinds are read as they are written")
    func kinds() throws {
        let expected = try sparse([[2, 0, -1], [0, 3, 0], [-1, 0, 4]])
        let texts = [
            "%%MatrixMarket matrix coordinate real general\n% a comment\n\n3 3 5\n3 3 4\n1 1 2\n1 3 -1\n3 1 -1.0e0\n2 2 3\n",
            "%%MatrixMarket matrix coordinate integer symmetric\n3 3 4\r\n1 1 2\r\n2 2 3\r\n3 1 -1\r\n3 3 4\r\n",
            "%%matrixmarket MATRIX Array Real General\n3 3\n2\n0\n-1\n0\n3\n0\n-1\n0\n4",
            "%%MatrixMarket matrix array real symmetric\n3 3\n2\n0\n-1\n3\n0\n4\n",
            // Entries at the same place are summed.
            "%%MatrixMarket matrix coordinate real symmetric\n3 3 6\n1 1 1\n1 1 1\n2 2 3\n3 1 -2\n3 1 1\n3 3 4\n",
        ]
        for text in texts { #expect(try matrix(text) == expected, "\(text)") }
        #expect(
            try matrix("%%MatrixMarket matrix coordinate pattern general\n2 2 3\n1 1\n2 2\n1 2\n")
                == sparse([[1, 1], [0, 1]]))
        #expect(
            try matrix("%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 1 3\n")
                == sparse([[0, -3], [3, 0]]))
        #expect(
            try matrix("%%MatrixMarket matrix array real skew-symmetric\n2 2\n3\n") == sparse([[0, -3], [3, 0]]))
    }

    @Test("have the numbers that Swift's own parser reads, to the last bit")
    func numbers() throws {
        var random = RandomStream(seed: 1, purpose: "numbers")
        var texts = [
            "1", "+1", "-0.5", ".5", "5.", "1e10", "1E-10", "4.0000000000000000e+00", "0.1", "1e22", "1e23",
            "9007199254740993", "9007199254740992", "123456789012345678901234567890", "2.2250738585072014e-308",
            "4.9e-324", "1.7976931348623157e308", "0.30000000000000004", "1e-22", "3.0000000000000000000000000001",
            "00012.5", "179769313486231570000000000000000000000e270",
        ]
        for _ in 0..<400 {
            let value = (random.uniform() - 0.5) * pow(10, (random.uniform() * 40 - 20).rounded())
            texts += [String(format: "%.17g", value), String(format: "%.6e", value), "\(value)"]
        }
        let entries = texts.enumerated().map { "\($0.offset + 1) \($0.offset + 1) \($0.element)" }
        let text = "%%MatrixMarket matrix coordinate real general\n\(texts.count) \(texts.count) \(texts.count)\n"
        let read = try matrix(text + entries.joined(separator: "\n"), ", class: general").diagonal
        for (text, value) in zip(texts, read) {
            #expect(value.bitPattern == Double(text)?.bitPattern, "\(text) was read as \(value)")
        }
        #expect(
            try matrix("%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 1.5D+2\n").diagonal == [150])
    }

    @Test("need not have their entries in any order")
    func order() throws {
        let count = 90
        let expected = try sparse(count) { i, j in (i * 7 + j * 3) % 5 == 0 || i == j ? Double(i - 2 * j) + 0.5 : 0 }
        var lines: [String] = []
        for i in 0..<count {
            for position in expected.rowStarts[i]..<expected.rowStarts[i + 1] {
                lines.append("\(i + 1) \(expected.columnIndices[position] + 1) \(expected.values[position])")
            }
        }
        var random = RandomStream(seed: 2, purpose: "order")
        for index in lines.indices.dropFirst().reversed() {
            lines.swapAt(index, min(Int(random.uniform() * Double(index + 1)), index))
        }
        // One row of more entries than are sorted in place.
        let head = "%%MatrixMarket matrix coordinate real general\n\(count) \(count) \(lines.count)\n"
        #expect(try matrix(head + lines.joined(separator: "\n")) == expected)
    }

    @Test(
        "that are malformed are errors that name the line",
        arguments: [
            ("", "a.mtx:1: this is no Matrix Market file"),
            ("%%MatrixMarket matrix coordinate real\n1 1 1\n1 1 1\n", "the first line is odd"),
            ("%%MatrixMarket vector coordinate real general\n1 1 1\n", "the first line is odd"),
            ("%%MatrixMarket matrix coordinate complex general\n1 1 1\n1 1 1 1\n", "the matrix is complex"),
            ("%%MatrixMarket matrix coordinate real hermitian\n1 1 1\n1 1 1\n", "hermitian"),
            ("%%MatrixMarket matrix array pattern general\n1 1\n1\n", "'pattern'"),
            ("%%MatrixMarket matrix coordinate real general\n", "there is no line with the sizes"),
            ("%%MatrixMarket matrix coordinate real general\n1 1\n", "the number of entries must be a whole number"),
            (
                "%%MatrixMarket matrix coordinate real general\n-1 1 1\n",
                ":2: the number of rows must be a whole number"
            ),
            ("%%MatrixMarket matrix coordinate real general\n1 1 1 1\n", "found '1' behind the end"),
            ("%%MatrixMarket matrix coordinate real general\n2 3 2\n1 1 1\n2 2 1\n", "only square systems"),
            ("%%MatrixMarket matrix coordinate real general\n3 2 2\n1 1 1\n2 2 1\n", "only square systems"),
            ("%%MatrixMarket matrix coordinate real general\n0 0 0\n", "the matrix is empty"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 1000000000000\n1 1 1\n", "can't hold them"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 99999999999999999999\n1 1 1\n", "too large"),
            (
                "%%MatrixMarket matrix coordinate real general\n1000000000000 1000000000000 1\n1 1 1\n",
                "indices can count"
            ),
            ("%%MatrixMarket matrix coordinate real general\n2000000000 2000000000 1\n1 1 1\n", "rows are empty"),
            ("%%MatrixMarket matrix array real general\n3000000000 3000000000\n1\n", "indices can count"),
            ("%%MatrixMarket matrix array real general\n30000 30000\n1\n", "can't hold them"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n", "the file ends after 1 of 2 entries"),
            (
                "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n2 2\n",
                ":4: the value of entry (2, 2) must"
            ),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n2 2 1\n1 2 1\n", "more than the 2 entries"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n2 3 1\n", ":4: entry (2, 3) lies outside"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n0 1 1\n2 2 1\n", ":3: entry (0, 1) lies outside"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 nan\n2 2 1\n", "is not finite"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 -Inf\n2 2 1\n", "is not finite"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1e999\n2 2 1\n", "beyond the range"),
            (
                "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1.5.2\n2 2 1\n",
                ":3: the value of entry (1, 1)"
            ),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 one\n2 2 1\n", "found 'one'"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1 1\n2 2 1\n", "behind the end of the entry"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1.0 1 1\n2 2 1\n", "the row of an entry must be"),
            ("%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 1 1\n1 2 1\n", "lies above the diagonal"),
            ("%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 2\n1 1 1\n2 1 1\n", "must be 0"),
            ("%%MatrixMarket matrix coordinate real symmetric\n2 3 2\n1 1 1\n2 1 1\n", "can't be symmetric"),
            (
                "%%MatrixMarket matrix coordinate real general\n3 3 3\n1 1 1\n1 2 1\n3 3 1\n",
                "row 2 of the matrix has no"
            ),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n2 1 1\n", "column 2 of the matrix has no"),
            ("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n2 2 0\n", "row 2 of the matrix has no"),
        ])
    func malformed(_ text: String, _ message: String) throws {
        let error = #expect(throws: ComputationError.self) { try matrix(text) }
        #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "no error")")
    }

    @Test("are found to be what they are")
    func classes() throws {
        func found(_ text: String, _ options: String = "") throws -> any LinearSystem {
            try system("%%MatrixMarket matrix coordinate real general\n" + text, options)
        }
        let dominant = try found("2 2 4\n1 1 3\n1 2 -1\n2 1 -1\n2 2 2\n")
        #expect(dominant.matrixClass == .symmetricPositiveDefinite)
        // Gershgorin: min(3 − 1, 2 − 1).
        #expect(abs(try #require(dominant.eigenvalueLowerBound) - 1) < 1e-14)
        #expect(try found("2 2 4\n1 1 3\n1 2 -1\n2 1 -2\n2 2 2\n").matrixClass == .general)
        let closed = try found("2 2 4\n1 1 1\n1 2 -1\n2 1 -1\n2 2 1\n", ", source: random")
        #expect(closed.matrixClass == .symmetricPositiveSemidefinite && closed.nullspace == .constants)
        #expect(abs(closed.rightHandSide.elements.reduce(0, +)) < 1e-15)
        let indefinite = try found("2 2 4\n1 1 1\n1 2 3\n2 1 3\n2 2 1\n")
        #expect(indefinite.matrixClass == .symmetric && indefinite.eigenvalueLowerBound == nil)
        let named = try found("2 2 4\n1 1 1\n1 2 3\n2 1 3\n2 2 1\n", ", class: general")
        #expect(named.matrixClass == .general)
        #expect(throws: ComputationError.self) {
            try found("2 2 4\n1 1 1\n1 2 -1\n2 1 -1\n2 2 1\n", ", class: symmetric_positive_definite")
        }
        #expect(throws: ComputationError.self) {
            try found("2 2 4\n1 1 -1\n1 2 0\n2 1 0\n2 2 1\n", ", class: symmetric_positive_definite")
        }
        // A right-hand side of ones has no solution.
        #expect(throws: ComputationError.self) { try found("2 2 4\n1 1 1\n1 2 -1\n2 1 -1\n2 2 1\n") }
    }
}
