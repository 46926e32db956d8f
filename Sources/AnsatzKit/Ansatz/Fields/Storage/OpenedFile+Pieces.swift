extension OpenedFile {
    /// What is held of a dataset at a time, in numbers.
    private static let pieceLimit = 2 << 20
    /// Larger datasets are not read twice, in bytes.
    private static let checkLimit = 1 << 30

    /// Calls `body` with all numbers of a dataset in order, about 16 MiB at a time or one row of a larger one.
    func forEachPiece(of name: String, _ body: (FieldValues) throws -> Void) throws {
        let (object, shape) = try HDF5Library.locked {
            let object = try dataset(name)
            try object.checkSelfContained()
            return (object, try object.extents().shape)
        }
        try forEachPiece(of: object, rows: shape.isEmpty ? nil : 0..<shape[0], shape: shape, as: nil, body)
    }

    /// The same for the rows and the precision that a request asks for.
    func forEachPiece(of source: Source, _ body: (FieldValues) throws -> Void) throws {
        try forEachPiece(
            of: source.object, rows: source.box?.first ?? source.rows ?? source.shape.first.map { 0..<$0 },
            box: source.box, shape: source.box?.map(\.count) ?? source.shape, as: source.description.precision, body)
    }

    private func forEachPiece(
        of object: HDF5Object, rows: Range<Int>?, box: [Range<Int>]? = nil, shape: [Int], as precision: FieldPrecision?,
        _ body: (FieldValues) throws -> Void
    ) throws {
        guard let rows else {
            return try body(try HDF5Library.locked { try values(of: object, as: precision) })
        }
        let row = max(Tensor<Double>.elementCount(of: Array(shape.dropFirst())) ?? .max, 1)
        let chunk = try HDF5Library.locked { max(try object.storage().chunk?.first ?? 1, 1) }
        let step = max(1, Self.pieceLimit / row)
        var first = rows.lowerBound
        while first < rows.upperBound {
            var last = min(rows.upperBound, first.saturatingAdd(step))
            // Whole chunks, so that none is unpacked twice.
            if step >= chunk, last < rows.upperBound, last - last % chunk > first { last -= last % chunk }
            let numbers = try HDF5Library.locked {
                guard var box else { return try values(of: object, rows: first..<last, as: precision) }
                box[0] = first..<last
                return try values(of: object, box: box, as: precision)
            }
            try body(numbers)
            first = last
        }
    }

    /// What the file says of a variable, after its numbers were read once.
    func checkedVariable(_ name: String) throws -> StoredVariable {
        let variable = try variable(name)
        let count = Tensor<Double>.elementCount(of: variable.shape) ?? .max
        if variable.type == "elsewhere" { try HDF5Library.locked { try dataset(name).checkSelfContained() } }
        if variable.isNumeric, count <= Self.checkLimit / 8 { try forEachPiece(of: name) { _ in } }
        return variable
    }
}
