import Ansatz

/// Gives the axes of a sweep the names that results call them by.
enum SweepNames {
    /// What results have beside the axes.
    static let reserved: Set<String> = ["member", "status", "folder"]

    /// Names axes that have none by the end of their path, as short as tells them apart.
    static func assign(to axes: inout [SweepAxis], _ over: Setting, _ decoder: OptionDecoder) {
        var taken = reserved
        for axis in axes where !axis.name.isEmpty {
            let place = over[axis.pathText]?["name"]?.location ?? axis.location
            if !isAllowed(axis.name) {
                decoder.report(
                    "the name '\(axis.name)' of an axis is not allowed", at: place,
                    help: "use 1 to 64 letters, digits and '_', starting with a letter")
            } else if !taken.insert(axis.name).inserted {
                decoder.report(
                    "the name '\(axis.name)' is taken", at: place,
                    help: reserved.contains(axis.name) ? "results have it already" : "another axis has it")
            }
        }
        let parts = axes.map { Self.parts($0.steps) }
        let nameless = axes.indices.filter { axes[$0].name.isEmpty }
        for index in nameless {
            var length = 1
            var name = joined(parts[index], length)
            func isShared() -> Bool { nameless.contains { $0 != index && joined(parts[$0], length) == name } }
            while length < parts[index].count, taken.contains(name) || isShared() {
                length += 1
                name = joined(parts[index], length)
            }
            while !taken.insert(name).inserted { name += "_" }
            axes[index].name = name
        }
    }

    /// The name that a path would have alone: for folders, whose names must not depend on other axes.
    static func shortest(_ steps: [ScenarioOverride.Step]) -> String { joined(parts(steps), 1) }

    /// The keys of a path, with indices as part of the key that they belong to.
    private static func parts(_ steps: [ScenarioOverride.Step]) -> [String] {
        steps.reduce(into: []) { parts, step in
            switch step {
            case .key(let key):
                parts.append(
                    String(key.unicodeScalars.map { isLetterOrDigit($0) || $0 == "-" ? Character($0) : "_" }))
            case .index(let index): parts[parts.count - 1] += "_\(index)"
            }
        }
    }

    private static func joined(_ parts: [String], _ length: Int) -> String {
        String(parts.suffix(length).joined(separator: "_").prefix(200))
    }

    private static func isAllowed(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, name.unicodeScalars.count <= 64 else { return false }
        return isLetterOrDigit(first) && !("0"..."9").contains(first) && name.unicodeScalars.allSatisfy(isLetterOrDigit)
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
