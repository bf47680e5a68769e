/// The numbers that a schema's keywords allow.
struct NumberLimits {
    private static let keys = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"]
    /// More digits of a multiple would make too many states.
    private static let largestFactor = 1000

    /// Whether all numbers are allowed.
    let isUnlimited: Bool
    private var low: DecimalRange.Bound?
    private var high: DecimalRange.Bound?
    private var lowest = -Double.infinity
    private var highest = Double.infinity
    private var multiple: (factor: Int, places: Int)?

    /// - Throws: `invalid`, or `unsupported` for numbers of more than 15 digits.
    init(_ keywords: [String: JSONSchema]) throws(ConstraintError) {
        isUnlimited = !Self.keys.contains { keywords[$0] != nil }
        for (key, isExclusive) in [("minimum", false), ("exclusiveMinimum", true)] {
            guard let keyword = keywords[key] else { continue }
            let number = try keyword.number()
            guard number < 1e15 else { throw keyword.unsupported("numbers of more than 15 digits") }
            guard number > lowest || number == lowest && isExclusive else { continue }
            lowest = number
            low = DecimalRange.Bound(keyword.value, isExclusive: isExclusive)
        }
        for (key, isExclusive) in [("maximum", false), ("exclusiveMaximum", true)] {
            guard let keyword = keywords[key] else { continue }
            let number = try keyword.number()
            guard number > -1e15 else { throw keyword.unsupported("numbers of more than 15 digits") }
            guard number < highest || number == highest && isExclusive else { continue }
            highest = number
            high = DecimalRange.Bound(keyword.value, isExclusive: isExclusive)
        }
        if let keyword = keywords["multipleOf"] {
            guard try keyword.number() > 0 else { throw keyword.invalid("is not above zero") }
            let decimal = DecimalRange.Bound(keyword.value, isExclusive: false).decimal
            let digits = decimal.integer + decimal.fraction
            let factor = digits.count > DecimalRange.maximumDigits ? .max : digits.reduce(0) { $0 * 10 + Int($1) }
            guard factor <= Self.largestFactor else {
                throw keyword.unsupported("“multipleOf” of more than three digits")
            }
            multiple = (factor, decimal.fraction.count)
        }
    }

    /// Adds the numbers behind a node.
    func append(
        isWhole: Bool, to source: NetworkBuilder.Node, in builder: inout NetworkBuilder
    ) throws(ConstraintError) -> NetworkBuilder.Node {
        let range = DecimalRange(low: low, high: high, isWhole: isWhole, multiple: multiple)
        return try range.append(to: source, in: &builder)
    }

    /// Whether a number is among them.
    func contains(_ value: JSONValue) -> Bool {
        guard let number = value.number else { return false }
        if number < lowest || number == lowest && low?.isExclusive == true { return false }
        if number > highest || number == highest && high?.isExclusive == true { return false }
        guard let multiple else { return true }
        let decimal = DecimalRange.Bound(value, isExclusive: false).decimal
        guard decimal.fraction.count <= multiple.places else { return false }
        let zeros = [UInt8](repeating: 0, count: multiple.places - decimal.fraction.count)
        return (decimal.integer + decimal.fraction + zeros).reduce(0) { ($0 * 10 + Int($1)) % multiple.factor } == 0
    }
}
