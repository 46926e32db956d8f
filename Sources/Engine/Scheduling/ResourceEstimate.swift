import Ansatz
import Foundation

/// What a method will need, found without allocating anything.
public struct ResourceEstimate: Sendable {
    /// `stage` or `stage.method`.
    public var place: String
    /// Peak of memory in bytes.
    public var memory: Int
    /// Uncompressed bytes of the result; the disk holds it twice while it is being published.
    public var disk: Int
    /// Steps, instances or samples.
    public var extent: Int
    /// Unknowns; `nil` for generators.
    public var unknowns: Int?
    /// What to do where the memory doesn't suffice.
    private var remedy = "use a coarser grid, fewer steps or instances, or a machine with more memory"

    /// - Parameter stages: all of the scenario: what a network needs follows from the samples that another stage makes.
    /// - Throws: `ComputationError` where sizes overflow or the component can't be made.
    public init(
        _ method: MethodDefinition, stage: StageDefinition, among stages: [StageDefinition], output: OutputRequest,
        readers: InputReaders
    ) throws {
        place = StageReference.path(stage: stage.name, method: method.name)
        let component = try method.subject.make()
        var frameBytes: [String: Int] = [:]
        var (frames, series) = (1, 0)
        switch component {
        case let problem as any Problem:
            let size = try problem.extent(openedBy: readers.reader(of:))
            (memory, frameBytes, unknowns) = (size.memory, size.frameBytes, size.unknowns)
            let steps = (problem as? any TransientProblem)?.march.count ?? Self.instances(of: problem)
            extent = steps ?? 1
            if let steps {
                // The first, the multiples of the interval, and the last.
                frames = try output.every.map { try Self.sum(steps / $0, 1) } ?? 2
                series = try Self.product(steps, 6 * 8)
                // Three series of numbers are kept for every step.
                memory = try Self.sum(memory, Self.product(steps, 24))
            }
        case let generator as any Generator:
            for variable in try generator.layout() {
                guard let count = Tensor<Double>.elementCount(of: variable.shape) else {
                    throw ComputationError.tooLarge("a sample of '\(variable.name)' is more than any memory holds")
                }
                frameBytes[variable.name] = try Self.product(count, 8)
            }
            memory = try Self.product(frameBytes.values.reduce(0, Self.sum), 8)
            frames = method.samples?.count ?? 1
            extent = frames
        default:
            let learning = try LearningMemory(stages, readers).bytes(of: method)
            (memory, extent) = (learning ?? Self.inputBytes(of: method, readers), 1)
            if learning != nil {
                remedy = "use a smaller 'batch', fewer channels, layers or modes, or a coarser grid"
            }
        }
        let written = try frameBytes.filter { output.fields?.contains($0.key) ?? true }.values.reduce(0, Self.sum)
        let fields = try Self.product(written, frames) / (output.precision == .float32 ? 2 : 1)
        // Three series over the steps, which the checkpoint holds too; probes; and what describes the result.
        let probes = try Self.product(frames, 8 * output.probes.count * frameBytes.count)
        disk = try [fields, series, probes, Self.descriptionBytes].reduce(0, Self.sum)
    }

    private static func instances(of problem: any Problem) -> Int? {
        (problem as? any SequenceProblem)?.instanceCount
    }

    /// What a plugin's own stage holds at least: its input files' numbers, and a result like the largest of them.
    private static func inputBytes(of method: MethodDefinition, _ readers: InputReaders) -> Int {
        let sizes = Set(method.inputFiles).compactMap { file -> Int? in
            // A file that can't be read is reported on its own.
            guard let name = file.dataset, let variable = try? readers.reader(of: file.path).variable(name) else {
                return nil
            }
            let shape = file.isReadAsSlab ? Array(variable.shape.dropFirst()) : variable.shape
            return try? product(Tensor<Double>.elementCount(of: shape) ?? .max, 8)
        }
        return sizes.reduce(sizes.max() ?? 0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    }

    /// Coordinates, attributes, `.xdmf` and the small files of a result, in round numbers.
    private static let descriptionBytes = 64 << 10

    /// The names of the fields that a problem or generator writes.
    ///
    /// - Throws: `ComputationError` where its sizes overflow.
    static func fieldNames(of subject: ConfiguredComponent) throws -> [String] {
        switch try subject.make() {
        case let problem as any Problem: try problem.extent().frameBytes.keys.sorted()
        case let generator as any Generator: try generator.layout().map(\.name)
        default: []
        }
    }

    /// Throws where the machine can't hold it.
    public func check(directory: String) throws {
        if let available = FreeResources.memory, memory > available {
            throw RunFailure(
                "'\(place)' needs about \(NumberFormat.bytes.string(Double(memory))) of memory, and "
                    + "\(NumberFormat.bytes.string(Double(available))) are available",
                help: remedy)
        }
        if let free = FreeResources.disk(beside: directory + "/stages"), disk > free {
            throw RunFailure(
                "'\(place)' writes up to \(NumberFormat.bytes.string(Double(disk))), and \(directory) has "
                    + "\(NumberFormat.bytes.string(Double(free))) free",
                help: "free some space, write fewer fields or frames (`output: { every: ... }`), or choose another "
                    + "--output")
        }
    }

    private static func sum(_ a: Int, _ b: Int) throws -> Int {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { throw ComputationError.tooLarge("\(a) + \(b) bytes are more than any memory holds") }
        return sum
    }

    private static func product(_ a: Int, _ b: Int) throws -> Int {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        if overflow { throw ComputationError.tooLarge("\(a) x \(b) bytes are more than any memory holds") }
        return product
    }
}
