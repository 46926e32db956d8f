import Ansatz

/// A x = b with a matrix from a file.
///
/// The matrix is read from a Matrix Market file or from HDF5 (`data`, `indices`, `indptr`). What it is can be said by
/// `class`, and is otherwise found: symmetric; and positive definite where it is diagonally dominant. The certificate is a
/// freshly computed residual; where a lower bound of the eigenvalues is known, the metric `error_bound` bounds ‖x* − x‖₂
/// rigorously.
struct SparseMatrixProblem: StationaryProblem {
    struct Options: ComponentOptions {
        var matrix = FilePath.unset
        var group = "/"
        var source: VectorSource?
        var sourceField: FieldReference?
        var exact: VectorSource?
        var matrixKind = MatrixKind.auto
        var eigenvalueBound: Double?
        var findsBound = true
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = [
            Key(
                "matrix", \.matrix, isRequired: true,
                help: "a Matrix Market file (.mtx), or an HDF5 file (.h5) with data, indices and indptr"),
            Key("group", \.group, help: "the matrix's group in an HDF5 file"),
            Key(
                "source", \.source,
                help: "right-hand side: ones, random, a number, or a Matrix Market file; ones if nothing is said"),
            Key("source_field", \.sourceField, help: "right-hand side from HDF5 or another stage, in place of source"),
            Key(
                "exact", \.exact,
                help: "a solution to be found again, given like source: then b = A x, and error_l2 is a metric"),
            Key("class", \.matrixKind, help: "what is known of the matrix; auto finds what is cheap to find"),
            Key(
                "eigenvalue_bound", \.eigenvalueBound, unit: "1", range: .positive,
                help: "a number that no eigenvalue lies below, for the metric error_bound"),
            Key(
                "find_bound", \.findsBound,
                help: "whether to look for such a bound, which may cost as much as some multigrid solves"),
            Key(
                "residual_limit", \.residualLimit, unit: "1", range: .positive,
                help: "largest relative residual that the certificate accepts"),
        ]

        func conflicts() -> [OptionConflict] {
            let given = [
                ("source", source != nil), ("source_field", sourceField != nil), ("exact", exact != nil),
            ].filter(\.1).map(\.0)
            var conflicts: [OptionConflict] = []
            if given.count > 1 {
                conflicts.append(
                    OptionConflict(
                        given[1], "'\(given[0])' and '\(given[1])' both give the right-hand side", help: "keep one"))
            }
            if eigenvalueBound != nil, matrixKind == .general || matrixKind == .positiveSemidefinite {
                conflicts.append(
                    OptionConflict(
                        "eigenvalue_bound", "a positive bound belongs to a symmetric positive definite matrix",
                        help: "leave it out, or say class: symmetric_positive_definite"))
            }
            return conflicts
        }
    }

    static let info = ComponentInfo(
        "sparse_matrix", "A linear system with a sparse matrix from a Matrix Market or HDF5 file")
    static let offers: [StatementKind] = [.sparseSystem]

    var options = Options()
    private var posed: PosedMatrix?

    mutating func prepare(_ run: RunContext) throws { posed = PosedMatrix() }

    /// Whether the matrix lies in an HDF5 file, by its name.
    private var isStored: Bool {
        let name = options.matrix.path.lowercased()
        return [".h5", ".hdf5", ".hdf", ".h5ad", ".nc", ".mat"].contains { name.hasSuffix($0) }
    }

    func extent() throws -> ProblemExtent {
        // An HDF5 file's size is known when somebody may open it.
        if options.matrix.path.isEmpty || isStored {
            return ProblemExtent(unknowns: 0, memory: 0, frameBytes: ["x": 0])
        }
        let header = try MatrixMarketReader.header(of: options.matrix)
        return try extent(rows: header.rows, entries: header.symmetry == .general ? header.entries : 2 * header.entries)
    }

    func extent(openedBy open: (String) throws -> DatasetReader) throws -> ProblemExtent {
        guard isStored else { return try extent() }
        let stored = StoredMatrix(options.matrix, group: options.group, try open(options.matrix.path))
        let (rows, entries) = try stored.size()
        return try extent(rows: rows, entries: entries)
    }

    /// Entries as read, sorted, and in a method's own form; vectors.
    private func extent(rows: Int, entries: Int) throws -> ProblemExtent {
        let (forEntries, tooMany) = entries.multipliedReportingOverflow(by: 80)
        let (forRows, tooLong) = rows.multipliedReportingOverflow(by: 160)
        let (memory, tooMuch) = forEntries.addingReportingOverflow(forRows)
        if tooMany || tooLong || tooMuch {
            throw ComputationError.tooLarge("'\(options.matrix.written)' declares \(entries) entries")
        }
        return ProblemExtent(unknowns: rows, memory: memory, frameBytes: ["x": 8 * rows])
    }

    func system(_ run: RunContext) throws -> any LinearSystem {
        let name = options.matrix.written
        let matrix =
            isStored
            ? try StoredMatrix(options.matrix, group: options.group, try run.reader(of: options.matrix.path)).matrix(
                run)
            : try MatrixMarketReader.matrix(of: options.matrix, run)
        try run.checkCancellation()
        try MatrixFinding.requireFullPattern(matrix, of: name)
        try run.checkCancellation()
        var finding = try MatrixFinding(matrix, options.matrixKind, file: name)
        if let bound = options.eigenvalueBound {
            guard finding.matrixClass != .general, finding.nullspace == .none else {
                throw ComputationError.badInput(
                    "'eigenvalue_bound' is \(bound), and the matrix of '\(name)' is "
                        + (finding.nullspace == .none ? "not symmetric" : "singular"), help: "leave it out")
            }
            finding.matrixClass = .symmetricPositiveDefinite
            finding.eigenvalueLowerBound = max(bound, finding.eigenvalueLowerBound ?? 0)
        }
        try run.checkCancellation()
        try findBound(of: matrix, &finding, run)
        let system = SparseMatrixSystem(
            matrix, finding.matrixClass, nullspace: finding.nullspace,
            eigenvalueLowerBound: finding.eigenvalueLowerBound, threads: run.threads)
        posed?.matrix = matrix
        try setRightHandSide(of: system, run)
        posed?.rightHandSide = system.rightHandSide
        posed?.eigenvalueLowerBound = finding.eigenvalueLowerBound
        return system
    }

    /// A symmetric matrix may turn out to be definite.
    private func findBound(of matrix: SparseMatrix, _ finding: inout MatrixFinding, _ run: RunContext) throws {
        let isOpen =
            finding.matrixClass == .symmetricPositiveDefinite
            || (finding.matrixClass == .symmetric && options.matrixKind == .auto)
        guard options.findsBound, isOpen, finding.eigenvalueLowerBound == nil, matrix.diagonal.allSatisfy({ $0 > 0 })
        else { return }
        if let bound = try ComparisonBound.find(for: matrix, run) {
            finding.matrixClass = .symmetricPositiveDefinite
            finding.eigenvalueLowerBound = bound
        }
    }

    private func setRightHandSide(of system: SparseMatrixSystem, _ run: RunContext) throws {
        let count = system.rightHandSide.count
        if let exact = options.exact {
            var solution = try exact.vector(count: count, purpose: "exact solution", run)
            if system.nullspace == .constants { solution.withMutableBuffer { removeMean($0) } }
            var b = Tensor<Double>(shape: [count])
            system.apply(solution, into: &b)
            system.rightHandSide = b
            posed?.exact = solution
            return
        }
        if let reference = options.sourceField {
            let field = try reference.read(run)
            guard field.count == count else {
                throw ComputationError.badInput(
                    "'source_field' has \(field.count) elements, the matrix has \(count) rows", help: nil)
            }
            system.rightHandSide = field.doubles.reshaped([count])
        } else {
            system.rightHandSide = try (options.source ?? .constant(1)).vector(
                count: count, purpose: "right-hand side", run)
        }
        if let bad = system.rightHandSide.withBuffer({ b in b.firstIndex { !$0.isFinite } }) {
            throw ComputationError.nonFinite(what: "the right-hand side", index: bad)
        }
        if system.nullspace == .constants { try requireBalance(of: system) }
    }

    /// A singular system has a solution only where its right-hand side sums to zero.
    private func requireBalance(of system: SparseMatrixSystem) throws {
        if case .random? = options.source {
            return system.rightHandSide.withMutableBuffer { removeMean($0) }
        }
        let (total, size) = system.rightHandSide.withBuffer { b in (sum(b), b.reduce(0) { $0 + abs($1) }) }
        guard abs(total) <= 1e-10 * size else {
            throw ComputationError.badInput(
                "the matrix maps constants to zero, so that only a right-hand side that sums to zero has solutions; "
                    + "this one sums to \(total)", help: "take `source: random` or `exact: random`, or balance it")
        }
        system.rightHandSide.withMutableBuffer { removeMean($0) }
    }

    func fields(of solution: Tensor<Double>) throws -> [Field] {
        [
            try Field(
                "x", axes: [.index("row", count: solution.count, role: .space)], solution, longName: "solution")
        ]
    }

    func certificate(of solution: Tensor<Double>, _ system: any LinearSystem) throws -> Certificate {
        Certificate([
            .init(
                "residual", "relative residual of the linear system, recomputed by the problem",
                value: system.relativeResidual(of: solution), limit: options.residualLimit)
        ])
    }

    func metrics(of solution: Tensor<Double>) throws -> [Metric] {
        guard let posed, let matrix = posed.matrix, let b = posed.rightHandSide else { return [] }
        var metrics = [Metric("entries", Double(matrix.entryCount))]
        if let exact = posed.exact {
            var (errors, size) = (0.0, 0.0)
            for (found, known) in zip(solution.elements, exact.elements) {
                errors += (found - known) * (found - known)
                size += known * known
            }
            metrics.append(Metric("error_l2", size > 0 ? (errors / size).squareRoot() : errors.squareRoot()))
        }
        if let λ = posed.eigenvalueLowerBound {
            let bound = ErrorBound(matrix, solution, b, λ: λ)
            metrics += [
                Metric("eigenvalue_bound", λ), Metric("error_bound", bound.absolute),
                Metric("relative_error_bound", bound.relative),
            ]
        }
        return metrics
    }
}

/// What was posed, for the judgement of answers.
private final class PosedMatrix {
    var matrix: SparseMatrix?
    var rightHandSide: Tensor<Double>?
    var exact: Tensor<Double>?
    var eigenvalueLowerBound: Double?
}
