/// What a file will hold whose frames (times or samples) come one after the other.
public struct DatasetLayout: Equatable, Sendable {
    /// The dimension that grows with every frame.
    public struct Leading: Hashable, Sendable {
        public var name: String
        public var unit: String
        public var longName: String
        public var role: Axis.Role
        /// The number of frames; `nil` where it is open, which makes the dimension unlimited.
        public var count: Int?

        public init(_ name: String, unit: String = "1", longName: String = "", role: Axis.Role, count: Int? = nil) {
            self.name = name
            self.unit = unit
            self.longName = longName
            self.role = role
            self.count = count
        }

        public static let time = Leading("time", unit: "s", longName: "time", role: .time)
        public static let sample = Leading("sample", longName: "sample", role: .sample)
    }

    /// A quantity of which every frame has a slab.
    public struct Variable: Hashable, Sendable {
        public var name: String
        /// Those after the leading one, slowest first; none for one number per frame.
        public var axes: [Axis]
        public var precision: FieldPrecision
        public var unit: String
        public var longName: String
        /// What the values 0, 1, 2, ... stand for; see ``Field/meanings``.
        public var meanings: [String] = []

        public init(
            _ name: String, axes: [Axis] = [], precision: FieldPrecision = .float64, unit: String = "1",
            longName: String = ""
        ) {
            self.name = name
            self.axes = axes
            self.precision = precision
            self.unit = unit
            self.longName = longName
        }

        public var shape: [Int] { axes.map(\.count) }
    }

    public var attributes: [Attribute]
    public var leading: Leading
    public var variables: [Variable]
    /// Written once.
    public var constants: [Field]
    /// 0 for none; 1 (the default) is fast, 9 slow. Higher levels gain a few percent on simulated fields.
    public var compression: Int

    public init(
        leading: Leading, variables: [Variable], constants: [Field] = [], attributes: [Attribute] = [],
        compression: Int = 1
    ) {
        self.leading = leading
        self.variables = variables
        self.constants = constants
        self.attributes = attributes
        self.compression = compression
    }

    /// The chunk plans of the variables.
    ///
    /// - Throws: ``ShapeError`` for an axis without points, or sizes beyond counting.
    func plans() throws -> [ChunkPlan] {
        guard (0...9).contains(compression) else {
            throw ShapeError("compression \(compression) is not a level from 0 to 9")
        }
        return try variables.map { variable in
            let count = try Grid.count(of: variable.axes)
            if let empty = variable.axes.first(where: { $0.count < 1 }) {
                throw ShapeError("axis '\(empty.name)' of '\(variable.name)' has no points")
            }
            guard count <= Int.max / 16 else {
                throw ShapeError("'\(variable.name)' of \(ShapeError.text(variable.shape)) is too large")
            }
            return ChunkPlan(
                slabShape: variable.shape, elementSize: variable.precision.byteCount, frames: leading.count)
        }
    }

    /// Changes with anything that decides what the bytes of a frame mean (FNV-1a of a description).
    public var fingerprint: UInt64 {
        let description = variables.reduce("\(leading.name) \(leading.count ?? -1) \(compression)") { text, variable in
            text + "|\(variable.name) \(variable.precision.rawValue) \(variable.shape)"
        }
        return description.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
