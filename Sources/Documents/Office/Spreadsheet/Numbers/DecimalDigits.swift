/// A number as spreadsheets see it: at most fifteen decimal digits, rounded half away from zero.
struct DecimalDigits {
    /// Whether it is below zero.
    private(set) var isNegative: Bool
    /// Its digits from 0 to 9, without zeros at the end; empty for zero.
    private(set) var digits: [UInt8] = []
    /// How many of the digits stand before the point; below zero for zeros after the point.
    private(set) var pointPlace = 0

    private static let significantDigits = 15
    /// Digits that are ever written before or after the point.
    private static let maximumDigits = 400

    /// The digits of a finite number.
    init(_ value: Double) {
        isNegative = value < 0
        guard value.isFinite, value != 0 else { return }
        // The shortest text that gives the number back: "1234.5", "5e-324", "1.5e+20".
        let parts = abs(value).description.utf8.split(separator: UInt8(ascii: "e"))
        let integerCount = parts[0].firstIndex(of: UInt8(ascii: ".")).map { parts[0][..<$0].count } ?? parts[0].count
        let all = parts[0].filter(\.isDigit).map { $0 - 0x30 }
        let zeros = all.prefix { $0 == 0 }.count
        digits = Array(all.dropFirst(zeros))
        pointPlace = integerCount - zeros + (parts.count > 1 ? Int(Substring(parts[1])) ?? 0 : 0)
        dropZeros()
        self = rounded(to: Self.significantDigits - pointPlace)
    }

    private mutating func dropZeros() {
        while digits.last == 0 { digits.removeLast() }
    }

    var isZero: Bool { digits.isEmpty }

    /// The number a power of ten larger or smaller.
    func shifted(by places: Int) -> DecimalDigits {
        var result = self
        result.pointPlace += places
        return result
    }

    /// The number with at most so many digits after the point.
    func rounded(to places: Int) -> DecimalDigits {
        let count = pointPlace + places
        guard count < digits.count else { return self }
        var result = self
        guard count >= 0 else {
            result.digits = []
            return result
        }
        let roundsUp = digits[count] >= 5
        result.digits.removeSubrange(count...)
        if roundsUp { result.addOne() }
        result.dropZeros()
        return result
    }

    /// Adds one to the last digit.
    private mutating func addOne() {
        var index = digits.count - 1
        while index >= 0, digits[index] == 9 {
            digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(1, at: 0)
            pointPlace += 1
        }
    }

    /// The digits before the point, without zeros in front.
    var integer: [UInt8] {
        guard pointPlace > 0, !digits.isEmpty else { return [] }
        let count = min(pointPlace, Self.maximumDigits)
        return Array(digits.prefix(count)) + Array(repeating: 0, count: max(0, count - digits.count))
    }

    /// The digits after the point, without zeros at the end.
    var fraction: [UInt8] {
        guard !digits.isEmpty else { return [] }
        if pointPlace > 0 { return Array(digits.dropFirst(pointPlace)) }
        return Array(repeating: 0, count: min(-pointPlace, Self.maximumDigits)) + digits
    }

    /// The number as cells without a format show it, with at most nine digits after the point: "1234.5", "1.5E+20".
    var plainText: String {
        guard !isZero else { return "0" }
        let sign = isNegative ? "-" : ""
        guard (-4...15).contains(pointPlace) else {
            let exponent = pointPlace - 1
            let rest = digits.count > 1 ? "." + Self.text(digits[1...]) : ""
            return "\(sign)\(digits[0])\(rest)E\(exponent < 0 ? "-" : "+")\(abs(exponent))"
        }
        let number = rounded(to: 9)
        let (integer, fraction) = (number.integer, number.fraction)
        return sign + (integer.isEmpty ? "0" : Self.text(integer))
            + (fraction.isEmpty ? "" : "." + Self.text(fraction))
    }

    /// Digits as text.
    static func text(_ digits: some Sequence<UInt8>) -> String {
        String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
    }
}
