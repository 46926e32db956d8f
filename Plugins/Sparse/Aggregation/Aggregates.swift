/// Disjoint groups of strongly connected nodes, each of which becomes one node of the coarser level.
struct Aggregates {
    /// The aggregate of each node; −1 for a node without strong neighbours, which relaxation solves for alone.
    var ofNode: [Int32]
    var count: Int

    /// Groups the nodes of a graph as Vaněk, Mandel and Brezina do: first whole neighbourhoods that are still free, then
    /// what is left joins a neighbour's aggregate, and what then is left groups itself.
    ///
    /// - Parameter graph: the strong connections; entries on its diagonal and the values don't matter. Its pattern should
    ///   be symmetric.
    init(of graph: CompressedRows) {
        let nodes = graph.rows
        let free: Int32 = -2
        var owner = [Int32](repeating: free, count: nodes)
        var next: Int32 = 0
        owner.withUnsafeMutableBufferPointer { owner in
            for node in 0..<nodes where owner[node] == free {
                var hasNeighbours = false
                var isFree = true
                for position in graph.positions(node) {
                    let other = Int(graph.indices[position])
                    if other == node { continue }
                    hasNeighbours = true
                    if owner[other] != free {
                        isFree = false
                        break
                    }
                }
                if !hasNeighbours {
                    owner[node] = -1
                } else if isFree {
                    owner[node] = next
                    for position in graph.positions(node) { owner[Int(graph.indices[position])] = next }
                    next += 1
                }
            }
            // Those that join now don't draw others after them: they are marked, and get their number below.
            for node in 0..<nodes where owner[node] == free {
                for position in graph.positions(node) {
                    let neighbour = owner[Int(graph.indices[position])]
                    if neighbour >= 0 {
                        owner[node] = -3 - neighbour
                        break
                    }
                }
            }
            for node in 0..<nodes {
                if owner[node] <= -3 { owner[node] = -3 - owner[node] }
                guard owner[node] == free else { continue }
                owner[node] = next
                for position in graph.positions(node) {
                    let other = Int(graph.indices[position])
                    if owner[other] == free { owner[other] = next }
                }
                next += 1
            }
        }
        ofNode = owner
        count = Int(next)
    }
}
