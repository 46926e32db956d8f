/// An SVG figure made here, so known to be well-formed, escaped, without scripts and without outside references.
public struct SVGDocument: Hashable, Sendable {
    /// The element, from `<svg` on: for a file of its own and for embedding in HTML alike.
    public let text: String

    init(_ text: String) { self.text = text }
}
