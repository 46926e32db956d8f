/// What may be the name of a variable, an axis or an attribute in a file.
enum HDF5Name {
    /// Names that HDF5's dimension scales and netCDF use themselves.
    private static let reserved: Set<String> = [
        "CLASS", "NAME", "DIMENSION_LIST", "DIMENSION_LABELS", "REFERENCE_LIST", "_FillValue", "_Netcdf4Dimid",
        "_Netcdf4Coordinates", "_NCProperties",
    ]

    /// - Throws: ``StorageError`` where a link or attribute cannot have this name, or netCDF could not read it.
    static func check(_ name: String, of kind: String, file: String) throws {
        var problem: String?
        if name.isEmpty {
            problem = "is empty"
        } else if name.utf8.count > 255 {
            problem = "is longer than 255 bytes"
        } else if name.contains("/") {
            problem = "contains '/', which separates groups in a file"
        } else if name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            problem = "contains a control character"
        } else if let first = name.unicodeScalars.first, first.isASCII, first != "_", !first.properties.isAlphabetic,
            !("0"..."9").contains(first)
        {
            problem = "starts with '\(first)'"
        } else if name.hasSuffix(" ") {
            problem = "ends with a space"
        } else if reserved.contains(name) {
            problem = "is one that the file format uses itself"
        }
        guard let problem else { return }
        throw StorageError(
            .invalidName, file: file, "the name '\(name.prefix(80))' of \(kind) \(problem)",
            help: "use letters, digits and '_', starting with a letter")
    }
}
