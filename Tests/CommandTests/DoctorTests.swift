import Foundation
import Testing
import TestSupport

@Suite("Doctor")
struct DoctorTests {
    @Test("on a machine that builds this, every numerical check passes")
    func healthy() throws {
        let folder = try TemporaryFolder()
        let outcome = try BuiltCommand.run(["doctor"], in: folder.url)
        #expect(outcome.status == 0, "\(outcome.output)")
        for name in ["HDF5", "FFTW", "OpenBLAS", "oneDNN", "relaxation", "Fourier transform", "factorization", "files"]
        {
            #expect(outcome.output.contains(name), "no '\(name)' in:\n\(outcome.output)")
        }
        #expect(!outcome.output.contains("✗"))
    }

    @Test("a run folder that can't be written to is a failure", .enabled(if: getuid() != 0, "root may write anywhere"))
    func readOnly() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
        let outcome = try BuiltCommand.run(["doctor", "--runs", folder.path("runs")])
        #expect(outcome.status == 4)
        #expect(outcome.output.contains("can't be written to"))
    }
}
