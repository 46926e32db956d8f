import Engine
import Foundation
import Testing

@Suite("Reports")
struct ReportDocumentTests {
    private let hostile = "<script>alert('1')</script> & \"quotes\" \u{0}\u{1B}"
    private let shown = "<script>alert('1')</script> & \"quotes\" \u{FFFD}\u{FFFD}"

    private func report(_ text: String, verdict: Verdict = .failed) throws -> ReportDocument {
        let chart = CurveChart(text, series: [ChartSeries(text, x: [0, 1], y: [1, 2])])
        let field = try FieldFigure(text, [1, 2, 3, 4], rows: 2, columns: 2)
        return ReportDocument(
            title: text, subtitle: text, verdict: verdict, statement: text,
            sections: [
                ReportSection(text, [.paragraph(text), .notice(.warning, text), .code(text)]),
                ReportSection(
                    "tables",
                    [
                        .table(TextTable([TableColumn(text)], rows: [[.text(text)]], caption: text)),
                        .keyValues([ReportKeyValue(text, text, isDefault: true)]),
                        .details(text, [.paragraph(text), .details(text, [])]),
                    ]),
                ReportSection(
                    "figures",
                    [.figures([ReportFigure(chart.svg(), caption: text), ReportFigure(field.svg(), isWide: true)])]),
                ReportSection(
                    "rest",
                    [
                        .timeline([
                            TimelineEntry(stage: text, action: .reused, reason: text),
                            TimelineEntry(stage: "run", method: text, action: .ran, start: 1, seconds: 3),
                            TimelineEntry(stage: "run", action: .resumed, start: .nan, seconds: -1, verdict: .failed),
                        ]),
                        .references([
                            ReportReference(text), ReportReference(text, address: "https://example.org/?a=1&b=\"2\""),
                            ReportReference(text, address: "javascript:alert(1)"),
                        ]),
                    ]),
            ], footer: text)
    }

    @Test("escape every text and are well-formed")
    func escaping() throws {
        let report = try report(hostile)
        let page = try MarkupTree(report.html)
        #expect(page.elements(named: "script").isEmpty)
        for name in ["h1", "code", "dt", "dd", "th", "td", "caption", "summary", "footer"] {
            #expect(page.texts(of: name).contains(shown), "\(name)")
        }
        #expect(page.texts(of: "h2").first == shown)
        #expect(page.texts(of: "figcaption") == [shown])
    }

    @Test("fetch nothing: no address outside of links and name spaces, only pictures inside")
    func offline() throws {
        let page = try MarkupTree(report("x").html)
        for element in page.elements {
            #expect(element.attributes["src"] == nil)
            let href = element.attributes["href"] ?? "#"
            #expect(href.hasPrefix("#") || href.hasPrefix("data:image/png;base64,") || element.name == "a")
        }
        for name in ["link", "script", "iframe", "object"] { #expect(page.elements(named: name).isEmpty) }
        let links = page.elements(named: "a").compactMap { $0.attributes["href"] }.filter { !$0.hasPrefix("#") }
        #expect(links == ["https://example.org/?a=1&b=\"2\""], "other schemes than http are text")
        let styles = page.texts(of: "style").joined()
        #expect(!styles.contains("url(") && !styles.contains("@import"))
    }

    @Test("say how it went in words and colour", arguments: Verdict.allCases)
    func verdict(verdict: Verdict) throws {
        let page = try MarkupTree(report("x", verdict: verdict).html)
        let statement = try #require(page.elements(named: "p", in: "statement").first)
        #expect(statement.attributes["class"] == "statement \(verdict.rawValue)")
        #expect(statement.text == "\(verdict.symbol) \(verdict.rawValue) x")
        #expect(page.texts(of: "style")[0].contains(".statement.\(verdict.rawValue)"))
    }

    @Test("place the stages in time")
    func timeline() throws {
        let spans = try MarkupTree(report("x").html).elements(named: "span", in: "span")
        // One of four seconds unused, then three; what isn't a time takes none.
        #expect(spans.map { $0.attributes["style"] } == ["left:25%;width:75%", "left:0%;width:0%"])
    }

    @Test("have a link to every section, and identifiers only once")
    func contents() throws {
        let page = try MarkupTree(report("x").html)
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        let links = page.elements(named: "a").compactMap { $0.attributes["href"] }.filter { $0.hasPrefix("#") }
        #expect(links.count == 4 && links.allSatisfy { ids.contains(String($0.dropFirst())) })
    }

    @Test("are the same bytes each time; an empty one is a page too")
    func deterministic() throws {
        #expect(try report("x").html == report("x").html)
        let page = try MarkupTree(ReportDocument(title: "", verdict: .ok, sections: []).html)
        #expect(page.elements(named: "nav").isEmpty && page.elements(named: "section").isEmpty)
    }
}
