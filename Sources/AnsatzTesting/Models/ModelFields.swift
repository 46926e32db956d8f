import Ansatz
import Foundation

/// Smooth fields over x and y, in memory and in a file.
enum ModelFields {
    static let names = ["u", "v"]

    /// u = sin(πx) sin(2πy) + x/3 for an even index, v = u + cos(3x + y)/100 for an odd one, on the unit square.
    static func field(_ index: Int, side: Int) throws -> Field {
        let (rows, columns) = (side, side + 4)
        func axis(_ name: String, _ count: Int) -> Axis {
            Axis(
                name, .uniform(first: 0, spacing: 1 / Double(count - 1), count: count), longName: "\(name) coordinate")
        }
        let axes = [axis("y", rows), axis("x", columns)]
        let (y, x) = (axes[0].values, axes[1].values)
        let values = y.flatMap { y in
            x.map { x in
                let u = sin(.pi * x) * sin(2 * .pi * y) + x / 3
                return index.isMultiple(of: 2) ? u : u + cos(3 * x + y) / 100
            }
        }
        return try Field(
            names[index % 2], axes: axes, Tensor(values, shape: [rows, columns]), longName: "model field")
    }

    /// The path of a file that holds both; it goes away with the process.
    static func file() throws -> String { try stored.get() }

    private static let path = FileManager.default.temporaryDirectory
        .appending(path: "ansatz-contract-\(ProcessInfo.processInfo.processIdentifier).h5").path

    private static let stored = Result<String, any Error> {
        try DatasetWriter.write(Dataset([try field(0, side: 29), try field(1, side: 29)]), to: path)
        atexit { unlink(ModelFields.path) }
        return path
    }
}
