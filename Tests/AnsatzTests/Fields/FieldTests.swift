import Ansatz
import Testing

@Suite struct FieldTests {
    @Test("A uniform axis and the explicit list of its points have the same coordinates and spacing")
    func axes() throws {
        let uniform = Axis("x", .uniform(first: -1, spacing: 0.25, count: 9))
        let explicit = Axis("x", .explicit(uniform.values))
        #expect(uniform.values == (0..<9).map { -1 + 0.25 * Double($0) })
        #expect(explicit.count == 9 && explicit.coordinate(at: 8) == 1)
        #expect(explicit.spacing() == 0.25 && uniform.spacing() == 0.25)
        #expect(Axis("x", .explicit([0, 1, 3])).spacing() == nil)
    }

    @Test("A grid counts its points, finds coordinates row-major, and refuses what cannot be counted")
    func grids() throws {
        let x = Axis("x", .uniform(first: 0, spacing: 1, count: 3))
        let y = Axis("y", .uniform(first: 10, spacing: 2, count: 2))
        let grid = try Grid([y, x])
        #expect(grid.shape == [2, 3] && grid.count == 6)
        #expect(grid.coordinates(ofPoint: 5) == [12, 2])
        #expect(throws: ShapeError.self) { try Grid([x, x]) }
        let long = Axis("z", .uniform(first: 0, spacing: 1, count: 1 << 40))
        var wide = long
        wide.name = "w"
        #expect(throws: ShapeError.self) { try Grid([long, wide]) }
        #expect(throws: ShapeError.self) { try Grid([Axis("n", .uniform(first: 0, spacing: 1, count: -1))]) }
    }

    @Test("A field names the shape it needs and the one it got")
    func shapes() throws {
        let x = Axis("x", .uniform(first: 0, spacing: 1, count: 3))
        let error = #expect(throws: ShapeError.self) { try Field("T", axes: [x], Tensor<Double>(shape: [4])) }
        #expect(error?.message == "field 'T' has values of shape 4, its axes need 3")
    }

    @Test("Statistics leave out what is not finite, and count it")
    func statistics() throws {
        let field = try Field(
            "T", axes: [.index("x", count: 5, role: .space)], Tensor<Float>([1, .nan, -3, .infinity, 5]))
        let statistics = field.statistics
        #expect(statistics.minimum == -3 && statistics.maximum == 5 && statistics.mean == 1)
        #expect(statistics.count == 5 && statistics.nonFiniteCount == 2 && statistics.nanCount == 1)
        #expect(field.firstNonFinite == [1])
        #expect(FieldStatistics().mean == nil)
    }

    @Test("Precision converts both ways; values of single precision survive the journey")
    func precision() throws {
        let field = try Field("T", axes: [.index("x", count: 2, role: .space)], Tensor<Float>([0.1, 3]))
        #expect(field.converted(to: .float64).converted(to: .float32) == field)
        #expect(field.doubles.elements == [Double(Float(0.1)), 3])
    }

    @Test("A dataset refuses a second field of a name, and two axes that share one")
    func datasets() throws {
        let a = try Field("a", axes: [.index("x", count: 2, role: .space)], Tensor<Double>([0, 1]))
        let b = try Field("b", axes: [.index("x", count: 3, role: .space)], Tensor<Double>([0, 1, 2]))
        #expect(throws: ShapeError.self) { try Dataset([a, a]) }
        #expect(throws: ShapeError.self) { try Dataset([a, b]) }
    }
}
