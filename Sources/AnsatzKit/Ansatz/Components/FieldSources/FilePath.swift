/// An option that names an input file which is read as a whole. A relative path starts at the scenario's folder, and the
/// file's contents are part of the result's key.
///
/// ```yaml
/// matrix: data/plate.mtx
/// ```
public struct FilePath: OptionValue, Hashable {
    /// Absolute, or relative to the working directory: ready to be opened. Empty where none was given.
    public let path: String
    /// As the scenario has it, for messages.
    public let written: String

    public init(path: String, written: String) {
        self.path = path
        self.written = written
    }

    /// Stands in for a required option before it is decoded.
    public static var unset: FilePath { FilePath(path: "", written: "") }

    public static var optionType: OptionType { .text }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> FilePath? {
        guard let text = String.decode(setting, with: decoder) else { return nil }
        guard !text.isEmpty else {
            decoder.reportExpected("the path of a file", found: setting)
            return nil
        }
        let path = text.hasPrefix("/") ? text : decoder.baseDirectory + "/" + text
        decoder.note(InputFile(path: path, written: text, location: setting.location))
        return FilePath(path: path, written: text)
    }

    public var resolved: JSONValue { .string(written) }
}
