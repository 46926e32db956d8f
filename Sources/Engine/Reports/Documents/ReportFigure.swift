/// A figure with a caption.
public struct ReportFigure: Hashable, Sendable {
    public var svg: SVGDocument
    public var caption: String
    /// Takes the page's whole width.
    public var isWide: Bool

    public init(_ svg: SVGDocument, caption: String = "", isWide: Bool = false) {
        self.svg = svg
        self.caption = caption
        self.isWide = isWide
    }
}
