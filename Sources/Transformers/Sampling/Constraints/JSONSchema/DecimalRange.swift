/// Decimal numbers between bounds, written without an exponent.
struct DecimalRange {
    /// A number that is not negative, as it is written.
    struct Decimal {
        /// The digits before and behind the point, without zeros that change nothing.
        var integer: [UInt8]
        var fraction: [UInt8] = []
    }

    /// An end of a range.
    struct Bound {
        var decimal: Decimal
        var isNegative = false
        /// Whether the number itself is outside.
        var isExclusive = false

        /// Nothing below zero.
        static let zero = Bound(decimal: Decimal(integer: [0]))
    }

    /// Digits before the point and behind it; a number in 64 bits tells as many apart.
    static let maximumDigits = 15

    var low: Bound?
    var high: Bound?
    /// Whether numbers have no fraction.
    var isWhole: Bool
    /// The numbers are multiples of `factor` / 10^`places`; nil where they are of nothing.
    var multiple: (factor: Int, places: Int)?

    /// Adds the numbers behind a node.
    ///
    /// - Returns: the node at the end.
    func append(
        to source: NetworkBuilder.Node, in builder: inout NetworkBuilder
    ) throws(ConstraintError) -> NetworkBuilder.Node {
        let end = try builder.node()
        if high?.isNegative != true {
            let low = low?.isNegative == false ? low ?? .zero : .zero
            var digits = DecimalDigits(low: low, high: high, isWhole: isWhole, multiple: multiple, end: end)
            try digits.append(to: source, in: &builder)
        }
        if low?.isNegative != false {
            // Below zero, what is lower is larger without its sign. There is no zero with one.
            var nearest = Bound.zero
            nearest.isExclusive = true
            if let high, high.isNegative { nearest = high }
            var digits = DecimalDigits(low: nearest, high: low, isWhole: isWhole, multiple: multiple, end: end)
            let sign = try builder.append([UInt8(ascii: "-")], to: source)
            try digits.append(to: sign, in: &builder)
        }
        return end
    }
}

extension DecimalRange.Bound {
    /// A number of JSON.
    init(_ number: JSONValue, isExclusive: Bool) {
        self.init(decimal: DecimalRange.Decimal(integer: []), isExclusive: isExclusive)
        var spelling = Substring(number.integer.map { "\($0)" } ?? number.number.map { "\($0)" } ?? "0")
        if spelling.first == "-" { spelling.removeFirst() }
        let parts = spelling.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { $0.utf8.map { $0 - 0x30 } }
        var all = digits.joined().map(\.self)
        var point = digits[0].count + exponent
        if point < 1 {
            all = [UInt8](repeating: 0, count: 1 - point) + all
            point = 1
        }
        if all.count < point { all += [UInt8](repeating: 0, count: point - all.count) }
        decimal.integer = Array(all[..<point].drop { $0 == 0 })
        if decimal.integer.isEmpty { decimal.integer = [0] }
        decimal.fraction = Array(all[point...])
        while decimal.fraction.last == 0 { decimal.fraction.removeLast() }
        isNegative = number.number ?? 0 < 0
    }
}
