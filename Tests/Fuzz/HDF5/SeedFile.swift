import Ansatz
import Foundation
import TestSupport

/// A file that is whole, and what its mutants need to know of it.
struct SeedFile: Sendable {
    let name: String
    let bytes: [UInt8]
    /// Where the four letters stand that most structures of the format begin with.
    let signatures: [Int]
    /// Blocks that end with their checksum.
    let checksums: [Range<Int>]
    /// Where eight bytes stand that may be an address in the file.
    let addresses: [Int]

    private static let names = [
        "OHDR", "OCHK", "TREE", "SNOD", "HEAP", "GCOL", "FRHP", "FHDB", "FHIB", "FSHD", "FSSE", "BTHD", "BTIN", "BTLF",
        "FAHD", "FADB", "EAHD", "EAIB", "EASB", "EADB", "SMTB", "SMLI",
    ].map { Array($0.utf8) }

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        signatures = bytes.indices.dropLast(3).filter { place in
            Self.names.contains { bytes[place..<place + 4].elementsEqual($0) }
        }
        let starts = signatures + bytes.indices.dropLast(8).filter { bytes[$0] == 0x89 && bytes[$0 + 1] == 0x48 }
        checksums = starts.sorted().compactMap { start in
            // The length of a block stands in many places; its checksum says it by itself.
            (8..<min(2048, max(bytes.count - start - 3, 8))).first { length in
                Lookup3.hash(bytes[start..<start + length]) == Self.integer(bytes, at: start + length)
            }.map { start..<start + $0 }
        }
        addresses = bytes.indices.dropLast(7).filter { place in
            let word = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) }
            return word >= 32 && word < UInt64(bytes.count) && (word % 8 == 0 || place % 8 == 0)
        }
    }

    private static func integer(_ bytes: [UInt8], at place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
    }

    /// Files of h5py and netCDF-4, and our own.
    static func all() throws -> [SeedFile] {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            BuiltCommand.repository.appending(path: "Tests/Fuzz/HDF5/make_seeds.py").path, folder.url.path,
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        try writeOwn(to: folder)
        return try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted().map { name in
            SeedFile(name: name, bytes: Array(try Data(contentsOf: folder.url.appending(path: name))))
        }
    }

    private static func writeOwn(to folder: TemporaryFolder) throws {
        let y = Axis("y", .uniform(first: 0, spacing: 0.25, count: 5))
        let x = Axis("x", .explicit([0, 1, 4]), unit: "m", longName: "along the wall")
        let time = Axis("time", .uniform(first: 0, spacing: 0.5, count: 4), unit: "s", role: .time)
        let values = Tensor((0..<60).map { Double($0) / 7 }, shape: [4, 5, 3])
        let dataset = try Dataset(
            [
                Field("T", axes: [time, y, x], values, unit: "K"),
                Field("w", axes: [y, x], values: .float32(Tensor((0..<15).map { Float($0) }, shape: [5, 3]))),
            ], attributes: [Attribute("title", "a seed"), Attribute("sizes", .list([1, 2, 3]))])
        try DatasetWriter.write(dataset, to: folder.path("own.h5"), compression: 0)
        try DatasetWriter.write(dataset, to: folder.path("own-packed.h5"), compression: 4)
    }
}
