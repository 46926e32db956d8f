extension Setting {
    /// The place of a character inside a scalar, `offset` characters (Unicode scalars) after its first.
    ///
    /// Exact for text that stands on one line without escapes, which is how formulas are written.
    public func location(at offset: Int) -> SourceLocation? {
        guard var place = location, !isSubstituted, case .scalar(_, let isQuoted) = content else { return location }
        place.column += offset + (isQuoted ? 1 : 0)
        return place
    }
}
