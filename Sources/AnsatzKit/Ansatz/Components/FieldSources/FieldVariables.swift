/// The coordinates that a field source may depend on.
public protocol FieldVariables: Sendable {
    static var names: [String] { get }
}

/// A function of time.
public enum OverTime: FieldVariables {
    public static let names = ["t"]
}

/// A function of the space coordinates.
public enum OverSpace: FieldVariables {
    public static let names = ["x", "y", "z"]
}

/// A function of the space coordinates and time.
public enum OverSpaceAndTime: FieldVariables {
    public static let names = ["x", "y", "z", "t"]
}
