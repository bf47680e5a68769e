/// What a question asks for, as far as its words tell; a sentence without such a thing can hardly answer it.
enum QuestionKind: Sendable {
    case quantity, time, person, place, other

    /// Reads the kind from the question words of English, Chinese, German, French and Spanish.
    init(of question: String) {
        let words = " " + question.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : " " }.joined() + " "
        func has(_ phrases: [String]) -> Bool {
            phrases.contains { phrase in
                phrase.unicodeScalars.allSatisfy { $0.value < 0x2E80 }
                    ? words.contains(" \(phrase) ") : words.contains(phrase)
            }
        }
        if has([
            "how many", "how much", "how old", "how long", "how far", "how tall", "how high", "how large", "how big",
            "how often", "percent", "percentage", "number of", "多少", "几个", "几天", "几年", "几次", "wie viel", "wie viele",
            "combien", "cuántos", "cuántas",
        ]) {
            self = .quantity
        } else if has([
            "when", "what year", "which year", "what date", "which date", "what month", "what century", "what decade",
            "what day", "which day", "what time", "何时", "什么时候", "哪年", "哪一年", "几月", "wann", "quand", "cuándo",
        ]) {
            self = .time
        } else if has(["who", "whom", "whose", "谁", "何人", "wer", "wem", "wen", "qui", "quién"]) {
            self = .person
        } else if has([
            "where", "what country", "which country", "what city", "which city", "what state", "which state",
            "what place",
            "哪里", "何处", "哪个国家", "哪个城市", "wo", "où", "dónde",
        ]) {
            self = .place
        } else {
            self = .other
        }
    }

    /// How well a sentence has the kind of thing asked for, 0…1; one half where nothing can be said.
    ///
    /// - Parameter questionWords: lower-case words of the question; a name that the question itself gives answers nothing.
    func fit(of sentence: String, questionWords: Set<String>) -> Double {
        switch self {
        case .other: return 0.5
        case .quantity:
            return sentence.contains(where: \.isNumber) || Self.contains(Self.numberWords, in: sentence) ? 1 : 0
        case .time:
            return sentence.contains(where: \.isNumber) || Self.contains(Self.timeWords, in: sentence) ? 1 : 0
        case .person, .place:
            let words = sentence.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "-" })
            guard words.contains(where: { $0.first?.isCased == true }) else { return 0.5 }
            return words.dropFirst().contains {
                $0.first?.isUppercase == true && $0.count > 1 && !questionWords.contains($0.lowercased())
            } ? 1 : 0
        }
    }

    /// Whether an English question wants a yes or a no, which no words of a document are.
    static func asksWhether(_ question: String) -> Bool {
        let first = question.lowercased().prefix { $0.isLetter }
        return whetherWords.contains(String(first))
    }

    private static let whetherWords: Set<String> = [
        "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "may", "might", "must",
        "shall",
        "should", "will", "would", "am",
    ]

    /// The same for words that may be the answer themselves.
    func fit(ofWords words: String) -> Double {
        switch self {
        case .person, .place:
            words.contains(where: \.isCased) ? (words.contains(where: \.isUppercase) ? 1 : 0) : 0.5
        case .quantity, .time, .other: fit(of: words, questionWords: [])
        }
    }

    private static let numberWords: Set<String> = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "hundred",
        "thousand",
        "million", "billion", "half", "dozen", "twice", "once", "no", "none",
    ]
    private static let timeWords: Set<String> = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
        "century", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "noon", "midnight",
        "daily",
        "weekly", "monthly", "yearly", "annually", "today", "tomorrow",
    ]

    private static func contains(_ words: Set<String>, in sentence: String) -> Bool {
        sentence.lowercased().split(whereSeparator: { !$0.isLetter }).contains { words.contains(String($0)) }
    }
}
