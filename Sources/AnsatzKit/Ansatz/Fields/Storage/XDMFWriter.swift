/// Describes a file of fields to ParaView and VisIt: an `.xdmf` beside the `.h5`.
///
/// Takes the variables on two or three space axes, alone or after one axis of times or samples. Two dimensions are
/// written as three with one point in z, and every selection has the extents of its grid: VTK's reader otherwise turns
/// the plane or reads wrong numbers without a word. Variables of other shapes (one dimension, components) are left out.
public enum XDMFWriter {
    /// Writes the description of the file at `path` (`result.h5`) as `result.xdmf`.
    ///
    /// - Returns: the names of the variables it describes; where there are none, nothing is written.
    /// - Throws: ``StorageError`` where the file cannot be read or the description not be written.
    @discardableResult
    public static func write(beside path: String) throws -> [String] {
        let reader = try DatasetReader(path: path)
        let fileName = path.split(separator: "/").last.map(String.init) ?? path
        var groups: [(frames: Axis?, space: [Axis], variables: [StoredVariable])] = []
        for variable in try reader.variables() where variable.isNumeric && !variable.isCoordinate {
            let axes = try reader.axes(of: variable.name)
            let frames = axes.first.flatMap { $0.role == .time || $0.role == .sample ? $0 : nil }
            let space = Array(axes.dropFirst(frames == nil ? 0 : 1))
            let isDrawable = (2...3).contains(space.count) && space.allSatisfy { $0.role == .space && $0.count > 0 }
            guard isDrawable else { continue }
            if let index = groups.firstIndex(where: { $0.frames == frames && $0.space == space }) {
                groups[index].variables.append(variable)
            } else {
                groups.append((frames, space, [variable]))
            }
        }
        guard !groups.isEmpty else { return [] }
        var lines = [
            #"<?xml version="1.0" encoding="utf-8"?>"#, #"<Xdmf Version="2.0">"#, "<Domain>",
        ]
        for (index, group) in groups.enumerated() {
            // Readers show the grids of a domain side by side, by name.
            let name = groups.count == 1 ? "fields" : "fields_\(index)"
            lines += grids(name, frames: group.frames, space: group.space, variables: group.variables, file: fileName)
        }
        lines += ["</Domain>", "</Xdmf>", ""]
        let stem = path.hasSuffix(".h5") ? String(path.dropLast(3)) : path
        try AtomicFile.write(lines.joined(separator: "\n"), to: stem + ".xdmf")
        return groups.flatMap { $0.variables.map(\.name) }
    }

    private static func grids(
        _ name: String, frames: Axis?, space: [Axis], variables: [StoredVariable], file: String
    ) -> [String] {
        guard let frames else {
            return grid(name, frame: nil, time: nil, space: space, variables: variables, file: file)
        }
        var lines = ["<Grid Name=\"\(name)\" GridType=\"Collection\" CollectionType=\"Temporal\">"]
        for index in 0..<frames.count {
            lines += grid(
                name, frame: index, time: frames.coordinate(at: index), space: space, variables: variables, file: file)
        }
        return lines + ["</Grid>"]
    }

    private static func grid(
        _ name: String, frame: Int?, time: Double?, space: [Axis], variables: [StoredVariable], file: String
    ) -> [String] {
        let counts = (space.count == 2 ? [1] : []) + space.map(\.count)
        let extents = text(counts)
        let spacing = space.map { $0.spacing() ?? ($0.count == 1 ? 1 : .nan) }
        let isUniform = spacing.allSatisfy(\.isFinite)
        var lines = ["<Grid Name=\"\(name)\" GridType=\"Uniform\">"]
        if let time { lines.append("<Time Value=\"\(time)\"/>") }
        let topology = isUniform ? "3DCoRectMesh" : "3DRectMesh"
        lines.append("<Topology TopologyType=\"\(topology)\" Dimensions=\"\(extents)\"/>")
        let flat = space.count == 2
        if isUniform {
            let origin = (flat ? [0] : []) + space.map { $0.coordinate(at: 0) }
            lines += [
                "<Geometry GeometryType=\"ORIGIN_DXDYDZ\">", numbers(origin), numbers((flat ? [1] : []) + spacing),
                "</Geometry>",
            ]
        } else {
            // Coordinates are listed x first.
            lines.append("<Geometry GeometryType=\"VXVYVZ\">")
            lines += space.reversed().map { numbers($0.values) } + (flat ? [numbers([0])] : [])
            lines.append("</Geometry>")
        }
        for variable in variables {
            let attribute = escaped(variable.name)
            let selection = selection(of: variable, frame: frame)
            lines += [
                "<Attribute Name=\"\(attribute)\" AttributeType=\"Scalar\" Center=\"Node\">",
                "<DataItem ItemType=\"HyperSlab\" Dimensions=\"\(extents)\">",
                "<DataItem Dimensions=\"3 \(variable.shape.count)\" Format=\"XML\">\(selection)</DataItem>",
                "<DataItem Dimensions=\"\(text(variable.shape))\" \(numberType(of: variable)) Format=\"HDF\">"
                    + "\(escaped(file)):/\(attribute)</DataItem>",
                "</DataItem>", "</Attribute>",
            ]
        }
        return lines + ["</Grid>"]
    }

    /// Start, stride and count of each dimension.
    private static func selection(of variable: StoredVariable, frame: Int?) -> String {
        var start = variable.shape.map { _ in 0 }
        var count = variable.shape
        if let frame {
            start[0] = frame
            count[0] = 1
        }
        return [start, variable.shape.map { _ in 1 }, count].map { text($0) }.joined(separator: "  ")
    }

    private static func numberType(of variable: StoredVariable) -> String {
        let bits = Int(variable.type.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 64
        let kind = variable.type.hasPrefix("float") ? "Float" : variable.type.hasPrefix("u") ? "UInt" : "Int"
        return "NumberType=\"\(kind)\" Precision=\"\(bits / 8)\""
    }

    private static func numbers(_ values: [Double]) -> String {
        let list = values.map { "\($0)" }.joined(separator: " ")
        return "<DataItem Dimensions=\"\(values.count)\" NumberType=\"Float\" Precision=\"8\" Format=\"XML\">"
            + "\(list)</DataItem>"
    }

    private static func text(_ extents: [Int]) -> String { extents.map(String.init).joined(separator: " ") }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }
}
