import Ansatz
import Foundation

/// A component at work: calls as a scheduler would make them, one after the other.
protocol Exercise {
    /// The number of calls in one run.
    var calls: Int { get }

    /// Makes the call at `index`; those before it were made, or their state was restored.
    mutating func call(_ index: Int) throws -> Outcome

    /// What a checkpoint would hold.
    func saved() throws -> SavedWork
}

/// How large the work is.
enum WorkScale {
    /// Hundreds of unknowns, with the odd cases.
    case small
    /// Enough that loops are split among threads.
    case threaded
    /// Hard work on this number of unknowns along each side.
    case hard(Int)
}

/// What a checkpoint holds of a component at work.
struct SavedWork {
    /// The component's own state.
    var own: Data?
    /// Those of components that it bound.
    var bound: [Data?] = []
    /// The state that is marched.
    var state: Tensor<Double>?
    /// A tuner's random stream.
    var random: RandomStream?
}

/// A component with the state that a checkpoint holds; itself where it has no state.
func restored<Contract>(_ component: Contract, from saved: SavedWork?) throws -> Contract {
    guard let data = saved?.own, var resumable = component as? any Resumable else { return component }
    try resumable.restore(encoded: data)
    return resumable as? Contract ?? component
}

/// The state of a component that has one.
func ownState<Contract>(of component: Contract) throws -> Data? { try (component as? any Resumable)?.encodedState() }
