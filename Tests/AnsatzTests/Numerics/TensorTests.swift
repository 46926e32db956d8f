import Ansatz
import Foundation
import Testing

@Suite("Tensors")
struct TensorTests {
    @Test("coding keeps every bit, those of NaNs, signed zeros and subnormals too")
    func coding() throws {
        let patterns: [UInt64] = [0x7FF8_0000_DEAD_BEEF, 0xFFF0_0000_0000_0000, 1 << 63, 1, 0x3FF0_0000_0000_0001, 0]
        let tensor = Tensor(patterns.map(Double.init(bitPattern:)), shape: [2, 3])
        let copy = try JSONDecoder().decode(Tensor<Double>.self, from: JSONEncoder().encode(tensor))
        #expect(copy.shape == [2, 3])
        #expect(copy.elements.map(\.bitPattern) == patterns)
    }

    @Test(
        "stored tensors that do not fit are refused",
        arguments: [
            #"{"shape":[3],"precision":"float64","elements":"AAAAAAAAAAA="}"#,
            #"{"shape":[1],"precision":"float32","elements":"AAAAAAAAAAA="}"#,
            #"{"shape":[-1],"precision":"float64","elements":"AAAAAAAAAAA="}"#,
            #"{"shape":[4611686018427387904,4],"precision":"float64","elements":""}"#,
            #"{"shape":[1],"precision":"float64","elements":"AAAA"}"#,
        ])
    func refused(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Tensor<Double>.self, from: Data(text.utf8))
        }
    }

    @Test("complex tensors return from coding; odd ones are refused")
    func complexCoding() throws {
        let tensor = ComplexTensor([Complex(1.0, -2), Complex(3, 4)], shape: [2])
        #expect(try JSONDecoder().decode(ComplexTensor<Double>.self, from: JSONEncoder().encode(tensor)) == tensor)
        let flat = try JSONEncoder().encode(Tensor<Double>(shape: [3]))
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ComplexTensor<Double>.self, from: flat) }
    }

    @Test("the first non-finite element is found with its indices")
    func nonFinite() {
        var tensor = Tensor<Float>(shape: [2, 3, 4])
        #expect(tensor.firstNonFinite == nil && tensor.isFinite)
        tensor[1, 2, 3] = .nan
        tensor[1, 0, 2] = .infinity
        #expect(tensor.firstNonFinite == [1, 0, 2] && !tensor.isFinite)
        #expect(tensor.maximumMagnitude.isNaN)
    }

    @Test("SHA-256 of the examples in FIPS 180-4, and of a file longer than one piece")
    func digest() throws {
        #expect(Digest(of: "abc").description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest(of: "").description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(Digest(of: million).description == expected)
        #expect(Digest(hex: expected) == Digest(of: million))
        #expect(Digest(hex: String(expected.dropLast())) == nil)

        let bytes = million + million
        let path = FileManager.default.temporaryDirectory.appending(path: "ansatz-digest-\(UUID().uuidString)")
        try Data(bytes).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        #expect(try Digest(ofFile: path.path) == Digest(of: bytes))
        #expect(throws: Digest.FileFailure.self) { try Digest(ofFile: path.path + ".missing") }
        #expect(throws: Digest.FileFailure.self) { try Digest(ofFile: "/") }
    }
}
