extension Axis.Coordinates: Codable {
    private enum CodingKeys: String, CodingKey { case first, spacing, count, values }

    /// Explicit coordinates are written as the bytes of a tensor: there may be millions.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .uniform(let first, let spacing, let count):
            try container.encode(first, forKey: .first)
            try container.encode(spacing, forKey: .spacing)
            try container.encode(count, forKey: .count)
        case .explicit(let values):
            try container.encode(Tensor(values, shape: [values.count]), forKey: .values)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let values = try container.decodeIfPresent(Tensor<Double>.self, forKey: .values) {
            self = .explicit(values.elements)
        } else {
            self = .uniform(
                first: try container.decode(Double.self, forKey: .first),
                spacing: try container.decode(Double.self, forKey: .spacing),
                count: try container.decode(Int.self, forKey: .count))
        }
    }
}
