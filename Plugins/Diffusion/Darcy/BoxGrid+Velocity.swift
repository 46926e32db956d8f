import Ansatz

extension BoxGrid {
    /// −a ∂u/∂x along an axis at all points: the mean of the fluxes through the faces below and above, with harmonic means
    /// of a; on a wall that of the one face.
    func velocity(of u: Tensor<Double>, permeability a: Tensor<Double>, axis: Int) -> Tensor<Double> {
        var velocity = Tensor<Double>(shape: pointShape)
        let stride = Self.strides(of: pointShape)[axis]
        let last = sides[axis].points - 1
        let h = sides[axis].spacing
        u.withBuffer { u in
            a.withBuffer { a in
                velocity.withMutableBuffer { velocity in
                    func flux(above point: Int) -> Double {
                        FaceMean.harmonic(a[point], a[point + stride]) * (u[point] - u[point + stride]) / h
                    }
                    Self.forEachIndex(of: pointShape) { point, place in
                        velocity[point] =
                            place[axis] == 0
                            ? flux(above: point)
                            : place[axis] == last
                                ? flux(above: point - stride)
                                : (flux(above: point) + flux(above: point - stride)) / 2
                    }
                }
            }
        }
        return velocity
    }
}
