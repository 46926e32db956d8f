/// Restriction and prolongation between a level and the next coarser one.
extension GridLevel {
    /// The coarse right-hand side Pᵀ r.
    func restrict(_ source: GridVector<Scalar>, to coarse: GridLevel) {
        guard let interpolation else { return }
        let lanes = Scalar.laneCount
        let everySecond = interpolation.isCoarsened[2]
        coarse.forEachRow { z, y, _ in
            let target = coarse.b.base + coarse.layout.offset(z, y)
            let (middleZ, middleY) = (interpolation.position(z, 0), interpolation.position(y, 1))
            let weights = interpolation.weights.row(0, z, y)
            for vector in 0..<coarse.layout.vectors {
                Scalar.store(Scalar.Lanes(), target + vector &* lanes)
            }
            let stride = coarse.layout.stride
            for dz in interpolation.steps(0) {
                for dy in interpolation.steps(1) {
                    let values = UnsafePointer(source.base) + layout.offset(middleZ + dz, middleY + dy)
                    let same = weights + interpolation.array(of: StencilOffset(z: dz, y: dy)) * stride
                    if everySecond {
                        let before = weights + interpolation.array(of: StencilOffset(z: dz, y: dy, x: -1)) * stride
                        let after = weights + interpolation.array(of: StencilOffset(z: dz, y: dy, x: 1)) * stride
                        let first = values + interpolation.position(0, 2)
                        for vector in 0..<coarse.layout.vectors {
                            let start = vector &* lanes
                            let fine = first + 2 &* start
                            var sum = Scalar.multiplyAdd(
                                Scalar.load(same + start), Scalar.loadEverySecond(fine), Scalar.load(target + start))
                            sum = Scalar.multiplyAdd(
                                Scalar.load(before + start), Scalar.loadEverySecond(fine - 1), sum)
                            sum = Scalar.multiplyAdd(
                                Scalar.load(after + start), Scalar.loadEverySecond(fine + 1), sum)
                            Scalar.store(sum, target + start)
                        }
                    } else {
                        for vector in 0..<coarse.layout.vectors {
                            let start = vector &* lanes
                            Scalar.store(
                                Scalar.multiplyAdd(
                                    Scalar.load(same + start), Scalar.load(values + start),
                                    Scalar.load(target + start)), target + start)
                        }
                    }
                }
            }
        }
    }

    /// x + P e, or P e alone.
    func prolong(from coarse: GridLevel, adding isAdding: Bool = true) {
        guard let interpolation else { return }
        forEachRow { z, y, _ in
            prolongRow(z, y, interpolation, coarse, adding: isAdding)
        }
        layout.wrap(x.base)
    }

    @inline(__always)
    private func prolongRow(
        _ z: Int, _ y: Int, _ interpolation: Interpolation<Scalar>, _ coarse: GridLevel, adding isAdding: Bool
    ) {
        let lanes = Scalar.laneCount
        let target = x.base + layout.offset(z, y)
        let stride = coarse.layout.stride
        if !isAdding {
            for vector in 0..<layout.vectors { Scalar.store(Scalar.Lanes(), target + vector &* lanes) }
        }
        let end = layout.vectors &* lanes
        for source in interpolation.sources[0][z] {
            for other in interpolation.sources[1][y] {
                let values = UnsafePointer(coarse.x.base) + coarse.layout.offset(source.index, other.index)
                let weights = interpolation.weights.row(0, source.index, other.index)
                let shift = StencilOffset(z: source.shift, y: other.shift)
                let same = weights + interpolation.array(of: shift) * stride
                guard interpolation.isCoarsened[2] else {
                    for vector in 0..<layout.vectors {
                        let start = vector &* lanes
                        Scalar.store(
                            Scalar.multiplyAdd(
                                Scalar.load(same + start), Scalar.load(values + start), Scalar.load(target + start)),
                            target + start)
                    }
                    continue
                }
                let before = weights + interpolation.array(of: StencilOffset(z: shift.z, y: shift.y, x: -1)) * stride
                let after = weights + interpolation.array(of: StencilOffset(z: shift.z, y: shift.y, x: 1)) * stride
                let isAfter = layout.x.startsCoarse
                let distance = isAfter ? 0 : -1
                var start = 0
                while 2 &* start < end {
                    let own = Scalar.multiply(Scalar.load(same + start), Scalar.load(values + start))
                    let left = start &+ distance
                    var between = Scalar.multiply(Scalar.load(after + left), Scalar.load(values + left))
                    between = Scalar.multiplyAdd(
                        Scalar.load(before + (left &+ 1)), Scalar.load(values + (left &+ 1)), between)
                    let (lower, upper) =
                        isAfter
                        ? Scalar.interleave(own, between) : Scalar.interleave(between, own)
                    let place = target + 2 &* start
                    Scalar.store(Scalar.add(Scalar.load(place), lower), place)
                    if 2 &* start &+ lanes < end {
                        Scalar.store(Scalar.add(Scalar.load(place + lanes), upper), place + lanes)
                    }
                    start &+= lanes
                }
            }
        }
    }
}

extension Interpolation {
    /// The shifts along an axis.
    @inline(__always)
    func steps(_ axis: Int) -> ClosedRange<Int> { isCoarsened[axis] ? -1...1 : 0...0 }
}
