/// Whether what an engine says agrees with what a document says: the same numbers, dates and names in the same places, the same sense
/// of yes and no, and mostly the same words.
package struct Agreement: Sendable, Equatable {
    /// Numbers of the statement that the evidence does not hold.
    package var missingNumbers: [String]
    /// Names of the statement that neither evidence nor subject holds; of a Chinese one what may be a name.
    package var missingNames: [String]
    /// Whether a date of the statement is another one in the evidence.
    package var datesDiffer: Bool
    /// Whether one of the two denies what the other does not.
    package var negationDiffers: Bool
    /// Whether one says the opposite of a word of the other.
    package var oppositesDiffer: Bool
    /// A name or number of the statement, and the one in whose place in the evidence it stands; empty where there is none.
    package var exchanged: [String]
    /// The share of the statement's content words that evidence or subject holds, 0…1.
    package var coverage: Double
    /// Content words of the statement that are in the evidence.
    package var sharedTerms: Int

    /// Compares a statement with the text that should support it.
    ///
    /// - Parameter subject: what the evidence is about, such as its headings, for "it" and "they"; its words may be repeated
    ///   freely, its numbers and denials may not. The words of the question support nothing: they may be false.
    package init(of statement: String, with evidence: String, subject: String) {
        self.init(of: TextFacts(statement), with: TextFacts(evidence), subject: StatementSubject(subject))
    }

    init(of statement: TextFacts, with evidence: TextFacts, subject: StatementSubject) {
        let dates = evidence.dates.flatMap { [$0.year, $0.month, $0.day].compactMap { $0.map { String($0) } } }
        let numbers = Set(evidence.numbers + dates)
        missingNumbers = statement.numbers.filter { !numbers.contains($0) }
        missingNames =
            statement.names.filter { !Self.holds($0, evidence, subject) }
            + HanNovelty.unknown(in: statement.text, given: evidence.text + "\n" + subject.text)
        datesDiffer = statement.dates.contains { date in
            !evidence.dates.isEmpty && evidence.dates.allSatisfy(date.contradicts)
        }
        (negationDiffers, oppositesDiffer) = Self.senses(of: statement, evidence)
        exchanged =
            SlotReader.exchanged(statement.slots, evidence.slots, sure: Self.agreed(statement.dates, evidence.dates))
            .map { [$0.said, $0.found] } ?? []
        let terms = statement.terms
        sharedTerms = terms.count { evidence.terms.contains($0) }
        let known = terms.count { evidence.terms.contains($0) || subject.terms.contains($0) }
        coverage = terms.isEmpty ? 0 : Double(known) / Double(terms.count)
    }

    /// Whether the evidence says something else, rather than nothing, of what the statement says.
    var contradicts: Bool { datesDiffer || negationDiffers || oppositesDiffer || !exchanged.isEmpty }

    /// The numbers of dates that both have: one may write them in another order than the other.
    private static func agreed(_ statement: Set<NamedDate>, _ evidence: Set<NamedDate>) -> Set<String> {
        let dates = statement.filter { date in evidence.contains { !date.contradicts($0) } }
        return Set(dates.flatMap { [$0.year, $0.month, $0.day].compactMap { $0.map { String($0) } } })
    }

    /// Whether nothing that the statement says is said otherwise by the evidence, however many of its words that has.
    var isFreeOfContradiction: Bool {
        missingNumbers.isEmpty && missingNames.isEmpty && !contradicts
    }

    /// Whether the evidence supports the statement.
    ///
    /// - Parameter minimumCoverage: the least share of content words.
    package func supports(minimumCoverage: Double) -> Bool {
        isFreeOfContradiction && sharedTerms > 0 && coverage >= minimumCoverage
    }

    /// Why the evidence does not support the statement, in a few words.
    package func objection(minimumCoverage: Double) -> String? {
        if let number = missingNumbers.first { return "the number \(number) is not in the evidence" }
        if let name = missingNames.first { return "“\(name)” is not in the evidence" }
        if datesDiffer { return "the evidence has another date" }
        if negationDiffers { return "one denies what the other says" }
        if oppositesDiffer { return "one says the opposite of the other" }
        if !exchanged.isEmpty { return "“\(exchanged[0])” stands in the place of “\(exchanged[1])”" }
        if sharedTerms == 0 { return "it shares no word with the evidence" }
        if coverage < minimumCoverage { return "only \(Int(coverage * 100)) % of its words are in the evidence" }
        return nil
    }

    /// Whether a name is in evidence or subject: its words, or such as begin with them ("Germany", "German"), or its month.
    private static func holds(_ name: String, _ evidence: TextFacts, _ subject: StatementSubject) -> Bool {
        let terms = Terms.of(name)
        // "May" and "US" are stop words when small.
        if terms.isEmpty {
            let words = name.lowercased().split(whereSeparator: { !$0.isLetter })
            return words.allSatisfy { evidence.spelled.contains(String($0)) || subject.spelled.contains(String($0)) }
        }
        if let month = DateReader.month(name), evidence.dates.contains(where: { $0.month == month }) { return true }
        return terms.allSatisfy { term in
            if evidence.terms.contains(term) || subject.terms.contains(term) || subject.names.contains(term) {
                return true
            }
            guard term.count >= shortestStem else { return false }
            return evidence.terms.contains {
                $0.count >= shortestStem && ($0.hasPrefix(term) || term.hasPrefix($0))
            }
        }
    }

    private static let shortestStem = 4

    /// Whether a clause of the statement denies what the evidence does not, or the other way round, and whether it says the opposite.
    ///
    /// Each word is compared in the clause of the evidence that has it and most others.
    private static func senses(of statement: TextFacts, _ evidence: TextFacts) -> (denial: Bool, opposite: Bool) {
        var (denial, opposite) = (false, false)
        for clause in statement.clauses where !clause.isDenied.isEmpty {
            let keys = Set(clause.isDenied.keys)
            let alike = evidence.clauses.map { (clause: $0, shared: keys.intersection($0.isDenied.keys)) }
            guard let most = alike.map(\.shared.count).max(), most > 0 else { continue }
            denial =
                denial
                || clause.isDenied.contains { key, sides in
                    let holders = alike.filter { $0.shared.contains(key) }
                    let nearest = holders.map(\.shared.count).max() ?? 0
                    return !holders.isEmpty
                        && holders.filter { $0.shared.count == nearest }.allSatisfy {
                            $0.clause.isDenied[key].map(sides.isDisjoint) ?? false
                        }
                }
            opposite =
                opposite || alike.filter { $0.shared.count == most }.allSatisfy { Opposites.differ(clause, $0.clause) }
        }
        return (denial, opposite)
    }

    /// Numbers, as ``NumberReader`` reads them.
    package static func numbers(in text: String) -> [String] { NumberReader.numbers(in: text) }

    /// Names, as ``NameReader`` reads them.
    package static func names(in text: String) -> [String] { NameReader.names(in: text) }

    /// Whether anything in the text is denied.
    package static func denies(_ text: String) -> Bool {
        ClauseReader.clauses(of: text).contains(where: \.denies)
    }
}
