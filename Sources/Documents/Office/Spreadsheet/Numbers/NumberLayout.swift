/// The placeholders of a section, and a number laid out in them.
struct NumberLayout {
    private let tokens: [NumberFormatToken]
    /// Where the digits before the point end, and where those after it do; places in `tokens`.
    private let integerEnd: Int
    private let fractionEnd: Int
    private let exponentPlace: Int?
    private var isGrouped = false
    /// How many powers of ten the number is made larger by.
    private var shift = 0
    /// Whether what was written last is not zero.
    private(set) var hasNonzeroDigit = true

    init(_ tokens: [NumberFormatToken]) {
        self.tokens = tokens
        let exponent = tokens.firstIndex { if case .exponent = $0 { true } else { false } }
        let digits = tokens[..<(exponent ?? tokens.count)]
        let point = digits.firstIndex(of: .point)
        exponentPlace = exponent
        fractionEnd = digits.endIndex
        integerEnd = point ?? digits.endIndex
        let lastInteger = digits[..<integerEnd].lastIndex(where: \.isDigit) ?? 0
        let last = digits.lastIndex(where: \.isDigit) ?? 0
        for (index, token) in digits.enumerated() {
            if token == .percent { shift += 2 }
            guard token == .comma else { continue }
            // A comma among digits divides thousands; one after them divides the number by a thousand.
            if index < lastInteger { isGrouped = true } else if index < integerEnd || index > last { shift -= 3 }
        }
        for token in tokens[digits.endIndex...] where token == .percent { shift += 2 }
    }

    /// The number, without a sign.
    mutating func text(_ value: Double) -> String {
        var number = DecimalDigits(abs(value)).shifted(by: shift)
        let places = tokens[integerEnd..<fractionEnd].count(where: \.isDigit)
        var exponent = 0
        if exponentPlace != nil, !number.isZero {
            exponent = exponentOf(number)
            number = number.shifted(by: -exponent).rounded(to: places)
            // 9.99 may have become 10.
            if number.pointPlace > max(1, integerPlaces) {
                number = number.shifted(by: -integerStep)
                exponent += integerStep
            }
        } else {
            number = number.rounded(to: places)
        }
        hasNonzeroDigit = !number.isZero || !tokens.contains(where: \.isDigit)
        return integerText(number) + fractionText(number) + exponentText(exponent)
    }

    private var integerPlaces: Int { tokens[..<integerEnd].count(where: \.isDigit) }

    /// Exponents are multiples of the number of digits before the point, as engineers write them.
    private var integerStep: Int { max(1, integerPlaces) }

    private func exponentOf(_ number: DecimalDigits) -> Int {
        let exponent = number.pointPlace - 1
        let rest = exponent % integerStep
        return exponent - (rest < 0 ? rest + integerStep : rest)
    }

    /// Fills the placeholders before the point from the right; the leftmost takes what is left.
    private func integerText(_ number: DecimalDigits) -> String {
        var digits = number.integer
        // From right to left, turned round at the end.
        var result: [UInt8] = []
        var placesLeft = integerPlaces
        var written = 0
        func write(_ digit: UInt8) {
            if isGrouped, written > 0, written % 3 == 0 { result.append(UInt8(ascii: ",")) }
            result.append(digit + 0x30)
            written += 1
        }
        for token in tokens[..<integerEnd].reversed() {
            switch token {
            case .digit(let kind):
                placesLeft -= 1
                if let digit = digits.popLast() {
                    write(digit)
                    while placesLeft == 0, let more = digits.popLast() { write(more) }
                } else if kind == "0" {
                    write(0)
                }
            case .literal(let text): result.append(contentsOf: text.utf8.reversed())
            case .percent: result.append(UInt8(ascii: "%"))
            case .slash: result.append(UInt8(ascii: "/"))
            default: break
            }
        }
        // A format such as ".00" has no place before its point.
        if integerPlaces == 0, integerEnd < fractionEnd { while let digit = digits.popLast() { write(digit) } }
        return String(decoding: result.reversed(), as: UTF8.self)
    }

    private func fractionText(_ number: DecimalDigits) -> String {
        guard integerEnd < fractionEnd else { return "" }
        let digits = number.fraction
        var result = ""
        var place = 0
        for token in tokens[integerEnd..<fractionEnd] {
            switch token {
            case .point: result += "."
            case .digit(let kind):
                if place < digits.count {
                    result += String(digits[place])
                } else if kind == "0" {
                    result += "0"
                }
                place += 1
            case .literal(let text): result += text
            case .percent: result += "%"
            default: break
            }
        }
        return result
    }

    private func exponentText(_ exponent: Int) -> String {
        guard let place = exponentPlace, case .exponent(let showsPlus) = tokens[place] else { return "" }
        let rest = tokens[(place + 1)...]
        let digits = String(abs(exponent))
        let zeros = String(repeating: "0", count: max(0, rest.count(where: \.isDigit) - digits.count))
        let after = rest.map { token in
            switch token {
            case .literal(let text): text
            case .percent: "%"
            default: ""
            }
        }.joined()
        return "E" + (exponent < 0 ? "-" : showsPlus ? "+" : "") + zeros + digits + after
    }
}
