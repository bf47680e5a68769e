import Documents
import Evaluation
import Foundation

/// Makes true statements false: by another number, name or date, by a denial, by another subject, or by changing places.
struct Planter {
    /// What is changed.
    enum Kind: String, CaseIterable {
        case number, name, date, denial, subject
        /// Two names or numbers change places.
        case swap
    }

    /// Names that may take the place of others; of the same texts, so that they are likely ones.
    var names: [String]
    /// Titles, the subjects of their texts.
    var titles: [String]
    private var draws: Draws

    init(names: [String], titles: [String], seed: UInt64) {
        self.names = names
        self.titles = titles
        draws = Draws(seed: seed)
    }

    /// A false statement; nil where it has nothing that can be changed so.
    ///
    /// - Parameter known: text whose names are not put in, since they may be as right.
    mutating func planted(_ kind: Kind, in statement: String, answer: String, known: String) -> String? {
        switch kind {
        case .number: number(in: statement)
        case .name: name(in: statement, answer: answer, known: known)
        case .date: date(in: statement)
        case .denial: Self.denial(in: statement)
        case .subject: subject(of: statement, known: known)
        case .swap: swap(in: statement)
        }
    }

    // MARK: Numbers and dates

    private mutating func number(in statement: String) -> String? {
        let numbers = statement.matches(of: #/[0-9]+(?:[.,][0-9]+)*/#).map(\.range)
        guard let range = numbers.randomElement(using: &draws) else { return word(in: statement, of: Self.numberWords) }
        let digits = Array(statement[range])
        guard let place = digits.indices.filter({ digits[$0].isNumber }).last else { return nil }
        let digit = digits[place].wholeNumberValue ?? 0
        var changed = digits
        changed[place] = Character(String((digit + Int.random(in: 1...8, using: &draws)) % 10))
        return statement.replacingCharacters(in: range, with: String(changed))
    }

    private mutating func date(in statement: String) -> String? {
        if let match = statement.matches(of: #/([0-9]{1,2})月/#).randomElement(using: &draws), let month = Int(match.1) {
            let other = (month + Int.random(in: 1...10, using: &draws) - 1) % 12 + 1
            return statement.replacingCharacters(in: match.range, with: "\(other == month ? month % 12 + 1 : other)月")
        }
        return word(in: statement, of: Self.months)
    }

    /// Puts another word of a list in the place of one.
    private mutating func word(in statement: String, of list: [String]) -> String? {
        let found = statement.matches(of: #/\b\p{L}+\b/#).filter { list.contains(String($0.0)) }
        guard let match = found.randomElement(using: &draws) else { return nil }
        let others = list.filter { $0 != String(match.0) }
        return others.randomElement(using: &draws).map { statement.replacingCharacters(in: match.range, with: $0) }
    }

    private static let numberWords = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"]
    private static let months = [
        "January", "February", "March", "April", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    // MARK: Names

    /// Runs of words with a capital letter behind the first word.
    static func names(in text: String) -> [Range<String.Index>] {
        text.matches(of: #/\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*/#).map(\.range)
            .filter { $0.lowerBound > text.startIndex && text[text.index(before: $0.lowerBound)] == " " }
            .filter { range in
                !months.contains(String(text[range]))
                    && text[..<range.lowerBound].last(where: { $0 != " " }).map { !".!?:\"“".contains($0) } ?? false
            }
    }

    private mutating func another(than name: String, known: String) -> String? {
        let words = name.split(separator: " ")
        return names.filter { other in
            other != name && !other.split(separator: " ").contains { known.contains($0) || words.contains($0) }
        }.randomElement(using: &draws)
    }

    private mutating func name(in statement: String, answer: String, known: String) -> String? {
        if statement.hasHan {
            // Where no capital letters tell names, the answer is one.
            guard (2...8).contains(answer.count), answer.allSatisfy({ !$0.isNumber }), answer.hasHan,
                let range = statement.firstRange(of: answer)
            else { return nil }
            let others = names.filter { $0 != answer && !known.contains($0) && abs($0.count - answer.count) < 2 }
            return others.randomElement(using: &draws).map { statement.replacingCharacters(in: range, with: $0) }
        }
        guard let range = Self.names(in: statement).randomElement(using: &draws),
            let other = another(than: String(statement[range]), known: known)
        else { return nil }
        return statement.replacingCharacters(in: range, with: other)
    }

    private mutating func subject(of statement: String, known: String) -> String? {
        if statement.hasHan {
            guard
                let title = titles.filter({ $0.count > 1 && statement.hasPrefix($0) }).max(by: { $0.count < $1.count })
            else { return nil }
            let others = titles.filter { (2...6).contains($0.count) && !known.contains($0) && $0.hasHan }
            return others.randomElement(using: &draws).map { $0 + statement.dropFirst(title.count) }
        }
        guard let match = statement.prefixMatch(of: #/(\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*) (\p{Ll}+)/#),
            ["is", "was", "has", "had", "became", "won", "made", "wrote", "led", "began"].contains(String(match.2))
                || match.2.count > 4 && match.2.hasSuffix("ed"),
            !["The", "A", "An", "This", "It", "He", "She", "They", "There", "In", "Each"].contains(
                String(match.1.prefix { $0 != " " })),
            let other = another(than: String(match.1), known: known)
        else { return nil }
        return other + statement.dropFirst(match.1.count)
    }

    private mutating func swap(in statement: String) -> String? {
        var places = Self.names(in: statement)
        if Set(places.map { statement[$0] }).count < 2 {
            places = statement.matches(of: #/[0-9]+(?:[.,][0-9]+)*/#).map(\.range)
        }
        guard let first = places.first, let second = places.last(where: { statement[$0] != statement[first] }) else {
            return nil
        }
        let between = statement[first.upperBound..<second.lowerBound]
        return "\(statement[..<first.lowerBound])\(statement[second])\(between)\(statement[first])"
            + "\(statement[second.upperBound...])"
    }

    // MARK: Denial

    private static func denial(in statement: String) -> String? {
        if statement.hasHan {
            guard !statement.contains(where: { "不没未无".contains($0) }) else { return nil }
            for (said, denied) in [("是", "不是"), ("有", "没有"), ("可以", "不可以"), ("成为", "没有成为"), ("在", "不在"), ("于", "并非于")] {
                if let range = statement.firstRange(of: said) {
                    return statement.replacingCharacters(in: range, with: denied)
                }
            }
            return nil
        }
        if let range = statement.firstRange(of: " not ") { return statement.replacingCharacters(in: range, with: " ") }
        guard let match = statement.firstMatch(of: #/ (?:is|was|are|were|can|could|will|would|must|should|may) /#)
        else {
            return nil
        }
        return statement.replacingCharacters(in: match.range, with: match.0 + "not ")
    }
}
