import Ansatz

/// The last search directions of a conjugate direction method, pᵢ with A pᵢ and pᵢᵀA pᵢ, and room for the next one.
///
/// ``p`` and ``q`` are that room: fill p, make it A-orthogonal to the others, compute q = A p, and keep both or not.
final class DirectionMemory {
    /// The unknowns.
    let count: Int
    /// The most directions that are kept.
    let capacity: Int
    private let vectors: Workspace
    /// pᵢᵀA pᵢ by place.
    private var curvatures: [Double]
    /// The places of the kept directions, newest first.
    private var places: [Int] = []
    private var free = 0

    /// - Throws: ``ComputationError/tooLarge(_:)`` where the directions don't fit the memory.
    init(count: Int, capacity: Int) throws {
        self.count = count
        self.capacity = capacity
        vectors = try Workspace(checking: count, vectors: 2 * (capacity + 1))
        curvatures = Array(repeating: 0, count: capacity + 1)
    }

    var isEmpty: Bool { places.isEmpty }
    var p: UnsafeMutableBufferPointer<Double> { vectors[2 * free] }
    var q: UnsafeMutableBufferPointer<Double> { vectors[2 * free + 1] }

    /// Counted operations of ``orthogonalise(_:)``.
    var operations: Double { Double(4 * places.count * count) }

    /// p ← p − Σᵢ (pᵀA pᵢ)/(pᵢᵀA pᵢ) pᵢ, one after the other.
    func orthogonalise(_ threads: Threads) {
        guard let newest = places.first else { return }
        var product = dot(UnsafeBufferPointer(p), UnsafeBufferPointer(vectors[2 * newest + 1]), threads: threads)
        for (place, next) in zip(places, places.dropFirst() + [places[0]]) {
            // The product with the one after it comes along in the same pass.
            product = axpyDot(
                -product / curvatures[place], UnsafeBufferPointer(vectors[2 * place]), p,
                UnsafeBufferPointer(vectors[2 * next + 1]), threads: threads)
        }
    }

    /// Keeps p and q, for the oldest of them where there are too many.
    func keep(curvature: Double) {
        curvatures[free] = curvature
        places.insert(free, at: 0)
        free = places.count > capacity ? places.removeLast() : places.count
    }

    func removeAll() {
        places.removeAll()
        free = 0
    }
}
