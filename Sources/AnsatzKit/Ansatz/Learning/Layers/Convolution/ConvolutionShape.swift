import CLearning

/// The sizes of a convolution from x, (inputs, height, width), to y, (outputs, rows, columns); its transpose goes back.
struct ConvolutionShape: Hashable {
    var inputs: Int
    var height: Int
    var width: Int
    var outputs: Int
    var kernel: (y: Int, x: Int) { get { (kernelY, kernelX) } }
    private let kernelY: Int
    private let kernelX: Int
    let stride: Int
    let border: Int
    let padding: ConvolutionPadding

    var rows: Int { (height + 2 * border - kernelY) / stride + 1 }
    var columns: Int { (width + 2 * border - kernelX) / stride + 1 }
    var inputShape: [Int] { [inputs, height, width] }
    var outputShape: [Int] { [outputs, rows, columns] }
    /// Of the weights, as in files.
    var weightShape: [Int] { [outputs, inputs, kernelY, kernelX] }

    static let largestKernel = 11
    static let largestStride = 8

    /// - Throws: ``ComputationError`` naming the layer where no result has a point, or the kernels can't do it.
    init(
        _ layer: String, inputs: Int, height: Int, width: Int, outputs: Int, kernel: (y: Int, x: Int), stride: Int,
        border: Int, padding: ConvolutionPadding
    ) throws {
        self.inputs = inputs
        self.height = height
        self.width = width
        self.outputs = outputs
        (kernelY, kernelX) = kernel
        self.stride = stride
        self.border = border
        self.padding = padding
        let most = ConvolutionShape.largestKernel
        guard (1...most).contains(kernelY), (1...most).contains(kernelX),
            (1...ConvolutionShape.largestStride).contains(stride), border >= 0, border < max(kernelY, kernelX)
        else {
            throw ComputationError.unsuitable(
                "layer '\(layer)': a kernel of \(kernelY) x \(kernelX) points, stride \(stride), border \(border)",
                help: "kernels have 1 to \(most) points, strides are 1 to \(ConvolutionShape.largestStride)")
        }
        guard inputs >= 1, outputs >= 1, height >= 1, width >= 1 else {
            throw ComputationError.unsuitable(
                "layer '\(layer)': \(inputs) to \(outputs) channels on \(height) x \(width) points",
                help: "every extent is at least 1")
        }
        let extents = [inputs, outputs, height, width]
        let padded = (height, width)
        guard extents.allSatisfy({ $0 < 1 << 20 }),
            max(inputs, outputs) * (padded.0 + 2 * most) * (padded.1 + 2 * most) < Int(Int32.max) / 2
        else {
            throw ComputationError.tooLarge(
                "layer '\(layer)': \(inputs) to \(outputs) channels on \(height) x \(width) points are too many")
        }
        guard height + 2 * border >= kernelY, width + 2 * border >= kernelX else {
            throw ComputationError.unsuitable(
                "layer '\(layer)': \(height) x \(width) points are fewer than the kernel's \(kernelY) x \(kernelX)",
                help: "use fewer levels, or a finer grid")
        }
        let room = min(height, width) - (padding == .reflect ? 1 : 0)
        guard padding == .zero || border <= room else {
            throw ComputationError.unsuitable(
                "layer '\(layer)': \(height) x \(width) points can't be continued by \(border) with padding "
                    + "'\(padding.rawValue)'",
                help: "use fewer levels, a finer grid, or zero padding")
        }
    }

    /// As the kernels in C take it. Every number was checked to fit.
    var description: ansatz_convolution {
        let kinds: [ConvolutionPadding: Int32] = [.zero: 0, .circular: 1, .reflect: 2]
        return ansatz_convolution(
            inputs: Int32(inputs), height: Int32(height), width: Int32(width), outputs: Int32(outputs),
            rows: Int32(rows), columns: Int32(columns), kernel_y: Int32(kernelY), kernel_x: Int32(kernelX),
            stride: Int32(stride), padding_y: Int32(border), padding_x: Int32(border), padding: kinds[padding] ?? 0)
    }
}
