/// What a section of a report consists of. All texts are plain text; nothing in them is taken for markup.
public enum ReportBlock: Hashable, Sendable {
    /// Empty lines separate paragraphs.
    case paragraph(String)
    /// A text that stands out: a warning, a failure with what to do about it.
    case notice(Verdict, String)
    case table(TextTable)
    /// Side by side where the page is wide enough.
    case figures([ReportFigure])
    /// Text in a fixed-width face, as it is.
    case code(String)
    case keyValues([ReportKeyValue])
    /// Blocks that are folded away until asked for.
    case details(String, [ReportBlock])
    case timeline([TimelineEntry])
    case references([ReportReference])
}
