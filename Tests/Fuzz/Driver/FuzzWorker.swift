import Foundation

/// Runs cases one after the other and says in a shared file which one is at hand.
struct FuzzWorker {
    /// Seconds of computing that a case may take, and memory of the process in bytes.
    static let secondsLimit = 3.0
    static let memoryLimit = 3 << 30

    private let arguments: FuzzArguments
    private let progress: UnsafeMutablePointer<Int>

    init(_ arguments: FuzzArguments, progressFile: String) {
        self.arguments = arguments
        let descriptor = open(progressFile, O_RDWR)
        let map = mmap(nil, 64, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard descriptor >= 0, let map, map != MAP_FAILED else { FuzzArguments.complain("can't share \(progressFile)") }
        progress = map.bindMemory(to: Int.self, capacity: 8)
        var limit = rlimit(rlim_cur: rlim_t(Self.memoryLimit), rlim_max: rlim_t(Self.memoryLimit))
        // Sanitizers keep freed memory and a shadow of all of it.
        #if !ANSATZ_SANITIZE_ADDRESS && !ANSATZ_SANITIZE_THREAD
            setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
        #endif
        var core = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core)
    }

    func run(_ subject: inout some FuzzSubject) {
        var kinds: [String: Int] = [:]
        var slowest = (seconds: 0.0, number: -1)
        for number in arguments.from..<(arguments.from + (arguments.cases ?? 0)) {
            progress[0] = number
            let start = Self.processorSeconds
            let outcome = subject.run(number)
            let seconds = Self.processorSeconds - start
            kinds[outcome.kind, default: 0] += 1
            if seconds > slowest.seconds { slowest = (seconds, number) }
            for fault in outcome.faults { print("FAULT \(number) \(fault.prefix(2000).replacing("\n", with: "\\n"))") }
            // What was found before a crash must not be lost with it.
            if !outcome.faults.isEmpty { fflush(nil) }
            if seconds > Self.secondsLimit { print("FAULT \(number) slow: \(seconds) s") }
        }
        progress[0] = arguments.from + (arguments.cases ?? 0)
        for (kind, count) in kinds { print("COUNT \(count) \(kind)") }
        print("SLOWEST \(slowest.seconds) \(slowest.number)")
        print("MEMORY \(Self.peakMemory)")
    }

    private static var usage: rusage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }

    /// Computing done by this process, which other processes do not disturb.
    static var processorSeconds: Double {
        let usage = usage
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6
    }

    /// In bytes.
    static var peakMemory: Int { usage.ru_maxrss << 10 }
}
