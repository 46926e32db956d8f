import Ansatz
import Foundation

/// What is at the ends of all axes.
enum Walls: String, CaseIterable, Sendable {
    /// A given value one step beyond.
    case dirichlet
    /// A given value half a step beyond.
    case nearDirichlet
    case neumann
    case periodic
    /// A given value below, nothing let through above.
    case mixed

    var isSingular: Bool { self == .neumann || self == .periodic }
}

/// Diffusion with a constant coefficient along each axis.
func constantStencil(
    _ shape: [Int], _ walls: Walls = .dirichlet, along coefficients: [Double] = [1, 1, 1], reaction: Double = 0
) -> DiffusionStencil {
    let faces = shape.indices.map { axis -> DiffusionStencil.Faces in
        let k = coefficients[axis]
        return switch walls {
        case .dirichlet: .init(.constant(k), lowerWall: k, upperWall: k)
        case .nearDirichlet: .init(.constant(k), lowerWall: 2 * k, upperWall: 2 * k)
        case .neumann: .init(.constant(k))
        case .periodic: .init(.constant(k), isPeriodic: true)
        case .mixed: .init(.constant(k), lowerWall: k)
        }
    }
    return DiffusionStencil(shape: shape, faces: faces, reaction: .constant(reaction))
}

/// Diffusion with a coefficient in each cell and harmonic means at the faces.
func cellStencil(_ shape: [Int], _ walls: Walls, _ cells: [Double]) -> DiffusionStencil {
    let faces = shape.indices.map { axis -> DiffusionStencil.Faces in
        let faceShape = DiffusionStencil.shapeOfFaces(shape, axis)
        let inner = shape[(axis + 1)...].reduce(1, *)
        let (n, outer) = (shape[axis], shape[..<axis].reduce(1, *))
        var values: [Double] = []
        for block in 0..<outer {
            for face in 0...n {
                for place in 0..<inner {
                    let cell = { (index: Int) in cells[(block * n + index) * inner + place] }
                    let mean = { (a: Double, b: Double) in 2 * a * b / (a + b) }
                    let isWall = face == 0 || face == n
                    let nearest = cell(min(face, n - 1))
                    switch walls {
                    case _ where !isWall: values.append(mean(cell(face - 1), cell(face)))
                    case .dirichlet: values.append(nearest)
                    case .nearDirichlet: values.append(2 * nearest)
                    case .neumann: values.append(0)
                    case .periodic: values.append(mean(cell(0), cell(n - 1)))
                    case .mixed: values.append(face == 0 ? nearest : 0)
                    }
                }
            }
        }
        return .init(.values(Tensor(values, shape: faceShape)), isPeriodic: walls == .periodic)
    }
    return DiffusionStencil(shape: shape, faces: faces)
}

/// One where a sum of some random waves is positive, `contrast` elsewhere.
func thresholdCells(_ shape: [Int], contrast: Double) -> [Double] {
    var random = RandomStream(seed: 3, purpose: "cells")
    let waves = (0..<30).map { _ in
        (
            numbers: shape.map { _ in Double(Int(random.uniform() * 8)) }, phase: random.uniform() * 2 * .pi,
            height: random.normal()
        )
    }
    return (0..<shape.reduce(1, *)).map { index in
        var rest = index
        var places: [Double] = []
        for extent in shape.reversed() {
            places.insert((Double(rest % extent) + 0.5) / Double(extent), at: 0)
            rest /= extent
        }
        let sum = waves.reduce(0) { sum, wave in
            sum + wave.height * cos(.pi * zip(wave.numbers, places).map(*).reduce(0, +) + wave.phase)
        }
        return sum > 0 ? 1 : contrast
    }
}

/// A system with random numbers on the right; they sum to zero where the matrix maps constants to zero.
func gridSystem(_ stencil: DiffusionStencil, isSingular: Bool = false, seed: UInt64 = 5) -> GridDiffusionSystem {
    let system = GridDiffusionSystem(
        stencil, axes: stencil.shape.enumerated().map { .index("i\($0.offset)", count: $0.element, role: .space) },
        isSingular ? .symmetricPositiveSemidefinite : .symmetricPositiveDefinite,
        nullspace: isSingular ? .constants : .none)
    system.rightHandSide = randomVector(stencil.shape, seed, sumsToZero: isSingular)
    return system
}

func randomVector(_ shape: [Int], _ seed: UInt64, sumsToZero: Bool = false) -> Tensor<Double> {
    var random = RandomStream(seed: seed, purpose: "vector")
    let values = random.normalTensor(shape: shape)
    guard sumsToZero else { return values }
    let mean = values.elements.reduce(0, +) / Double(values.count)
    return Tensor(values.elements.map { $0 - mean }, shape: shape)
}
