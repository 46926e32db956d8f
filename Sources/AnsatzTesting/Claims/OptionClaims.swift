import Ansatz

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

    /// Everything that `describe`, the schema and the reference print is there.
    func checkOptionsDescribed() throws {
        try Self.checkLine(entry.info.summary, what: "the summary")
        for key in entry.keys {
            let name = key.name
            guard name.wholeMatch(of: /[a-z][a-z0-9_]{0,63}/) != nil else {
                throw ContractViolation("the option's name '\(name)' is not snake_case")
            }
            try Self.checkLine(key.help, what: "the help of '\(name)'")
            if case .choice(let names) = key.type, names.isEmpty {
                throw ContractViolation("'\(name)' is a choice among no values")
            }
            if key.type.isPhysical, key.unit == nil {
                throw ContractViolation(
                    "'\(name)' is a \(key.type) without a unit",
                    help: "declare `unit: \"m s-1\"` or whatever it is, or `unit: \"1\"` for a pure number")
            }
            if let unit = key.unit, unit.wholeMatch(of: /[A-Za-z0-9µ°%][A-Za-z0-9µ°% .*\/^()+-]*/) == nil {
                throw ContractViolation("the unit '\(unit)' of '\(name)' is not in the style of UDUNITS")
            }
        }
    }

    private static func checkLine(_ text: String, what: String) throws {
        guard !text.isEmpty else { throw ContractViolation("\(what) is empty") }
        guard !text.contains(where: \.isNewline) else { throw ContractViolation("\(what) has more than one line") }
        guard !text.hasSuffix(".") || text.hasSuffix("...") else {
            throw ContractViolation("\(what) ends in a full stop: '\(text)'", help: "it stands in tables")
        }
    }
}

extension OptionType {
    /// Whether a value of this type may have a unit: numbers and fields; counts have none.
    fileprivate var isPhysical: Bool {
        switch self {
        case .number, .fieldSource: true
        case .list(let element): element.isPhysical
        case .optional(let wrapped): wrapped.isPhysical
        default: false
        }
    }
}
