import Ansatz
import Foundation
import FoundationXML
import Testing

@Suite struct XDMFWriterTests {
    @Test("Every selection has the extents of its grid, which is three-dimensional; names are relative")
    func series() throws {
        let scratch = try Scratch()
        try SampleData.write(frames: 3, layout: SampleData.layout(), to: scratch.path("result.h5"))
        #expect(try XDMFWriter.write(beside: scratch.path("result.h5")) == ["u", "v"])
        let text = String(decoding: try scratch.bytes("result.xdmf"), as: UTF8.self)
        let document = try XMLDocument(xmlString: text)
        let times = try document.nodes(forXPath: "//Grid[@GridType='Uniform']/Time/@Value").compactMap(\.stringValue)
        #expect(times == ["0.0", "0.25", "0.5"])
        let topology = try document.nodes(forXPath: "//Topology/@Dimensions").compactMap(\.stringValue)
        let slabs = try document.nodes(forXPath: "//DataItem[@ItemType='HyperSlab']/@Dimensions")
        #expect(Set(topology) == ["1 40 30"] && slabs.count == 6)
        #expect(Set(slabs.compactMap(\.stringValue)) == ["1 40 30"])
        let selections = try document.nodes(forXPath: "//Attribute[@Name='v']/DataItem/DataItem[1]")
        #expect(selections.compactMap(\.stringValue) == (0..<3).map { "\($0) 0 0  1 1 1  1 40 30" })
        #expect(text.contains(">result.h5:/u<") && !text.contains(scratch.folder))
    }

    @Test("Uneven and static grids are described; one dimension is left out")
    func uneven() throws {
        let scratch = try Scratch()
        try DatasetWriter.write(SampleData.dataset(), to: scratch.path("a.h5"))
        #expect(try XDMFWriter.write(beside: scratch.path("a.h5")) == ["T", "w"])
        let text = String(decoding: try scratch.bytes("a.xdmf"), as: UTF8.self)
        #expect(text.contains("3DRectMesh") && text.contains("0 0  1 1  3 4") && text.contains("0.0 1.0 10.0 100.0"))
        let line = try Field("l", axes: [SampleData.x], Tensor<Double>(shape: [4]))
        try DatasetWriter.write(Dataset([line]), to: scratch.path("b.h5"))
        #expect(try XDMFWriter.write(beside: scratch.path("b.h5")).isEmpty)
        #expect(try scratch.names == ["a.h5", "a.xdmf", "b.h5"])
    }
}
