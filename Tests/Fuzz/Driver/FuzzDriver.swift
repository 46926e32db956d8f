import Foundation

/// Shares the cases among processes, watches them, and gathers what they found.
final class FuzzDriver {
    /// Cases of one process: a leak shows, and the start costs little.
    private static let batch = 5_000

    private let arguments: FuzzArguments
    private let folder: URL
    private var faults = 0
    private var done = 0
    private var kinds: [String: Int] = [:]
    private var slowest = (seconds: 0.0, number: -1)
    private var memory = 0

    private struct Worker {
        var process: Process
        var output: URL
        var progress: UnsafeMutablePointer<Int>
        var end: Int
        var last: Int
        var since: Date
    }

    init(_ arguments: FuzzArguments) {
        self.arguments = arguments
        folder = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(getpid())")
    }

    /// - Returns: whether all was well.
    func run() -> Bool {
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let end = arguments.from + (arguments.cases ?? 10_000)
        var next = arguments.from
        var workers: [Worker] = []
        let start = Date()
        var told = start
        while next < end || !workers.isEmpty {
            while workers.count < arguments.workers, next < end {
                let last = min(end, next + Self.batch)
                guard let worker = self.start(next..<last) else { return false }
                workers.append(worker)
                next = last
            }
            usleep(20_000)
            for index in workers.indices.reversed() {
                guard let rest = look(at: &workers[index]) else { continue }
                workers.remove(at: index)
                if !rest.isEmpty, let worker = self.start(rest) { workers.append(worker) }
            }
            if Date().timeIntervalSince(told) > 30 {
                told = Date()
                say("\(done) cases done, \(faults) faults, \(Int(told.timeIntervalSince(start))) s")
            }
        }
        let counts = kinds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        say(
            "\(arguments.subject): \(done) cases (\(counts)) from seed \(arguments.seed), \(faults) faults; slowest "
                + String(format: "%.2f s (case %d)", slowest.seconds, slowest.number)
                + ", memory at most \(memory >> 20) MiB, \(Int(Date().timeIntervalSince(start))) s")
        return faults == 0 && done > 0
    }

    private func say(_ text: String) {
        print(text)
        fflush(nil)
    }

    private func start(_ range: Range<Int>) -> Worker? {
        let output = folder.appending(path: "output-\(range.lowerBound)")
        let file = folder.appending(path: "progress-\(range.lowerBound)")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        _ = FileManager.default.createFile(atPath: file.path, contents: Data(count: 64))
        let descriptor = open(file.path, O_RDWR)
        guard let map = mmap(nil, 64, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), map != MAP_FAILED else {
            return nil
        }
        close(descriptor)
        let progress = map.bindMemory(to: Int.self, capacity: 8)
        progress[0] = range.lowerBound
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            arguments.subject, "--from", "\(range.lowerBound)", "--cases", "\(range.count)", "--seed",
            "\(arguments.seed)", "--progress-file", file.path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try? FileHandle(forWritingTo: output)
        process.standardError = process.standardOutput
        do { try process.run() } catch {
            say("can't start a worker: \(error)")
            return nil
        }
        return Worker(
            process: process, output: output, progress: progress, end: range.upperBound, last: range.lowerBound,
            since: Date())
    }

    /// - Returns: what is left of the worker's cases, once it has ended.
    private func look(at worker: inout Worker) -> Range<Int>? {
        let current = worker.progress[0]
        if current != worker.last { (worker.last, worker.since) = (current, Date()) }
        let isHanging = Date().timeIntervalSince(worker.since) > arguments.patience
        if worker.process.isRunning, !isHanging { return nil }
        if isHanging, worker.process.isRunning {
            kill(worker.process.processIdentifier, SIGKILL)
            worker.process.waitUntilExit()
        }
        let first = Int(worker.output.lastPathComponent.dropFirst("output-".count)) ?? current
        read(worker.output)
        munmap(UnsafeMutableRawPointer(worker.progress), 64)
        let reached = worker.last
        if reached >= worker.end, worker.process.terminationStatus == 0 {
            done += worker.end - first
            return worker.end..<worker.end
        }
        done += reached - first + 1
        report(
            reached,
            isHanging
                ? "hang: more than \(Int(arguments.patience)) s"
                : "crash: \(worker.process.terminationReason == .uncaughtSignal ? "signal" : "status") "
                    + "\(worker.process.terminationStatus)")
        return min(reached + 1, worker.end)..<worker.end
    }

    private func read(_ output: URL) {
        let text = (try? Data(contentsOf: output)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            switch (words.first, words.count) {
            case ("FAULT", 3): report(Int(words[1]) ?? -1, words[2])
            case ("COUNT", _): kinds[words.count > 2 ? words[2] : "", default: 0] += Int(words[1]) ?? 0
            case ("SLOWEST", 3):
                if let seconds = Double(words[1]), seconds > slowest.seconds {
                    slowest = (seconds, Int(words[2]) ?? -1)
                }
            case ("MEMORY", 2): memory = max(memory, Int(words[1]) ?? 0)
            default: say("  | \(line.prefix(300))")
            }
        }
        try? FileManager.default.removeItem(at: output)
    }

    private func report(_ number: Int, _ fault: String) {
        faults += 1
        guard faults <= 200 else { return }
        say("FAULT \(arguments.subject) seed \(arguments.seed) case \(number): \(fault.prefix(600))")
        guard var subject = Fuzz.subject(arguments), faults <= 50 else { return }
        let path = "\(arguments.keep)/\(arguments.subject)-\(arguments.seed)-\(number).input"
        try? Data(subject.input(number)).write(to: URL(fileURLWithPath: path))
    }
}
