import Ansatz

extension Subject {
    /// Whatever an option's declaration allows gives a result or an error. A trap ends the process; the note that is
    /// written then names the options.
    func checkRangeEnds() throws {
        let numeric = try numericOptions()
        for option in numeric {
            for end in option.ends { attempt([option.name: option.value(end)]) }
            if case .array(let items) = option.base, let end = option.ends.last, items.count > 1 {
                // One element alone: products of extents overflow otherwise than each extent does.
                attempt([option.name: .array([end] + items.dropFirst())])
            }
        }
        guard numeric.count > 1 else { return }
        var random = RandomStream(seed: 7, stage: "contract", purpose: "corners")
        for _ in 0..<8 {
            var corner: [String: JSONValue] = [:]
            for option in numeric {
                let choices = option.ends.map(option.value) + [option.base]
                corner[option.name] = choices[Int(random.next() % UInt64(choices.count))]
            }
            attempt(corner)
        }
    }

    /// One call with some options at their ends; cut short where it asks whether to stop.
    private func attempt(_ changes: [String: JSONValue]) {
        let options = changes.sorted { $0.key < $1.key }.map { "\($0.key): \(Self.text($0.value))" }
        CrashNote.during("\(name): \(ContractClaim.rangeEnds), with { \(options.joined(separator: ", ")) }") {
            let watch = PollWatch(patience: 0.1)
            let run = context(cancellation: { watch.isCancelled() })
            watch.start()
            do {
                var exercise = try exercise(.small, run, changes: changes)
                for index in 0..<min(exercise.calls, 2) { _ = try exercise.call(index) }
            } catch {
                // Any error will do; that there is one, or a result, is the claim.
            }
        }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .array(let items): "[\(items.map(text).joined(separator: ", "))]"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        default: "\(value)"
        }
    }

    /// The options that are numbers or lists of them, with their value and the ends of what is allowed.
    private func numericOptions() throws -> [NumericOption] {
        let base = try configured().resolvedOptions
        return entry.keys.compactMap { key in
            guard let isWhole = key.type.isWholeNumber, let value = base[key.name] else { return nil }
            return NumericOption(name: key.name, base: value, ends: Self.ends(key.range, isWhole: isWhole))
        }
    }

    private struct NumericOption {
        var name: String
        /// Its good value.
        var base: JSONValue
        var ends: [JSONValue]

        /// The option's value where every number in it is at an end.
        func value(_ end: JSONValue) -> JSONValue {
            if case .array(let items) = base { return .array(items.map { _ in end }) }
            return end
        }
    }

    /// The smallest and largest numbers that a range allows.
    private static func ends(_ range: OptionRange?, isWhole: Bool) -> [JSONValue] {
        func inside(_ end: Double, _ isIncluded: Bool, _ next: Double, _ step: Int) -> JSONValue {
            if isWhole { return Int(exactly: end).map { .integer(isIncluded ? $0 : $0 + step) } ?? .integer(step) }
            return .number(isIncluded ? end : next)
        }
        let lower =
            range?.lower.map { inside($0, range?.includesLower ?? true, $0.nextUp, 1) }
            ?? (isWhole ? .integer(.min) : .number(-.greatestFiniteMagnitude))
        let upper =
            range?.upper.map { inside($0, range?.includesUpper ?? true, $0.nextDown, -1) }
            ?? (isWhole ? .integer(.max) : .number(.greatestFiniteMagnitude))
        return [lower, upper]
    }
}

extension OptionType {
    /// Whether numbers of this type are whole; `nil` where it is no number.
    fileprivate var isWholeNumber: Bool? {
        switch self {
        case .number: false
        case .integer: true
        case .list(let element): element.isWholeNumber
        case .optional(let wrapped), .perAxis(let wrapped): wrapped.isWholeNumber
        default: nil
        }
    }
}
