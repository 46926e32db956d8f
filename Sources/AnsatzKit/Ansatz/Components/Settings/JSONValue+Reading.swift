public import Foundation

extension JSONValue {
    /// Reads a JSON text.
    ///
    /// - Throws: `DecodingError` where it is not valid JSON, nests too deeply, or holds a number that does not fit.
    public init(parsing data: Data) throws {
        self = try JSONDecoder().decode(Reading.self, from: data).value
    }

    public init(parsing text: String) throws { try self.init(parsing: Data(text.utf8)) }
}

/// Reads any JSON value by trying its kinds in turn.
private struct Reading: Decodable {
    let value: JSONValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let bool = try? container.decode(Bool.self) {
            value = .bool(bool)
        } else if let integer = try? container.decode(Int.self) {
            value = .integer(integer)
        } else if let number = try? container.decode(Double.self) {
            value = .number(number)
        } else if let text = try? container.decode(String.self) {
            value = .string(text)
        } else if let items = try? container.decode([Reading].self) {
            value = .array(items.map(\.value))
        } else {
            value = .object(try container.decode([String: Reading].self).mapValues(\.value))
        }
    }
}
