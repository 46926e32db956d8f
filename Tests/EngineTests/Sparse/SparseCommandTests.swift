import Foundation
import TestSupport
import Testing

@Suite("Sparse matrices from a scenario")
struct SparseCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ options: String, _ solver: String = "cg") throws -> BuiltCommand.Outcome {
        let scenario = try folder.write(
            """
            name: matrix
            stages:
              run:
                solve: sparse_matrix
                with: { \(options) }
                methods:
                  only: { solver: \(solver) }
            """, to: "matrix.yaml")
        return try BuiltCommand.run(["run", scenario, "--output", folder.path("run")])
    }

    @Test("A relative path starts at the scenario, and the file's contents decide whether a result is kept")
    func keys() throws {
        let text = "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n2 2 2\n"
        _ = try folder.write(text, to: "a.mtx")
        #expect(try run("matrix: a.mtx").status == 0)
        let again = try run("matrix: a.mtx")
        #expect(again.output.contains("reuse") || again.errors.contains("reuse"), "\(again)")
        _ = try folder.write(text.replacing("2 2 2\n1", with: "2 2 2\n% another\n1"), to: "a.mtx")
        let changed = try run("matrix: a.mtx")
        #expect(changed.status == 0)
        #expect(!(changed.output + changed.errors).contains("reuse"))
    }

    @Test(
        "What is wrong is said with the place in the scenario",
        arguments: [
            ("matrix: gone.mtx", "there is no file 'gone.mtx'"),
            ("source: ones", "'matrix'"),
            ("matrix: bad.mtx", "bad.mtx:3: the value of entry (1, 1) must be a number, found 'x'"),
            ("matrix: bad.mtx.gz", "gunzip"),
            ("matrix: good.mtx, source: onse", "did you mean 'ones'?"),
            ("matrix: good.mtx, source: ones, exact: ones", "both give the right-hand side"),
            ("matrix: good.mtx, class: spd", "'spd' is not one of the allowed values"),
            ("matrix: good.mtx, eigenvalue_bound: -1", "'eigenvalue_bound' must be"),
            ("matrix: folder.mtx", "is no regular file"),
            ("matrix: good.h5", "good.h5"),
        ])
    func errors(_ options: String, _ message: String) throws {
        _ = try folder.write("%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 x\n", to: "bad.mtx")
        _ = try folder.write("", to: "bad.mtx.gz")
        _ = try folder.write("no HDF5", to: "good.h5")
        _ = try folder.write("%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 2\n", to: "good.mtx")
        try FileManager.default.createDirectory(
            atPath: folder.path("folder.mtx"), withIntermediateDirectories: true)
        let outcome = try run(options)
        #expect(outcome.status != 0)
        #expect((outcome.output + outcome.errors).contains(message), "\(outcome.output)\(outcome.errors)")
    }
}
