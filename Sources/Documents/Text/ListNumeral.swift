/// How lists and pages write their numbers.
enum ListNumeral {
    case decimal, decimalWithZero, lowerLetter, upperLetter, lowerRoman, upperRoman, chinese

    /// A number as it is written; decimal where the way of writing has no such number.
    func text(_ number: Int) -> String {
        switch self {
        case .decimal: String(number)
        case .decimalWithZero: (0..<10).contains(number) ? "0\(number)" : String(number)
        case .lowerLetter: (1...260).contains(number) ? Self.letters(number) : String(number)
        case .upperLetter: (1...260).contains(number) ? Self.letters(number).uppercased() : String(number)
        case .lowerRoman: (1...3_999).contains(number) ? Self.roman(number) : String(number)
        case .upperRoman: (1...3_999).contains(number) ? Self.roman(number).uppercased() : String(number)
        case .chinese: Self.chinese(number) ?? String(number)
        }
    }

    /// a to z, then aa to zz with the letter repeated: a letter for each 26 of a number, which is 1 or more.
    static func letters(_ number: Int) -> String {
        let letter = Character(Unicode.Scalar(UInt8(0x61 + (number - 1) % 26)))
        return String(repeating: letter, count: (number - 1) / 26 + 1)
    }

    /// Small Roman numerals, with an m for each thousand of a number, which is 1 or more.
    static func roman(_ number: Int) -> String {
        let parts = [
            (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
            (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ]
        var rest = number
        var result = ""
        for (value, text) in parts {
            while rest >= value {
                result += text
                rest -= value
            }
        }
        return result
    }

    private static func chinese(_ number: Int) -> String? {
        guard (1...99).contains(number) else { return nil }
        let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        let tens = number < 10 ? "" : (number < 20 ? "" : digits[number / 10]) + "十"
        return tens + digits[number % 10]
    }
}
