import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

/// Files that Debian's h5py made, once for all tests.
private let data = filesMade(for: "odd", by: ["make_odd_data.py", "make_fixtures.py"])

@Suite("Files that others made, read by another process")
struct ForeignReadingTests {
    static let process = ReadingProcess(
        executable: BuiltCommand.executable.path, arguments: ["read-file-for-parent"])

    private func path(_ name: String) throws -> String { try #require(data, "h5py failed").path(name) }

    private func reader(_ name: String) throws -> DatasetReader {
        try DatasetReader(path: path(name), in: Self.process)
    }

    @Test(
        "Every question has the answer that it has in this process",
        arguments: ["weather.nc", "pdebench1d.h5", "pdebench2d.h5", "seeds.h5", "virtual.h5", "links.h5"])
    func same(name: String) throws {
        let (here, elsewhere) = (try DatasetReader(path: path(name)), try reader(name))
        #expect(try here.attributes() == elsewhere.attributes())
        #expect(try here.names(in: "/") == elsewhere.names(in: "/"))
        #expect(try here.summary() == elsewhere.summary())
        #expect(try here.pdebenchSeeds() == elsewhere.pdebenchSeeds())
        let variables = try here.variables()
        #expect(try variables == elsewhere.variables())
        for variable in variables where variable.isNumeric {
            #expect(try here.variable(variable.name) == elsewhere.checkedVariable(variable.name))
            #expect(try here.axes(of: variable.name) == elsewhere.axes(of: variable.name))
            // Missing values are NaN, which equals nothing; statistics count them.
            let (one, other) = (try here.read(variable.name), try elsewhere.read(variable.name))
            #expect(one.axes == other.axes && one.statistics == other.statistics && one.unit == other.unit)
            if one.firstNonFinite == nil { #expect(one == other) }
            guard let count = variable.shape.first, count > 0 else { continue }
            #expect(
                try here.readSlab(variable.name, at: count - 1).axes
                    == elsewhere.readSlab(variable.name, at: count - 1).axes)
            #expect(
                try here.read(variable.name, slabs: 0..<1, as: .float32).statistics
                    == elsewhere.read(variable.name, slabs: 0..<1, as: .float32).statistics)
        }
    }

    @Test("Errors cross over whole, and the reader goes on")
    func errors() throws {
        let (here, elsewhere) = (try DatasetReader(path: path("links.h5")), try reader("links.h5"))
        for name in ["missing", "group/missing", "group", "T", "through", "dangling", "soft/x"] {
            let expected = #expect(throws: StorageError.self, "\(name)") { try here.read(name) }
            let error = #expect(throws: StorageError.self, "\(name)") { try elsewhere.read(name) }
            #expect(error == expected)
        }
        #expect(try elsewhere.read("soft").doubles.elements == (0..<12).map { Double($0) })
    }

    @Test("Numbers come in pieces, in order: 96 MB in chunks of 7 rows")
    func pieces() throws {
        let field = try reader("long.h5").read("T")
        #expect(field.shape == [3000, 4000])
        field.doubles.withBuffer { values in
            #expect(values.indices.allSatisfy { values[$0] == Double($0 / 4000) })
        }
        #expect(try reader("long.h5").read("T", slabs: 1233..<1234).doubles.elements.allSatisfy { $0 == 1233 })
    }

    @Test("Nothing outside the file is read: external links, also behind soft ones, virtual and external data")
    func outside() throws {
        for (file, name, words) in [
            ("links.h5", "T", "link to another file"), ("links.h5", "outside", "link to another file"),
            ("links.h5", "through", "through"), ("virtual.h5", "T", "virtual dataset of 'source.h5'"),
            ("stored_outside.h5", "T", "external storage"),
        ] {
            let error = #expect(throws: StorageError.self) { try reader(file).read(name) }
            #expect(error?.description.contains(words) == true, "\(file) \(name): \(String(describing: error))")
            #expect(throws: StorageError.self) { try reader(file).checkedVariable(name) }
            #expect(throws: StorageError.self) { try reader(file).readForeign(name, axes: ["y", "x"]) }
        }
        #expect(try reader("virtual.h5").variable("T").type == "elsewhere")
        #expect(try reader("virtual.h5").read("own").doubles.elements == (0..<12).map { Double($0) })
    }

    @Test("Unusual and good: byte order, filters, a chunk of 128 MiB; what is too large or no number says so")
    func unusual() throws {
        #expect(try reader("filters.h5").read("szip").doubles.elements == (0..<1024).map { Double($0) })
        let filter = #expect(throws: StorageError.self) { try reader("filters.h5").read("lzf") }
        #expect(filter?.message.contains("the filter 'lzf'") == true && filter?.help?.contains("h5repack") == true)
        let types = try reader("types.h5")
        #expect(try types.read("big_endian").doubles.elements == (0..<12).map { Double($0) })
        #expect(try types.readSlab("chunk", at: 1 << 23).doubles.elements == [3])
        #expect(#expect(throws: StorageError.self) { try types.read("compound") }?.reason == .wrongType)
        #expect(#expect(throws: StorageError.self) { try types.read("endless") }?.reason == .outOfMemory)
        #expect(try types.readSlab("endless", at: 1 << 40).count == 1024)
    }

    @Test("What is no file is refused without a process: pipes would wait for ever, devices never end")
    func noFiles() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let none = ReadingProcess(executable: "/nonexistent", arguments: [])
        for path in [pipe, "/dev/zero", folder.url.path, folder.path("missing"), ""] {
            #expect(throws: StorageError.self) { try DatasetReader(path: path, in: none) }
        }
        let error = #expect(throws: StorageError.self) { try DatasetReader(path: path("links.h5"), in: none) }
        #expect(error?.message.contains("/nonexistent") == true)
    }

    @Test(
        "A program that does not answer, ends, or talks nonsense is an error about the file",
        arguments: [
            ("/bin/sleep", ["600"], "did not come back"), ("/bin/true", [], "makes no sense"),
            ("/bin/sh", ["-c", "cat >&0"], "makes no sense"),
            ("/bin/sh", ["-c", "kill -SEGV $$"], "crashed on it (Segmentation fault)"),
        ])
    func deaf(program: String, arguments: [String], words: String) throws {
        let process = ReadingProcess(
            executable: program, arguments: arguments, limits: ReadingLimits(seconds: 1, patience: 1))
        let error = #expect(throws: StorageError.self) { try DatasetReader(path: path("links.h5"), in: process) }
        #expect(error?.message.contains(words) == true, "\(String(describing: error))")
        #expect(error?.file == (try path("links.h5")))
    }

    @Test("Less memory than the numbers need stops that process, not this one")
    func memory() throws {
        let limits = ReadingLimits(seconds: 4, memory: 1 << 20)
        let process = ReadingProcess(
            executable: BuiltCommand.executable.path, arguments: ["read-file-for-parent"], limits: limits)
        // Whether 1 MiB is enough is up to the library; that this process survives is not.
        _ = try? DatasetReader(path: path("long.h5"), in: process).read("T")
        #expect(try reader("long.h5").readSlab("T", at: 5).doubles.elements.first == 5)
    }

    @Test("A file that is changed while it is open is an error, however it is changed")
    func changed() throws {
        let folder = try TemporaryFolder()
        let source = URL(fileURLWithPath: try path("source.h5"))
        for change in ["written", "replaced", "removed"] {
            let copy = folder.path("copy-\(change).h5")
            try FileManager.default.copyItem(at: source, to: URL(fileURLWithPath: copy))
            let readers = InputReaders(process: Self.process)
            #expect(try readers.reader(of: copy).read("T").count == 12)
            var bytes = try Data(contentsOf: source)
            bytes[bytes.count - 1] ^= 1
            switch change {
            case "written": try bytes.write(to: URL(fileURLWithPath: copy))
            case "replaced": try bytes.write(to: URL(fileURLWithPath: copy), options: .atomic)
            default: try FileManager.default.removeItem(atPath: copy)
            }
            let error = #expect(throws: StorageError.self) { try readers.reader(of: copy).read("T") }
            #expect(error?.file == copy, "\(change)")
        }
    }

    @Test("A file is opened once, by any number of threads")
    func shared() throws {
        let readers = InputReaders(process: Self.process)
        let name = try path("source.h5")
        let first = try readers.reader(of: name)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<20 {
                let reader = try? readers.reader(of: name)
                #expect(reader === first)
                #expect((try? reader?.read("T").doubles.elements) == (0..<12).map { Double($0) })
            }
        }
    }
}
