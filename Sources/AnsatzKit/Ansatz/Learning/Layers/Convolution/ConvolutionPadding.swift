/// How a convolution continues its input beyond the edges.
public enum ConvolutionPadding: String, OptionChoice, Sendable {
    /// By zeros: a boundary where the field vanishes.
    case zero
    /// By the opposite edge: periodic fields.
    case circular
    /// By the mirror image in the outermost points, which are not repeated: a boundary without flux.
    case reflect
}
