/// What to tell somebody who wrote a name that does not exist.
public enum Suggestion {
    /// How many names a help line lists before it says "and 12 more".
    public static let listLimit = 12

    /// The help for an unknown name: the only name there is; else the likely intent; else what exists.
    ///
    /// - Parameters:
    ///   - word: what was written.
    ///   - names: what exists, in the order to list it.
    ///   - noun: what the names are, in the singular: "option".
    ///   - plural: the plural of `noun`, where it is not `noun` + "s".
    /// - Returns: a line such as "did you mean 'modes'?", or "there are no options".
    public static func help(
        for word: String, among names: [String], noun: String, plural: String? = nil
    ) -> String {
        let plural = plural ?? noun + "s"
        if names.isEmpty { return "there are no \(plural)" }
        if names.count == 1 { return "the only \(noun) is '\(names[0])'" }
        if let name = closest(to: word, among: names) { return "did you mean '\(name)'?" }
        return "the \(plural) are \(list(names))"
    }

    /// The names in quotes, with commas; long lists end in "and 12 more".
    public static func list(_ names: [String]) -> String {
        let shown = names.prefix(listLimit).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > listLimit ? "\(shown) and \(names.count - listLimit) more" : shown
    }

    /// The name nearest to `word`, where one is near enough to be what was meant: at most `1 + n/5` slips for a word
    /// of `n` characters, and fewer than would replace the word. Among equals the first wins.
    ///
    /// - Returns: `nil` also where there are more names than can be compared in no time.
    public static func closest(to word: String, among names: [String]) -> String? {
        guard names.count <= 2000 else { return nil }
        let letters = word.lowercased().unicodeScalars.count
        var best: (name: String, distance: Int)?
        for name in names {
            let longest = max(letters, name.unicodeScalars.count)
            let cutOff = min(1 + longest / 5, longest - 1)
            guard let distance = distance(word, name, atMost: min(cutOff, (best?.distance ?? Int.max) - 1)) else {
                continue
            }
            best = (name, distance)
        }
        return best?.name
    }

    /// The number of slips between two words: letters inserted, left out, replaced, or swapped with their neighbour
    /// (optimal string alignment), upper and lower case being the same.
    ///
    /// - Returns: `nil` where it exceeds `limit`, or where a word has more than 256 letters.
    public static func distance(_ first: String, _ second: String, atMost limit: Int) -> Int? {
        let a = Array(first.lowercased().unicodeScalars)
        let b = Array(second.lowercased().unicodeScalars)
        guard limit >= 0, abs(a.count - b.count) <= limit, a.count <= 256, b.count <= 256 else { return nil }
        var beforePrevious = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        var current = previous
        for i in a.indices {
            current[0] = i + 1
            var least = i + 1
            for j in b.indices {
                let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
                current[j + 1] = min(replaced, previous[j + 1] + 1, current[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    current[j + 1] = min(current[j + 1], beforePrevious[j - 1] + 1)
                }
                least = min(least, current[j + 1])
            }
            // What is left can only add slips, but for a swap that reaches back one row.
            if least > limit, (previous.min() ?? 0) > limit { return nil }
            (beforePrevious, previous, current) = (previous, current, beforePrevious)
        }
        return previous[b.count] <= limit ? previous[b.count] : nil
    }
}
