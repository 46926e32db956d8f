import Ansatz
import Testing

/// Stencils of every kind: one to three axes, walls or periodic, constant or not.
private struct StencilCase: CustomTestStringConvertible {
    var shape: [Int]
    var isPeriodic: [Bool]
    var varies: Bool

    var testDescription: String { "\(shape) \(isPeriodic.map { $0 ? "periodic" : "walls" }) varies: \(varies)" }

    static let all: [StencilCase] = {
        let shapes = [[1], [2], [9], [30], [1, 1], [3, 17], [18, 2], [12, 25], [1, 3, 4], [5, 4, 19], [3, 1, 1]]
        return shapes.flatMap { shape in
            [false, true].flatMap { varies in
                [false, true].map { around in
                    StencilCase(
                        shape: shape, isPeriodic: shape.indices.map { around && $0 % 2 == 0 }, varies: varies)
                }
            }
        }
    }()

    var stencil: DiffusionStencil {
        var random = RandomStream(seed: 3, purpose: "coefficients")
        let faces = shape.indices.map { axis -> DiffusionStencil.Faces in
            guard varies else {
                return .init(
                    .constant(1.5 + Double(axis)), lowerWall: 0.5, upperWall: 0.25, isPeriodic: isPeriodic[axis])
            }
            let faceShape = DiffusionStencil.shapeOfFaces(shape, axis)
            var values = (0..<faceShape.reduce(1, *)).map { _ in 0.1 + random.uniform() }
            if isPeriodic[axis] {
                // The first and the last face are one.
                let inner = shape[(axis + 1)...].reduce(1, *)
                for outer in 0..<shape[..<axis].reduce(1, *) {
                    for place in 0..<inner {
                        let start = outer * (shape[axis] + 1) * inner + place
                        values[start + shape[axis] * inner] = values[start]
                    }
                }
            }
            return .init(.values(Tensor(values, shape: faceShape)), isPeriodic: isPeriodic[axis])
        }
        let reaction = random.normalTensor(shape: shape)
        return DiffusionStencil(shape: shape, faces: faces, reaction: varies ? .values(reaction) : .constant(0.3))
    }

    var axes: [Axis] { shape.enumerated().map { .index("i\($0.offset)", count: $0.element, role: .space) } }
}

@Suite("Diffusion stencils")
struct DiffusionStencilTests {
    @Test(
        "A product is that of the assembled matrix, and has the same bits on any number of threads",
        arguments: StencilCase.all)
    private func product(_ example: StencilCase) throws {
        let stencil = example.stencil
        let matrix = try stencil.assembled()
        let system = GridDiffusionSystem(stencil, axes: example.axes, .symmetric)
        var random = RandomStream(seed: 4, purpose: "vector")
        let x = random.normalTensor(shape: stencil.shape)
        var y = Tensor<Double>(shape: stencil.shape)
        system.apply(x, into: &y)
        var z = Tensor<Double>(shape: [stencil.count])
        x.withBuffer { x in z.withMutableBuffer { matrix.apply(x, into: $0) } }
        // 13 terms, each at most 2.5 times the difference of two numbers below 5, err by a rounding each.
        for (mine, assembled) in zip(y.elements, z.elements) {
            #expect(abs(mine - assembled) <= 13 * 13 * 25 * Double.ulpOfOne)
        }
        #expect(matrix.isSymmetric(tolerance: 1e-14))
        for threads in [2, 3] {
            let parallel = GridDiffusionSystem(stencil, axes: example.axes, .symmetric, threads: Threads(threads))
            var again = Tensor<Double>(shape: stencil.shape)
            parallel.apply(x, into: &again)
            #expect(again == y)
        }
    }

    @Test("Two neighbours along each axis of a three-dimensional grid with unit coefficients")
    func knownEntries() throws {
        let wall = DiffusionStencil.Faces(.constant(1), lowerWall: 1, upperWall: 0)
        let matrix = try DiffusionStencil(shape: [2, 2, 3], faces: [wall, wall, wall]).assembled()
        #expect(matrix.diagonal == [6, 6, 5, 5, 5, 4, 5, 5, 4, 4, 4, 3])
        #expect(matrix[0, 1] == -1 && matrix[0, 3] == -1 && matrix[0, 6] == -1 && matrix[0, 2] == 0)
        #expect(matrix.entryCount == 12 + 2 * (8 + 6 + 6))
    }

    @Test("A periodic axis of two points counts both faces; of one, none")
    func shortPeriods() throws {
        let around = DiffusionStencil.Faces(.constant(1), isPeriodic: true)
        let two = try DiffusionStencil(shape: [2], faces: [around], reaction: .constant(1)).assembled()
        #expect(two.diagonal == [3, 3] && two[0, 1] == -2)
        let one = try DiffusionStencil(shape: [1], faces: [around], reaction: .constant(1)).assembled()
        #expect(one.diagonal == [1] && one.entryCount == 1)
    }

    @Test("A constant five-point stencil comes back from its flux form")
    func roundTrip() {
        let stencil = ConstantStencil(rows: 4, columns: 9, diagonal: 5, alongRow: -1, acrossRows: -0.5)
        #expect(DiffusionStencil(stencil).constantStencil == stencil)
        let neumann = DiffusionStencil.Faces(.constant(1), lowerWall: 0, upperWall: 1)
        #expect(DiffusionStencil(shape: [4, 4], faces: [neumann, neumann]).constantStencil == nil)
        #expect(DiffusionStencil(shape: [4], faces: [neumann]).constantStencil == nil)
    }

    @Test("A large product has the same bits on any number of threads")
    func threads() {
        let faces = DiffusionStencil.Faces(.constant(1), lowerWall: 1, upperWall: 1)
        let stencil = DiffusionStencil(shape: [41, 37, 43], faces: [faces, faces, faces])
        var random = RandomStream(seed: 5, purpose: "vector")
        let x = random.normalTensor(shape: stencil.shape)
        let products = [1, 2, 3].map { threads in
            var y = Tensor<Double>(shape: stencil.shape)
            x.withBuffer { x in
                y.withMutableBuffer { DiffusionProduct(stencil).apply(x, into: $0, threads: Threads(threads)) }
            }
            return y
        }
        #expect(products[0] == products[1] && products[0] == products[2])
    }
}
