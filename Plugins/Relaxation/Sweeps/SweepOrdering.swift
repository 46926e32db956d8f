import Ansatz

/// The order in which a sweep visits the points.
enum SweepOrdering: String, OptionChoice {
    /// Row by row, from left to right.
    case natural
    /// All points with an even sum of row and column before the others.
    case redBlack = "red_black"
}
