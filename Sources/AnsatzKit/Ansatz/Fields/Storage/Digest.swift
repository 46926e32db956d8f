import CCrypto
import Glibc

/// A SHA-256 digest (FIPS 180-4): the name of some bytes.
public struct Digest: Hashable, Sendable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// The digest of `bytes`.
    public init(of bytes: some Sequence<UInt8>) {
        let hasher = Hasher()
        if bytes.withContiguousStorageIfAvailable({ hasher.update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(bytes).withUnsafeBytes { hasher.update($0) }
        }
        self.bytes = hasher.finish()
    }

    /// The digest of the string's UTF-8 bytes.
    public init(of string: String) { self.init(of: string.utf8) }

    /// The digest of a file's contents, read in pieces of 1 MiB.
    ///
    /// - Throws: ``FileFailure`` where the file cannot be opened or read.
    public init(ofFile path: String) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: path, code: errno) }
        defer { close(descriptor) }
        let hasher = Hasher()
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { piece.deallocate() }
        while true {
            let count = read(descriptor, piece.baseAddress, piece.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileFailure(path: path, code: errno)
            }
            hasher.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
        bytes = hasher.finish()
    }

    /// The digest that 64 hexadecimal digits spell; `nil` for anything else.
    public init?(hex: String) {
        let digits = hex.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high * 16 + low))
        }
        self.bytes = bytes
    }

    /// Thrown where a file's contents cannot be had.
    public struct FileFailure: Error, Hashable, CustomStringConvertible {
        public let path: String
        /// The system's error number.
        public let code: Int32

        public var description: String { "cannot read \(path): \(String(cString: strerror(code)))" }
    }
}

extension Digest: CustomStringConvertible {
    /// 64 hexadecimal digits, lower case.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension Digest: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a digest is 64 hexadecimal digits")
        }
        self = digest
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

private final class Hasher {
    private let context = EVP_MD_CTX_new()

    // libcrypto fails here only without memory or with SHA-256 disabled by policy; a wrong digest would be worse.
    init() { precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto offers no SHA-256") }

    func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "libcrypto could not hash")
    }

    func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { bytes, count in
            var length: UInt32 = 0
            precondition(EVP_DigestFinal_ex(context, bytes.baseAddress, &length) == 1, "libcrypto could not hash")
            count = Int(length)
        }
    }

    deinit { EVP_MD_CTX_free(context) }
}
