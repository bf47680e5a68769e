internal import Documents
internal import Library

/// How a question depends on the conversation before it, as far as its words tell.
package enum FollowUpKind: Equatable, Sendable {
    /// It can be understood by itself.
    case complete
    /// It names what it is about by a pronoun, or not at all: "How long is it there?", "Is it paid?", "要发票吗？"
    case reference
    /// It is a part of a question and takes the place of a part of the former one: "And in Leeds?" is `in Leeds`.
    case fragment(String)

    /// Reads the kind from the words of English and Chinese; of other languages every question is complete.
    package init(of question: String) {
        self =
            question.hasHan
            ? ChineseFollowUp.kind(of: question) : EnglishFollowUp.kind(of: question)
    }
}

/// The signs by which English shows that a question goes on.
enum EnglishFollowUp {
    static func kind(of question: String) -> FollowUpKind {
        var words = words(of: question)
        let isLed = takeLead(from: &words)
        guard !words.isEmpty else { return isLed ? .reference : .complete }
        let small = words.map { $0.lowercased() }
        if words.count == 1, bearing(words).isEmpty { return .reference }
        let hasVerb = small.contains(where: auxiliaries.contains)
        let asks = small.prefix(2).contains(where: questionWords.contains)
        if !hasVerb, !asks, isLed || isFragment(words, isQuestion: question.contains("?")) {
            return .fragment(words.joined(separator: " "))
        }
        return refersBack(small, isLed: isLed) || bearing(words).isEmpty || isLed && bearing(words).count < 2
            ? .reference : .complete
    }

    /// Words with the marks inside them: "E-07", "don't".
    static func words(of text: String) -> [String] {
        text.replacing("’", with: "'").split { !$0.isLetter && !$0.isNumber && !"-'.%£€".contains($0) }
            .map { $0.trimming { ".-'".contains($0) } }.filter { !$0.isEmpty }
    }

    /// Words that say what a question is about: no stop words, none that only ask, none that every subject has, such as a deadline.
    static func bearing(_ words: [String]) -> [String] {
        words.filter { word in
            let small = word.lowercased()
            return !relational.contains(small) && !questionWords.contains(small)
                && !Terms.content(ofQuestion: word).isEmpty
        }
    }

    /// Takes off words that only go on, such as "and what about"; returns whether there were any.
    private static func takeLead(from words: inout [String]) -> Bool {
        var isLed = false
        while let lead = leads.first(where: { lead in
            words.count >= lead.count && zip(words, lead).allSatisfy { $0.lowercased() == $1 }
        }) {
            words.removeFirst(lead.count)
            isLed = true
        }
        return isLed
    }

    /// Whether a few words without a verb are a part of a question: behind a preposition, an identifier, or a name alone.
    private static func isFragment(_ words: [String], isQuestion: Bool) -> Bool {
        guard isQuestion, words.count <= 8 else { return false }
        if prepositions.contains(words[0].lowercased()) { return true }
        return words.count <= 2 && words.allSatisfy { $0.first?.isUppercase == true || $0.first?.isNumber == true }
    }

    private static func refersBack(_ words: [String], isLed: Bool) -> Bool {
        let isShort = isLed || bearing(words).count <= 2
        return words.enumerated().contains { index, word in
            let former = index > 0 ? words[index - 1] : ""
            let next = index + 1 < words.count ? words[index + 1] : ""
            switch word {
            case "he", "she", "him", "her", "hers", "his", "same", "latter", "those", "these": return true
            case "it", "its", "itself", "they", "them", "their", "theirs":
                // What it stands for may be named before it, in the question itself.
                let isExpletive = word == "it" && (expletiveHeads.contains(next) || former == "is" && next == "that")
                return !isExpletive && (isShort || bearing(Array(words[..<index])).isEmpty)
            case "this": return !timeWords.contains(next)
            case "that": return next.isEmpty || prepositions.contains(former) || auxiliaries.contains(former)
            case "there": return !auxiliaries.contains(former) && !auxiliaries.contains(next)
            default: return false
            }
        }
    }

    private static let leads = [
        ["and", "what", "about"], ["and", "how", "about"], ["what", "about"], ["how", "about"], ["and"], ["but"],
        ["or"],
        ["also"], ["then"], ["so"], ["ok"], ["okay"],
    ]
    static let prepositions: Set<String> = [
        "in", "at", "on", "for", "from", "to", "with", "without", "by", "of", "after", "before", "during", "under",
        "over",
        "until", "since", "per", "about", "within", "outside", "inside", "near",
    ]
    private static let auxiliaries: Set<String> = [
        "is", "are", "was", "were", "am", "be", "been", "do", "does", "did", "can", "could", "may", "might", "must",
        "shall",
        "should", "will", "would", "has", "have", "had", "isn't", "aren't", "doesn't", "don't", "can't", "won't",
    ]
    private static let questionWords: Set<String> = [
        "who", "what", "when", "where", "which", "why", "how", "whose", "whom",
    ]
    private static let expletiveHeads: Set<String> = [
        "possible", "true", "necessary", "allowed", "ok", "okay", "required", "forbidden", "legal", "mandatory",
        "permitted",
    ]
    private static let timeWords: Set<String> = [
        "year", "month", "week", "morning", "evening", "afternoon", "company", "quarter", "summer", "winter",
    ]
    /// Words that say something of a subject and name none.
    private static let relational: Set<String> = [
        "long", "often", "far", "old", "soon", "fast", "quickly", "late", "early", "high", "big", "large", "expensive",
        "else",
        "more", "less", "cost", "costs", "take", "takes", "last", "lasts", "need", "needs", "needed", "happen",
        "happens",
        "work", "works", "apply", "applies", "go", "come", "start", "starts", "begin", "begins", "end", "ends",
        "exception",
        "exceptions", "deadline", "limit", "maximum", "minimum", "price", "fee", "amount", "reason", "reasons",
        "condition",
        "conditions", "rule", "rules", "policy", "duration", "address", "number", "exactly", "mean", "means", "pays",
        "paid",
        "approve", "approves", "approved", "agree", "agrees", "decide", "decides", "know", "ask", "say", "says",
        "detail",
        "details", "example", "advance", "way", "one", "ones", "thing", "things", "day", "days", "week", "weeks",
        "month",
        "months", "year", "years", "hour", "hours",
    ]
}
