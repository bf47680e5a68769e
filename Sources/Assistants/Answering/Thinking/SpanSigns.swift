/// What speaks for a run of words as the answer to a question, apart from what an engine thinks of it.
struct SpanSigns: Sendable {
    private let kind: QuestionKind
    private let questionTerms: Set<String>

    init(question: String) {
        kind = QuestionKind(of: question)
        questionTerms = Set(Terms.ofQuestion(question))
    }

    /// All signs weighed; comparable for one question only.
    ///
    /// - Parameter terms: the content words of each word of the span's sentence.
    func score(of span: AnswerSpan, terms: [[String]]) -> Double {
        let weights = SpanWeights.self
        let own = span.words.flatMap { terms[$0] }
        let repeated = own.isEmpty ? 0 : Double(own.count(where: questionTerms.contains)) / Double(own.count)
        return weights.repeated * repeated + weights.distance * distance(of: span, terms)
            + weights.kind * kind.fit(ofWords: span.text) + weights.name * (isName(span) ? 1 : 0)
            + weights.beginning * (beginsAsAsked(span) ? 1 : 0)
    }

    /// Words between the span and the nearest word of the question, of ten; one where none is as near.
    private func distance(of span: AnswerSpan, _ terms: [[String]]) -> Double {
        let places = terms.indices.filter {
            !span.words.contains($0) && terms[$0].contains(where: questionTerms.contains)
        }
        let nearest =
            places.map { min(abs($0 - span.words.lowerBound), abs($0 - span.words.upperBound + 1)) }.min() ?? 10
        return Double(min(nearest, 10)) / 10
    }

    /// Whether a person or a place is asked for, and each word has a capital.
    private func isName(_ span: AnswerSpan) -> Bool {
        guard kind == .person || kind == .place else { return false }
        return span.text.split(whereSeparator: \.isWhitespace).allSatisfy {
            $0.first(where: \.isLetter)?.isUppercase == true
        }
    }

    /// Whether what is asked for begins at once: a number where one is asked for, a name where anything is.
    private func beginsAsAsked(_ span: AnswerSpan) -> Bool {
        guard let first = span.text.first else { return false }
        switch kind {
        case .quantity, .time: return first.isNumber
        case .other: return first.isUppercase
        case .person, .place: return false
        }
    }
}

/// How much each sign of an answer within a sentence counts, fitted as ``EvidenceWeights`` are.
enum SpanWeights {
    /// The score of its sentence as evidence.
    static let evidence = 0.35
    /// The share of its words that the question has.
    static let repeated = -0.4
    /// Ten words between it and the nearest word of the question.
    static let distance = -1.2
    /// It has the kind of thing that the question asks for.
    static let kind = 1.1
    /// It is a name, and one is asked for.
    static let name = 1.8
    /// It begins as what is asked for does.
    static let beginning = 0.6
    /// How likely the engine answers with it, nats, the mean of the views.
    static let answer = 0.17
    /// The least of that.
    static let leastAnswer = -20.0
    /// How likely the engine finds the question behind it, nats a token.
    static let question = 0.95
}
