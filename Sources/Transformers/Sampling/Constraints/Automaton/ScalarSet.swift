/// A set of Unicode scalar values.
package struct ScalarSet: Sendable, Equatable {
    /// Ranges in order, which do not touch; surrogates are in none.
    package private(set) var ranges: [ClosedRange<UInt32>] = []

    package init() {}

    package init(_ ranges: ClosedRange<UInt32>...) { for range in ranges { insert(range) } }

    init(_ scalar: Unicode.Scalar) { insert(scalar.value...scalar.value) }

    /// All scalars.
    static let all = ScalarSet(0...0x10FFFF)

    package mutating func insert(_ range: ClosedRange<UInt32>) {
        for part in [(0, 0xD7FF), (0xE000, 0x10FFFF)] as [(UInt32, UInt32)] {
            let (low, high) = (max(range.lowerBound, part.0), min(range.upperBound, part.1))
            if low <= high { insertScalars(low, high) }
        }
    }

    private mutating func insertScalars(_ low: UInt32, _ high: UInt32) {
        var (low, high) = (low, high)
        let first = ranges.firstIndex { $0.upperBound + 1 >= low } ?? ranges.count
        var end = first
        while end < ranges.count, ranges[end].lowerBound <= high + 1 {
            low = min(low, ranges[end].lowerBound)
            high = max(high, ranges[end].upperBound)
            end += 1
        }
        ranges.replaceSubrange(first..<end, with: [low...high])
    }

    package mutating func formUnion(_ other: ScalarSet) { for range in other.ranges { insert(range) } }

    /// All scalars that are not in this set.
    package var inverted: ScalarSet {
        var result = ScalarSet()
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { result.insert(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { result.insert(next...0x10FFFF) }
        return result
    }

    package func intersection(_ other: ScalarSet) -> ScalarSet {
        var union = inverted
        union.formUnion(other.inverted)
        return union.inverted
    }

    package func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar.value) } }
}
