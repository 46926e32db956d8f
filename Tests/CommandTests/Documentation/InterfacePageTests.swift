import Foundation
import Testing

@Suite("docs/interface.md")
struct InterfacePageTests {
    @Test("is what the sources say, requirement by requirement")
    func isCurrent() throws {
        let text = try InterfacePage.text()
        if ProcessInfo.processInfo.environment["ANSATZ_UPDATE_GOLDEN"] == "1" {
            try text.write(to: InterfacePage.file, atomically: true, encoding: .utf8)
            return
        }
        let found = try String(contentsOf: InterfacePage.file, encoding: .utf8)
        #expect(found == text, "run this test with ANSATZ_UPDATE_GOLDEN=1, and read the difference")
    }

    @Test("has each role's contract, its requirements and their defaults")
    func contents() throws {
        let text = try InterfacePage.text()
        for line in [
            "**`protocol Component: SendableMetatype`**", "**`protocol Solver: Component`**",
            "mutating func solve(_ statement: Statement, into solution: inout Tensor<Double>, _ run: RunContext) throws "
                + "-> SolveReport",
            "// Throws `ComputationError/cancelled` where the user asked to stop\nfunc checkCancellation() throws\n",
            "mutating func prepare(_ run: RunContext) throws  // default", "| `struct SolveReport` |",
            "| `axpy(_ α: Double, _ x: Tensor<Double>, _ y: inout Tensor<Double>)` |",
        ] {
            #expect(text.contains(line), "no '\(line)'")
        }
        // A function of that name with other parameters is no default.
        #expect(text.contains("mutating func restore(_ state: State) throws\n"))
    }

    @Test("of a text: sentences end where the next begins, and signatures are put into one line")
    func parsing() {
        let found = CoreDeclaration.all(
            in: """
                /// What it is, e.g. this. And more.
                public protocol Thing: Sendable {
                    /// Its size.
                    var size: Int { get }
                    func grow(
                        by amount: Int
                    ) throws
                        -> Int
                }

                extension Thing {
                    public var size: Int { 0 }
                }

                struct Hidden {}
                """)
        #expect(found.count == 1)
        #expect(found.first?.head == "protocol Thing: Sendable")
        #expect(found.first?.summary == "What it is, e.g. this")
        #expect(
            found.first?.members.map(\.text) == [
                "var size: Int { get }  // default", "func grow(by amount: Int) throws -> Int",
            ])
        #expect(found.first?.members.map(\.summary) == ["Its size", ""])
    }
}
