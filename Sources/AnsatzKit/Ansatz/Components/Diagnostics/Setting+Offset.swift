extension Setting {
    /// The place of a character inside a scalar, `offset` characters (Unicode scalars) after its first.
    ///
    /// The place of the scalar itself where its characters don't stand there as they are.
    public func location(at offset: Int) -> SourceLocation? {
        guard var place = location, !isSubstituted, isVerbatim, case .scalar(_, let isQuoted) = content else {
            return location
        }
        place.column += offset + (isQuoted ? 1 : 0)
        return place
    }
}
