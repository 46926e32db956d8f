import Foundation

/// Reads one section of a 64-bit little-endian ELF file without loading it, so that a library's record can be compared
/// before any of its code runs.
enum ELFSection {
    enum Failure: Error, Equatable {
        case unreadable(String)
        case notELF
        /// The header is that of a 64-bit ELF file, but what it points at is not there.
        case damaged
        case noSuchSection
    }

    /// The bytes of the section called `name`, at most 4 KiB of them.
    static func read(_ name: String, of path: String) throws(Failure) -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
        // Opening a pipe would wait for its writer.
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable("it is not a regular file") }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(String(cString: strerror(errno)))
        }
        defer { try? file.close() }
        let header = bytes(of: file, at: 0, count: 64)
        guard header.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else { throw .notELF }
        guard header.count == 64 else { throw .damaged }
        let tableOffset = word(header, 0x28, 8)
        let entrySize = word(header, 0x3A, 2)
        let entryCount = word(header, 0x3C, 2)
        let nameIndex = word(header, 0x3E, 2)
        // A library may have been stripped of the table; then it has no record either.
        if entryCount == 0 { throw .noSuchSection }
        guard entrySize == 64, nameIndex < entryCount, tableOffset > 0 else { throw .damaged }
        let table = bytes(of: file, at: tableOffset, count: entrySize * entryCount)
        guard table.count == entrySize * entryCount else { throw .damaged }
        let names = section(nameIndex, table, file, limit: 1 << 20)
        for index in 0..<entryCount {
            let start = word(table, index * 64, 4)
            guard start < names.count else { continue }
            let found = names[start...].prefix { $0 != 0 }
            if found.elementsEqual(name.utf8) { return section(index, table, file, limit: 4096) }
        }
        throw .noSuchSection
    }

    private static func section(_ index: Int, _ table: [UInt8], _ file: FileHandle, limit: Int) -> [UInt8] {
        let offset = word(table, index * 64 + 24, 8)
        let size = word(table, index * 64 + 32, 8)
        return bytes(of: file, at: offset, count: min(size, limit))
    }

    private static func bytes(of file: FileHandle, at offset: Int, count: Int) -> [UInt8] {
        guard offset >= 0, count > 0, (try? file.seek(toOffset: UInt64(offset))) != nil,
            let data = try? file.read(upToCount: count)
        else { return [] }
        return [UInt8](data)
    }

    /// A little-endian number; one that no file offset can be comes back as -1.
    private static func word(_ bytes: [UInt8], _ offset: Int, _ width: Int) -> Int {
        guard offset + width <= bytes.count else { return -1 }
        let value = (0..<width).reduce(UInt64(0)) { $0 | UInt64(bytes[offset + $1]) << (8 * UInt64($1)) }
        return Int(exactly: value) ?? -1
    }
}
