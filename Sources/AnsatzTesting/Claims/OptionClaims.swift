import Ansatz
import Foundation

extension Subject {
    /// The good values and the defaults pass their own checks, and mean the same when what was resolved of them is
    /// written as a scenario.
    func checkOptionsRoundTrip() throws {
        try checkRoundTrip(configured(), of: "the good values")
        if !entry.keys.contains(where: \.isRequired) { try checkRoundTrip(decoded(nil), of: "the defaults") }
        for key in entry.keys {
            guard let value = key.defaultValue, value != .null else { continue }
            do {
                _ = try configured([key.name: value])
            } catch let violation as ContractViolation {
                throw ContractViolation(
                    "the default of '\(key.name)' is not allowed by its own declaration: \(violation.message)")
            }
        }
    }

    private func checkRoundTrip(_ first: ConfiguredComponent, of what: String) throws {
        let written = first.resolvedOptions
        let second: ConfiguredComponent
        do {
            second = try decoded(.object(written))
        } catch let violation as ContractViolation {
            throw ContractViolation("\(what), written as a scenario: \(violation.message)")
        }
        for key in entry.keys where written[key.name] != second.resolvedOptions[key.name] {
            throw ContractViolation(
                "'\(key.name)' of \(what) was \(text(written[key.name])) and came back as "
                    + text(second.resolvedOptions[key.name]),
                help: "decode(_:with:) of its type must read what `resolved` writes")
        }
    }

    private func text(_ value: JSONValue?) -> String { value.map { "\($0)" } ?? "nothing" }

    /// Everything that `describe`, the schema and the reference print is there, and every option can be given.
    func checkOptionsDescribed() throws {
        var faults = Self.faults(ofLine: entry.info.summary, what: "the summary").map { ContractViolation($0) }
        for key in entry.keys { faults += Self.faults(of: key) }
        if let fault = keylessProperties() { faults.append(fault) }
        guard let first = faults.first else { return }
        guard faults.count > 1 else { throw first }
        let lines = faults.map { "\n  - \($0.message)" + ($0.help.map { "; \($0)" } ?? "") }
        throw ContractViolation("\(faults.count) faults:\(lines.joined())")
    }

    private static func faults(of key: KeyDescription) -> [ContractViolation] {
        let name = key.name
        var faults: [ContractViolation] = []
        if name.wholeMatch(of: /[a-z][a-z0-9_]{0,63}/) == nil {
            faults.append(ContractViolation("the option's name '\(name)' is not snake_case"))
        }
        faults += Self.faults(ofLine: key.help, what: "the help of '\(name)'").map { ContractViolation($0) }
        if case .choice(let names) = key.type, names.isEmpty {
            faults.append(ContractViolation("'\(name)' is a choice among no values"))
        }
        if key.type.isPhysical, key.unit == nil {
            faults.append(
                ContractViolation(
                    "'\(name)' is a \(key.type) without a unit",
                    help: "declare `unit: \"m s-1\"` or whatever it is, or `unit: \"1\"` for a pure number"))
        }
        if let unit = key.unit, unit.wholeMatch(of: /[A-Za-z0-9µ°%][A-Za-z0-9µ°% .*\/^()+-]*/) == nil {
            faults.append(ContractViolation("the unit '\(unit)' of '\(name)' is not in the style of UDUNITS"))
        }
        return faults
    }

    private static func faults(ofLine text: String, what: String) -> [String] {
        if text.isEmpty { return ["\(what) is empty"] }
        if text.contains(where: \.isNewline) { return ["\(what) has more than one line"] }
        if text.hasSuffix("."), !text.hasSuffix("...") {
            return ["\(what) ends in a full stop, but stands in tables: '\(text)'"]
        }
        return []
    }

    /// Stored properties of the options beyond those that keys can stand for. Which property a key sets can't be seen, so
    /// properties are told by their names once there are more of them than keys.
    private func keylessProperties() -> ContractViolation? {
        let decoder = OptionDecoder(registry: registry, baseDirectory: FileManager.default.currentDirectoryPath)
        let configured = ConfiguredComponent.decode(
            entry.info.name, options: nil, at: nil, as: entry.role, with: decoder)
        guard let options = configured?.options else { return nil }
        let properties = Mirror(reflecting: options).children.compactMap(\.label).filter { !$0.hasPrefix("$") }
            .map { String($0.drop { $0 == "_" }) }
        guard properties.count > entry.keys.count else { return nil }
        let names = Set(entry.keys.map(\.name))
        let others = properties.filter { !names.contains(Self.snakeCase($0)) && !names.contains($0) }
        let missing = properties.count - entry.keys.count
        let listed = others.map { "'\($0)'" }.joined(separator: ", ")
        return ContractViolation(
            missing == others.count
                ? "no scenario can give \(listed): the options have no key for \(missing == 1 ? "it" : "them")"
                : "the options have \(missing) more properties than keys; those without one are among \(listed)",
            help: "add `Key(\"\(others.first.map(Self.snakeCase) ?? "...")\", ...)`, or make it a computed property")
    }

    /// `maxIterations` as `max_iterations`.
    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            if character.isUppercase { text += "_" }
            text += character.lowercased()
        }
    }
}

extension OptionType {
    /// Whether a value of this type may have a unit: numbers and fields; counts have none.
    fileprivate var isPhysical: Bool {
        switch self {
        case .number, .fieldSource: true
        case .list(let element): element.isPhysical
        case .optional(let wrapped), .perAxis(let wrapped): wrapped.isPhysical
        default: false
        }
    }
}
