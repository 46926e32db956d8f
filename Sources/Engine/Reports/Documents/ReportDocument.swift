/// A report as one HTML file that needs nothing else: no network, no scripts, no fonts.
///
/// ```swift
/// let report = ReportDocument(
///     title: "heat-sor-bandit", verdict: .ok, statement: "3 stages finished, 3 certificates hold",
///     sections: [ReportSection("Methods", [.table(methods), .figures([ReportFigure(chart.svg(), caption: "…")])])])
/// ```
public struct ReportDocument: Hashable, Sendable {
    public var title: String
    /// A line under the title: when, where, which version.
    public var subtitle: String
    public var verdict: Verdict
    /// What the verdict rests on, in a sentence.
    public var statement: String
    public var sections: [ReportSection]
    /// A line at the end of the page.
    public var footer: String

    public init(
        title: String, subtitle: String = "", verdict: Verdict, statement: String = "", sections: [ReportSection],
        footer: String = ""
    ) {
        self.title = title
        self.subtitle = subtitle
        self.verdict = verdict
        self.statement = statement
        self.sections = sections
        self.footer = footer
    }
}
