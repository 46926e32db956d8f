import Foundation
#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The elements of an XML text, in order; throws where it isn't well-formed.
final class MarkupTree: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
        var text = ""
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []

    init(_ text: String) throws {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        guard parser.parse() else {
            throw parser.parserError ?? CocoaError(.fileReadCorruptFile)
        }
    }

    func elements(named name: String, in kind: String? = nil) -> [Element] {
        elements.filter { element in
            element.name == name
                && kind.map { (element.attributes["class"] ?? "").split(separator: " ").contains($0[...]) } ?? true
        }
    }

    func texts(of name: String) -> [String] { elements(named: name).map(\.text) }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(elements.count)
        elements.append(Element(name: elementName, attributes: attributes))
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
    ) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        for index in open { elements[index].text += string }
    }
}
