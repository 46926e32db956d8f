import Ansatz

/// The options that problems of diffusion on a box share.
protocol BoxOptions: ComponentOptions {
    var cells: [Int] { get set }
    var lengths: [Double]? { get set }
    var walls: PerAxis<WallKind> { get set }
    var source: FieldSource<OverSpace> { get set }
    var boundary: FieldSource<OverSpace> { get set }
    var flux: PerAxis<FieldSource<OverSpace>> { get set }
    var exact: FieldSource<OverSpace>? { get set }
    var residualLimit: Double { get set }
}

extension BoxOptions {
    static var gridKeys: [Key<Self>] {
        [
            Key("cells", \.cells, range: .atLeast(2), help: "cells along x, x and y, or x, y and z"),
            Key(
                "lengths", \.lengths, unit: "1", range: .positive,
                help: "side lengths along the axes; 1 each unless given"),
            Key("walls", \.walls, help: BoxHelp.walls),
        ]
    }

    static var dataKeys: [Key<Self>] {
        [
            Key("source", \.source, unit: "1", help: "right-hand side of the equation"),
            Key("boundary", \.boundary, unit: "1", help: "values on the dirichlet walls"),
            Key("flux", \.flux, unit: "1", help: BoxHelp.flux),
            Key("exact", \.exact, unit: "1", help: BoxHelp.exact),
            Key("residual_limit", \.residualLimit, unit: "1", range: .positive, help: BoxHelp.residualLimit),
        ]
    }

    func boxConflicts() -> [OptionConflict] {
        BoxGrid.conflicts(cells: cells, lengths: lengths, walls: walls) + flux.conflicts("flux", axes: cells.count)
    }

    func grid() throws -> BoxGrid { try BoxGrid(cells: cells, lengths: lengths, walls: walls) }
}
