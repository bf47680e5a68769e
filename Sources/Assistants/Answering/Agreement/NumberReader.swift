/// The numbers of a text, as digits without the marks that divide thousands: "1,250.50" is "1250.50", "twenty-five" and 二十五 are
/// "25", and 5万 is "50000".
enum NumberReader {
    /// Those in digits first, then those in English words, then those in Chinese ones.
    static func numbers(in text: String) -> [String] {
        digits(in: text) + englishNumbers(in: text) + hanNumbers(in: text)
    }

    // MARK: Digits

    private static func digits(in text: String) -> [String] {
        var numbers: [String] = []
        var current = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let isBetweenDigits =
                !current.isEmpty && index + 1 < characters.count && characters[index + 1].isWholeNumber
                && !isHan(characters[index + 1]) && ".,".contains(character)
            if let digit = character.wholeNumberValue, !isHan(character) {
                current += String(digit)
            } else if isBetweenDigits {
                if character == "." { current += "." }
            } else if !current.isEmpty {
                numbers.append(multiplied(current, by: character))
                current = ""
            }
        }
        if !current.isEmpty { numbers.append(current) }
        return numbers
    }

    /// The number with 万 or 亿 behind it.
    private static func multiplied(_ digits: String, by character: Character) -> String {
        guard let factor = [Character("万"): 10_000.0, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000][character],
            let value = Double(digits), let whole = Int(exactly: (value * factor).rounded())
        else { return digits }
        return String(whole)
    }

    // MARK: English words

    private static func englishNumbers(in text: String) -> [String] {
        let words = text.lowercased().split(whereSeparator: { !$0.isLetter }).map(String.init)
        var numbers: [String] = []
        var index = 0
        while index < words.count {
            defer { index += 1 }
            if words[index] == "one" {
                let isPronoun =
                    index > 0 && pronounsBeforeOne.contains(words[index - 1])
                    || index + 1 < words.count && ["of", "another", "s"].contains(words[index + 1])
                if !isPronoun { numbers.append("1") }
                continue
            }
            guard var value = englishWords[words[index]] else { continue }
            if (20...90).contains(value), index + 1 < words.count,
                let unit = words[index + 1] == "one" ? 1 : englishWords[words[index + 1]], unit < 10
            {
                value += unit
                index += 1
            }
            numbers.append(String(value))
        }
        return numbers
    }

    private static let pronounsBeforeOne: Set<String> = ["no", "any", "each", "every", "this", "that", "which", "the"]
    private static let englishWords: [String: Int] = [
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "million": 1_000_000,
        "billion": 1_000_000_000,
    ]

    // MARK: Chinese words

    /// Runs of Chinese numerals that are numbers: with a unit such as 十 in them, of several digits (二〇〇九), or before a measure. Alone
    /// they are mostly parts of other words, as in 一般.
    private static func hanNumbers(in text: String) -> [String] {
        let characters = Array(text)
        var numbers: [String] = []
        var index = 0
        while index < characters.count {
            guard isHan(characters[index]) else {
                index += 1
                continue
            }
            var end = index
            while end < characters.count, isHan(characters[end]) { end += 1 }
            let run = characters[index..<end]
            let isMeasured = end < characters.count && measures.contains(characters[end])
            let followsDigit = index > 0 && characters[index - 1].isASCII && characters[index - 1].isWholeNumber
            let single = run.count == 1 && (!isMeasured || run.first == "一")
            if !followsDigit, !single, let value = value(of: run) { numbers.append(String(value)) }
            index = end
        }
        return numbers
    }

    private static func isHan(_ character: Character) -> Bool {
        hanDigits[character] != nil || hanUnits[character] != nil
    }

    /// The number that a run stands for: digits one by one, or with their units.
    private static func value(of run: ArraySlice<Character>) -> Int? {
        guard run.contains(where: { hanUnits[$0] != nil }) else {
            return run.count > 15 ? nil : run.reduce(0) { $0 * 10 + (hanDigits[$1] ?? 0) }
        }
        var (total, section, digit) = (0, 0, 0)
        for character in run {
            if let value = hanDigits[character] {
                digit = value
            } else if let unit = hanUnits[character], unit >= 10_000 {
                let (product, overflows) = (section + digit).multipliedReportingOverflow(by: unit)
                guard !overflows, product < 1 << 60, total < 1 << 60 else { return nil }
                total += max(product, section + digit == 0 ? unit : 0)
                (section, digit) = (0, 0)
            } else if let unit = hanUnits[character] {
                section += max(digit, 1) * unit
                digit = 0
            }
        }
        return total + section + digit
    }

    private static let hanDigits: [Character: Int] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    private static let hanUnits: [Character: Int] = [
        "十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000,
    ]
    private static let measures = Set("年月日天周个個名位岁歲元次人小秒届屆代世章条條部集支本座所家号號层層倍米公英万亿")
}
