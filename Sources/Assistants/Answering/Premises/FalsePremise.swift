internal import Library

/// What a question takes for granted and the documents have otherwise: "Why do I get 30 weeks?" where they say 18.
public struct FalsePremise: Sendable, Hashable, Codable {
    /// What the question says: "30 weeks".
    public var asked: String
    /// What the documents say: "18 weeks".
    public var found: String

    /// The share of the question's other words that the sentence has to hold.
    private static let minimumCoverage = 0.6

    /// Compares a question with the sentence that answers it best; nil where they do not differ, or where it is not plain that both
    /// speak of the same.
    ///
    /// - Parameters:
    ///   - question: in the user's words.
    ///   - evidence: the sentence.
    ///   - context: all that was found; what stands anywhere in it may be meant.
    init?(of question: String, against evidence: String, context: String) {
        let facts = TextFacts(evidence)
        guard Self.coverage(of: question, by: facts.terms) >= Self.minimumCoverage else { return nil }
        if let (asked, found) = Self.number(question, evidence, context) ?? Self.year(question, facts, context)
            ?? Self.name(question, evidence, context)
        {
            (self.asked, self.found) = (asked, found)
            return
        }
        return nil
    }

    /// The share of the question's content words, without numbers and names, that terms hold.
    private static func coverage(of question: String, by terms: Set<String>) -> Double {
        let names = Set(NameReader.names(in: question).flatMap { Terms.of($0) })
        let asked = Set(Terms.ofQuestion(question)).filter { term in
            !term.contains(where: \.isNumber) && NumberReader.numbers(in: term).isEmpty && !names.contains(term)
        }
        return asked.isEmpty ? 0 : Double(asked.count(where: terms.contains)) / Double(asked.count)
    }

    // MARK: Numbers

    /// A number of which the sentence has another in the same unit, and only one, while nothing that was found has the question's.
    private static func number(_ question: String, _ evidence: String, _ context: String) -> (String, String)? {
        let found = MeasuredNumber.all(in: evidence)
        let known = Set(NumberReader.numbers(in: context))
        for asked in MeasuredNumber.all(in: question)
        where !known.contains(asked.value) && !bounds.contains(asked.before) {
            for unit in asked.units {
                let rivals = found.filter { $0.units.contains(unit) && !bounds.contains($0.before) }
                guard let rival = rivals.first, Set(rivals.map(\.value)).count == 1 else { continue }
                return (asked.text(in: unit), rival.text(in: unit))
            }
        }
        return nil
    }

    /// Words before a number that is a condition or a bound and not what is said to be so.
    private static let bounds: Set<String> = [
        "than", "least", "most", "after", "within", "before", "until", "over", "under", "about", "every", "another",
        "first", "last",
        "when", "if", "过", "于", "满", "约", "近", "第", "前", "后", "每", "若",
    ]

    // MARK: Years

    /// A year of which the sentence has another, and only one.
    private static func year(_ question: String, _ facts: TextFacts, _ context: String) -> (String, String)? {
        func years(_ numbers: [String]) -> Set<String> {
            Set(numbers.filter { $0.count == 4 && "12".contains($0.first ?? "0") })
        }
        let known = years(NumberReader.numbers(in: context))
        guard let asked = years(NumberReader.numbers(in: question)).first, !known.contains(asked) else { return nil }
        let found = years(facts.numbers)
        return found.count == 1 ? found.first.map { (asked, $0) } : nil
    }

    // MARK: Names

    /// A name in whose place the sentence has another: the same two words stand before both, "the office in Paris", "the office in
    /// Berlin".
    private static func name(_ question: String, _ evidence: String, _ context: String) -> (String, String)? {
        let known = Set(Terms.of(context))
        func framed(_ text: String) -> [(frame: [String], name: String)] {
            let words = text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" }).map(
                String.init)
            return words.indices.compactMap { index in
                guard index > 1, words[index].first?.isUppercase == true, words[index - 1].first?.isLowercase == true,
                    prepositions.contains(words[index - 1]), words[index - 2].first?.isLowercase == true
                else { return nil }
                let name = words[index...].prefix { $0.first?.isUppercase == true }.joined(separator: " ")
                return ([EnglishEnding.removed(from: Substring(words[index - 2])), words[index - 1]], name)
            }
        }
        let found = framed(evidence)
        for asked in framed(question) where !Terms.of(asked.name).contains(where: known.contains) {
            let rivals = Set(found.filter { $0.frame == asked.frame }.map(\.name))
            if rivals.count == 1, let rival = rivals.first { return (asked.name, rival) }
        }
        return nil
    }

    private static let prepositions: Set<String> = ["in", "at", "by", "of", "from", "to", "on", "with", "for"]
}
