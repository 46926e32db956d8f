import Ansatz

/// What a YAML text has that a scenario may not have, though it can be read: anchors, tags, keys given twice.
struct YAMLFaults: Sendable {
    var diagnostics: [Diagnostic] = []
    /// Whether something could not be read, so that what is missing elsewhere says nothing.
    var isIncomplete = false

    func check() throws(Diagnostics) {
        if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
    }
}
