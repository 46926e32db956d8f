import Ansatz
import Foundation
import Synchronization
import TestSupport
import Testing

/// How much is tried: a little in every test run, a lot by `Tests/Fuzz/HDF5/run.sh`.
private enum Extent {
    private static let environment = ProcessInfo.processInfo.environment

    private static func number(_ name: String, _ usual: Int) -> Int {
        environment["ANSATZ_FUZZ_HDF5_\(name)"].flatMap { Int($0) } ?? usual
    }

    static let mutants = number("CASES", 250)
    static let first = number("FIRST", 0)
    static let commands = number("COMMANDS", 6)
    static let seed = UInt64(max(number("SEED", 1), 0))
    static let workers = number("WORKERS", 2)
    /// Where mutants that the library crashed or hung on are kept, and the counts.
    static let folder = environment["ANSATZ_FUZZ_HDF5_FOLDER"]
    /// By the clock, for all that is asked of one small file. The limits end the library long before.
    static let seconds = 120.0
}

@Suite("Damaged HDF5 files end in a message, whatever the library does with them", .serialized)
struct HDF5FuzzTests {
    @Test("The checksums that mutants mend are those of the format")
    func checksums() throws {
        // From the self-test of lookup3.c.
        #expect(Lookup3.hash(Array("Four score and seven years ago".utf8)[...]) == 0x1777_0551)
        let latest = try #require(try SeedFile.all().first { $0.name == "latest.h5" })
        #expect(latest.checksums.contains { $0.lowerBound == 0 } && latest.checksums.count > 8)
    }

    @Test("Mutants are the same for the same seed")
    func deterministic() throws {
        let seeds = try SeedFile.all()
        for number in 0..<50 {
            #expect(Mutant(number, seed: 3, of: seeds).bytes == Mutant(number, seed: 3, of: seeds).bytes)
        }
        #expect(Mutant(1, seed: 3, of: seeds).bytes != Mutant(1, seed: 4, of: seeds).bytes)
    }

    @Test("Seeds themselves can be read, but for what they have elsewhere")
    func seeds() throws {
        let reading = try MutantReading()
        for seed in try SeedFile.all() {
            try Data(seed.bytes).write(to: URL(fileURLWithPath: reading.file))
            let reader = try DatasetReader(
                path: reading.file,
                in: ReadingProcess(executable: BuiltCommand.executable.path, arguments: ["read-file-for-parent"]))
            #expect(try !reader.summary(readsValues: false).root.datasets.isEmpty, "\(seed.name)")
        }
    }

    @Test("Mutants that a scenario names: checked, and read in every way")
    func mutants() throws {
        let seeds = try SeedFile.all()
        let tally = Tally()
        let next = Mutex(Extent.first)
        let group = DispatchGroup()
        @Sendable func work() {
            defer { group.leave() }
            do {
                let reading = try MutantReading()
                while true {
                    let number = next.withLock { number in
                        defer { number += 1 }
                        return number
                    }
                    guard number < Extent.first + Extent.mutants else { return }
                    let mutant = Mutant(number, seed: Extent.seed, of: seeds)
                    try reading.write(mutant)
                    let clock = ContinuousClock()
                    let start = clock.now
                    let (end, message) = try reading.read()
                    let seconds = Double((clock.now - start).components.seconds)
                    tally.add(end, message, mutant, number, seconds: seconds)
                    if seconds > Extent.seconds { Issue.record("mutant \(number) took \(seconds) s") }
                }
            } catch {
                Issue.record("\(error)")
            }
        }
        for _ in 0..<max(Extent.workers, 1) {
            group.enter()
            // They mostly wait for other processes, so there may be more of them than processors.
            Thread.detachNewThread { work() }
        }
        group.wait()
        print(tally.text)
        #expect(tally.total == Extent.mutants)
        // Where nothing is refused, or everything is, the mutants test nothing. A few that somebody looks at may be alike.
        guard Extent.mutants >= 100 else { return }
        #expect(tally.count(.read) > Extent.mutants / 50 && tally.count(.refused) > Extent.mutants / 50)
    }

    @Test("The same through the command itself: a documented exit code, a message that names the file, no signal")
    func commands() throws {
        let seeds = try SeedFile.all()
        let reading = try MutantReading()
        var codes: [String: Int] = [:]
        for number in Extent.first..<(Extent.first + Extent.commands) {
            let mutant = Mutant(number, seed: Extent.seed, of: seeds)
            try reading.write(mutant)
            try check(reading, "mutant \(number) of \(mutant.origin)", &codes)
        }
        print("command: " + codes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }

    /// Found by the long form; small enough to be kept. The library crashed or hung on each when it was found, and other
    /// versions may not: what is tested is that the command does neither.
    @Test("Files that crashed or hung the library once")
    func known() throws {
        let folder = BuiltCommand.repository.appending(path: "Tests/Fuzz/HDF5/Regressions")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".h5") }
        #expect(!names.isEmpty)
        let reading = try MutantReading()
        for name in names.sorted() {
            unlink(reading.file)
            try FileManager.default.copyItem(atPath: folder.appending(path: name).path, toPath: reading.file)
            let (end, message) = try reading.read()
            #expect(end != .read || message.isEmpty, "\(name)")
            var codes: [String: Int] = [:]
            try check(reading, name, &codes)
        }
    }

    private func check(_ reading: MutantReading, _ name: String, _ codes: inout [String: Int]) throws {
        for arguments in [
            ["inspect", reading.file], ["validate", reading.scenarioFile],
            ["plan", reading.scenarioFile, "-o", reading.folder.path("out")],
            ["run", reading.scenarioFile, "-o", reading.folder.path("out"), "--threads", "1"],
        ] {
            let clock = ContinuousClock()
            let start = clock.now
            let outcome = try BuiltCommand.run(arguments)
            #expect(
                [0, 2, 4].contains(outcome.status), "\(name), \(arguments[0]): \(outcome.status) \(outcome.errors)")
            #expect(clock.now - start < .seconds(Extent.seconds), "\(name), \(arguments[0])")
            if outcome.status != 0 {
                #expect(outcome.errors.contains("mutant.h5") && outcome.errors.contains("error:"), "\(outcome.errors)")
            }
            codes["\(arguments[0]) \(outcome.status):", default: 0] += 1
        }
    }
}

/// Counts how readings ended, from several threads, and keeps the mutants that the library broke down on.
private final class Tally: Sendable {
    private struct State {
        var ends: [ReadingEnd: Int] = [:]
        var messages: [String: Int] = [:]
        var longest = 0.0
    }

    private let state = Mutex(State())

    func add(_ end: ReadingEnd, _ message: String, _ mutant: Mutant, _ number: Int, seconds: Double) {
        let total = state.withLock { state in
            state.ends[end, default: 0] += 1
            if end == .crashed || end == .stopped { state.messages[message, default: 0] += 1 }
            state.longest = max(state.longest, seconds)
            return state.ends.values.reduce(0, +)
        }
        guard let folder = Extent.folder else { return }
        if end == .crashed || end == .stopped {
            let name = "\(folder)/\(end.rawValue)-\(Extent.seed)-\(number)-\(mutant.origin)"
            try? Data(mutant.bytes).write(to: URL(fileURLWithPath: name + (name.hasSuffix(".h5") ? "" : ".h5")))
        }
        if total % 500 == 0 { try? text.write(toFile: folder + "/counts.txt", atomically: true, encoding: .utf8) }
    }

    func count(_ end: ReadingEnd) -> Int { state.withLock { $0.ends[end] ?? 0 } }

    var total: Int { state.withLock { $0.ends.values.reduce(0, +) } }

    var text: String {
        state.withLock { state in
            let ends = ReadingEnd.allCases.map { "\(state.ends[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
            let messages = state.messages.sorted { $0.key < $1.key }.map { "  \($0.value): \($0.key)\n" }.joined()
            return "HDF5 mutants: \(ends); the longest took \(state.longest) s\n\(messages)"
        }
    }
}
