/// Writes the digits of numbers that are not negative, one after another, beside those of the bounds.
struct DecimalDigits {
    typealias Node = NetworkBuilder.Node

    /// What of a number matters for the digits that follow.
    private struct Place: Hashable {
        /// Digits before the point that are still to come; negative behind it.
        var integerLeft: Int
        /// Digits behind the point so far.
        var decimals = 0
        /// Digits that may be behind the point.
        var room: Int
        /// Whether all digits so far are those of the bound.
        var isAtLow: Bool
        var isAtHigh: Bool
        /// Whether a digit before the point was written.
        var isBegun = false
        /// What is left of the digits so far by the factor of the multiple.
        var remainder = 0
    }

    let low: DecimalRange.Bound
    let high: DecimalRange.Bound?
    let isWhole: Bool
    let multiple: (factor: Int, places: Int)?
    let end: Node

    private var nodes: [Place: Node] = [:]
    private var open: [(place: Place, node: Node)] = []

    init(
        low: DecimalRange.Bound, high: DecimalRange.Bound?, isWhole: Bool, multiple: (factor: Int, places: Int)?,
        end: Node
    ) {
        self.low = low
        self.high = high
        self.isWhole = isWhole
        self.multiple = multiple
        self.end = end
    }

    /// Adds the digits behind a node, up to `end`.
    mutating func append(to source: Node, in builder: inout NetworkBuilder) throws(ConstraintError) {
        let longest = min(high?.decimal.integer.count ?? .max, DecimalRange.maximumDigits)
        for count in stride(from: low.decimal.integer.count, through: longest, by: 1) {
            let places = multiple?.places ?? .max
            let room = isWhole ? 0 : min(places, DecimalRange.maximumDigits - count)
            let place = Place(
                integerLeft: count, room: room, isAtLow: count == low.decimal.integer.count,
                isAtHigh: count == high?.decimal.integer.count)
            builder.connect(source, to: try node(of: place, in: &builder))
        }
        while let (place, node) = open.popLast() {
            if place.integerLeft > 0 {
                try appendDigits(place, to: node, in: &builder)
            } else if place.integerLeft == 0 {
                if accepts(place) { builder.connect(node, to: end) }
                guard place.room > 0 else { continue }
                var next = place
                next.integerLeft = -1
                builder.connect(node, 0x2E...0x2E, to: try self.node(of: next, in: &builder))
            } else {
                if place.decimals > 0, accepts(place) { builder.connect(node, to: end) }
                if place.decimals < place.room { try appendDigits(place, to: node, in: &builder) }
            }
        }
    }

    private mutating func node(of place: Place, in builder: inout NetworkBuilder) throws(ConstraintError) -> Node {
        if let known = nodes[place] { return known }
        let node = try builder.node()
        nodes[place] = node
        open.append((place, node))
        return node
    }

    private mutating func appendDigits(
        _ place: Place, to node: Node, in builder: inout NetworkBuilder
    ) throws(ConstraintError) {
        let isFirst = place.integerLeft > 1 && !place.isBegun
        for digit in (isFirst ? 1 : 0)...9 as ClosedRange<UInt8> {
            var next = place
            if place.isAtLow {
                let bound = Self.digit(of: low.decimal, at: place)
                if digit < bound { continue }
                next.isAtLow = digit == bound
            }
            if place.isAtHigh, let high {
                let bound = Self.digit(of: high.decimal, at: place)
                if digit > bound { continue }
                next.isAtHigh = digit == bound
            }
            if place.integerLeft > 0 {
                next.integerLeft -= 1
                next.isBegun = next.integerLeft > 0
            } else {
                next.decimals += 1
            }
            if let multiple { next.remainder = (place.remainder * 10 + Int(digit)) % multiple.factor }
            builder.connect(node, 0x30 + digit...0x30 + digit, to: try self.node(of: next, in: &builder))
        }
    }

    /// The digit of a bound where the next digit of a number with as many digits before the point is.
    private static func digit(of bound: DecimalRange.Decimal, at place: Place) -> UInt8 {
        if place.integerLeft > 0 { return bound.integer[bound.integer.count - place.integerLeft] }
        return place.decimals < bound.fraction.count ? bound.fraction[place.decimals] : 0
    }

    /// Whether a number may end here.
    private func accepts(_ place: Place) -> Bool {
        if place.isAtLow, place.decimals < low.decimal.fraction.count || low.isExclusive { return false }
        if place.isAtHigh, let high, high.isExclusive, place.decimals >= high.decimal.fraction.count { return false }
        guard let multiple else { return true }
        let zeros = multiple.places - place.decimals
        return (0..<zeros).reduce(place.remainder) { remainder, _ in remainder * 10 % multiple.factor } == 0
    }
}
