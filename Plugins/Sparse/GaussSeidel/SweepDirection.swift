import Ansatz

/// The order in which a sweep takes the rows.
enum SweepDirection: String, OptionChoice {
    case forward
    case backward
    /// Forward, then backward.
    case symmetric
}
