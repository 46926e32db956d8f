/// What a reader can be asked, in a form that another process can be asked too.
enum ReadRequest: Codable, Sendable {
    /// Opens the file; answered by `done`.
    case open(path: String, limits: ReadingLimits)
    case attributes(of: String)
    case names(in: String)
    case variables
    case variable(String)
    case axes(of: String)
    case seeds
    case summary(readsValues: Bool)
    /// Reads the numbers of a variable, piece by piece, and forgets them; answered by what the file says of it.
    case check(String)
    case field(FieldRequest)
}

/// One field as a reader is asked for it.
struct FieldRequest: Codable, Sendable {
    enum Part: Codable, Sendable {
        case all
        /// A range of the first dimension, which is kept.
        case slabs(Range<Int>)
        /// One index of the first dimension, which goes.
        case slab(Int)
        /// A range of each dimension, without the names and coordinates of the dimensions.
        case box([Range<Int>])
    }

    var name: String
    var part = Part.all
    /// Names of the dimensions, where the file does not say them.
    var axes: [String]?
    /// Paths of coordinate datasets by these names.
    var coordinates: [String: String] = [:]
    var precision: FieldPrecision?
}

/// What a reader answers. The numbers of a field do not travel in it but after it.
enum ReadReply: Codable, Sendable {
    case attributes([Attribute])
    case names([String])
    case variables([StoredVariable])
    case variable(StoredVariable)
    case axes([Axis])
    case summary(FileSummary)
    case field(FieldDescription)
    case done
    case failure(StorageError)
    /// The work that follows may take so much processor time, since it is so large.
    case working(seconds: Int)
}

/// A field without its numbers.
struct FieldDescription: Codable, Sendable {
    var name: String
    var axes: [Axis]
    var unit: String
    var longName: String
    var precision: FieldPrecision

    func field(_ values: FieldValues) throws -> Field {
        try Field(name, axes: axes, values: values, unit: unit, longName: longName)
    }
}
