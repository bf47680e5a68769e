/// One of the up to four parts of a format code: for numbers above, below and at zero, and for texts.
struct NumberFormatSection: Sendable {
    let tokens: [NumberFormatToken]
    let condition: NumberFormatCondition?
    /// Whether it shows dates or times.
    let isDate: Bool
    /// Whether it shows parts of seconds.
    let hasSubseconds: Bool
    /// How it lays digits out; nil where a number is shown as it is.
    private let layout: NumberLayout?

    init(_ tokens: [NumberFormatToken]) {
        var condition: NumberFormatCondition?
        var isDate = false
        for token in tokens {
            switch token {
            case .condition(let found): condition = found
            case .date, .elapsed, .halfOfDay: isDate = true
            default: break
            }
        }
        self.condition = condition
        self.isDate = isDate
        let tokens = tokens.filter { if case .condition = $0 { false } else { true } }
        self.tokens = tokens
        hasSubseconds = tokens.contains { if case .subseconds = $0 { true } else { false } }
        // A fraction such as 1/3 says no more than its number.
        let isFraction = tokens.contains(.slash) && tokens.contains { $0.isDigit }
        layout = tokens.isEmpty || tokens.contains(.general) || isFraction ? nil : NumberLayout(tokens)
    }

    /// Whether it is for texts only.
    var isText: Bool { tokens.contains(.text) }

    /// A number as this section shows it.
    func text(_ value: Double, showsSign: Bool) -> String {
        guard var layout else { return general(value, showsSign: showsSign) }
        let text = layout.text(value)
        // Excel writes no minus before what was rounded to zero.
        return (showsSign && layout.hasNonzeroDigit ? "-" : "") + BlockWriter.trimmed(text)
    }

    private func general(_ value: Double, showsSign: Bool) -> String {
        let number = DecimalDigits(abs(value)).plainText
        let text =
            tokens.contains(.general)
            ? tokens.map { token in
                switch token {
                case .general: number
                case .literal(let text): text
                default: ""
                }
            }.joined() : number
        return (showsSign ? "-" : "") + text
    }
}

extension NumberFormatToken {
    var isDigit: Bool { if case .digit = self { true } else { false } }
}
