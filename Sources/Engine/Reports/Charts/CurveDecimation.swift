/// Fewer points with the same picture.
enum CurveDecimation {
    /// Points beyond which a curve is thinned out.
    static let threshold = 2000

    /// Keeps of every run of neighbouring points in the same column of pixels the first, the lowest, the highest and
    /// the last, in their order: peaks one sample wide survive. A curve that wanders back and forth, as an orbit does,
    /// is not shortened by that; there, points closer than half a pixel to the last one kept and segments that
    /// have already been drawn are left out.
    static func reduced(_ points: [SIMD2<Double>]) -> [[SIMD2<Double>]] {
        guard points.count > threshold else { return [points] }
        var kept: [SIMD2<Double>] = []
        var start = 0
        while start < points.count {
            let column = points[start].x.rounded(.down)
            var end = start + 1
            var (lowest, highest) = (start, start)
            while end < points.count, points[end].x.rounded(.down) == column {
                if points[end].y < points[lowest].y { lowest = end }
                if points[end].y > points[highest].y { highest = end }
                end += 1
            }
            var previous = -1
            for index in [start, min(lowest, highest), max(lowest, highest), end - 1] where index > previous {
                kept.append(points[index])
                previous = index
            }
            start = end
        }
        return kept.count > 4 * threshold ? withoutRepeats(kept) : [kept]
    }

    private struct Segment: Hashable { var from, to: SIMD2<Int32> }

    private static func withoutRepeats(_ points: [SIMD2<Double>]) -> [[SIMD2<Double>]] {
        guard var last = points.first else { return [] }
        func cell(_ point: SIMD2<Double>) -> SIMD2<Int32> {
            // Coordinates are pixels of a figure; those far outside are cut to what the type holds.
            SIMD2<Int32>(
                (point * 2).rounded(.down).clamped(
                    lowerBound: .init(repeating: -1e6), upperBound: .init(repeating: 1e6)))
        }
        var seen: Set<Segment> = []
        var runs: [[SIMD2<Double>]] = [[last]]
        for point in points.dropFirst() {
            let step = point - last
            if (step * step).sum() < 0.25 { continue }
            if seen.insert(Segment(from: cell(last), to: cell(point))).inserted {
                runs[runs.count - 1].append(point)
            } else if runs[runs.count - 1].count > 1 {
                runs.append([point])
            } else {
                runs[runs.count - 1] = [point]
            }
            last = point
        }
        return runs.filter { $0.count > 1 }
    }
}
