internal import Foundation

/// Whether what an engine says agrees with what a document says: the same numbers, the same names, the same sense of yes
/// and no, and mostly the same words.
package struct Agreement: Sendable, Equatable {
    /// Numbers of the statement that the evidence does not hold.
    package var missingNumbers: [String]
    /// Names of the statement that neither evidence nor subject holds.
    package var missingNames: [String]
    /// Whether one of the two denies and the other does not.
    package var negationDiffers: Bool
    /// The share of the statement's content words that evidence or subject holds, 0…1.
    package var coverage: Double
    /// Content words of the statement that are in the evidence.
    package var sharedTerms: Int

    /// Compares a statement with the text that should support it.
    ///
    /// - Parameter subject: what the evidence is about, such as its headings, for "it" and "they"; its words may be repeated
    ///   freely, its numbers and denials may not. The words of the question support nothing: they may be false.
    package init(of statement: String, with evidence: String, subject: String) {
        let known = Set(Terms.of(evidence))
        let named = Set(Terms.of(subject))
        let terms = Set(Terms.of(statement))
        let evidenceNumbers = Set(Self.numbers(in: evidence))
        missingNumbers = Self.numbers(in: statement).filter { !evidenceNumbers.contains($0) }
        let spelled = Set(Self.words(of: evidence + " " + subject))
        missingNames = Self.names(in: statement).filter { name in
            let terms = Terms.of(name)
            // "May" and "US" are stop words when small.
            if terms.isEmpty { return !Self.words(of: name).allSatisfy(spelled.contains) }
            return !terms.allSatisfy { known.contains($0) || named.contains($0) }
        }
        negationDiffers = Self.denies(statement) != Self.denies(evidence)
        sharedTerms = terms.count { known.contains($0) }
        coverage =
            terms.isEmpty ? 0 : Double(terms.count { known.contains($0) || named.contains($0) }) / Double(terms.count)
    }

    /// Whether the evidence supports the statement.
    ///
    /// - Parameter minimumCoverage: the least share of content words.
    package func supports(minimumCoverage: Double) -> Bool {
        missingNumbers.isEmpty && missingNames.isEmpty && !negationDiffers && sharedTerms > 0
            && coverage >= minimumCoverage
    }

    /// Why the evidence does not support the statement, in a few words.
    package func objection(minimumCoverage: Double) -> String? {
        if let number = missingNumbers.first { return "the number \(number) is not in the evidence" }
        if let name = missingNames.first { return "“\(name)” is not in the evidence" }
        if negationDiffers { return "one denies what the other says" }
        if sharedTerms == 0 { return "it shares no word with the evidence" }
        if coverage < minimumCoverage { return "only \(Int(coverage * 100)) % of its words are in the evidence" }
        return nil
    }

    /// Numbers in digits and in English words, without the marks that divide thousands: "1,250.50" is "1250.50", and
    /// "twenty-five" is "25".
    package static func numbers(in text: String) -> [String] {
        var numbers: [String] = []
        var current = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let isBetweenDigits =
                !current.isEmpty && index + 1 < characters.count && characters[index + 1].isWholeNumber
                && ".,".contains(character)
            if let digit = character.wholeNumberValue {
                current += String(digit)
            } else if isBetweenDigits {
                if character == "." { current += "." }
            } else if !current.isEmpty {
                numbers.append(current)
                current = ""
            }
        }
        if !current.isEmpty { numbers.append(current) }
        return numbers + spelledNumbers(in: text)
    }

    private static func spelledNumbers(in text: String) -> [String] {
        let words = words(of: text)
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
            guard var value = numberWords[words[index]] else { continue }
            if (20...90).contains(value), index + 1 < words.count,
                let unit = words[index + 1] == "one" ? 1 : numberWords[words[index + 1]], unit < 10
            {
                value += unit
                index += 1
            }
            numbers.append(String(value))
        }
        return numbers
    }

    private static let pronounsBeforeOne: Set<String> = ["no", "any", "each", "every", "this", "that", "which", "the"]
    private static let numberWords: [String: Int] = [
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "million": 1_000_000,
        "billion": 1_000_000_000,
    ]

    private static func words(of text: String) -> [String] {
        text.lowercased().split(whereSeparator: { !$0.isLetter }).map(String.init)
    }

    /// Words with a capital letter. Every sentence begins with one; there it is taken for a name where another follows, or a
    /// verb in the singular, or where it is a possessor, a label or in capitals: "Ada Lovelace", "Berlin has", "Paris's".
    package static func names(in text: String) -> [String] {
        var isFirst = true
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.enumerated().compactMap { index, word in
            defer { isFirst = word.last.map { ".!?:".contains($0) } ?? isFirst }
            let bare = word.trimmingCharacters(in: .punctuationCharacters.union(.symbols))
            guard bare.first?.isUppercase == true, bare != "I" else { return nil }
            guard isFirst else { return bare }
            let next = index + 1 < words.count && word.last?.isLetter == true ? words[index + 1] : ""
            let isName =
                next.first?.isUppercase == true && next.count > 1 || singularVerbs.contains(String(next))
                || bare.hasSuffix("'s") || bare.hasSuffix("’s") || word.last == ":"
                || bare.count > 1 && bare.allSatisfy { !$0.isLowercase }
            return isName && !Terms.of(bare).isEmpty ? bare : nil
        }
    }

    private static let singularVerbs: Set<String> = [
        "is", "was", "has", "does", "isn't", "wasn't", "hasn't", "doesn't",
    ]

    private static let denials: Set<String> = [
        "not", "no", "never", "none", "cannot", "without", "neither", "nor", "nobody", "nothing", "nicht", "kein",
        "keine", "nie", "ne", "pas", "jamais", "nunca", "sin",
    ]

    package static func denies(_ text: String) -> Bool {
        let words = text.lowercased().replacing("’", with: "'").split(whereSeparator: { !$0.isLetter && $0 != "'" })
        return words.contains { denials.contains(String($0)) || $0.hasSuffix("n't") }
            || text.contains(where: { "不没無无未".contains($0) }) || text.contains("并非")
    }
}
