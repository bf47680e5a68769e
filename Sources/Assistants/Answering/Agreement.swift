internal import Foundation

/// Whether what an engine says agrees with what a document says: the same numbers, the same names, the same sense of yes
/// and no, and mostly the same words.
struct Agreement: Sendable, Equatable {
    /// Numbers of the statement that the evidence does not hold.
    var missingNumbers: [String]
    /// Names of the statement that neither evidence nor question holds.
    var missingNames: [String]
    /// Whether one of the two denies and the other does not.
    var negationDiffers: Bool
    /// The share of the statement's content words that evidence or question holds, 0…1.
    var coverage: Double
    /// Content words of the statement that are in the evidence.
    var sharedTerms: Int

    /// Compares a statement with the text that should support it.
    ///
    /// - Parameter question: what was asked; its words may be repeated freely, its numbers and denials may not.
    init(of statement: String, with evidence: String, question: String) {
        let known = Set(Terms.of(evidence))
        let asked = Set(Terms.of(question))
        let terms = Set(Terms.of(statement))
        let evidenceNumbers = Set(Self.numbers(in: evidence))
        missingNumbers = Self.numbers(in: statement).filter { !evidenceNumbers.contains($0) }
        missingNames = Self.names(in: statement).filter { name in
            !Terms.of(name).allSatisfy { known.contains($0) || asked.contains($0) }
        }
        negationDiffers = Self.denies(statement) != Self.denies(evidence)
        sharedTerms = terms.count { known.contains($0) }
        coverage =
            terms.isEmpty ? 0 : Double(terms.count { known.contains($0) || asked.contains($0) }) / Double(terms.count)
    }

    /// Whether the evidence supports the statement.
    ///
    /// - Parameter minimumCoverage: the least share of content words.
    func supports(minimumCoverage: Double) -> Bool {
        missingNumbers.isEmpty && missingNames.isEmpty && !negationDiffers && sharedTerms > 0
            && coverage >= minimumCoverage
    }

    /// Why the evidence does not support the statement, in a few words.
    func objection(minimumCoverage: Double) -> String? {
        if let number = missingNumbers.first { return "the number \(number) is not in the evidence" }
        if let name = missingNames.first { return "“\(name)” is not in the evidence" }
        if negationDiffers { return "one denies what the other says" }
        if sharedTerms == 0 { return "it shares no word with the evidence" }
        if coverage < minimumCoverage { return "only \(Int(coverage * 100)) % of its words are in the evidence" }
        return nil
    }

    /// Numbers, without the marks that divide thousands: "1,250.50" is "1250.50".
    static func numbers(in text: String) -> [String] {
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
        return numbers
    }

    /// Words with a capital letter, but for the first of a sentence.
    static func names(in text: String) -> [String] {
        var isFirst = true
        return text.split(whereSeparator: \.isWhitespace).compactMap { word in
            defer { isFirst = word.last.map { ".!?:".contains($0) } ?? isFirst }
            let bare = word.trimmingCharacters(in: .punctuationCharacters.union(.symbols))
            return !isFirst && bare.first?.isUppercase == true && bare != "I" ? bare : nil
        }
    }

    private static let denials: Set<String> = [
        "not", "no", "never", "none", "cannot", "without", "neither", "nor", "nobody", "nothing", "isn't", "aren't",
        "wasn't",
        "weren't", "don't", "doesn't", "didn't", "can't", "couldn't", "won't", "wouldn't", "shouldn't", "mustn't",
        "nicht",
        "kein", "keine", "nie", "ne", "pas", "jamais", "nunca", "sin",
    ]

    static func denies(_ text: String) -> Bool {
        let words = text.lowercased().replacing("’", with: "'").split(whereSeparator: { !$0.isLetter && $0 != "'" })
        return words.contains { denials.contains(String($0)) } || text.contains(where: { "不没無无未".contains($0) })
    }
}
